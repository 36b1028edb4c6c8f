"""What a replicated model does where: which ops run on which device, and which samples each replica sees."""

import threading
from collections import Counter

from fixtures.placement import observed

MERGING = ("ConcatV2", "Concat", "Pack", "DynamicStitch", "ParallelDynamicStitch")
FLOAT = 1
PATIENCE = 5.0  # seconds that a replica waits for another one to work at the same time


class Observer:
    """Watches models of one framework on the GPUs of this process."""

    def __init__(self, framework, gpus):
        self.framework = framework
        self.gpus = gpus

    def predicting(self, model, x):
        """The ops of the forward pass."""
        with observed(self.gpus) as ops:
            self.framework.call(model, "predict_on_batch", x)
        return ops

    def training(self, model, x, y):
        """The ops of one step of training."""
        with observed(self.gpus) as ops:
            self.framework.call(model, "train_on_batch", x, y)
        return ops

    def layer(self, function, backward=None):
        """A layer that changes nothing and calls `function(place, rows)`, and `backward` so with the gradients.

        `place` is the device that is asked for, `cpu` or `gpu:k`.
        """
        import tensorflow as tf

        def watch(x, note):
            place = self.gpus.place(tf.identity(x).device)

            def call(rows):
                note(place, rows)
                return rows

            y = tf.compat.v1.py_func(call, [x], x.dtype, stateful=False)
            y.set_shape(x.shape)
            return y

        class Watching(self.framework.layers.Layer):
            def call(self, x):
                @tf.custom_gradient
                def watched(x):
                    return watch(x, function), lambda dy: watch(dy, backward) if backward else dy

                return watched(x)

            def compute_output_shape(self, shape):
                return shape

        return Watching()

    def template_that_notes_samples(self):
        """A template, and a list that gets `(place, numbers of the samples)` each time that a replica sees some."""
        import tensorflow as tf

        seen = []

        def note(place, rows):
            if len(rows):
                seen.append((place, rows[:, 0].astype(int).tolist()))

        layers = self.framework.layers
        with tf.device("/cpu:0"):
            entry = layers.Input((4,))
            model = self.framework.models.Model(entry, layers.Dense(2)(self.layer(note)(entry)))
        return model, seen


def matmuls(ops):
    """How many matrix products were executed in each place."""
    return Counter(op.place for op in ops if "MatMul" in op.type and op.place)


def merges(ops):
    """Where parts of float tensors were put together in a forward pass."""
    return {
        op.place
        for op in ops
        if op.type in MERGING and op.place and op.node.attr["T"].type == FLOAT and "radient" not in op.name
    }


class Rendezvous:
    """Replicas meet here if, and only if, they work at the same time. A device does one thing at a time."""

    def __init__(self, count):
        self._barrier = threading.Barrier(count)
        self._devices = {}
        self._lock = threading.Lock()
        self.met = 0

    def attend(self, place, rows):
        with self._lock:
            device = self._devices.setdefault(place, threading.Lock())
        with device:
            try:
                self._barrier.wait(PATIENCE)
            except threading.BrokenBarrierError:
                return
        with self._lock:
            self.met += 1
