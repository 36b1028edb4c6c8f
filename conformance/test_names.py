"""The names of the utilities: one that is missing violates its clause here, and all its others are absent."""

from cthulhu_conformance.clauses import UTILITIES, load
from cthulhu_conformance.testing.cases import cases

AVAILABLE = {
    f"{folder}.name.available": [name]
    for folder, name in UTILITIES.items()
    if f"{folder}.name.available" in load()
}


@cases("name", AVAILABLE)
def test_the_package_offers_the_utility(implementation, name):
    assert implementation.find(name) is not None, f"{implementation.spec} has no {name}"
