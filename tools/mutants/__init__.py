"""Mutants: implementations that are wrong in one named way, each with the clauses that must catch it.

A mutant is the reference with one thing replaced; `cthulhu_conformance.tools.mutants.to_categorical:classes_first` is
one to `--impl`. The modules of a utility define its mutants by the functions here, which enter each into a registry.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, Sequence, Tuple, Union

from cthulhu_conformance.clauses import UTILITIES
from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.testing.implementation import import_path
from cthulhu_conformance.tools.registry import Registry

#: The mutants of each utility, and those of Keras 2.3.1's own code.
REGISTRIES = {folder: Registry(f"{__name__}.{folder}") for folder in (*UTILITIES, "original")}

#: An owner or its import path, the name of an attribute, and what makes the wrong one of the right one.
Change = Tuple[Any, str, Callable[[Any], Any]]


@dataclass(frozen=True)
class Edit:
    """A replacement in the source of the function `owner.attribute`, in which `old` stands once."""

    owner: Any
    attribute: str
    old: str
    new: str

    def __call__(self, right: Any = None) -> Any:
        """Return the function that the edited source makes, in the module that the right one is from."""
        right = right or getattr(_owner(self.owner), self.attribute)
        source = textwrap.dedent(inspect.getsource(right))
        if source.count(self.old) != 1:
            raise ValueError(f"{self.old!r} does not stand once in {self.attribute} of {right.__module__}")
        code = compile(source.replace(self.old, self.new), f"<{self.attribute}>", "exec", dont_inherit=True)
        namespace: Dict[str, Any] = {}
        exec(code, vars(sys.modules[right.__module__]), namespace)
        return namespace[right.__name__]


@dataclass
class Mutant:
    """Has the utilities as attributes, like a module: the reference's but for what `replaced` or `changed` names.

    `changed` changes an internal of the reference, in the whole process, as soon as a utility is asked for.
    """

    name: str
    breaks: Tuple[str, ...]
    replaced: Dict[str, Any] = field(default_factory=dict)
    changed: Tuple[Change, ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        while self.changed:
            (owner, attribute, change), self.changed = self.changed[0], self.changed[1:]
            owner = _owner(owner)
            setattr(owner, attribute, change(getattr(owner, attribute)))
        found = self.replaced.get(name, getattr(reference, name, None))
        if isinstance(found, Edit):
            found = self.replaced[name] = found()
        if found is None:
            raise AttributeError(name)
        return found


def _owner(owner: Any) -> Any:
    return import_path(owner) if isinstance(owner, str) else owner


def define(
    name: str,
    breaks: Iterable[str],
    replaced: Union[Dict[str, Any], None] = None,
    changed: Tuple[Change, ...] = (),
    registry: str = "",
) -> Mutant:
    """Return a mutant that is entered into a registry: that of the utility which the broken clauses are about."""
    found = Mutant(name, tuple(breaks), replaced or {}, changed)
    REGISTRIES[registry or found.breaks[0].partition(".")[0]].enter(name, found)
    return found


def define_absent(utility: str) -> Mutant:
    """Return the mutant that has no such utility."""
    return define("absent", [f"{utility}.name.available"], replaced={UTILITIES[utility]: None})


def mutant(*breaks: str, name: str = "") -> Callable[[Any], Mutant]:
    """Make the decorated function or class a mutant of the utility that the broken clauses are about."""
    utility = UTILITIES[breaks[0].partition(".")[0]]
    return lambda wrong: define(name or wrong.__name__, breaks, replaced={utility: wrong})


def mutant_of(utility: str) -> Callable[..., Callable[[Any], Mutant]]:
    """Return a decorator like `mutant`, for clauses of one utility, whose ids are given without their first part."""
    return lambda *breaks, name="": mutant(*(f"{utility}.{clause}" for clause in breaks), name=name)


def patch(
    owner: Any, attribute: str, breaks: Union[str, Sequence[str]], name: str = ""
) -> Callable[[Any], Mutant]:
    """Make the decorated function or class take the place of the reference's internal `owner.attribute`."""
    clauses = (breaks,) if isinstance(breaks, str) else breaks
    return lambda wrong: define(
        name or wrong.__name__, clauses, changed=((owner, attribute, lambda right: wrong),)
    )


def change(owner: str, attribute: str, *breaks: str, name: str = "") -> Callable[[Any], Mutant]:
    """Make what the decorated function makes of the internal `attribute` of the module `owner` take its place.

    The module is imported when it is needed: it may need TensorFlow.
    """
    return lambda rule: define(name or rule.__name__, breaks, changed=((owner, attribute, rule),))


def edits(clauses: str, owner: Any, attribute: str, old: str, *rows: Tuple[str, ...]) -> None:
    """Define a mutant for each row: its name, what it has for `old` in `owner.attribute`, and the clauses it breaks.

    These are given without the part that is common to them, `clauses`: "get_file" or "get_file.hash". Where the owner
    is the reference, the function is a utility, and else an internal.
    """
    for name, new, *breaks in rows:
        edit = Edit(owner, attribute, old, new)
        names = [f"{clauses}.{clause}" for clause in breaks]
        if owner is reference:
            define(name, names, replaced={attribute: edit})
        else:
            define(name, names, changed=((owner, attribute, edit),))
