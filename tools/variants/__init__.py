"""Conforming variants: implementations that are right in unusual ways. A clause that one violates says too much.

`--impl=cthulhu_conformance.tools.variants:partials` takes one. They are defined in the modules here, by `variant`,
which enters each into a registry.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, List

from cthulhu_conformance.clauses import UTILITIES
from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.registry import Registry

FUNCTIONS = ("to_categorical", "normalize", "get_file")
OF_MODELS = ("print_summary", "plot_model", "multi_gpu_model")
CLASSES = ("CustomObjectScope", "HDF5Matrix", "Sequence")

REGISTRY = Registry(__name__)


class CallableObject:
    """A function that is an instance of a class, and hides its parameters."""

    def __init__(self, function: Any) -> None:
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


class LazyModule:
    """A module whose utilities are imported when they are asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(reference, name)


def variant(_name: str, **utilities: Any) -> SimpleNamespace:
    """Define a conforming variant: the reference with some utilities written in another way."""
    names = (*FUNCTIONS, *OF_MODELS, *CLASSES, "get_custom_objects")
    found = SimpleNamespace(**dict({name: getattr(reference, name) for name in names}, **utilities))
    REGISTRY.enter(_name, found)
    return found


def utilities_of(found: Any) -> List[str]:
    """Return the utilities, by their folder's name, that a variant has and the reference has not as they are."""
    return [
        folder
        for folder, name in UTILITIES.items()
        if getattr(found, name, None) is not getattr(reference, name, None)
        or (isinstance(found, LazyModule) and name not in OF_MODELS)
    ]


__getattr__ = REGISTRY.attribute
