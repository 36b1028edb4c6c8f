"""Mutants: which layers are drawn, and what connects them."""

from dataclasses import replace

from cthulhu_conformance.reference.utils.graphs import Vertex
from cthulhu_conformance.tools.mutants.plot_model.wrapping import graph, instead, model_parts, right


def is_input(vertex):
    return type(vertex.layer).__name__ == "InputLayer"


def without(vertex, *layers):
    """Return the vertex without what comes from these layers."""
    return replace(vertex, sources=[source for source in vertex.sources if source[0] not in layers])


@model_parts("plot_model.layers.every-layer", "plot_model.show-layer-names.shown")
def no_boxes_of_inputs(found, model):
    gone = [vertex.layer for vertex in found if is_input(vertex)]
    return [without(vertex, *gone) for vertex in found if not is_input(vertex)]


@model_parts("plot_model.layers.every-layer", "plot_model.layers.sequential")
def no_dropout(found, model):
    gone = [vertex.layer for vertex in found if type(vertex.layer).__name__ == "Dropout"]
    return [without(vertex, *gone) for vertex in found if vertex.layer not in gone]


@model_parts("plot_model.layers.every-layer", "plot_model.arrows.chain")
def last_layer_missing(found, model):
    return found[:-1]


@model_parts("plot_model.layers.every-layer")
def one_output_only(found, model):
    gone = [vertex.layer for vertex in found if vertex.layer.name == "second" and len(model.outputs) > 1]
    return [vertex for vertex in found if vertex.layer not in gone]


@graph("plot_model.layers.nothing-else")
def outputs_as_boxes(pydot, graph, model):
    graph.add_node(pydot.Node("output", label="output"))


@graph("plot_model.layers.nothing-else", "plot_model.layers.sequential", "plot_model.layers.shared-once")
def title_as_a_box(pydot, graph, model):
    graph.add_node(pydot.Node("title", label=model.name))


@graph("plot_model.layers.nothing-else")
def join_drawn_twice(pydot, graph, model):
    for node in graph.get_node('"join"'):
        graph.add_node(pydot.Node("join-2", label=node.get_label()))


@model_parts("plot_model.layers.sequential")
def first_of_a_sequential_missing(found, model):
    if "Sequential" not in type(model).__name__:
        return found
    return [without(vertex, found[1].layer) for vertex in found[:1] + found[2:]]


@graph("plot_model.layers.shared-once")
def one_box_a_call(pydot, graph, model):
    for layer in model.layers:
        for node in graph.get_node(f'"{layer.name}"'):
            for number in range(1, len(layer._inbound_nodes)):
                graph.add_node(pydot.Node(f"{layer.name}-{number}", label=node.get_label()))


def of_all_models(found):
    """Return the vertices with what their layers are connected with in any model."""
    return [
        replace(
            vertex,
            sources=[
                tuple(tensor._keras_history)
                for call in vertex.layer._inbound_nodes
                for tensor in call.input_tensors
            ],
        )
        for vertex in found
    ]


@model_parts("plot_model.layers.of-this-model", "plot_model.arrows.of-this-model")
def all_calls_of_layers(found, model):
    if not hasattr(found[0].layer, "_inbound_nodes") or len(found) == 1:
        return found
    found, layers = of_all_models(found), [vertex.layer for vertex in found]
    sources = [source[0] for vertex in found for source in vertex.sources]
    return [Vertex(layer) for layer in dict.fromkeys(sources) if layer not in layers] + found


@model_parts("plot_model.arrows.of-this-model")
def all_calls_among_layers(found, model):
    layers = [vertex.layer for vertex in found]
    strangers = [v.layer for w in of_all_models(found) for v in map(Vertex, [s[0] for s in w.sources])]
    return [without(v, *[layer for layer in strangers if layer not in layers]) for v in of_all_models(found)]


@model_parts("plot_model.layers.hundred")
def sixty_four_at_most(found, model):
    return found[:64]


@model_parts("plot_model.layers.hundred", "plot_model.layers.names-alike")
def arrows_by_prefix(found, model):
    """Find the source of an arrow by how its name begins."""

    def found_by_prefix(layer):
        return next(other.layer for other in found if layer.name.startswith(other.layer.name[:7]))

    return [
        replace(vertex, sources=[(found_by_prefix(source[0]),) + source[1:] for source in vertex.sources])
        if len(found) > 7 and type(vertex.layer).__name__ == "Dense"
        else vertex
        for vertex in found
    ]


@model_parts("plot_model.layers.names-alike")
def names_of_one_letter_missing(found, model):
    gone = [vertex.layer for vertex in found if len(vertex.layer.name) == 1]
    return [without(vertex, *gone) for vertex in found if vertex.layer not in gone]


@graph("plot_model.layers.punctuated-names")
def names_up_to_the_dot(pydot, graph, model):
    for node in graph.get_nodes():
        if "." in node.get_name():
            node.set_label('"' + node.get_name().strip('"').split(".")[0] + '"')


@graph("plot_model.layers.punctuated-names")
def hyphens_become_underscores(pydot, graph, model):
    for node in graph.get_nodes():
        node.set_label((node.get_label() or "").replace("-", "_"))


@graph("plot_model.layers.after-use")
def loss_of_a_compiled_model(pydot, graph, model):
    if getattr(model, "optimizer", None) is not None:
        graph.add_node(pydot.Node("loss", label="loss"))


