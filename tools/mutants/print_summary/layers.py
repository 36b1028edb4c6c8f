"""Mutants of print_summary that say something wrong of a layer."""

from cthulhu_conformance.reference.utils import summaries
from cthulhu_conformance.tools.mutants import edits
from cthulhu_conformance.tools.mutants.print_summary.replacements import changed_rows, changed_vertices, count

# Names, order, types

edits(
    "print_summary",
    summaries,
    "_rows",
    'f"{layer.name} ({type(layer).__name__})"',
    ("types_without_names", "type(layer).__name__", "layers.name"),
    ("no_types", "layer.name", "layers.type", "layers.own-type", "nested.type", "called.types"),
    ("type_of_the_first_layer", 'f"{layer.name} ({type(model.layers[0]).__name__})"', "layers.type"),
)


@changed_rows("layers.name", "inputs.several")
def no_inputs(vertex, row, model):
    return None if type(vertex.layer).__name__ == "InputLayer" else row


@changed_rows("layers.name")
def only_layers_with_weights(vertex, row, model):
    return row if vertex.layer.weights or type(vertex.layer).__name__ == "InputLayer" else None


@changed_rows("layers.name", "called.names")
def the_last_layer_left_out(vertex, row, model):
    return None if vertex.layer is model.layers[-1] else row


@changed_rows("layers.name")
def names_cut_at_ten(vertex, row, model):
    return [row[0].replace(vertex.layer.name, vertex.layer.name[:10]), *row[1:]]


@changed_vertices("layers.order")
def by_name(found, model):
    return sorted(found, key=lambda vertex: vertex.layer.name)


@changed_vertices("layers.order")
def from_the_end(found, model):
    return found[::-1]


@changed_vertices("layers.order")
def weights_first(found, model):
    return sorted(found, key=lambda vertex: not vertex.layer.weights)


@changed_vertices("layers.many")
def a_hundred_at_most(found, model):
    return found[:100]


@changed_vertices("layers.many")
def only_ends_of_long_models(found, model):
    return found if len(found) < 40 else found[:20] + found[-20:]


@changed_vertices("layers.name")
def equal_layers_once(found, model):
    return list({(type(vertex.layer), str(vertex.outputs)): vertex for vertex in found}.values())


@changed_rows("layers.type")
def types_in_small_letters(vertex, row, model):
    return [row[0].lower(), *row[1:]]


@changed_rows("layers.type")
def types_only_with_weights(vertex, row, model):
    return row if vertex.layer.weights else [vertex.layer.name, *row[1:]]


@changed_rows("layers.own-type")
def type_of_keras_only(vertex, row, model):
    kind = next(kind for kind in type(vertex.layer).__mro__ if kind.__module__.startswith("keras"))
    return [f"{vertex.layer.name} ({kind.__name__})", *row[1:]]


# Shapes


@changed_rows("layers.shape", "layers.shape-of-many-axes", "nested.shape")
def shapes_of_inputs(vertex, row, model):
    return [row[0], str(*vertex.inputs[:1]), *row[2:]]


@changed_rows("layers.shape-of-many-axes")
def last_axis_only(vertex, row, model):
    return [row[0], str(tuple((None,) + shape[-1:] for shape in vertex.outputs[:1])), *row[2:]]


@changed_rows("layers.shape-of-many-axes")
def two_axes_at_most(vertex, row, model):
    return [row[0], str([shape[:2] for shape in vertex.outputs]), *row[2:]]


@changed_rows("layers.shape-of-many-axes")
def axes_in_reverse(vertex, row, model):
    return [row[0], str([shape[::-1] for shape in vertex.outputs]), *row[2:]]


@changed_rows("layers.shape")
def units_or_nothing(vertex, row, model):
    return [row[0], f"(None, {vertex.layer.units})" if hasattr(vertex.layer, "units") else "?", *row[2:]]


@changed_rows("layers.shape")
def shapes_of_the_last_layer(vertex, row, model):
    if isinstance(model.outputs, list) and model.outputs and len(model.outputs) > 1:
        return [row[0], str(tuple(model.outputs[0].shape)), *row[2:]]
    return row


