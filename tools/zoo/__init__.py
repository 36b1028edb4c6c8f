"""The mutant zoo: implementations that are wrong in one named way, each with the clauses that must catch it.

A mutant is the reference with one thing replaced. `--impl=tools.zoo.to_categorical:classes_first` judges one.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, Tuple

from conformance.clauses import UTILITIES
from reference import utils as reference


@dataclass
class Mutant:
    """Has the utilities as attributes, like a module: the reference's but for what `replaced` or `patched` names.

    `patched` replaces internals of the reference, in the whole process, as soon as a utility is asked for.
    """

    name: str
    breaks: Tuple[str, ...]
    replaced: Dict[str, Any] = field(default_factory=dict)
    patched: Tuple[Tuple[Any, str, Any], ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        for owner, attribute, value in self.patched:
            setattr(owner, attribute, value)
        found = self.replaced.get(name, getattr(reference, name, None))
        if found is None:
            raise AttributeError(name)
        return found


def mutant(*breaks: str) -> Callable[[Any], Mutant]:
    """Make the decorated function or class a mutant of the utility that the broken clauses are about."""
    name = UTILITIES[breaks[0].partition(".")[0]]
    return lambda wrong: Mutant(wrong.__name__, breaks, replaced={name: wrong})


def patch(owner: Any, attribute: str, breaks: Any) -> Callable[[Any], Mutant]:
    """Make the decorated function or class take the place of the reference's internal `owner.attribute`."""
    names = (breaks,) if isinstance(breaks, str) else tuple(breaks)
    return lambda wrong: Mutant(wrong.__name__, names, patched=((owner, attribute, wrong),))


def mutants(utility: str) -> Iterator[Tuple[str, Mutant]]:
    """The mutants of a utility, each with what `--impl` takes for it."""
    path = f"tools.zoo.{utility}"
    for name, found in vars(importlib.import_module(path)).items():
        if isinstance(found, Mutant):
            yield f"{path}:{name}", found
