"""Names in custom object scopes, looked up and cleaned up after."""

import pytest

from conformance.custom_object_scope.names import Names
from conformance.outcomes import untestable


@pytest.fixture(scope="session")
def names(implementation):
    """`names["Name"]` is the custom object of that name, or ABSENT."""
    found = Names(implementation)
    if not found.ways():
        untestable("there is no get_custom_objects, no registry and no framework to look a name up with")
    return found


@pytest.fixture
def registry(names):
    """A function that gives the registry of global custom objects, which the test may change."""
    if names.registry is None:
        untestable("this implementation's registry of custom objects can't be reached")
    before = dict(names.registry)
    yield lambda: names.registry
    names.registry.clear()
    names.registry.update(before)