@changed_rows("layers.shape-unknown")
def unknown_axes_are_a_number(vertex, row, model):
    return [row[0], row[1].replace("None, None", "None, 32"), *row[2:]]


@changed_rows("layers.shape-unknown")
def known_shapes_only(vertex, row, model):
    return [row[0], "?" if "None, None" in row[1] else row[1], *row[2:]]


# Counts


@changed_rows("layers.count", "layers.count-without-weights")
def counts_of_outputs(vertex, row, model):
    return [
        row[0],
        row[1],
        str(max([n for shape in vertex.outputs for n in shape if n], default=0) + 2),
        row[3],
    ]


@changed_rows("layers.count", "called.counts", "layers.many")
def kernels_only(vertex, row, model):
    kernels = [weight for weight in vertex.layer.weights if len(weight.shape) > 1]
    return [row[0], row[1], str(count(kernels)), row[3]]


@changed_rows("layers.count")
def first_two_weights(vertex, row, model):
    return [row[0], row[1], str(count(vertex.layer.weights[:2])), row[3]]


@changed_rows("layers.count")
def always_with_bias(vertex, row, model):
    missing = 0 if getattr(vertex.layer, "use_bias", True) else vertex.layer.units
    return [row[0], row[1], str(count(vertex.layer.weights) + missing), row[3]]


@changed_rows("layers.count")
def wrapped_layers_not_counted(vertex, row, model):
    is_wrapper = hasattr(vertex.layer, "forward_layer") or hasattr(vertex.layer, "layer")
    return [row[0], row[1], "0" if is_wrapper else row[2], row[3]]


@changed_rows("layers.count-not-trained", "nested.count-not-trained")
def trained_ones_only(vertex, row, model):
    return [row[0], row[1], str(count(vertex.layer.trainable_weights)), row[3]]


@changed_rows("layers.count-not-trained")
def all_or_nothing_trained(vertex, row, model):
    return [row[0], row[1], row[2] if vertex.layer.trainable else "0", row[3]]


@changed_rows("layers.count-not-trained")
def weights_of_a_trained_layer_only(vertex, row, model):
    layer = vertex.layer
    return [row[0], row[1], str(count(layer.trainable_weights)) if layer.trainable else row[2], row[3]]


@changed_rows("layers.count-large")
def in_thousands(vertex, row, model):
    number = count(vertex.layer.weights)
    return [row[0], row[1], f"{number / 1000:.1f}K" if number > 1000 else row[2], row[3]]


@changed_rows("layers.count-large")
def six_digits_are_significant(vertex, row, model):
    return [row[0], row[1], f"{count(vertex.layer.weights):.6g}", row[3]]


@changed_rows("layers.count-large")
def six_characters_of_counts(vertex, row, model):
    return [row[0], row[1], row[2][:6], row[3]]


@changed_rows("layers.count-large")
def counted_in_single_precision(vertex, row, model):
    number = count(vertex.layer.weights)
    return [row[0], row[1], str(number if number < 2**20 else number // 2 * 2), row[3]]


last_count = ["17"]


@changed_rows("layers.count-without-weights")
def count_of_the_layer_before(vertex, row, model):
    if vertex.layer.weights:
        last_count[0] = row[2]
    return [row[0], row[1], last_count[0], row[3]]


@changed_rows("layers.count-without-weights")
def inputs_have_their_size(vertex, row, model):
    is_input = type(vertex.layer).__name__ == "InputLayer"
    return [row[0], row[1], str(vertex.outputs[0][-1] + 50) if is_input else row[2], row[3]]


@changed_rows("layers.count-without-weights")
def merges_count_what_they_merge(vertex, row, model):
    merged = {source.name: source for source, _, _ in vertex.sources}
    counts = [count(source.weights) for source in merged.values()]
    return [row[0], row[1], str(sum(counts)) if len(merged) > 1 else row[2], row[3]]
