"""How saints are made: the reference, with some utilities written in another way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, List

from conformance.clauses import UTILITIES
from reference import utils as reference

FUNCTIONS = ("to_categorical", "normalize", "get_file")
OF_MODELS = ("print_summary", "plot_model", "multi_gpu_model")
CLASSES = ("CustomObjectScope", "HDF5Matrix", "Sequence")


def saint(**utilities: Any) -> SimpleNamespace:
    """The reference with some utilities written in another way."""
    names = FUNCTIONS + OF_MODELS + CLASSES + ("get_custom_objects",)
    return SimpleNamespace(**dict({name: getattr(reference, name) for name in names}, **utilities))


def utilities_of(found: Any) -> List[str]:
    """The utilities, by their folder's name, that a saint has and the reference has not as they are."""
    return [
        folder
        for folder, name in UTILITIES.items()
        if getattr(found, name, None) is not getattr(reference, name, None)
        or (isinstance(found, Silent) and name not in OF_MODELS)
    ]


class Callable_:
    """A function that is an instance of a class, and hides its parameters."""

    def __init__(self, function: Any) -> None:
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


class Silent:
    """A module whose utilities are imported when they are asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(reference, name)
