"""Mutants: what is written into the boxes."""

from dataclasses import replace

from cthulhu_conformance.reference.utils import plots
from cthulhu_conformance.tools.mutants import patch
from cthulhu_conformance.tools.mutants.plot_model.wrapping import before, boxes, draw, graph, label


def kind(vertex):
    return type(vertex.layer).__name__


def relabelled(text, new):
    """Return the label with its first field replaced."""
    return "|".join([new] + text.split("|")[1:])


@boxes(
    "plot_model.show-layer-names.shown",
    "plot_model.default.show-layer-names",
    "plot_model.layers.every-layer",
)
def no_names(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes, False)


@boxes("plot_model.show-layer-names.shown")
def inputs_without_names(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes, show_layer_names and kind(vertex) != "InputLayer")


@boxes("plot_model.show-layer-names.shown")
def names_of_four_letters(vertex, show_shapes, show_layer_names):
    text = label(vertex, show_shapes, show_layer_names)
    return text.replace(vertex.layer.name, vertex.layer.name[:4])


@boxes("plot_model.show-layer-names.shown")
def no_names_with_shapes_shown(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes, show_layer_names and not show_shapes)


@boxes("plot_model.show-layer-names.hidden", "plot_model.show-layer-names.hidden-in-nested")
def names_always(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes, True)


@boxes("plot_model.show-layer-names.hidden")
def names_of_inputs_always(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes, show_layer_names or kind(vertex) == "InputLayer")


def within_frames(name, names, *breaks):
    """Define a mutant that shows names, or not, whatever was asked for, in expanded models."""

    def drawn(pydot, graph, model, prefix, show_shapes, show_layer_names, expand_nested):
        names_here = names if prefix else show_layer_names
        draw(pydot, graph, model, prefix, show_shapes, names_here, expand_nested)

    patch(plots, "_draw", breaks, name)(drawn)


within_frames("names_in_frames", True, "plot_model.show-layer-names.hidden-in-nested")
within_frames("no_names_in_frames", False, "plot_model.show-layer-names.shown-in-nested")


@before("plot_model.show-layer-names.hidden-in-nested")
def names_in_deep_frames(given):
    given.show_layer_names = given.show_layer_names or (given.expand_nested and has_deep(given.model))


def has_deep(model):
    return any(hasattr(inner, "layers") for layer in model.layers for inner in getattr(layer, "layers", ()))


@graph("plot_model.show-layer-names.same-graph")
def without_names_by_type(pydot, graph, model):
    """Lose arrows of an Add or a Concatenate where there is no name."""
    if not any("lion" in (node.get_label() or "") for node in graph.get_nodes()):
        for edge in list(graph.get_edges()):
            if "wolf" in edge.get_destination():
                graph.del_edge(edge.get_source(), edge.get_destination())


@before("plot_model.show-layer-names.same-graph")
def upside_down_without_names(given):
    if not given.show_layer_names:
        plots.vertices = backwards(plots.vertices)


def backwards(original):
    def vertices(model):
        found = original(model)
        return [replace(v, sources=v.sources[:1]) for v in found]

    return vertices


# Types


@boxes("plot_model.types.shown")
def names_only(vertex, show_shapes, show_layer_names):
    text = label(vertex, show_shapes, show_layer_names)
    return relabelled(text, vertex.layer.name) if show_layer_names else text


@boxes("plot_model.types.shown")
def type_of_joins_missing(vertex, show_shapes, show_layer_names):
    text = label(vertex, show_shapes, show_layer_names)
    return relabelled(text, vertex.layer.name) if show_layer_names and kind(vertex) == "Concatenate" else text


@boxes("plot_model.types.shown-without-names", "plot_model.show-layer-names.same-graph")
def blank_without_names(vertex, show_shapes, show_layer_names):
    text = label(vertex, show_shapes, show_layer_names)
    return text if show_layer_names else relabelled(text, "")


@boxes("plot_model.types.shown", "plot_model.types.shown-without-names")
def types_in_small_letters(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes, show_layer_names).replace(kind(vertex), kind(vertex).lower())