@instead("plot_model.layers.after-use")
def new_models_only(given):
    if getattr(given.model, "optimizer", None) is not None:
        raise ValueError("the model has been compiled")
    return right(**vars(given))


# Arrows


@model_parts("plot_model.arrows.chain", "plot_model.arrows.sequential")
def no_arrows(found, model):
    return [replace(vertex, sources=[]) for vertex in found]


@model_parts("plot_model.arrows.chain")
def none_from_inputs(found, model):
    return [without(vertex, *[v.layer for v in found if is_input(v)]) for vertex in found]


def edges_of(graph):
    for edge in graph.get_edges():
        yield graph, edge
    for inner in graph.get_subgraphs():
        yield from edges_of(inner)


@graph("plot_model.arrows.direction", "plot_model.arrows.chain")
def arrows_backwards(pydot, graph, model):
    for owner, edge in list(edges_of(graph)):
        owner.del_edge(edge.get_source(), edge.get_destination())
        owner.add_edge(pydot.Edge(edge.get_destination(), edge.get_source()))


@graph("plot_model.arrows.direction")
def heads_at_the_wrong_end(pydot, graph, model):
    for _, edge in edges_of(graph):
        edge.set_dir("back")


@graph("plot_model.arrows.direction")
def heads_at_the_wrong_end_past_layers(pydot, graph, model):
    for _, edge in edges_of(graph):
        if (edge.get_source(), edge.get_destination()) == ('"first"', '"join"'):
            edge.set_dir("back")


@model_parts("plot_model.arrows.branches", "plot_model.arrows.past-layers", "plot_model.arrows.shared-layer")
def first_source_only(found, model):
    return [replace(vertex, sources=vertex.sources[:1]) for vertex in found]


@model_parts("plot_model.arrows.branches", "plot_model.arrows.two-inputs")
def last_source_only(found, model):
    return [replace(vertex, sources=vertex.sources[-1:]) for vertex in found]


@model_parts("plot_model.arrows.branches", "plot_model.arrows.two-outputs")
def one_after_the_other(found, model):
    return [
        replace(vertex, sources=[(before.layer, 0, 0)] if before else [])
        for before, vertex in zip([None] + found, found)
    ]


@model_parts("plot_model.arrows.branches")
def branches_connected(found, model):
    by_name = {vertex.layer.name: vertex for vertex in found}
    for left, right_one in (("left", "right"), ("mole", "crow")):
        if left in by_name and right_one in by_name:
            by_name[right_one].sources.append((by_name[left].layer, 0, 0))
    return found


@model_parts("plot_model.arrows.past-layers")
def no_shortcuts_from_inputs(found, model):
    inputs = [vertex.layer for vertex in found if is_input(vertex)]
    return [without(vertex, *inputs) if len(vertex.sources) > 2 else vertex for vertex in found]


@model_parts("plot_model.arrows.two-inputs")
def first_input_only(found, model):
    inputs = [vertex.layer for vertex in found if is_input(vertex)]
    return [without(vertex, *inputs[1:]) for vertex in found]


@model_parts("plot_model.arrows.two-outputs")
def nothing_after_an_output(found, model):
    outputs = [tensor._keras_history[0] for tensor in model.outputs]
    return [without(vertex, *outputs) for vertex in found]


@model_parts("plot_model.arrows.shared-layer", "plot_model.arrows.onto-itself")
def last_call_only(found, model):
    for vertex in found:
        if len(vertex.layer._inbound_nodes) > 1 and not hasattr(vertex.layer, "layers"):
            vertex.sources = vertex.sources[1:]
    return [without(v, v.layer) for v in found]


@model_parts("plot_model.arrows.onto-itself")
def no_loops(found, model):
    return [without(vertex, vertex.layer) for vertex in found]


@model_parts("plot_model.arrows.same-twice")
def twice_is_never(found, model):
    return [
        replace(vertex, sources=[s for s in vertex.sources if vertex.sources.count(s) == 1])
        for vertex in found
    ]


@model_parts("plot_model.arrows.same-twice")
def second_time_from_the_input(found, model):
    first = found[0].layer
    for vertex in found:
        if len(vertex.sources) == 2 and vertex.sources[0] == vertex.sources[1]:
            vertex.sources[1] = (first, 0, 0)
    return found


@model_parts("plot_model.arrows.sequential")
def no_arrows_in_a_sequential(found, model):
    if "Sequential" not in type(model).__name__:
        return found
    return [replace(vertex, sources=[]) for vertex in found]


@model_parts("plot_model.arrows.sequential")
def last_arrow_of_a_sequential_missing(found, model):
    if "Sequential" in type(model).__name__:
        found[-1].sources = []
    return found


earlier = []


@graph("plot_model.again.other-model")
def earlier_boxes_stay(pydot, graph, model):
    known = {node.get_name() for node in graph.get_nodes()}
    for node in earlier:
        if node.get_name() not in known:
            graph.add_node(pydot.Node(node.get_name(), label=node.get_label()))
    earlier.extend(graph.get_nodes())


@graph("plot_model.again.other-model")
def earlier_frames_stay(pydot, graph, model):
    for inner in earlier_frames:
        graph.add_subgraph(inner)
    earlier_frames.extend(graph.get_subgraphs())


earlier_frames = []


@model_parts("plot_model.again.same")
def each_layer_once_in_a_lifetime(found, model):
    new = [vertex for vertex in found if id(vertex.layer) not in seen]
    seen.update(id(vertex.layer) for vertex in found)
    return new


seen = set()
