"""Whether the utilities are there at all: the one violation of a utility that is missing."""

import pytest

from conformance.clauses import UTILITIES, clause, load

AVAILABLE = {
    name: f"{folder}.name.available"
    for folder, name in UTILITIES.items()
    if f"{folder}.name.available" in load()
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=clause(said)) for name, said in AVAILABLE.items()])
def test_the_package_offers_the_utility(implementation, name):
    assert implementation.find(name) is not None, f"{implementation.spec} has no {name}"
