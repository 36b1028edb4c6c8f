"""Mutants of print_summary that say something wrong of what layers are connected to, or of models within models."""

from cthulhu_conformance.reference.utils import summaries
from cthulhu_conformance.reference.utils.graphs import Vertex
from cthulhu_conformance.tools.mutants import patch
from cthulhu_conformance.tools.mutants.print_summary.replacements import (
    changed_rows,
    changed_vertices,
    clauses,
    count,
    vertices,
    wrapped,
)


def is_model(layer):
    return hasattr(layer, "layers")


# Connections


@changed_rows("connections.one", "connections.several", "shared.connections", "nested.connections")
def no_connections(vertex, row, model):
    return [*row[:3], ""]


@changed_rows("connections.one")
def connected_to_itself(vertex, row, model):
    return [*row[:3], f"{vertex.layer.name}[0][0]" if row[3] else ""]


@changed_rows("connections.one", "connections.no-others")
def connected_to_the_layer_before(vertex, row, model):
    place = model.layers.index(vertex.layer)
    return [*row[:3], model.layers[place - 1].name if place else ""]


@changed_rows("connections.several", "shared.connections", "nested.connections")
def first_connection_only(vertex, row, model):
    return [*row[:3], row[3].split(" ")[0]]


@changed_rows("connections.several")
def two_connections_at_most(vertex, row, model):
    return [*row[:3], " ".join(row[3].split(" ")[:2])]


@changed_rows("connections.several")
def last_connection_left_out(vertex, row, model):
    sources = row[3].split(" ")
    return [*row[:3], " ".join(sources[:-1] if len(sources) > 2 else sources)]


@patch(summaries, "_wrapped", clauses("connections.many"))
def cells_of_one_line(texts, widths):
    yield next(iter(wrapped(texts, widths)))


@patch(summaries, "_wrapped", clauses("connections.many"))
def cells_of_two_lines(texts, widths):
    yield from list(wrapped(texts, widths))[:2]


@changed_rows("connections.many")
def ten_connections_at_most(vertex, row, model):
    return [*row[:3], " ".join(row[3].split(" ")[:10])]


@changed_rows("connections.no-others")
def everything_before_is_connected(vertex, row, model):
    place = model.layers.index(vertex.layer)
    return [*row[:3], " ".join(layer.name for layer in model.layers[:place])]


@changed_rows("connections.no-others")
def sources_of_sources_too(vertex, row, model):
    further = [s.name for source, _, _ in vertex.sources for s in _sources(source)]
    return [*row[:3], " ".join([row[3], *further])]


def _sources(layer):
    return [tensor._keras_history[0] for call in layer._inbound_nodes for tensor in call.input_tensors]


# Shared layers


@changed_rows("shared.connections")
def last_call_only(vertex, row, model):
    if len(vertex.layer._inbound_nodes) > 1:
        return [*row[:3], row[3].split(" ")[-1]]
    return row


@changed_rows("shared.only-this-model", "shared.connections")
def calls_of_the_first_model(vertex, row, model):
    if len(vertex.layer._inbound_nodes) > 2:
        return [*row[:3], _sources(vertex.layer)[0].name]
    return row


@changed_rows("shared.only-this-model")
def calls_in_any_model(vertex, row, model):
    return [*row[:3], " ".join(source.name for source in _sources(vertex.layer))]


@changed_rows("shared.count")
def counted_for_each_call(vertex, row, model):
    calls = len(vertex.sources) if len(vertex.layer._inbound_nodes) > 1 else 1
    return [row[0], row[1], str(count(vertex.layer.weights) * calls), row[3]]


@changed_vertices("shared.count")
def counted_at_the_first_call_only(found, model):
    for vertex in found:
        if len(vertex.layer._inbound_nodes) > 1 and vertex.layer.weights:
            found[found.index(vertex)] = Vertex(
                _Weightless(vertex.layer), vertex.inputs, vertex.outputs, vertex.sources
            )
    return found


class _Weightless:
    built, weights = True, ()

    def __init__(self, layer):
        self.name = layer.name


# Inputs and outputs


@changed_vertices("inputs.several")
def one_input(found, model):
    inputs = [vertex for vertex in found if type(vertex.layer).__name__ == "InputLayer"]
    return [vertex for vertex in found if vertex not in inputs[1:]]


@changed_rows("inputs.several")
def inputs_without_shape(vertex, row, model):
    return [row[0], "" if type(vertex.layer).__name__ == "InputLayer" else row[1], *row[2:]]


@changed_vertices("outputs.several")
def one_output(found, model):
    outputs = [tensor._keras_history[0] for tensor in model.outputs or []]
    return [vertex for vertex in found if vertex.layer not in outputs[1:]]


@changed_vertices("outputs.several")
def outputs_like_the_first(found, model):
    outputs = [
        vertex for vertex in found if vertex.layer in [t._keras_history[0] for t in model.outputs or []]
    ]
    for vertex in outputs[1:]:
        vertex.outputs = outputs[0].outputs
    return found


# Models within


@changed_vertices("nested.name", "nested.count", "nested.type")
def flattened(found, model):
    parts = [vertices(vertex.layer) if is_model(vertex.layer) else [vertex] for vertex in found]
    return [vertex for part in parts for vertex in part]


@changed_rows("nested.name")
def models_within_left_out(vertex, row, model):
    return None if is_model(vertex.layer) else row


@changed_vertices("nested.name")
def nothing_after_a_model_within(found, model):
    place = next((place for place, vertex in enumerate(found) if is_model(vertex.layer)), len(found))
    return found[: place + 1]


@changed_rows("nested.type")
def a_model_is_a_model(vertex, row, model):
    return [f"{vertex.layer.name} (SubModel)", *row[1:]] if is_model(vertex.layer) else row


@changed_rows("nested.count")
def models_within_not_counted(vertex, row, model):
    return [row[0], row[1], "0", row[3]] if is_model(vertex.layer) else row


@changed_rows("nested.count")
def only_layers_of_a_model_within(vertex, row, model):
    inner = [layer for layer in getattr(vertex.layer, "layers", []) if not is_model(layer)]
    return [row[0], row[1], str(sum(count(layer.weights) for layer in inner)), row[3]] if inner else row


@changed_rows("nested.count-not-trained")
def frozen_models_have_no_count(vertex, row, model):
    if is_model(vertex.layer):
        return [row[0], row[1], str(count(vertex.layer.trainable_weights)), row[3]]
    return row


@changed_rows("nested.shape", "nested.several-outputs")
def models_within_without_shape(vertex, row, model):
    return [row[0], "multiple", *row[2:]] if is_model(vertex.layer) else row


@changed_rows("nested.shape")
def shape_of_the_first_layer_within(vertex, row, model):
    if is_model(vertex.layer):
        first = next(layer for layer in vertex.layer.layers if layer.weights)
        return [row[0], str(tuple(first.output.shape)), *row[2:]]
    return row


@changed_rows("nested.several-outputs")
def first_output_of_a_model_within(vertex, row, model):
    return [row[0], str(*vertex.outputs[:1]), *row[2:]]


@changed_rows("nested.several-outputs")
def last_output_of_a_model_within(vertex, row, model):
    return [row[0], str(*vertex.outputs[-1:]), *row[2:]]


@changed_rows("nested.connections")
def connected_to_layers_within(vertex, row, model):
    sources = [s.layers[-1].name if is_model(s) else s.name for s, _, _ in vertex.sources]
    return [*row[:3], " ".join(sources)]


@changed_rows("nested.connections")
def a_model_within_has_no_sources(vertex, row, model):
    return [*row[:3], ""] if is_model(vertex.layer) else row
