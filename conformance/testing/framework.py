"""The framework that an implementation belongs to: how a test builds, compiles and trains a model in it.

Tests use Keras's names. What stands for them is looked up in the vocabulary, the documentation's names first.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Union

from cthulhu_conformance.clauses import UTILITIES, SpecificationError, parse
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.testing.implementation import Implementation, import_path
from cthulhu_conformance.testing.untestable import untestable

VOCABULARY = Path(__file__).with_name("vocabulary.toml")

Vocabulary = Dict[str, Dict[str, List[str]]]


class NoFrameworkError(Exception):
    """The implementation belongs to no framework that could be found; the message says where it was looked for."""


def vocabulary(given: Union[None, str, Mapping[str, Any]] = None) -> Vocabulary:
    """Return the project's vocabulary, with the names of `given` before its own: a TOML file, or what one contains.

    Raises:
        SpecificationError: the file is no TOML, or has other tables than the project's vocabulary.
    """
    known: Vocabulary = parse(VOCABULARY)
    tables = parse(Path(given)) if isinstance(given, str) else given or {}
    for table, names in tables.items():
        if table not in known or not isinstance(names, Mapping):
            source = f"{given}: " if isinstance(given, str) else "the vocabulary: "
            raise SpecificationError(
                f"{source}[{table}] is none of its tables, {', '.join(f'[{name}]' for name in known)}"
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
        """Return the framework's module of that name.

        Raises:
            AttributeError: there is none under any of its names.
        """
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
        """Return what is not found under the root though no model can be built without it, in words; None if all is."""
        try:
            for needed in (self.layers, "Dense"), (self.layers, "Input"), (self.models, "Model"):
                getattr(*needed)
        except AttributeError as error:
            return str(error)
        return None

    def method(self, model: Any, name: str) -> Optional[Callable[..., Any]]:
        """Return the model's method that is called `name` in Keras, or None."""
        candidates = self._names["methods"].get(name, [name])
        found = (getattr(model, candidate, None) for candidate in candidates)
        return next((method for method in found if method is not None), None)

    def call(self, model: Any, name: str, *args: Any, **options: Any) -> Any:
        """Call the model's method that is called `name` in Keras, and return its result.

        Raises:
            AttributeError: it has none. Whatever the method raises passes through.
        """
        method = self.method(model, name)
        if method is None:
            raise AttributeError(f"a {type(model).__name__} has no method {name}")
        return method(*args, **options)

    def compile(self, model: Any, optimizer: Any = "sgd", loss: Any = "mse", **options: Any) -> Any:
        """Compile the model, as a user does, and return it."""
        self.call(model, "compile", optimizer=optimizer, loss=loss, **options)
        return model

    def compile_plain(self, model: Any, optimizer: Any = "sgd", loss: Any = "mse", **options: Any) -> Any:
        """Compile a model to compare with, and return it: without XLA, which weights on several devices rule out."""
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

        Raises:
            Untestable: neither takes a number of workers.
        """
        name = "fit_generator" if self.method(model, "fit_generator") else "fit"
        pool = {} if workers is None else {"workers": workers, "use_multiprocessing": processes}
        if _takes(self.method(model, name), "workers"):
            options.update(pool)
        elif hasattr(type(sequence), "workers"):
            for attribute, value in pool.items():
                setattr(sequence, attribute, value)
        else:
            untestable(f"neither the model's {name} nor the sequence takes a number of workers")
        return self.call(model, name, sequence, **dict({"verbose": 0}, **options))

    def evaluate(self, model: Any, *data: Any, **options: Any) -> Any:
        return self.call(model, "evaluate", *data, **dict({"verbose": 0}, **options))

    def predict(self, model: Any, *data: Any, **options: Any) -> Any:
        return self.call(model, "predict", *data, **dict({"verbose": 0}, **options))


def _takes(method: Any, name: str) -> bool:
    """Return whether a function has a parameter of that name. Others may swallow it (`**kwargs`) and fail later."""
    return name in inspect.signature(method).parameters


def current(implementation: Implementation) -> Framework:
    """Return the framework of the run that this process belongs to.

    Raises:
        NoFrameworkError: there is none.
        SpecificationError: the vocabulary file is no TOML, or has other tables than the project's vocabulary.
    """
    plan = Plan.current()
    return find(implementation, vocabulary(plan.vocabulary), plan.framework)


def find(implementation: Implementation, names: Vocabulary, root: Optional[str] = None) -> Framework:
    """Return the framework that an implementation belongs to, or the one below `root` if that is given.

    Raises:
        NoFrameworkError: there is none.
    """
    candidates = [root] if root else list(dict.fromkeys(_roots(implementation)))
    problems = []
    for candidate in candidates:
        found = Framework(candidate, names)
        problem = found.missing()
        if problem is None:
            return found
        problems.append(problem)
    raise NoFrameworkError(
        f"no framework with layers and models was found beside the utilities ({'; '.join(problems)}); "
        "name its package with --framework, or a file with its names with --vocabulary"
    )


def _roots(implementation: Implementation) -> Iterator[str]:
    """Yield the packages around the module that was named, then those around the modules that define the utilities."""
    module = implementation.module
    for path in [module] + [_home(implementation.find(name)) for name in UTILITIES.values()]:
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            yield ".".join(parts[:length])
        if path == module:
            yield module


def _home(utility: Any) -> str:
    return str(getattr(utility, "__module__", None) or "")
