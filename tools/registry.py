"""A registry of implementations: each is entered where it is defined, and none can hide another."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any, Dict


class DuplicateError(ValueError):
    """A name is given to two implementations."""


class Registry:
    """The implementations that a module, or the modules of a package, define under names of their own.

    `module` is the import path of either. `--impl` takes `module:name` if the module has `__getattr__` from here.
    """

    def __init__(self, module: str) -> None:
        self.module = module
        self._found: Dict[str, Any] = {}
        self._places: Dict[str, str] = {}

    def enter(self, name: str, implementation: Any) -> None:
        """Enter what is being defined.

        Raises:
            DuplicateError: the name is taken; the message says where, and where it is given again.
        """
        place = _place()
        if name in self._found:
            raise DuplicateError(f"{self.module}:{name} is defined twice: {self._places[name]} and {place}")
        self._found[name], self._places[name] = implementation, place

    def load(self) -> Dict[str, Any]:
        """Import every module, and return all implementations by their names."""
        folders = getattr(importlib.import_module(self.module), "__path__", [])
        for module in pkgutil.walk_packages(folders, f"{self.module}."):
            importlib.import_module(module.name)
        return dict(self._found)

    def spec(self, name: str) -> str:
        """Return what `--impl` takes for the implementation of that name."""
        return f"{self.module}:{name}"

    def attribute(self, name: str) -> Any:
        """Return the implementation of that name: the `__getattr__` of the module.

        Raises:
            AttributeError: there is none.
        """
        found = {} if name.startswith("__") else self.load()
        if name not in found:
            raise AttributeError(f"module {self.module!r} has no attribute {name!r}")
        return found[name]


def _place() -> str:
    """Return the file and the line of the module that is being imported, which leads here."""
    frame = sys._getframe(1)
    while frame.f_code.co_name != "<module>" and frame.f_back is not None:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
