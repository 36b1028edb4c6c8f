"""The mutant zoo: implementations that are wrong in one named way, each with the clauses that must catch it.

A mutant is the reference with one thing replaced. `--impl=tools.zoo.to_categorical:classes_first` judges one.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, Tuple

from conformance.clauses import UTILITIES
from conformance.implementation import import_path
from reference import utils as reference


@dataclass
class Mutant:
    """Has the utilities as attributes, like a module: the reference's but for what `replaced` or `changed` names.

    `changed` changes an internal of the reference, in the whole process, as soon as a utility is asked for: an owner or
    its import path, the name of an attribute, and what makes the wrong one of the right one.
    """

    name: str
    breaks: Tuple[str, ...]
    replaced: Dict[str, Any] = field(default_factory=dict)
    changed: Tuple[Tuple[Any, str, Callable[[Any], Any]], ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        while self.changed:
            (owner, attribute, change), self.changed = self.changed[0], self.changed[1:]
            owner = import_path(owner) if isinstance(owner, str) else owner
            setattr(owner, attribute, change(getattr(owner, attribute)))
        found = self.replaced.get(name, getattr(reference, name, None))
        if found is None:
            raise AttributeError(name)
        return found


def mutant(*breaks: str) -> Callable[[Any], Mutant]:
    """Make the decorated function or class a mutant of the utility that the broken clauses are about."""
    name = UTILITIES[breaks[0].partition(".")[0]]
    return lambda wrong: Mutant(wrong.__name__, breaks, replaced={name: wrong})


def mutant_of(utility: str) -> Callable[..., Callable[[Any], Mutant]]:
    """Like `mutant`, for clauses of one utility, whose ids are given without their first part."""
    return lambda *breaks: mutant(*(f"{utility}.{name}" for name in breaks))


def patch(owner: Any, attribute: str, breaks: Any) -> Callable[[Any], Mutant]:
    """Make the decorated function or class take the place of the reference's internal `owner.attribute`."""
    names = (breaks,) if isinstance(breaks, str) else tuple(breaks)
    return lambda wrong: Mutant(wrong.__name__, names, changed=((owner, attribute, lambda right: wrong),))


def change(owner: str, attribute: str, *breaks: str) -> Callable[[Any], Mutant]:
    """Make what the decorated function makes of the internal `attribute` of the module `owner` take its place.

    The module is imported when it is needed: it may need TensorFlow.
    """
    return lambda rule: Mutant(rule.__name__, breaks, changed=((owner, attribute, rule),))


def mutants(room: str) -> Iterator[Tuple[str, Mutant]]:
    """The mutants in a room of the zoo (of a utility, mostly), each with what `--impl` takes for it."""
    path = f"tools.zoo.{room}"
    for name, found in vars(importlib.import_module(path)).items():
        if isinstance(found, Mutant):
            yield f"{path}:{name}", found
