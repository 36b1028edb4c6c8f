"""Mutants: nested models."""

from dataclasses import replace

from cthulhu_conformance.reference.utils import plots
from cthulhu_conformance.tools.mutants import patch
from cthulhu_conformance.tools.mutants.plot_model.wrapping import before, draw, frame, graph, model_parts

is_model, innermost = plots._is_model, plots._innermost


@before(
    "plot_model.expand-nested.frame",
    "plot_model.expand-nested.layers",
    "plot_model.expand-nested.frame-of-shared",
)
def never_expanded(given):
    given.expand_nested = False


@before("plot_model.expand-nested.one-box", "plot_model.expand-nested.arrows-without-it")
def always_expanded(given):
    given.expand_nested = True


@graph("plot_model.expand-nested.one-box")
def empty_frames(pydot, graph, model):
    for node in graph.get_nodes():
        if "inner" in (node.get_label() or ""):
            box = pydot.Cluster("around", label="inner")
            box.add_node(pydot.Node(node.get_name()))
            graph.add_subgraph(box)


@model_parts("plot_model.expand-nested.arrows-without-it")
def nothing_into_models(found, model):
    return [replace(v, sources=[]) if is_model(v.layer) else v for v in found]


@model_parts("plot_model.expand-nested.arrows-without-it", "plot_model.expand-nested.arrows-of-shared")
def one_call_of_a_model(found, model):
    return [replace(v, sources=v.sources[:1]) if is_model(v.layer) else v for v in found]


@patch(plots, "_draw", ["plot_model.expand-nested.frame", "plot_model.expand-nested.frame-in-frame"])
def no_frames(pydot, graph, model, prefix, *options):
    """Draw inner layers like outer ones."""

    class Flat:
        def __init__(self, graph):
            self.graph = graph

        def __getattr__(self, name):
            return getattr(self.graph, name)

        def add_subgraph(self, frame):
            for node in frame.get_nodes():
                self.graph.add_node(node)
            for edge in frame.get_edges():
                self.graph.add_edge(edge)

    draw(pydot, Flat(graph), model, prefix, *options)


@frame("plot_model.expand-nested.frame")
def frames_without_lines(pydot, graph, model):
    graph.set_style("invis")


@graph("plot_model.expand-nested.frame")
def last_layer_out_of_the_frame(pydot, graph, model):
    for box in graph.get_subgraphs():
        last = box.get_nodes()[-1]
        box.del_node(last)
        graph.add_node(pydot.Node(last.get_name(), label=last.get_label()))
        for edge in list(box.get_edges()):
            box.del_edge(edge.get_source(), edge.get_destination())
            graph.add_edge(edge)


@graph("plot_model.expand-nested.frame")
def outer_layer_in_the_frame(pydot, graph, model):
    for box in graph.get_subgraphs():
        box.add_node(pydot.Node('"last"'))
        box.add_node(pydot.Node('"entry"'))


@graph("plot_model.expand-nested.frame-in-frame")
def frames_side_by_side(pydot, graph, model):
    for box in graph.get_subgraphs():
        for inner in box.get_subgraphs():
            graph.add_subgraph(inner)
            box.obj_dict["subgraphs"].clear()


def models(*breaks):
    """Define a mutant that takes only those models for such which the function accepts."""

    def decorate(condition):
        def only(layer):
            return is_model(layer) and condition(layer)

        return patch(plots, "_is_model", breaks, condition.__name__)(only)

    return decorate


def is_sequential(layer):
    return "Sequential" in type(layer).__name__


@models(
    "plot_model.expand-nested.frame-of-sequential",
    "plot_model.expand-nested.arrows-of-sequential",
    "plot_model.expand-nested.layers",
)
def no_sequential_expanded(layer):
    return not is_sequential(layer)


@before("plot_model.expand-nested.frame-in-sequential", "plot_model.expand-nested.arrows-in-sequential")
def nothing_expanded_in_a_sequential(given):
    given.expand_nested = given.expand_nested and not is_sequential(given.model)


def has_models(layer):
    return any(is_model(inner) for inner in layer.layers)


@models("plot_model.expand-nested.layers-in-deep", "plot_model.expand-nested.arrows-in-deep")
def deep_ones_stay(layer):
    return has_models(layer) or layer.name != "inner"


@models("plot_model.expand-nested.frame-of-shared")
def shared_ones_stay(layer):
    return len(layer._inbound_nodes) < 2


@frame("plot_model.expand-nested.frame-name")
def frames_without_names(pydot, graph, model):
    graph.set_label('""')


