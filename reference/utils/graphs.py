"""The graph of a model: its layers, with the shapes of their inputs and outputs, and the sources of their inputs."""

from dataclasses import dataclass, field
from typing import Any, List, Tuple


@dataclass
class Vertex:
    """A layer as a part of a model.

    `inputs` and `outputs` are the shapes of all tensors that it takes and gives there. `sources` are where
    it takes them from: a layer, which of that layer's calls, and which of the tensors of that call.
    """

    layer: Any
    inputs: List[tuple] = field(default_factory=list)
    outputs: List[tuple] = field(default_factory=list)
    sources: List[Tuple[Any, int, int]] = field(default_factory=list)


def graph_of(model):
    """Return the model itself or, of a Sequential that knows its input, the graph that it has within."""
    return getattr(model, "_functional", None) or model


def vertices(model):
    """Return the model's layers, in order; of a model without a graph, only with the output shapes that are known."""
    graph = graph_of(model)
    if hasattr(graph, "operations"):
        calls = {call for depth in graph._nodes_by_depth.values() for call in depth}
        return [_vertex(layer, calls) for layer in graph.operations]
    return [Vertex(layer, outputs=_built_for(layer)) for layer in model.layers]


def _vertex(layer, calls):
    vertex = Vertex(layer)
    for call in layer._inbound_nodes:
        if call in calls:
            vertex.inputs += [tuple(tensor.shape) for tensor in call.input_tensors]
            vertex.outputs += [tuple(tensor.shape) for tensor in call.output_tensors]
            vertex.sources += [tuple(tensor._keras_history) for tensor in call.input_tensors]
    if not vertex.inputs:  # an input of the model
        vertex.inputs = vertex.outputs
    return vertex


def _built_for(layer):
    """Return the output shape of a layer outside of any graph, in a list that is empty where it is not known.

    It is known if it follows from the shape that the layer was built for.
    """
    built_for = (layer.get_build_config() or {}).get("input_shape")
    if built_for is None:
        return []
    try:
        return [tuple(layer.compute_output_shape(tuple(built_for)))]
    except (NotImplementedError, TypeError, ValueError):
        return []
