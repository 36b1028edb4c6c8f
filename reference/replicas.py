"""Replicas of a model: each on its own device, all with the weights of the one that they are made from."""

import tensorflow as tf
from keras import tree

from .framework import keras
from .utils.graphs import graph_of

CPU = "/CPU:0"


def available_gpus():
    """Return the ids of the GPUs that TensorFlow may use, logical ones too."""
    return [int(device.name.rpartition(":")[2]) for device in tf.config.list_logical_devices("GPU")]


def move_to_cpu(model):
    """Move a model's weights to the CPU, values and all: whoever shares them goes on sharing them."""
    with tf.init_scope(), tf.device(CPU):
        for variable in model.variables:
            variable._initialize(tf.identity(variable.value))
    # What was traced before refers to the weights where they were.
    model.train_function = model.test_function = model.predict_function = None


class ParallelModel(keras.Model):
    """A model that has its batches processed by replicas of the `template`, one on each of the `devices`.

    It has the template's layers, hence its weights, and differs in how it is called. It is saved as the template.
    """

    def __init__(self, template, devices, merge_device):
        graph = graph_of(template)
        super().__init__(graph.input, graph.output)
        self.supports_jit = False  # XLA makes one program of all replicas, for one device
        self._replicas = [_replica(template, device) for device in devices]
        self._merge_device = merge_device
        self.save, self.save_weights = template.save, template.save_weights

    def call(self, inputs, training=None, mask=None):
        inputs = tree.map_structure(tf.convert_to_tensor, inputs)
        count = len(self._replicas)
        outputs = [self._replicas[number](inputs, number, count, training) for number in range(count)]
        with tf.device(self._merge_device):
            return tree.map_structure(lambda *parts: tf.concat(parts, axis=0), *outputs)


def _replica(template, device):
    """Return a function that applies the template, on the device, to the part of that number of a batch."""

    def replica(inputs, number, count, training):
        start, end = _bounds(tf.shape(tree.flatten(inputs)[0])[0], number, count)
        # A part without samples would make the statistics of BatchNormalization NaN: it gets a sample on loan.
        with tf.device(CPU):
            part = tree.map_structure(lambda tensor: tensor[start : tf.maximum(end, start + 1)], inputs)
        outputs = _apply_on(device, template, part, training)
        with tf.device(device):
            return tree.map_structure(lambda tensor: tensor[: end - start], outputs)

    return replica


def _bounds(batch_size, number, count):
    """Return where the part of that number starts and ends, of `count` parts that are about equal."""
    return batch_size * number // count, batch_size * (number + 1) // count


def _apply_on(device, template, inputs, training):
    """Return `template(inputs)`, both passes on the device: a tape alone would leave the backward pass anywhere."""

    @tf.custom_gradient
    def apply(*inputs_flat):
        with tf.GradientTape() as tape:
            tape.watch([tensor for tensor in inputs_flat if tensor.dtype.is_floating])
            outputs = template(tree.pack_sequence_as(inputs, list(inputs_flat)), training=training)
            outputs_flat = tree.flatten(outputs)

        def gradient(*upstream, variables=()):
            with tf.device(device):
                return tape.gradient(outputs_flat, [list(inputs_flat), list(variables)], list(upstream))

        return tuple(outputs_flat), gradient

    with tf.device(device):
        outputs_flat = tree.flatten(apply(*tree.flatten(inputs)))
    return tree.pack_sequence_as(graph_of(template).output, outputs_flat)
