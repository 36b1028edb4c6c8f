"""Fixtures for custom object scopes: look-ups of names, and the registry."""

import pytest

from cthulhu_conformance.custom_object_scope.names import Names
from cthulhu_conformance.testing.untestable import untestable


@pytest.fixture(scope="session")
def names(implementation):
    """Give a look-up of custom objects: `names["Name"]` is the one of that name, or ABSENT."""
    found = Names(implementation)
    if not found.ways():
        untestable("there is no get_custom_objects, no registry and no framework to look a name up with")
    return found


@pytest.fixture
def registry(names):
    """Give a function that returns the registry of global custom objects; what a test changes there is undone."""
    if names.registry is None:
        untestable("this implementation's registry of custom objects can't be reached")
    before = dict(names.registry)
    yield lambda: names.registry
    names.registry.clear()
    names.registry.update(before)
