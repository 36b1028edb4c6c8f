"""The implementation under judgement: found by its import path, used through its public names only."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from conformance.clauses import UTILITIES

#: Where the processes of a run find out which implementation they belong to, where to look for it first, and which file
#: of Python code to run before it is imported.
VARIABLE = "CONFORMANCE_IMPL"
SEARCH_VARIABLE = "CONFORMANCE_SEARCH"
SETUP_VARIABLE = "CONFORMANCE_SETUP"

#: The bundled reference: judged where nothing else is named, and what speed is compared with.
REFERENCE = "reference.utils"

_MISSING = object()


@dataclass(frozen=True)
class Implementation:
    """`spec` is what `--impl` was given: `package.module`, or `package.module:attribute`."""

    spec: str
    target: Any

    def find(self, name: str) -> Any:
        """The public attribute `name`, or None; one whose lazy import fails is not there either."""
        try:
            return getattr(self.target, name, None)
        except Exception:
            return None

    @property
    def root(self) -> str:
        """Import path of the package that the utilities live in: `keras` for `keras.utils`."""
        return self.spec.partition(":")[0].rpartition(".")[0]

    @property
    def dialect(self) -> str:
        """Whose names the implementation goes by: `keras` where it says so and nothing says `cthulhu`."""
        found = [utility for utility in map(self.find, UTILITIES.values()) if utility is not None]
        roots = {str(getattr(utility, "__module__", "")).partition(".")[0] for utility in found}
        texts = [str(getattr(utility, "__doc__", "")).lower() for utility in found]
        if roots & {"cthulhu", "reference"} or any("cthulhu" in text for text in texts):
            return "cthulhu"
        owners = roots | {self.spec.partition(".")[0]}
        is_keras = any("keras" in owner.lower() or owner == "tensorflow" for owner in owners)
        return "keras" if is_keras or any("keras" in text for text in texts) else "cthulhu"


def load(spec: str) -> Implementation:
    """Import what `spec` names.

    Raises:
        ImportError: there is no such module, or no such attribute in it. Whatever the module raises passes through.
    """
    module_path, _, attributes = spec.partition(":")
    target = import_path(module_path)
    for name in filter(None, attributes.split(".")):
        parent, target = target, getattr(target, name, _MISSING)
        if target is _MISSING:
            there = ", ".join(other for other in dir(parent) if not other.startswith("_"))
            raise ImportError(f"{spec}: there is no {name!r}, but {there or 'nothing'}", name=module_path)
    return Implementation(spec, target)


def import_path(path: str) -> Any:
    """Import a module, or what is only an attribute of its parent (as lazily built packages have them)."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        parent, _, name = path.rpartition(".")
        missing = error.name or ""
        if not parent or not (path == missing or path.startswith(missing + ".")):
            raise
        found = getattr(import_path(parent), name, _MISSING)
        if found is _MISSING:
            raise error
        return found


def load_current() -> Implementation:
    """The implementation of the run that this process belongs to."""
    prepare()
    return load(os.environ[VARIABLE])


def prepare() -> None:
    """Have this process find the implementation, and run what is to run before it is imported.

    Where it is looked for comes before everything else only now, when the suite's own packages have been imported:
    the folders of an implementation may have packages of the same names.
    """
    search = [entry for entry in os.environ.get(SEARCH_VARIABLE, "").split(os.pathsep) if entry]
    if sys.path[: len(search)] != search:
        sys.path[:0] = search
        inherited = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(search + [inherited])
    _set_up(os.environ.get(SETUP_VARIABLE, ""))


@lru_cache(maxsize=None)
def _set_up(file: str) -> None:
    """Run the file that was given with --setup, once in a process."""
    spec = importlib.util.spec_from_file_location("conformance_setup", file) if file else None
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def origin_of(target: Any) -> str:
    """The file that a module, or the class of any other object, comes from."""
    module = target if isinstance(target, ModuleType) else sys.modules.get(type(target).__module__)
    return getattr(module, "__file__", None) or "(built in)"
