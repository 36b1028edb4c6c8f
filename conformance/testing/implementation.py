"""The implementation under test: found by its import path, used through its public names only."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, List, Optional

from cthulhu_conformance.clauses import UTILITIES
from cthulhu_conformance.plan import REFERENCE, Plan
from cthulhu_conformance.testing.untestable import untestable

#: The short name of the bundled reference, unless the person has a package of that name.
SHORT_REFERENCE = "reference.utils"

ONE = "one process can judge one implementation only; run pytest once for each"

_MISSING = object()
_given: List[Implementation] = []


@dataclass(frozen=True)
class Implementation:
    """`spec` is what `--impl` was given: `package.module` or `package.module:attribute`; empty if a fixture made it.

    `target` is the module, or any object that has the utilities as attributes.
    """

    spec: str
    target: Any

    def find(self, name: str) -> Any:
        """Return the public attribute `name`, or None; one whose lazy import fails is not there either."""
        try:
            return getattr(self.target, name, None)
        except Exception:
            return None

    @property
    def shown(self) -> str:
        """The name of the implementation in messages."""
        return self.spec or f"the implementation of a fixture ({origin_of(self.target)})"

    @property
    def module(self) -> str:
        """The import path of the module that was named or, where a fixture made it, of the one that it made."""
        return self.spec.partition(":")[0] or str(
            getattr(self.target, "__name__", type(self.target).__module__)
        )

    @property
    def root(self) -> str:
        """The import path of the package that the utilities live in: `keras` for `keras.utils`."""
        return self.module.rpartition(".")[0]

    @property
    def dialect(self) -> str:
        """Whose names the implementation has: `keras` where something says so and nothing says `cthulhu`."""
        found = [utility for utility in map(self.find, UTILITIES.values()) if utility is not None]
        homes = [str(getattr(utility, "__module__", "")) for utility in found]
        roots = {home.partition(".")[0] for home in homes}
        texts = [str(getattr(utility, "__doc__", "")).lower() for utility in found]
        if roots & {"cthulhu", __name__.partition(".")[0]} or any("cthulhu" in text for text in texts):
            return "cthulhu"
        owners = roots | {self.module.partition(".")[0]}
        is_keras = any("keras" in owner.lower() or owner == "tensorflow" for owner in owners)
        return "keras" if is_keras or any("keras" in text for text in texts) else "cthulhu"


def load(spec: str) -> Implementation:
    """Import the implementation that `spec` names.

    Raises:
        ImportError: there is no such module, or no such attribute in it. Whatever the module raises passes through.
    """
    module_path, _, attributes = spec.partition(":")
    target = import_path(module_path)
    for name in filter(None, attributes.split(".")):
        parent, target = target, getattr(target, name, _MISSING)
        if target is _MISSING:
            there = ", ".join(other for other in dir(parent) if not other.startswith("_"))
            raise ImportError(
                f"{spec}: there is no {name!r}; there is {there or 'nothing'}", name=module_path
            )
    return Implementation(spec, target)


def full_spec(spec: str) -> str:
    """Return `spec`, but the bundled reference's own import path for `reference.utils` where nobody else has one."""
    package = SHORT_REFERENCE.partition(".")[0]
    if spec.partition(":")[0] != SHORT_REFERENCE:
        return spec
    found = importlib.util.find_spec(package)
    places = [Path(place).resolve() for place in (found.submodule_search_locations or ())] if found else []
    own = Path(importlib.import_module(REFERENCE.rpartition(".")[0]).__file__ or "").resolve().parent
    if places and own not in places:
        return spec
    return REFERENCE + spec[len(SHORT_REFERENCE) :]


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
    """Return the implementation of the run that this process belongs to, imported or as a fixture made it."""
    return _given[-1] if _given else load_named()


def load_named() -> Implementation:
    """Import the implementation that the plan of this process names."""
    if _given:
        untestable(ONE)
    plan = Plan.current()
    prepare(plan)
    return load(full_spec(plan.spec))


def give(made: Implementation) -> None:
    """Have this process and its forks test the implementation that a fixture made."""
    if _given and _given[0].target is not made.target:
        untestable(ONE)
    _given[:] = [made]


def forget() -> None:
    """Have this process go by the plan again."""
    _given.clear()


def need_import_path(what: str) -> None:
    """End the test if only this process has the implementation, which a fixture made: others can't import it.

    `what` needs other processes, and begins the sentence that says so.

    Raises:
        Untestable: the implementation was made by a fixture.
    """
    if _given:
        untestable(
            f"{what} needs another process, which can't import what the fixture `implementation` made; "
            "name a module instead: --impl=PKG.UTILS"
        )


def prepare(plan: Plan) -> None:
    """Have this process find the implementation, and run the plan's set-up file, which comes before its import.

    Its folders come before everything else only now, when the suite's own modules have been imported: the folders of
    an implementation may have packages of any name.
    """
    search = list(plan.search)
    if sys.path[: len(search)] != search:
        sys.path[:0] = search
        inherited = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(search + ([inherited] if inherited else []))
    _set_up(plan.setup)


@lru_cache(maxsize=None)
def _set_up(file: Optional[str]) -> None:
    """Run the file that was given with --setup, once in a process."""
    spec = importlib.util.spec_from_file_location("conformance_setup", file) if file else None
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def origin_of(target: Any) -> str:
    """Return the file that a module, or the class of any other object, comes from."""
    module = target if isinstance(target, ModuleType) else sys.modules.get(type(target).__module__)
    return getattr(module, "__file__", None) or "(built in)"
