"""Finds a custom object by its name, in the implementation's own ways, whichever it has."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional

from cthulhu_conformance.testing.implementation import Implementation

Way = Callable[[str], Any]

#: What a look-up gives for a name that nobody knows.
ABSENT = "absent"


class Names:
    """Looks names up as code within a `with` statement does.

    An implementation may have several ways to its custom objects: a look-up function, arguments of
    layers in the framework that it is part of, the registry itself. A name is there if one of them
    finds it.
    """

    def __init__(self, implementation: Implementation) -> None:
        self._homes = list(_homes(implementation))
        self.argument = _argument(implementation)

    @property
    def registry(self) -> Optional[Dict[str, Any]]:
        """Return the dictionary of global custom objects, or None where it can't be reached."""
        getter = self._attribute("get_custom_objects")
        found: Optional[Dict[str, Any]] = (
            self._attribute("_GLOBAL_CUSTOM_OBJECTS") if getter is None else getter()
        )
        return found

    def ways(self, of_any_object: bool = False) -> List[Way]:
        """Return the functions that look a name up, if need be only those that find any object, callable or not."""
        registry = self.registry
        found = [
            self._attribute("get_registered_object"),
            None if of_any_object else self.argument,
            None if registry is None else registry.get,
        ]
        return [way for way in found if way is not None]

    def __getitem__(self, name: str) -> Any:
        return first_found(self.ways(), name)

    def _attribute(self, name: str) -> Any:
        found = (getattr(home, name, None) for home in self._homes)
        return next((value for value in found if value is not None), None)


def first_found(ways: Iterable[Way], name: str) -> Any:
    """Return what the first of the ways that finds something finds for a name."""
    found = (look_up(way, name) for way in ways)
    return next((custom for custom in found if custom is not ABSENT), ABSENT)


def look_up(way: Way, name: str) -> Any:
    """Return what one way finds for a name."""
    try:
        found = way(name)
    except Exception:  # unknown names raise, in each framework another error
        return ABSENT
    return ABSENT if found is None else found


def _homes(implementation: Implementation) -> Iterator[Any]:
    """Yield the modules that may have the registry: the implementation under test, and those that define the scope."""
    yield implementation.target
    scope = implementation.find("CustomObjectScope")
    for owner in getattr(scope, "__mro__", [scope]):
        module = sys.modules.get(getattr(owner, "__module__", ""))
        if module is not None:
            yield module


def _argument(implementation: Implementation) -> Optional[Way]:
    """Return what resolves names given to layers as arguments, in the package that has the utilities."""
    if not implementation.root:
        return None
    try:
        activations = importlib.import_module(implementation.root + ".activations")
    except ImportError:
        return None
    return getattr(activations, "get", None)
