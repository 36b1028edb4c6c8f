"""Keras 3 on TensorFlow, taught the documented names, this package's data and its custom objects.

`layers`, `models`, `applications` and so on beside this module are Keras's own: import them, not this one.
"""

import functools
import inspect
import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.saving import object_registration  # noqa: E402

from .utils.scopes import get_custom_objects  # noqa: E402
from .utils.sequences import Sequence  # noqa: E402


class _Rows(Sequence):
    """Arrays batch by batch. Of an HDF5Matrix no more than one batch is in memory."""

    def __init__(self, arrays, batch_size):
        self.arrays = [array for array in arrays if array is not None]
        self.batch_size = batch_size or 32

    def __len__(self):
        return -(-len(keras.tree.flatten(self.arrays)[0]) // self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return tuple(keras.tree.map_structure(lambda array: array[rows], self.arrays))


class _Dataset(keras.utils.PyDataset):
    """A Sequence as Keras 3 wants it. Its epochs end in a callback: Keras ends one before the first, too."""

    def __init__(self, sequence, **workers):
        super().__init__(**workers)
        self.sequence = sequence

    def __len__(self):
        return len(self.sequence)

    def __getitem__(self, index):
        return self.sequence[index]


#: The arguments that say who makes a Sequence's batches, and their defaults.
_POOL = {"workers": 1, "use_multiprocessing": False, "max_queue_size": 10}


def _reading(method):
    """Return a model's `fit`, `evaluate` or `predict` that takes a Sequence, or an HDF5Matrix among its arrays, too.

    `workers`, `use_multiprocessing` and `max_queue_size` say who makes a Sequence's batches. The rows of
    an HDF5Matrix are shuffled in batches only.
    """
    signature = inspect.signature(method)

    @functools.wraps(method)
    def read(self, *args, **kwargs):
        pool = dict(_POOL, **{name: kwargs.pop(name) for name in _POOL if name in kwargs})
        call = signature.bind(self, *args, **kwargs)
        given = call.arguments

        arrays = [name for name in ("x", "y", "sample_weight") if name in given]
        batch_size = given.get("batch_size")
        if _has_matrix([given[name] for name in arrays]):
            given["x"] = _Rows([given.pop(name) for name in arrays], given.pop("batch_size", None))
        x: Any = given.get("x")
        if _is_sequence(x):
            given["x"] = _Dataset(x, **pool)
            if method.__name__ == "fit":
                end = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: x.on_epoch_end())
                given["callbacks"] = [given.get("callbacks") or [], end]

        validation = given.get("validation_data")
        if _has_matrix(validation):
            validation = _Rows(validation, given.get("validation_batch_size") or batch_size)
        if _is_sequence(validation):
            given["validation_data"] = _Dataset(validation, **pool)
        return method(*call.args, **call.kwargs)

    parameters = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_POOL[name]) for name in _POOL
    ]
    reading: Any = read
    reading.__signature__ = signature.replace(parameters=parameters)
    return reading


def _is_sequence(x):
    """Return whether it has a Sequence's methods: like those of Keras 2.3, these models don't ask for its class."""
    sequence_like = all(hasattr(x, name) for name in ("__getitem__", "__len__", "on_epoch_end"))
    return sequence_like and not isinstance(x, keras.utils.PyDataset)


def _has_matrix(arrays):
    """Return whether any is like an array, but none: the rows of an HDF5Matrix are read when they are asked for."""
    return any(_is_matrix(array) for array in keras.tree.flatten(arrays))


def _is_matrix(x):
    array_like = all(hasattr(x, name) for name in ("shape", "dtype", "__getitem__", "__len__"))
    return array_like and not isinstance(x, np.ndarray) and not keras.ops.is_tensor(x)


def _finding_custom_objects(get):
    """Return a look-up of layers' and models' arguments that knows the names of custom objects too."""

    @functools.wraps(get)
    def find(identifier):
        custom = get_custom_objects().get(identifier) if isinstance(identifier, str) else None
        return get(identifier if custom is None else custom)

    return find


def _called(name):
    """Return a method that calls Keras's method of that name."""

    @functools.wraps(getattr(keras.Model, name))
    def method(self, *args, **kwargs):
        return getattr(self, name)(*args, **kwargs)

    return method


def _evaluate(evaluate):
    """Return an `evaluate` whose losses and metrics are NumPy's scalars."""

    @functools.wraps(evaluate)
    def evaluated(self, *args, **kwargs):
        return keras.tree.map_structure(np.float64, evaluate(self, *args, **kwargs))

    return evaluated


def _teach():
    keras.Model.fit = _reading(keras.Model.fit)
    keras.Model.predict = _reading(keras.Model.predict)
    keras.Model.evaluate = _evaluate(_reading(keras.Model.evaluate))
    keras.Model.conjure, keras.Model.summon = _called("compile"), _called("fit")
    object_registration.GLOBAL_CUSTOM_OBJECTS = get_custom_objects()
    for kind in (
        "activations",
        "constraints",
        "initializers",
        "losses",
        "metrics",
        "optimizers",
        "regularizers",
    ):
        for package in (keras, keras.src):  # layers use the latter
            module = getattr(package, kind)
            module.get = _finding_custom_objects(module.get)


_teach()
