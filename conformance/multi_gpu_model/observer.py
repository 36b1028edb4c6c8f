"""Observes a replicated model: which ops run on which device, and which samples each replica sees."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any, Callable, Dict, Iterable, List, Optional, Set, Tuple

from cthulhu_conformance.fixtures.gpus import Gpus
from cthulhu_conformance.fixtures.placement import Op, observed
from cthulhu_conformance.testing.framework import Framework

MERGING = ("ConcatV2", "Concat", "Pack", "DynamicStitch", "ParallelDynamicStitch")
FLOAT = 1
PATIENCE = 5.0  # seconds that a replica waits for another one to work at the same time

#: Is called with a device and the rows that it works on.
Note = Callable[[str, Any], None]


class Observer:
    """Observes models of one framework on the GPUs of this process."""

    def __init__(self, framework: Framework, gpus: Gpus) -> None:
        self.framework = framework
        self.gpus = gpus

    def predicting(self, model: Any, x: Any) -> List[Op]:
        """Return the ops of the forward pass."""
        with observed(self.gpus) as ops:
            self.framework.call(model, "predict_on_batch", x)
        return ops

    def training(self, model: Any, x: Any, y: Any) -> List[Op]:
        """Return the ops of one step of training."""
        with observed(self.gpus) as ops:
            self.framework.call(model, "train_on_batch", x, y)
        return ops

    def layer(self, function: Note, backward: Optional[Note] = None) -> Any:
        """Return a layer that changes nothing and calls `function(place, rows)`, and `backward` with the gradients.

        `place` is the device that is asked for, `cpu` or `gpu:k`.
        """
        import tensorflow as tf

        def watch(x: Any, note: Note) -> Any:
            place = self.gpus.place(tf.identity(x).device)

            def call(rows: Any) -> Any:
                note(place, rows)
                return rows

            y = tf.compat.v1.py_func(call, [x], x.dtype, stateful=False)
            y.set_shape(x.shape)
            return y

        class Watching(self.framework.layers.Layer):  # type: ignore[name-defined]
            def call(self, x: Any) -> Any:
                @tf.custom_gradient
                def watched(x: Any) -> Any:
                    return watch(x, function), lambda dy: watch(dy, backward) if backward else dy

                return watched(x)

            def compute_output_shape(self, shape: Any) -> Any:
                return shape

        return Watching()

    def template_that_notes_samples(self) -> Tuple[Any, List[Tuple[str, List[int]]]]:
        """Return a template, and a list that gets `(place, numbers of the samples)` when a replica sees some."""
        import tensorflow as tf

        seen: List[Tuple[str, List[int]]] = []

        def note(place: str, rows: Any) -> None:
            if len(rows):
                seen.append((place, rows[:, 0].astype(int).tolist()))

        layers = self.framework.layers
        with tf.device("/cpu:0"):
            entry = layers.Input((4,))
            model = self.framework.models.Model(entry, layers.Dense(2)(self.layer(note)(entry)))
        return model, seen


def matmuls(ops: Iterable[Op]) -> Counter[str]:
    """Count the matrix products that were executed in each place."""
    return Counter(op.place for op in ops if "MatMul" in op.type and op.place)


def merges(ops: Iterable[Op]) -> Set[str]:
    """Return where parts of float tensors were put together in a forward pass."""
    return {
        op.place
        for op in ops
        if op.type in MERGING and op.place and op.node.attr["T"].type == FLOAT and "radient" not in op.name
    }


class Rendezvous:
    """Replicas meet here if, and only if, they work at the same time. A device does one thing at a time."""

    def __init__(self, count: int) -> None:
        self._barrier = threading.Barrier(count)
        self._devices: Dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self.met = 0

    def attend(self, place: str, rows: Any) -> None:
        """Wait for another replica; `met` counts those that one came to."""
        with self._lock:
            device = self._devices.setdefault(place, threading.Lock())
        with device:
            try:
                self._barrier.wait(PATIENCE)
            except threading.BrokenBarrierError:
                return
        with self._lock:
            self.met += 1
