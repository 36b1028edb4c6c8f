"""The framework that an implementation belongs to: how a test builds, compiles and trains a model in it.

Tests use Keras's names. What stands for them is looked up in the vocabulary, the documentation's names first.
"""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

from conformance.clauses import HERE, UTILITIES, SpecificationError, parse
from conformance.implementation import Implementation, import_path
from conformance.outcomes import untestable

#: Where the processes of a run find out which framework to use, if not the one that is found, and under which names.
VARIABLE = "CONFORMANCE_FRAMEWORK"
VOCABULARY_VARIABLE = "CONFORMANCE_VOCABULARY"

Vocabulary = Dict[str, Dict[str, List[str]]]


class NoFrameworkError(Exception):
    """The implementation belongs to no framework that could be found; the message says where it was looked for."""


def vocabulary(file: Optional[str] = None) -> Vocabulary:
    """The project's vocabulary, with the names of `file` before its own.

    Raises:
        SpecificationError: the file is no TOML, or has other tables than the project's.
    """
    known: Vocabulary = parse(HERE / "vocabulary.toml")
    for table, names in (parse(Path(file)) if file else {}).items():
        if table not in known or not isinstance(names, dict):
            raise SpecificationError(
                f"{file}: [{table}] is none of {', '.join(f'[{name}]' for name in known)}"
            )
        for name, others in names.items():
            first = [others] if isinstance(others, str) else list(others)
            known[table][name] = first + known[table].get(name, [name])
    return known


class Namespace:
    """A module whose names are looked up in the vocabulary."""

    def __init__(self, module: Any, names: Dict[str, List[str]]) -> None:
        self._module, self._names = module, names

    def __getattr__(self, name: str) -> Any:
        for candidate in self._names.get(name, [name]):
            found = getattr(self._module, candidate, None)
            if found is not None:
                return found
        raise AttributeError(f"{self._module.__name__} has no {' or '.join(self._names.get(name, [name]))}")


class Framework:
    """`framework.layers.Dense(3)` makes a layer, `framework.fit(model, x, y)` trains: in anybody's words."""

    def __init__(self, root: str, names: Vocabulary) -> None:
        self.root = root
        self._names = names

    def __getattr__(self, name: str) -> Namespace:
        """A module of the framework."""
        if name.startswith("__"):
            raise AttributeError(name)
        error: Optional[ImportError] = None
        for candidate in self._names["modules"].get(name, [name]):
            try:
                module = import_path(f"{self.root}.{candidate}")
            except ImportError as missing:
                error = missing
            else:
                self.__dict__[name] = Namespace(module, self._names["names"])
                return self.__dict__[name]
        raise AttributeError(f"{self.root} has no module {name}: {error}")

    def missing(self) -> Optional[str]:
        """What a model can't be built without, if that is not found under the root."""
        try:
            for needed in (self.layers, "Dense"), (self.layers, "Input"), (self.models, "Model"):
                getattr(*needed)
        except AttributeError as error:
            return str(error)
        return None

    def method(self, model: Any, name: str) -> Optional[Callable[..., Any]]:
        """The model's method that is called `name` in Keras, or None."""
        candidates = self._names["methods"].get(name, [name])
        found = (getattr(model, candidate, None) for candidate in candidates)
        return next((method for method in found if method is not None), None)

    def call(self, model: Any, name: str, *args: Any, **options: Any) -> Any:
        """Call the model's method that is called `name` in Keras."""
        method = self.method(model, name)
        if method is None:
            raise AttributeError(f"a {type(model).__name__} has no method {name}")
        return method(*args, **options)

    def compile(self, model: Any, optimizer: Any = "sgd", loss: Any = "mse", **options: Any) -> Any:
        """Make the model ready to be trained, as a user does."""
        self.call(model, "compile", optimizer=optimizer, loss=loss, **options)
        return model

    def compile_plain(self, model: Any, optimizer: Any = "sgd", loss: Any = "mse", **options: Any) -> Any:
        """The same for a model that is compared with: without XLA, which can't do with weights on several devices."""
        if _takes(self.method(model, "compile"), "jit_compile"):
            options["jit_compile"] = False
        return self.compile(model, optimizer, loss, **options)

    def fit(self, model: Any, *data: Any, **options: Any) -> Any:
        return self.call(model, "fit", *data, **dict({"verbose": 0}, **options))

    def fit_sequence(
        self,
        model: Any,
        sequence: Any,
        workers: Optional[int] = None,
        processes: bool = False,
        **options: Any,
    ) -> Any:
        """Train on a Sequence whose batches are made by so many workers, threads or processes; 0 is the trainer itself.

        Keras 2 is told how many by `fit`, Keras 3 by the sequence.
        """
        name = "fit_generator" if self.method(model, "fit_generator") else "fit"
        pool = {} if workers is None else {"workers": workers, "use_multiprocessing": processes}
        if _takes(self.method(model, name), "workers"):
            options.update(pool)
        elif hasattr(type(sequence), "workers"):
            for attribute, value in pool.items():
                setattr(sequence, attribute, value)
        else:
            untestable(f"neither {name} nor the sequence takes a number of workers")
        return self.call(model, name, sequence, **dict({"verbose": 0}, **options))

    def evaluate(self, model: Any, *data: Any, **options: Any) -> Any:
        return self.call(model, "evaluate", *data, **dict({"verbose": 0}, **options))

    def predict(self, model: Any, *data: Any, **options: Any) -> Any:
        return self.call(model, "predict", *data, **dict({"verbose": 0}, **options))


def _takes(method: Any, name: str) -> bool:
    """Whether a function has a parameter of that name. Others may swallow it (`**kwargs`) and fail later."""
    return name in inspect.signature(method).parameters


def find(implementation: Implementation) -> Framework:
    """The framework that an implementation belongs to, or the one that the run was told to use.

    Raises:
        NoFrameworkError: there is none.
        SpecificationError: the vocabulary file makes no sense.
    """
    names = vocabulary(os.environ.get(VOCABULARY_VARIABLE))
    told = os.environ.get(VARIABLE)
    candidates = [told] if told else list(dict.fromkeys(_roots(implementation)))
    problems = []
    for root in candidates:
        found = Framework(root, names)
        problem = found.missing()
        if problem is None:
            return found
        problems.append(problem)
    raise NoFrameworkError(
        f"no layers and models were found beside the utilities ({'; '.join(problems)}); "
        "--framework PKG tells where they are, --vocabulary FILE what they are called"
    )


def _roots(implementation: Implementation) -> Iterator[str]:
    """The packages around the module that was named, then those around the modules that define the utilities."""
    module = implementation.spec.partition(":")[0]
    for path in [module] + [_home(implementation.find(name)) for name in UTILITIES.values()]:
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            yield ".".join(parts[:length])
        if path == module:
            yield module


def _home(utility: Any) -> str:
    return str(getattr(utility, "__module__", None) or "")
