"""The text in the boxes: names, types, shapes."""

import re

import pytest

from cthulhu_conformance.clauses import clause


def type_of(model, layer):
    return type(model.get_layer(layer)).__name__


def types_of(example):
    """Return the types of the layers by their names, but for inputs, whose types may be called anything."""
    types = {name: type_of(example.model, name) for name in example.layers}
    return {name: kind for name, kind in types.items() if kind != "InputLayer"}


def numbers(node, *words):
    """Return the numbers in a box, in order, but for those in these words."""
    text = node.text
    for word in words:
        text = text.replace(word, " ")
    return [int(number) for number in re.findall(r"\d+", text)]


def contains(numbers, part):
    """Return whether the numbers of the part follow each other in the others."""
    return any(numbers[start : start + len(part)] == part for start in range(len(numbers)))


# Names


@clause("plot_model.show-layer-names.shown")
@pytest.mark.parametrize("options", [{}, {"show_shapes": True}, {"rankdir": "LR"}], ids=str)
def test_names_are_shown(draw, examples, options):
    example = examples.make("kinds")
    assert (
        draw(example.model, show_layer_names=True, **options).graph(example.layers).layers == example.layers
    )


@clause("plot_model.show-layer-names.hidden")
@pytest.mark.parametrize("options", [{}, {"show_shapes": True}, {"rankdir": "LR"}], ids=str)
def test_names_are_hidden(draw, examples, options):
    example = examples.make("kinds")
    text = draw(example.model, show_layer_names=False, **options).text
    assert [name for name in example.layers if name in text] == []


@clause("plot_model.show-layer-names.hidden-in-nested")
@pytest.mark.parametrize("kind", ["nested", "nested_sequential", "nested_in_nested"])
def test_names_are_hidden_in_nested_models(draw, examples, kind):
    example = examples.make(kind)
    text = draw(example.model, show_layer_names=False, expand_nested=True).text
    assert [name for name in example.expanded_layers + list(example.free) if name in text] == []


@clause("plot_model.show-layer-names.shown-in-nested")
@pytest.mark.parametrize("kind", ["nested", "nested_sequential", "nested_in_nested"])
def test_names_are_shown_in_nested_models(draw, examples, kind):
    example = examples.make(kind)
    text = draw(example.model, show_layer_names=True, expand_nested=True).text
    assert [name for name in example.expanded_layers if name not in text] == []


@clause("plot_model.show-layer-names.same-graph")
def test_the_graph_is_the_same_without_names(draw, examples):
    example = examples.make("kinds")
    types = types_of(example)
    graph = draw(example.model, show_layer_names=False).graph(types.values())
    assert len(graph.layers) == len(example.layers)
    arrows = {(types[tail], types[head]) for tail, head in example.arrows if tail in types}
    assert {arrow for arrow in graph.arrows if arrow[0] in types.values()} == arrows


# Types


@clause("plot_model.types.shown")
@pytest.mark.parametrize("options", [{}, {"show_shapes": True}], ids=str)
def test_types_are_shown_beside_names(draw, examples, options):
    example = examples.make("kinds")
    drawing = draw(example.model, **options)
    assert [name for name, kind in types_of(example).items() if not drawing.node(name).says(kind)] == []


@clause("plot_model.types.shown-without-names")
@pytest.mark.parametrize("options", [{}, {"show_shapes": True}], ids=str)
def test_types_are_shown_without_names(draw, examples, options):
    example = examples.make("kinds")
    drawing = draw(example.model, show_layer_names=False, **options)
    kinds = sorted(types_of(example).values())
    assert [kind for kind in drawing.graph(kinds).layers if kind in kinds] == kinds


@clause("plot_model.types.own-layer")
def test_the_type_of_a_layer_of_the_user_s(draw, examples):
    drawing = draw(examples.make("own_layer").model)
    assert drawing.node("twofold").says("Doubling"), drawing.node("twofold").text


# Shapes


@clause("plot_model.show-shapes.output")
@pytest.mark.parametrize("options", [{}, {"show_layer_names": True, "rankdir": "LR"}], ids=str)
def test_output_shapes_are_shown(draw, examples, options):
    drawing = draw(examples.make("numbers").model, show_shapes=True, **options)
    assert contains(numbers(drawing.node("wide")), [37]), drawing.node("wide").text
    assert contains(numbers(drawing.node("narrow")), [29]), drawing.node("narrow").text


