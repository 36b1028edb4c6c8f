"""Steps of training that go wrong."""

from cthulhu_conformance.reference import replicas
from cthulhu_conformance.tools.mutants.multi_gpu_model.replacements import (
    Right,
    apply_on,
    internal,
    model,
    mutant,
    replica,
    right,
    right_apply,
    right_bounds,
)

tf, tree, keras = replicas.tf, replicas.tree, replicas.keras


def with_gradient_times(factor, tensors):
    """Return the tensors, with gradients that are the factor times what they should be."""

    def scaled(tensor):
        by = tf.cast(factor, tensor.dtype)
        return by * tensor + tf.stop_gradient((1 - by) * tensor)

    return tree.map_structure(scaled, tensors)


@replica("training.same-step", "training.odd-batch", "use.fit")
def gradients_of_the_first_replica_only(process, inputs, number, count, training):
    return with_gradient_times(0 if number else 1, process(inputs, number, count, training))


@replica("training.same-step", "training.same-step-of-four")
def gradients_of_the_last_replica_only(process, inputs, number, count, training):
    return with_gradient_times(int(number == count - 1), process(inputs, number, count, training))


@replica("training.same-step", "training.same-step-of-four")
def gradients_added_up(process, inputs, number, count, training):
    return with_gradient_times(count, process(inputs, number, count, training))


@replica("training.same-step-of-four")
def gradients_of_the_first_two_replicas(process, inputs, number, count, training):
    return with_gradient_times(int(number < 2), process(inputs, number, count, training))


@replica("training.same-step-of-four")
def four_times_half(process, inputs, number, count, training):
    return with_gradient_times(2 / count if count > 2 else 1, process(inputs, number, count, training))


@replica("training.odd-batch")
def mean_of_the_parts_means(process, inputs, number, count, training):
    """Have each part count as much as any other, however many samples it has."""
    batch_size = tf.shape(tree.flatten(inputs)[0])[0]
    start, end = right_bounds(batch_size, number, count)
    factor = tf.maximum(batch_size, 1) / (count * tf.maximum(end - start, 1))
    return with_gradient_times(factor, process(inputs, number, count, training))


@replica("training.odd-batch", "training.small-batch")
def trains_on_full_parts_only(process, inputs, number, count, training):
    batch_size = tf.shape(tree.flatten(inputs)[0])[0]
    return with_gradient_times(batch_size % count == 0, process(inputs, number, count, training))


@replica("training.small-batch")
def small_batches_train_nothing(process, inputs, number, count, training):
    batch_size = tf.shape(tree.flatten(inputs)[0])[0]
    return with_gradient_times(batch_size >= count, process(inputs, number, count, training))


@replica("training.two-inputs")
def trains_with_the_first_second_input(process, inputs, number, count, training):
    flat = tree.flatten(inputs)
    if training and len(flat) == 2 and number:
        flat[1] = tf.roll(flat[1], 1, axis=0)
    return process(tree.pack_sequence_as(inputs, flat), number, count, training)


@replica("training.two-outputs")
def first_output_trains_alone(process, inputs, number, count, training):
    outputs = process(inputs, number, count, training)
    if not isinstance(outputs, (list, tuple)):
        return outputs
    return [outputs[0]] + [tf.stop_gradient(tensor) for tensor in outputs[1:]]


@replica("training.two-outputs")
def second_output_trains_in_the_first_replica(process, inputs, number, count, training):
    outputs = process(inputs, number, count, training)
    if not isinstance(outputs, (list, tuple)) or number == 0:
        return outputs
    return [outputs[0]] + [tf.stop_gradient(tensor) for tensor in outputs[1:]]


@replica("training.shared-layer")
def second_call_of_a_shared_layer_does_not_train(process, inputs, number, count, training):
    flat = tree.flatten(inputs)
    if training and len(flat) == 2 and flat[0].shape[1:] == flat[1].shape[1:]:
        inputs = tree.pack_sequence_as(inputs, [flat[0], tf.zeros_like(flat[1])])
    return process(inputs, number, count, training)


def without_gradients_of(is_spared):
    """Have the template applied so that the variables that are spared get no gradient."""

    def apply(device, template, inputs, training):
        @tf.custom_gradient
        def spared(*flat):
            with tf.GradientTape() as tape:
                outputs = tree.flatten(
                    right_apply(device, template, tree.pack_sequence_as(inputs, list(flat)), training)
                )

            def gradient(*upstream, variables=()):
                found = tape.gradient(outputs, list(variables), list(upstream))
                kept = [0 * one if is_spared(of) else one for one, of in zip(found, variables)]
                return [None] * len(flat), kept

            return tuple(outputs), gradient

        packed = tree.flatten(spared(*tree.flatten(inputs)))
        return tree.pack_sequence_as(replicas.graph_of(template).output, packed)

    return apply


@internal("_apply_on", "training.nested")
def nested_weights_do_not_train(device, template, inputs, training):
    square = without_gradients_of(lambda variable: tuple(variable.shape) == (3, 3))
    return square(device, template, inputs, training)


@internal("_apply_on", "training.same-step", "weights.shared")
def biases_do_not_train(device, template, inputs, training):
    biases = without_gradients_of(lambda variable: len(variable.shape) == 1)
    return biases(device, template, inputs, training)


@model("training.sample-weights")
class no_weights_of_samples(Right):
    def train_on_batch(self, x, y, sample_weight=None, **options):
        return super().train_on_batch(x, y, **options)


@model("training.sample-weights")
class weights_of_samples_backwards(Right):
    def train_on_batch(self, x, y, sample_weight=None, **options):
        backwards = None if sample_weight is None else sample_weight[::-1]
        return super().train_on_batch(x, y, sample_weight=backwards, **options)


@model("training.regularizers-once")
class trains_without_regularizers(Right):
    @property
    def losses(self):
        return []


@model("use.regularizers-once", "training.regularizers-once")
class half_a_regularizer(Right):
    @property
    def losses(self):
        return [loss / 2 for loss in super().losses]


@apply_on("training.batch-normalization")
def never_in_training(device, template, inputs, training):
    return right_apply(device, template, inputs, False)


@internal("_replica", "training.batch-normalization-small")
def parts_without_samples(template, device):
    def process(inputs, number, count, training):
        start, end = right_bounds(tf.shape(tree.flatten(inputs)[0])[0], number, count)
        part = tree.map_structure(lambda tensor: tensor[start:end], inputs)
        return right_apply(device, template, part, training)

    return process


@mutant("weights.frozen")
def thaws(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    for layer in model.layers:
        layer.trainable = True
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("weights.frozen")
def freezes_all(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    frozen = [layer for layer in model.layers if not layer.trainable]
    if frozen:
        model.trainable = False
    return right(model, gpus, cpu_merge, cpu_relocation)
