"""Replicas that do not share their weights with the template, or not with all that they should."""

from cthulhu_conformance.reference import replicas
from cthulhu_conformance.tools.mutants.multi_gpu_model.replacements import (
    Right,
    internal,
    model,
    mutant,
    right,
    right_move,
)

tf, keras = replicas.tf, replicas.keras


def copy_of(template):
    """Return a model like the template, with weights of its own of the same values."""
    copy = keras.models.clone_model(template)
    copy.set_weights(template.get_weights())
    return copy


@mutant(
    "weights.shared",
    "weights.set-in-the-template",
    "weights.two-parallel-models",
    "training.same-step",
    "saving.template",
    "saving.template-weights",
    "example.weights-merge-on-cpu",
)
def replicates_a_copy(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(copy_of(model), gpus, cpu_merge, cpu_relocation)


@mutant("result.same-predictions", "weights.shared")
def replicates_a_new_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(keras.models.clone_model(model), gpus, cpu_merge, cpu_relocation)


@mutant("cpu-relocation.keeps-values", "cpu-relocation.same-predictions", "cpu-relocation.same-step")
def relocates_a_new_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if cpu_relocation:
        with tf.device(replicas.CPU):
            model = keras.models.clone_model(model)
    return right(model, gpus, cpu_merge)


@mutant("cpu-relocation.keeps-sharing")
def relocates_a_copy(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if cpu_relocation:
        with tf.device(replicas.CPU):
            model = copy_of(model)
    return right(model, gpus, cpu_merge)


@mutant("cpu-relocation.keeps-sharing", "cpu-relocation.same-step")
def relocated_weights_are_frozen(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if cpu_relocation:
        model.trainable = False
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("cpu-relocation.same-step")
def relocated_biases_are_frozen(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if cpu_relocation:
        model.layers[-1].trainable = False
    return right(model, gpus, cpu_merge, cpu_relocation)


class Copying(Right):
    """Has a copy of the template's weights, which training writes back."""

    def __init__(self, template, devices, merge_device):
        super().__init__(copy_of(template), devices, merge_device)
        object.__setattr__(self, "_original", lambda: template)

    def train_on_batch(self, *data, **options):
        result = super().train_on_batch(*data, **options)
        self._original().set_weights(self.get_weights())
        return result


@model("weights.set-in-the-template")
class writes_back_but_does_not_read(Copying):
    pass


SEEN = []


@mutant("weights.two-parallel-models")
def first_one_shares(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    shares = not any(seen is model for seen in SEEN)
    SEEN.append(model)
    return right(model if shares else copy_of(model), gpus, cpu_merge, cpu_relocation)


@model("weights.one-set")
class one_set_a_replica(Right):
    def get_weights(self):
        return len(self._replicas) * super().get_weights()


@model("weights.one-set")
class one_weight_more(Right):
    def __init__(self, template, devices, merge_device):
        super().__init__(template, devices, merge_device)
        self.replicas_made = self.add_weight(shape=(), initializer="zeros", trainable=False, name="replicas")


@mutant("saving.template")
def template_saves_what_it_was(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    before = copy_of(model)
    parallel = right(model, gpus, cpu_merge, cpu_relocation)
    model.save = before.save
    return parallel


@mutant("saving.template", "example.weights-merge-on-cpu")
def template_can_not_be_saved(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    def save(path):
        raise NotImplementedError("save the parallel model")

    parallel = right(model, gpus, cpu_merge, cpu_relocation)
    model.save = save
    return parallel


@mutant("saving.template-weights")
def template_saves_the_weights_that_it_had(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    before = copy_of(model)
    parallel = right(model, gpus, cpu_merge, cpu_relocation)
    model.save_weights = before.save_weights
    return parallel


@internal("move_to_cpu", "cpu-relocation.of-a-trained-template")
def compiled_templates_are_not_moved_but_made_anew(model):
    """Initialize weights again of a template that has an optimizer."""
    right_move(model)
    if model.optimizer is not None:
        for variable in model.variables:
            variable.assign(tf.ones_like(variable.value))
