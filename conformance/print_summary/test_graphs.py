"""Layers that are no plain row: what they are connected to, shared ones, models within models."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.print_summary.examples import EDGES, parameters
from cthulhu_conformance.print_summary.reading import number, shape, word


def sources_of(kind, layer):
    return {source for source, end in EDGES[kind] if end == layer}


@clause("print_summary.connections.one")
@pytest.mark.parametrize("kind", ["tree", "delta", "crossed", "shared_layer"])
def test_the_layer_that_a_layer_is_connected_to(summary_of, examples, kind):
    summary = summary_of(examples.make(kind))
    expected = {layer: source for source, layer in EDGES[kind] if sources_of(kind, layer) == {source}}
    assert {
        layer: source for layer, source in expected.items() if word(source) in summary.of(layer)
    } == expected


@clause("print_summary.connections.several")
@pytest.mark.parametrize("kind, layer", [("tree", "confluence"), ("crossed", "sea")])
def test_all_layers_that_a_layer_is_connected_to(summary_of, examples, kind, layer):
    about = summary_of(examples.make(kind)).of(layer)
    assert about.others >= sources_of(kind, layer), (
        f"it is connected to {sources_of(kind, layer)}, but tells\n{about}"
    )


@clause("print_summary.connections.many")
@pytest.mark.parametrize("line_length", [120, 200])
def test_more_connections_than_fit_into_a_line(summary_of, examples, line_length):
    about = summary_of(examples.make("wide_tree"), line_length).of("confluence")
    everything = {f"branch_{number}" for number in range(12)}
    assert about.others >= everything or about.is_abbreviated, f"it is connected to twelve\n{about}"


@clause("print_summary.connections.no-others")
@pytest.mark.parametrize("kind", ["tree", "delta", "crossed"])
def test_no_layers_that_a_layer_is_not_connected_to(summary_of, examples, kind):
    summary = summary_of(examples.make(kind))
    edges = EDGES[kind] + [(end, start) for start, end in EDGES[kind]]  # what it feeds may be told, too
    assert {(name, other) for name in summary.names for other in summary.of(name).others} <= set(edges)


@clause("print_summary.shared.connections")
def test_all_calls_of_a_shared_layer(summary_of, examples):
    about = summary_of(examples.make("shared_layer")).of("mill")
    assert about.others >= {"hill", "moor"}, f"it is called on hill and moor, but tells\n{about}"


@clause("print_summary.shared.only-this-model")
def test_no_calls_in_other_models(summary_of, examples):
    summary = summary_of(examples.make("shared_layer"), names=["fen", "elsewhere"])
    assert {"fen", "elsewhere"} & (set(summary.order) | summary.of("mill").others) == set()


@clause("print_summary.shared.count")
def test_the_count_of_a_shared_layer(summary_of, examples):
    about = summary_of(examples.make("shared_layer")).of("mill")
    assert number(132) in about, f"it has 132 parameters, but it tells\n{about}"


@clause("print_summary.inputs.several")
@pytest.mark.parametrize(
    "kind, expected",
    [("tree", {"hill": 7, "moor": 11, "glacier": 101}), ("crossed", {"hill": 11, "moor": 17})],
)
def test_all_inputs(summary_of, examples, kind, expected):
    summary = summary_of(examples.make(kind))
    assert {name: size for name, size in expected.items() if shape(size) in summary.of(name)} == expected


@clause("print_summary.outputs.several")
def test_all_outputs(summary_of, examples):
    summary = summary_of(examples.make("delta"))
    told = {
        name: units
        for name, units, count in [("west", 13, 312), ("north", 17, 408), ("east", 19, 456)]
        if shape(units) in summary.of(name) and number(count) in summary.of(name)
    }
    assert told == {"west": 13, "north": 17, "east": 19}


#: The kind of model, and the name of the model within.
NESTED = pytest.mark.parametrize(
    "kind, name",
    [("nested", "lake"), ("nested_chain", "cascade"), ("nested_twice", "lake"), ("nested_deep", "basin")],
)


@clause("print_summary.nested.name")
@NESTED
def test_a_model_within_is_a_layer(summary_of, examples, kind, name):
    model = examples.make(kind)
    assert set(summary_of(model).order) == {layer.name for layer in model.layers}


@clause("print_summary.nested.type")
@NESTED
def test_the_type_of_a_model_within(summary_of, examples, kind, name):
    model = examples.make(kind)
    assert word(type(model.get_layer(name)).__name__) in summary_of(model).of(name)


@clause("print_summary.nested.count")
@NESTED
def test_the_count_of_a_model_within(summary_of, examples, kind, name):
    model = examples.make(kind)
    count, about = parameters(model.get_layer(name)), summary_of(model).of(name)
    assert number(count) in about, f"it has {count} parameters, but it tells\n{about}"


@clause("print_summary.nested.count-not-trained")
def test_the_count_of_a_frozen_model_within(summary_of, examples):
    assert number(438) in summary_of(examples.make("nested_frozen")).of("lake")


@clause("print_summary.nested.shape")
@pytest.mark.parametrize(
    "kind, name, units",
    [("nested", "lake", 13), ("nested_chain", "cascade", 13), ("nested_deep", "basin", 19)],
)
def test_the_shape_of_what_a_model_within_gives(summary_of, examples, kind, name, units):
    assert shape(units) in summary_of(examples.make(kind)).of(name)


@clause("print_summary.nested.several-outputs")
@pytest.mark.parametrize("units", [17, 19])
def test_the_shapes_of_several_outputs(summary_of, examples, units):
    assert shape(units) in summary_of(examples.make("nested_outputs")).of("delta")


@clause("print_summary.nested.connections")
@pytest.mark.parametrize(
    "kind, layer",
    [
        ("nested_twice", "lake"),
        ("nested_twice", "confluence"),
        ("nested_outputs", "delta"),
        ("nested_outputs", "sea"),
    ],
)
def test_connections_of_a_model_within(summary_of, examples, kind, layer):
    about = summary_of(examples.make(kind)).of(layer)
    assert about.others >= sources_of(kind, layer), (
        f"it is connected to {sources_of(kind, layer)}, but tells\n{about}"
    )
