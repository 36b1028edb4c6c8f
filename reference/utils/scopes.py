"""Custom objects that code finds by name, within a `with` statement."""

from typing import Any, Dict

_GLOBAL_CUSTOM_OBJECTS: Dict[str, Any] = {}


def get_custom_objects():
    """Return the registry itself: the dictionary from names to custom objects."""
    return _GLOBAL_CUSTOM_OBJECTS


class CustomObjectScope:
    """Custom objects that exist within a `with` statement (documentation: CustomObjectScope).

    `custom_objects` are any number of dictionaries from names to objects; of equal names the last
    one counts. Whatever changes the registry within the statement, the scope or the user, is undone
    at its end. One scope may be entered again, also while it is entered.
    """

    def __init__(self, *custom_objects):
        self._custom_objects = custom_objects
        self._outside = []

    def __enter__(self):
        self._outside.append(_GLOBAL_CUSTOM_OBJECTS.copy())
        try:
            for objects in self._custom_objects:
                _GLOBAL_CUSTOM_OBJECTS.update(objects)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        _GLOBAL_CUSTOM_OBJECTS.clear()
        _GLOBAL_CUSTOM_OBJECTS.update(self._outside.pop())
