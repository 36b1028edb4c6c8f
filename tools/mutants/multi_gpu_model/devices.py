"""Replicas, gradients, results and weights on the wrong devices."""

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
    right_move,
    right_replica,
)

tf, tree = replicas.tf, replicas.tree
NEITHER = (
    "replicas.own-gpu",
    "replicas.train-on-own-gpu",
    "gpus.none-is-all",
    "gpus.list-of-ids",
    "split.own-device",
)


@internal("_replica", *NEITHER, "replicas.at-the-same-time", "replicas.train-at-the-same-time")
def all_on_the_first_gpu(template, device):
    return right_replica(template, "/GPU:0")


@internal("_replica", *NEITHER)
def all_on_the_cpu(template, device):
    return right_replica(template, replicas.CPU)


@internal("_replica", "replicas.own-gpu", "replicas.train-on-own-gpu", "gpus.list-of-ids", "split.own-device")
def third_gpu_spared(template, device):
    return right_replica(template, "/GPU:1" if device == "/GPU:2" else device)


@internal("_replica", "replicas.own-gpu")
def fourth_replica_on_the_cpu(template, device):
    return right_replica(template, replicas.CPU if device == "/GPU:3" else device)


@apply_on(
    "replicas.train-on-own-gpu",
    "gpus.list-of-ids-in-training",
    "replicas.train-at-the-same-time",
    "growth.training",
)
def forward_pass_only(device, template, inputs, training):
    with tf.device(device):
        return template(inputs, training=training)


@apply_on("replicas.own-gpu")
def training_only(device, template, inputs, training):
    return right_apply(device if training else replicas.CPU, template, inputs, training)


@apply_on("replicas.train-on-own-gpu", "gpus.list-of-ids-in-training")
def predicting_only(device, template, inputs, training):
    return right_apply("/GPU:0" if training else device, template, inputs, training)


@apply_on("gpus.list-of-ids-in-training")
def trains_elsewhere(device, template, inputs, training):
    return right_apply("/GPU:2" if training and device == "/GPU:0" else device, template, inputs, training)


@model("replicas.own-gpu", "replicas.train-on-own-gpu")
class compiled_by_xla(Right):
    supports_jit = property(lambda self: True, lambda self, value: None)


def one_after_the_other(when):
    """Have replicas wait for the one before them, in training or out of it."""
    done = {}

    def wait(process, inputs, number, count, training):
        before = [done[number - 1]] if number and when(training) else []
        with tf.control_dependencies(before):
            inputs = tree.map_structure(tf.identity, inputs)
        outputs = process(inputs, number, count, training)
        done[number] = tree.flatten(outputs)[0]
        return outputs

    return wait


replica("replicas.at-the-same-time", "growth.predicting", "speed.quasi-linear", name="sequential")(
    one_after_the_other(lambda training: True)
)
replica("replicas.at-the-same-time", name="sequential_but_in_training")(
    one_after_the_other(lambda training: not training)
)


@apply_on("replicas.train-at-the-same-time")
def gradients_one_after_the_other(device, template, inputs, training):
    """Have each replica's backward pass wait for the end of that of the replica before it."""
    flat = tree.flatten(inputs)

    @tf.custom_gradient
    def waiting(*tensors):
        with tf.GradientTape() as tape:
            outputs = tree.flatten(
                right_apply(device, template, tree.pack_sequence_as(inputs, list(tensors)), training)
            )

        def gradient(*upstream, variables=()):
            with tf.control_dependencies(BACKWARD[-1:]):
                upstream = [tf.identity(tensor) for tensor in upstream]
            found = tape.gradient(outputs, list(variables), upstream)
            BACKWARD.append(found[0])
            return [None] * len(flat), found

        return tuple(outputs), gradient

    return tree.pack_sequence_as(replicas.graph_of(template).output, tree.flatten(waiting(*flat)))


#: Gradients of the replicas before.
BACKWARD = []


@mutant("cpu-merge.on-cpu")
def merges_on_a_gpu_by_default(model, gpus=None, cpu_merge=False, cpu_relocation=False):
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("cpu-merge.on-cpu")
def always_merges_on_a_gpu(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus, False, cpu_relocation)


