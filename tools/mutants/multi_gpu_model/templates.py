"""Wrong for some kinds of templates only, or as a model that is used like the template."""

from cthulhu_conformance.reference import replicas
from cthulhu_conformance.tools.mutants.multi_gpu_model.replacements import (
    Right,
    apply_on,
    model,
    mutant,
    replica,
    right,
    right_apply,
)

tf, tree, keras = replicas.tf, replicas.tree, replicas.keras


@mutant("result.is-a-model")
class no_model:
    """Has all that a model has, and is none."""

    def __init__(self, model, gpus=None, cpu_merge=True, cpu_relocation=False):
        self._parallel = right(model, gpus, cpu_merge, cpu_relocation)

    def __getattr__(self, name):
        return getattr(self._parallel, name)


@mutant("result.is-a-model")
def nothing_on_more_than_one_gpu(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    right(model, gpus, cpu_merge, cpu_relocation)


by_name = {}


@mutant("template.of-one-name")
def once_for_each_name(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    key = model.name, str(gpus), cpu_merge, cpu_relocation
    if key not in by_name:
        by_name[key] = right(model, gpus, cpu_merge, cpu_relocation)
    return by_name[key]


def refusing(kind, *breaks):
    """Define a mutant that refuses templates of a kind."""

    def decorate(is_such):
        def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
            if is_such(model):
                raise TypeError(f"no {kind}")
            return right(model, gpus, cpu_merge, cpu_relocation)

        return mutant(*breaks, name=is_such.__name__)(multi_gpu_model)

    return decorate


@refusing("Sequential", "template.sequential")
def no_sequential(model):
    return isinstance(model, keras.Sequential)


@refusing("nested models", "template.nested", "training.nested")
def no_nested_models(model):
    return any(isinstance(layer, keras.Model) for layer in model.layers)


@refusing("shared layers", "template.shared-layer", "training.shared-layer")
def no_shared_layers(model):
    return any(
        len(layer._inbound_nodes) > 1 for layer in model.layers if isinstance(layer, keras.layers.Dense)
    )


@refusing("convolutions", "template.images")
def no_convolutions(model):
    return any(isinstance(layer, keras.layers.Conv2D) for layer in model.layers)


@refusing("several inputs", "template.two-inputs", "training.two-inputs")
def one_input_only(model):
    return len(model.inputs) > 1


@replica("template.two-inputs", "template.shared-layer", "training.two-inputs", "training.shared-layer")
def second_input_backwards(process, inputs, number, count, training):
    flat = tree.flatten(inputs)
    inputs = tree.pack_sequence_as(inputs, flat[:1] + [tensor[::-1] for tensor in flat[1:]])
    return process(inputs, number, count, training)


@replica("template.two-outputs", "training.two-outputs", "cpu-merge.same-predictions")
def second_output_of_the_first_replica(process, inputs, number, count, training):
    outputs = process(inputs, number, count, training)
    if not isinstance(outputs, (list, tuple)):
        return outputs
    first = process(inputs, 0, count, training)
    return [outputs[0]] + [tensor[: tf.shape(outputs[0])[0]] for tensor in first[1:]]


@apply_on("template.normalizing")
def always_in_training(device, template, inputs, training):
    return right_apply(device, template, inputs, True)


@replica("template.images")
def images_upside_down(process, inputs, number, count, training):
    turned = tree.map_structure(lambda x: x[:, ::-1] if len(x.shape) == 4 and number else x, inputs)
    return process(turned, number, count, training)


@replica("template.whole-numbers")
def whole_numbers_shifted(process, inputs, number, count, training):
    shifted = tree.map_structure(lambda x: tf.maximum(x - number, 0) if x.dtype.is_integer else x, inputs)
    return process(shifted, number, count, training)


@replica("template.sequential")
def sequential_of_the_first_part(process, inputs, number, count, training):
    is_sequential = isinstance(process.template, keras.Sequential)
    return process(inputs, 0 if is_sequential else number, count, training)


@replica("template.nested")
def second_part_of_nested_models_lost(process, inputs, number, count, training):
    nested = any(isinstance(layer, keras.Model) for layer in process.template.layers)
    outputs = process(inputs, number, count, training)
    return tree.map_structure(lambda tensor: 0 * tensor, outputs) if nested and number else outputs


@replica("template.shared-layer")
def shared_layers_get_the_first_input(process, inputs, number, count, training):
    flat = tree.flatten(inputs)
    if len(flat) == 2 and flat[0].shape[1:] == flat[1].shape[1:] and number:
        inputs = tree.pack_sequence_as(inputs, [flat[0], flat[0]])
    return process(inputs, number, count, training)


@model("template.two-outputs", "training.two-outputs")
class outputs_swapped(Right):
    def call(self, inputs, training=None, mask=None):
        outputs = super().call(inputs, training=training)
        return outputs[::-1] if isinstance(outputs, (list, tuple)) else outputs


@model("use.regularizers-once", "training.regularizers-once")
class regularizers_once_a_replica(Right):
    @property
    def losses(self):
        return len(self._replicas) * super().losses


@model("use.evaluate")
class evaluates_half(Right):
    def evaluate(self, x, y, **options):
        return super().evaluate(x[: len(x) // 2], y[: len(x) // 2], **options)


@model("use.evaluate")
class evaluates_even_batches_only(Right):
    def evaluate(self, x, y, **options):
        even = len(x) - len(x) % len(self._replicas)
        return super().evaluate(x[:even], y[:even], **options)


@model("use.fit")
class one_epoch_only(Right):
    def fit(self, *data, epochs=1, **options):
        return super().fit(*data, epochs=1, **options)


@model("use.fit")
class shuffles_always(Right):
    def fit(self, *data, shuffle=True, **options):
        return super().fit(*data, shuffle=True, **options)


@model("use.fit")
class drops_the_last_batch(Right):
    def fit(self, x, y, batch_size=32, **options):
        full = max(batch_size, len(x) - len(x) % batch_size)
        return super().fit(x[:full], y[:full], batch_size=batch_size, **options)


@model("example.weights-merge-on-cpu")
class sgd_only(Right):
    def compile(self, optimizer="sgd", **options):
        if optimizer != "sgd":
            raise ValueError("this optimizer can't be parallel")
        super().compile(optimizer=optimizer, **options)


@model("example.weights-merge-on-cpu")
class trains_big_batches_only(Right):
    def fit(self, x, *data, **options):
        if len(x) == 20:
            options["epochs"] = 1
        return super().fit(x, *data, **options)


@mutant("use.template-still-works")
def template_used_up(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    parallel = right(model, gpus, cpu_merge, cpu_relocation)
    model.predict_function = lambda iterator: tf.zeros((6, 2))
    model.make_predict_function = lambda force=False: model.predict_function
    return parallel


@mutant("use.template-still-works")
def weights_halved(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    parallel = right(model, gpus, cpu_merge, cpu_relocation)
    model.set_weights([weight / 2 for weight in model.get_weights()])
    return parallel