@frame("plot_model.expand-nested.frame-name")
def frames_say_model(pydot, graph, model):
    graph.set_label('"model"')


@frame("plot_model.expand-nested.frame-name")
def frames_say_types(pydot, graph, model):
    graph.set_label(f'"{type(model).__name__}"')


@graph("plot_model.expand-nested.layers")
def the_model_is_a_box_too(pydot, graph, model):
    for box in graph.get_subgraphs():
        box.add_node(pydot.Node("model", label="inner: Model"))


@frame("plot_model.expand-nested.layers", "plot_model.expand-nested.layers-in-deep")
def first_and_last_layer_only(pydot, graph, model):
    for node in graph.get_nodes()[1:-1]:
        graph.del_node(node)
        for edge in graph.get_edges():
            if node.get_name() in (edge.get_source(), edge.get_destination()):
                graph.del_edge(edge.get_source(), edge.get_destination())


@frame("plot_model.expand-nested.arrows")
def no_arrows_in_frames(pydot, graph, model):
    for edge in list(graph.get_edges()):
        graph.del_edge(edge.get_source(), edge.get_destination())


@patch(
    plots, "_innermost", ["plot_model.expand-nested.arrows", "plot_model.expand-nested.arrows-of-sequential"]
)
def out_of_the_first_layer(layer, side, number):
    if not is_model(layer) or side == "inputs":
        return innermost(layer, side, number)
    return layer.name + "/" + [inner for inner in layer.layers if not inner.name.startswith("start")][0].name


@patch(
    plots, "_innermost", ["plot_model.expand-nested.arrows", "plot_model.expand-nested.arrows-in-sequential"]
)
def to_the_model_itself(layer, side, number):
    return layer.name


@graph("plot_model.expand-nested.arrows-between-frames")
def nothing_from_frame_to_frame(pydot, graph, model):
    for edge in list(graph.get_edges()):
        if "/" in edge.get_source() and "/" in edge.get_destination():
            graph.del_edge(edge.get_source(), edge.get_destination())


@graph("plot_model.expand-nested.arrows-in-deep")
def nothing_into_deep_frames(pydot, graph, model):
    for box in graph.get_subgraphs():
        for edge in list(box.get_edges()):
            if edge.get_destination().count("/") > 1 and edge.get_source().count("/") == 1:
                box.del_edge(edge.get_source(), edge.get_destination())


@patch(plots, "_innermost", ["plot_model.expand-nested.arrows-of-two-inputs"])
def into_the_first_input(layer, side, number):
    return innermost(layer, side, 0 if side == "inputs" and is_model(layer) else number)


@patch(plots, "_innermost", ["plot_model.expand-nested.arrows-of-two-outputs"])
def out_of_the_last_output(layer, side, number):
    if side == "outputs" and is_model(layer):
        number = len(layer.outputs) - 1
    return innermost(layer, side, number)


@patch(plots, "_innermost", ["plot_model.expand-nested.arrows-of-two-inputs"])
def inputs_the_other_way_round(layer, side, number):
    if side == "inputs" and is_model(layer):
        number = len(layer.inputs) - 1 - number
    return innermost(layer, side, number)


@patch(plots, "_draw", ["plot_model.expand-nested.names-alike"])
def boxes_by_name(pydot, graph, model, prefix, *options):
    """Know boxes by the layers' names: equal names are one box."""
    draw(pydot, graph, model, prefix, *options)
    if prefix == "":
        for owner in [graph] + graph.get_subgraphs():
            for node in owner.get_nodes():
                node.set_name(short(node.get_name()))
            for edge in list(owner.get_edges()):
                owner.del_edge(edge.get_source(), edge.get_destination())
                owner.add_edge(pydot.Edge(short(edge.get_source()), short(edge.get_destination())))


def short(name):
    return '"' + name.strip('"').rpartition("/")[2] + '"'


@before("plot_model.expand-nested.nothing-to-expand")
def nothing_to_expand_is_an_error(given):
    if given.expand_nested and not any(is_model(layer) for layer in given.model.layers):
        raise ValueError("there is nothing to expand")


@patch(plots, "_draw", ["plot_model.expand-nested.nothing-to-expand", "plot_model.expand-nested.frame"])
def frame_around_everything(pydot, graph, model, prefix, *options):
    """Draw a frame around the model itself, too."""
    if prefix == "" and options[-1]:
        frame = pydot.Cluster("all", label=model.name)
        draw(pydot, frame, model, prefix, *options)
        graph.add_subgraph(frame)
    else:
        draw(pydot, graph, model, prefix, *options)