@clause("plot_model.show-shapes.input")
@pytest.mark.parametrize("options", [{}, {"show_layer_names": True, "rankdir": "LR"}], ids=str)
def test_input_shapes_are_shown(draw, examples, options):
    drawing = draw(examples.make("numbers").model, show_shapes=True, **options)
    assert contains(numbers(drawing.node("wide")), [41]), drawing.node("wide").text
    assert contains(numbers(drawing.node("narrow")), [37]), drawing.node("narrow").text


@clause("plot_model.show-shapes.each-by-its-word")
@pytest.mark.parametrize("layer, expected", [("wide", [41, 37]), ("narrow", [37, 29])])
def test_what_is_called_input_is_the_input(draw, examples, layer, expected):
    model = examples.make("numbers").model
    node = draw(model, show_shapes=True).node(layer)
    words = [word.lower() for word in re.findall("(?i)input|output", node.text)]
    if words and words[0] == "output":  # whoever writes the output first
        expected = expected[::-1]
    assert [number for number in numbers(node) if number in expected] == expected


@clause("plot_model.show-shapes.of-inputs")
def test_shapes_of_inputs_are_shown(draw, examples):
    drawing = draw(examples.make("numbers").model, show_shapes=True)
    assert contains(numbers(drawing.node("entry")), [41]), drawing.node("entry").text


@clause("plot_model.show-shapes.all-axes")
@pytest.mark.parametrize(
    "layer, shape", [("entry", [9, 13, 3]), ("padded", [9, 13, 3]), ("padded", [13, 23, 3]), ("flat", [897])]
)
def test_all_axes_are_shown(draw, examples, layer, shape):
    model = examples.make("grids").model
    node = draw(model, show_shapes=True).node(layer)
    assert contains(numbers(node, type_of(model, layer)), shape), node.text


@clause("plot_model.show-shapes.several-inputs")
@pytest.mark.parametrize("size", [41, 37, 78])
def test_shapes_of_all_inputs_of_a_layer_are_shown(draw, examples, size):
    node = draw(examples.make("joined_numbers").model, show_shapes=True).node("join")
    assert contains(numbers(node), [size]), node.text


@clause("plot_model.show-shapes.of-nested")
@pytest.mark.parametrize("size", [37, 90])
def test_shapes_of_a_nested_model_are_shown(draw, examples, size):
    node = draw(examples.make("nested_numbers").model, show_shapes=True).node("inner")
    assert contains(numbers(node), [size]), node.text


@clause("plot_model.show-shapes.in-nested")
@pytest.mark.parametrize("layer, expected", [("alpha", [37, 53]), ("beta", [53, 37, 90])])
def test_shapes_within_a_nested_model_are_shown(draw, examples, layer, expected):
    node = draw(examples.make("nested_numbers").model, show_shapes=True, expand_nested=True).node(layer)
    assert set(numbers(node)) & set(expected) == set(expected)


@clause("plot_model.show-shapes.sequential")
def test_shapes_in_a_sequential_model_are_shown(draw, examples):
    drawing = draw(examples.make("sequential").model, show_shapes=True)
    assert set(numbers(drawing.node("first"))) >= {4, 3}, drawing.node("first").text
    assert set(numbers(drawing.node("second"))) >= {3, 2}, drawing.node("second").text


@clause("plot_model.show-shapes.hidden")
@pytest.mark.parametrize("options", [{}, {"rankdir": "LR"}, {"expand_nested": True}], ids=str)
def test_shapes_are_hidden(draw, examples, options):
    text = draw(examples.make("nested_numbers").model, show_shapes=False, **options).text
    assert [size for size in ("90", "127") if size in text] == []


@clause("plot_model.show-shapes.same-graph")
@pytest.mark.parametrize("kind", ["branches", "shared"])
def test_the_graph_is_the_same_with_shapes(draw, examples, kind):
    example = examples.make(kind)
    assert draw(example.model, show_shapes=True).graph(example.layers) == (example.layers, example.arrows)
