"""Makes the models that are replicated, with weights and samples that are the same every time."""

from __future__ import annotations

from typing import Any, List, Union

import numpy as np

from cthulhu_conformance.testing.framework import Namespace
from cthulhu_conformance.testing.models import Models

Arrays = Union[np.ndarray, List[np.ndarray]]


class Templates(Models):
    """Makes small models to replicate, named by what is special about them."""

    def make(self, name: str, *arguments: Any, scope: str = "/cpu:0") -> Any:
        """Return the model, its weights on the device `scope`: by default the CPU, as the documentation recommends."""
        import tensorflow as tf

        tf.compat.v1.set_random_seed(7)  # for weights that an implementation makes anew
        with tf.device(scope):
            template = super().make(name, *arguments)
        return with_fixed_weights(template)

    def plain(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((4,))
        hidden = layers.Dense(3, activation="tanh")(entry)
        return Model(entry, layers.Dense(2)(hidden))

    def named(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((4,))
        return Model(entry, layers.Dense(2)(entry), name="template")

    def sequential(self, layers: Namespace, Model: Any) -> Any:
        return self.chain_of(layers.Dense(3, activation="tanh", input_shape=(4,)), layers.Dense(2))

    def two_inputs(self, layers: Namespace, Model: Any) -> Any:
        one, other = layers.Input((4,)), layers.Input((3,))
        both = layers.concatenate([layers.Dense(3)(one), layers.Dense(2)(other)])
        return Model([one, other], layers.Dense(2)(both))

    def two_outputs(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((4,))
        hidden = layers.Dense(3, activation="tanh")(entry)
        return Model(entry, [layers.Dense(2)(hidden), layers.Dense(1)(hidden)])

    def shared_layer(self, layers: Namespace, Model: Any) -> Any:
        one, other = layers.Input((4,)), layers.Input((4,))
        shared = layers.Dense(3, activation="tanh")
        return Model([one, other], layers.Dense(2)(layers.subtract([shared(one), shared(other)])))

    def nested(self, layers: Namespace, Model: Any) -> Any:
        inner_entry = layers.Input((3,))
        inner = Model(inner_entry, layers.Dense(3, activation="tanh")(inner_entry))
        entry = layers.Input((4,))
        return Model(entry, layers.Dense(2)(inner(inner(layers.Dense(3)(entry)))))

    def normalizing(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((4,))
        hidden = layers.BatchNormalization()(layers.Dense(3)(entry))
        return Model(entry, layers.Dense(2)(hidden))

    def images(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((6, 6, 2))
        hidden = layers.Flatten()(layers.Conv2D(3, 3, activation="relu")(entry))
        return Model(entry, layers.Dense(2)(hidden))

    def whole_numbers(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((5,), dtype="int32")
        return Model(entry, layers.Dense(2)(layers.Flatten()(layers.Embedding(9, 3)(entry))))

    def sequences_out(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((5, 4))
        return Model(entry, layers.Dense(2)(layers.Conv1D(3, 2)(entry)))

    def wide(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((4,))
        return Model(entry, layers.Dense(1 << 16)(entry))

    def regularized(self, layers: Namespace, Model: Any) -> Any:
        entry = layers.Input((4,))
        penalty = self.framework.regularizers.l2(0.5)
        return Model(entry, layers.Dense(2, kernel_regularizer=penalty)(entry))


def with_fixed_weights(model: Any) -> Any:
    """Set the model's weights to numbers between 0.1 and 1 and return it."""
    random = np.random.RandomState(7)
    model.set_weights([random.uniform(0.1, 1.0, w.shape).astype("float32") for w in model.get_weights()])
    return model


def samples(template: Any, number: int) -> Arrays:
    """Return that many samples for each input, no two alike; the first element of a float one counts them."""
    random = np.random.RandomState(1)
    arrays = []
    for entry in template.inputs:
        shape = (number,) + tuple(entry.shape)[1:]
        if "int" in str(entry.dtype):
            arrays.append(random.randint(0, 9, shape).astype("int32"))
        else:
            array = random.uniform(-1.0, 1.0, shape).astype("float32")
            array.reshape(number, -1)[:, 0] = np.arange(number)
            arrays.append(array)
    return arrays if len(arrays) > 1 else arrays[0]


def targets(template: Any, number: int) -> Arrays:
    """Return as many targets for each output, no two alike."""
    random = np.random.RandomState(3)
    arrays = [
        random.uniform(-1.0, 1.0, (number,) + tuple(int(n) for n in tuple(out.shape)[1:])).astype("float32")
        for out in template.outputs
    ]
    return arrays if len(arrays) > 1 else arrays[0]