@boxes("plot_model.types.own-layer")
def layer_for_unknown_types(vertex, show_shapes, show_layer_names):
    text = label(vertex, show_shapes, show_layer_names)
    is_known = type(vertex.layer).__module__.startswith("keras")
    return text if is_known else text.replace(kind(vertex), "Layer")


# Shapes


def shapes(*breaks):
    """Define a mutant that shows the shapes of a vertex after the function has changed them."""

    def decorate(change):
        def changed(vertex, show_shapes, show_layer_names):
            other = replace(vertex, inputs=list(vertex.inputs), outputs=list(vertex.outputs))
            change(other)
            return label(other, show_shapes, show_layer_names)

        return patch(
            plots, "_label", [f"plot_model.show-shapes.{clause}" for clause in breaks], change.__name__
        )(changed)

    return decorate


@shapes("each-by-its-word")
def shapes_swapped(vertex):
    vertex.inputs, vertex.outputs = vertex.outputs, vertex.inputs


@shapes("output", "sequential")
def no_output_shapes(vertex):
    vertex.outputs = []


@shapes("input")
def no_input_shapes(vertex):
    vertex.inputs = []


@shapes("output", "of-nested")
def input_shapes_twice(vertex):
    vertex.outputs = vertex.inputs


@shapes("of-inputs")
def no_shape_of_inputs(vertex):
    if kind(vertex) == "InputLayer":
        vertex.inputs = vertex.outputs = []


@shapes("all-axes")
def two_axes(vertex):
    vertex.inputs = [shape[:2] for shape in vertex.inputs]
    vertex.outputs = [shape[:2] for shape in vertex.outputs]


@shapes("all-axes")
def axes_backwards(vertex):
    vertex.inputs = [shape[:1] + shape[:0:-1] for shape in vertex.inputs]
    vertex.outputs = [shape[:1] + shape[:0:-1] for shape in vertex.outputs]


@shapes("several-inputs")
def shape_of_first_input(vertex):
    vertex.inputs = vertex.inputs[:1]


@shapes("several-inputs")
def shape_of_last_input(vertex):
    vertex.inputs = vertex.inputs[-1:]


@shapes("of-nested")
def no_shapes_of_models(vertex):
    if hasattr(vertex.layer, "layers"):
        vertex.inputs = vertex.outputs = []


@shapes("of-nested")
def what_models_take(vertex):
    """Show of a nested model what it takes."""
    if hasattr(vertex.layer, "layers"):
        vertex.outputs = vertex.inputs


@boxes("plot_model.show-shapes.each-by-its-word")
def words_swapped(vertex, show_shapes, show_layer_names):
    text = label(vertex, show_shapes, show_layer_names)
    return text.replace("{input:|output:}", "{output:|input:}")


@boxes("plot_model.show-shapes.output", "plot_model.show-shapes.input")
def never_shapes(vertex, show_shapes, show_layer_names):
    return label(vertex, False, show_layer_names)


@boxes("plot_model.show-shapes.hidden", "plot_model.default.show-shapes")
def shapes_always(vertex, show_shapes, show_layer_names):
    return label(vertex, True, show_layer_names)


@boxes("plot_model.show-shapes.hidden")
def shapes_of_joins_always(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes or kind(vertex) == "Concatenate", show_layer_names)


@boxes("plot_model.show-shapes.in-nested")
def no_shapes_in_frames(vertex, show_shapes, show_layer_names):
    return label(vertex, show_shapes and vertex.layer.name not in ("alpha", "beta"), show_layer_names)


@before("plot_model.show-shapes.in-nested", "plot_model.options.together", "plot_model.format.dot-options")
def shapes_or_frames(given):
    given.show_shapes = given.show_shapes and not given.expand_nested


@before("plot_model.show-shapes.hidden")
def shapes_with_frames(given):
    given.show_shapes = given.show_shapes or given.expand_nested


@before("plot_model.show-shapes.sequential")
def no_shapes_of_a_sequential(given):
    given.show_shapes = given.show_shapes and "Sequential" not in type(given.model).__name__


@graph("plot_model.show-shapes.same-graph")
def no_branches_with_shapes(pydot, graph, model):
    if any("input:" in (node.get_label() or "") for node in graph.get_nodes()):
        for edge in list(graph.get_edges())[-1:]:
            graph.del_edge(edge.get_source(), edge.get_destination())