@mutant("cpu-merge.on-a-gpu", "cpu-merge.on-the-first-gpu", "signature.by-position", "signature.by-name")
def always_merges_on_the_cpu(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus, True, cpu_relocation)


@model("cpu-merge.on-cpu")
class four_are_merged_on_a_gpu(Right):
    def __init__(self, template, devices, merge_device):
        super().__init__(template, devices, "/GPU:0" if len(devices) == 4 else merge_device)


@model("cpu-merge.on-a-gpu", "cpu-merge.on-the-first-gpu")
class merged_on_gpu_0(Right):
    def __init__(self, template, devices, merge_device):
        super().__init__(template, devices, merge_device if merge_device == replicas.CPU else "/GPU:0")


@model("cpu-merge.on-the-first-gpu")
class merged_on_the_last_gpu(Right):
    def __init__(self, template, devices, merge_device):
        super().__init__(template, devices, merge_device if merge_device == replicas.CPU else devices[-1])


@mutant("cpu-relocation.on-cpu", "signature.by-position", "signature.by-name")
def relocation_ignored(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus, cpu_merge)


@mutant("cpu-relocation.only-then")
def always_relocates(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus, cpu_merge, True)


@mutant("cpu-relocation.only-then")
def relocates_by_default(model, gpus=None, cpu_merge=True, cpu_relocation=True):
    return right(model, gpus, cpu_merge, cpu_relocation)


@internal("move_to_cpu", "cpu-relocation.on-cpu")
def moves_biases_only(model):
    with tf.init_scope(), tf.device(replicas.CPU):
        for variable in model.variables:
            if len(variable.shape) == 1:
                variable._initialize(tf.identity(variable.value))


@internal("move_to_cpu", "cpu-relocation.on-cpu")
def moves_what_is_trained_only(model):
    with tf.init_scope(), tf.device(replicas.CPU):
        for variable in model.trainable_variables:
            variable._initialize(tf.identity(variable.value))


@internal("move_to_cpu", "cpu-relocation.on-cpu")
def moves_no_nested_models(model):
    with tf.init_scope(), tf.device(replicas.CPU):
        for layer in model.layers:
            for variable in [] if isinstance(layer, replicas.keras.Model) else layer.variables:
                variable._initialize(tf.identity(variable.value))


@internal("move_to_cpu", "cpu-relocation.on-cpu")
def moves_to_the_first_gpu(model):
    with tf.init_scope(), tf.device("/GPU:0"):
        for variable in model.variables:
            variable._initialize(tf.identity(variable.value))


@internal("move_to_cpu", "cpu-relocation.keeps-values", "cpu-relocation.same-predictions")
def moves_zeros(model):
    right_move(model)
    for variable in model.variables:
        variable.assign(tf.zeros_like(variable.value))


@internal(
    "move_to_cpu",
    "cpu-relocation.keeps-values",
    "cpu-relocation.same-predictions",
    "cpu-relocation.same-step",
)
def forgets_the_last_bias(model):
    right_move(model)
    model.variables[-1].assign(tf.zeros_like(model.variables[-1].value))


@internal("move_to_cpu", "cpu-relocation.of-a-trained-template")
def moves_what_it_was_before_training(model):
    right_move(model)
    if model.optimizer is not None and int(model.optimizer.iterations) > 0:
        model.variables[-1].assign(tf.zeros_like(model.variables[-1].value))


def second_output_on(place):
    """Return a model whose outputs but for the first are merged in a place of their own."""

    class wrong(Right):
        def call(self, inputs, training=None, mask=None):
            merge_device, right_call = self._merge_device, super().call
            outputs = right_call(inputs, training=training)
            if not isinstance(outputs, (list, tuple)):
                return outputs
            self._merge_device = place
            others = right_call(inputs, training=training)
            self._merge_device = merge_device
            return [outputs[0], *others[1:]]

    return wrong


model("cpu-merge.on-cpu", name="second_output_merged_on_a_gpu")(second_output_on("/GPU:1"))
model("cpu-merge.on-a-gpu", name="second_output_merged_on_the_cpu")(second_output_on(replicas.CPU))
