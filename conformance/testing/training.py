"""A model that counts how often it is trained on each of its samples.

Sample i is row i of the identity matrix, so that it alone moves weight i; with the mean absolute error and targets that
are never reached it moves it by the learning rate divided by the number of samples in the batch.
"""

from __future__ import annotations

from typing import Any, List

import numpy as np

from cthulhu_conformance.testing.framework import Framework

OUT_OF_REACH = 1e6


def samples(number: int) -> np.ndarray:
    """Return that many samples, of shape (number, number)."""
    return np.eye(number, dtype="float32")


def targets(number: int) -> np.ndarray:
    """Return targets for that many samples, of shape (number, 1)."""
    return np.full((number, 1), OUT_OF_REACH, "float32")


class Counter:
    """The model, and the counts. Batches have `batch_size` samples, the last one those that are left."""

    def __init__(self, framework: Framework, number: int, batch_size: int) -> None:
        layers = framework.layers
        entry = layers.Input((number,))
        self.model = framework.models.Model(entry, layers.Dense(1, use_bias=False)(entry))
        self.model.set_weights([np.zeros((number, 1), "float32")])
        framework.compile(self.model, framework.optimizers.SGD(1.0), "mae")
        first_of_batch = np.arange(number) // batch_size * batch_size
        self._sizes = np.minimum(number - first_of_batch, batch_size)
        self._batch_of = first_of_batch // batch_size

    @property
    def counts(self) -> List[int]:
        """The number of times that each sample was trained on."""
        return np.rint(self.model.get_weights()[0][:, 0] * self._sizes).astype(int).tolist()

    def trained_since(self, before: List[int]) -> List[int]:
        """Return the batches of which a sample was trained on since the counts were those before."""
        more = np.array(self.counts) > np.array(before)
        return np.unique(self._batch_of[more]).tolist()


def noting_batches(framework: Framework, counter: Counter) -> Any:
    """Return a callback whose `batches` are those that were trained on, in their order."""

    class Noting(framework.callbacks.Callback):  # type: ignore[name-defined]
        batches: List[int] = []

        def on_train_begin(self, logs: Any = None) -> None:
            self.batches, self._before = [], counter.counts

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.batches += counter.trained_since(self._before)
            self._before = counter.counts

    return Noting()
