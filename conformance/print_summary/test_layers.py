"""The row of each layer: name, type, shape of its output, count of its parameters."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.print_summary.examples import parameters
from cthulhu_conformance.print_summary.reading import ZERO, Token, number, shape, word
from cthulhu_conformance.testing.cases import cases


@pytest.fixture(scope="session")
def one_layer(examples, summary_of):
    """Give a function that returns the part of a summary about a layer between two others, and its parameters."""

    def one_layer(make, *input_shape):
        layers = examples.framework.layers
        model = examples.chain_of(
            layers.Activation("relu", input_shape=input_shape, name="first"),
            make(layers),
            layers.Activation("relu", name="last"),
        )
        return summary_of(model).of("middle"), parameters(model.layers[1])

    return one_layer


@clause("print_summary.layers.name")
@pytest.mark.parametrize(
    "kind",
    ["single", "chain", "line", "tree", "delta", "shared_layer", "layers_without_weights", "partly_frozen"],
)
def test_names_of_all_layers(summary_of, examples, kind):
    model = examples.make(kind)
    assert set(summary_of(model).order) == {layer.name for layer in model.layers}


@clause("print_summary.layers.order")
@pytest.mark.parametrize(
    "kind", ["chain", "layers_without_weights", "normalizing", "long_chain", "nested_chain"]
)
def test_a_row_of_layers_comes_in_its_order(summary_of, examples, kind):
    model = examples.make(kind)
    assert summary_of(model).order == [layer.name for layer in model.layers]


@clause("print_summary.layers.many")
@pytest.mark.parametrize("length", [12, 35, 110])
def test_none_of_many_layers_is_left_out(summary_of, examples, length):
    model = examples.make("long_chain", length)
    summary = summary_of(model)
    assert summary.order == [layer.name for layer in model.layers]
    wrong = [layer.name for layer in model.layers if number(parameters(layer)) not in summary.of(layer.name)]
    assert wrong == []


@clause("print_summary.layers.type")
@pytest.mark.parametrize(
    "kind", ["chain", "line", "tree", "layers_without_weights", "normalizing", "large", "shared_layer"]
)
def test_types_of_layers(summary_of, examples, kind):
    model = examples.make(kind)
    summary = summary_of(model)
    of_inputs = ("InputLayer", "Input")
    types = {
        layer.name: type(layer).__name__ for layer in model.layers if type(layer).__name__ not in of_inputs
    }
    assert {name: kind for name, kind in types.items() if word(kind) in summary.of(name)} == types


@clause("print_summary.layers.own-type")
def test_types_of_the_users_own(summary_of, examples):
    assert word("Waterwheel") in summary_of(examples.make("own_layer")).of("mill")


#: Layers called `middle`: how they are made, the shape that they get, the last sizes of the shape that they give.
LAYERS = {
    "Dense": (lambda layers: layers.Dense(23, name="middle"), (11,), (23,)),
    "Dense without bias": (lambda layers: layers.Dense(29, use_bias=False, name="middle"), (11,), (29,)),
    "Dense of sequences": (lambda layers: layers.Dense(23, name="middle"), (12, 11), (12, 23)),
    "Conv1D": (lambda layers: layers.Conv1D(23, 3, name="middle"), (16, 11), (14, 23)),
    "Conv2D": (lambda layers: layers.Conv2D(13, (3, 5), name="middle"), (19, 21, 3), (17, 17, 13)),
    "LSTM": (lambda layers: layers.LSTM(23, name="middle"), (12, 11), (23,)),
    "TimeDistributed": (
        lambda layers: layers.TimeDistributed(layers.Dense(37), name="middle"),
        (12, 11),
        (12, 37),
    ),
    "Bidirectional": (lambda layers: layers.Bidirectional(layers.LSTM(23), name="middle"), (12, 11), (46,)),
    "BatchNormalization": (lambda layers: layers.BatchNormalization(name="middle"), (12, 41), (12, 41)),
    "Flatten": (lambda layers: layers.Flatten(name="middle"), (12, 11), (132,)),
    "Reshape": (lambda layers: layers.Reshape((4, 33), name="middle"), (12, 11), (4, 33)),
    "RepeatVector": (lambda layers: layers.RepeatVector(14, name="middle"), (11,), (14, 11)),
    "Permute": (lambda layers: layers.Permute((2, 1), name="middle"), (12, 13), (13, 12)),
    "MaxPooling2D": (lambda layers: layers.MaxPooling2D((2, 3), name="middle"), (26, 51, 3), (13, 17, 3)),
}
WITH_WEIGHTS = list(LAYERS)[:9]
OF_ONE_AXIS = ["Dense", "Dense without bias", "LSTM", "Bidirectional", "Flatten"]


@cases(
    "kind",
    {
        "print_summary.layers.shape": OF_ONE_AXIS,
        "print_summary.layers.shape-of-many-axes": [kind for kind in LAYERS if kind not in OF_ONE_AXIS],
    },
)
def test_shapes_of_outputs(one_layer, kind):
    make, given, expected = LAYERS[kind]
    about, _ = one_layer(make, *given)
    assert shape(*expected) in about, f"the shape of the output ends with {expected}, but it tells\n{about}"


@clause("print_summary.layers.shape")
@pytest.mark.parametrize("kind", ["chain", "line", "tree", "delta"])
def test_shapes_in_models(summary_of, examples, kind):
    model = examples.make(kind)
    summary = summary_of(model)
    units = {layer.name: layer.units for layer in model.layers if hasattr(layer, "units")}
    assert {name: size for name, size in units.items() if shape(size) in summary.of(name)} == units


NUMBER_BEFORE_23 = Token("a number before 23", r"(?<![-\d])\d+\D{1,3}23(?!\d)")


@clause("print_summary.layers.shape-unknown")
def test_axes_of_unknown_length(summary_of, examples):
    about = summary_of(examples.make("any_length")).of("river")
    assert shape(23) in about, f"the last axis has length 23, but it tells\n{about}"
    assert NUMBER_BEFORE_23 not in about, f"the axis before it has no known length, but it tells\n{about}"


@pytest.mark.parametrize("kind", WITH_WEIGHTS)
@clause("print_summary.layers.count")
def test_counts_of_parameters(one_layer, kind):
    make, given, _ = LAYERS[kind]
    about, count = one_layer(make, *given)
    assert number(count) in about, f"it has {count} parameters, but it tells\n{about}"


@clause("print_summary.layers.count")
@pytest.mark.parametrize("kind", ["single", "chain", "line", "tree", "delta", "normalizing", "own_layer"])
def test_counts_in_models(summary_of, examples, kind):
    model = examples.make(kind)
    summary = summary_of(model)
    counts = {layer.name: parameters(layer) for layer in model.layers if layer.weights}
    assert {name: count for name, count in counts.items() if number(count) in summary.of(name)} == counts


@clause("print_summary.layers.count-not-trained")
@pytest.mark.parametrize(
    "kind, name, count",
    [
        ("normalizing", "locks", 68),
        ("own_layer", "mill", 36),
        ("partly_frozen", "brook", 414),
        ("frozen", "brook", 414),
        ("frozen", "rain", 204),
    ],
)
def test_counts_include_what_is_not_trained(summary_of, examples, kind, name, count):
    assert number(count) in summary_of(examples.make(kind)).of(name)


@clause("print_summary.layers.count-large")
@pytest.mark.parametrize("name, count", [("pool", 1313), ("ocean", 1215821)])
def test_large_counts_to_the_last_digit(summary_of, examples, name, count):
    assert number(count) in summary_of(examples.make("large")).of(name)


@clause("print_summary.layers.count-without-weights")
@pytest.mark.parametrize("name", ["plain", "weir", "drought"])
def test_layers_without_weights_have_none(summary_of, examples, name):
    about = summary_of(examples.make("layers_without_weights")).of(name)
    assert ZERO in about or about.sizes <= {35}, f"it has no parameters, but it tells\n{about}"


@clause("print_summary.layers.count-without-weights")
@pytest.mark.parametrize(
    "name, sizes", [("hill", {7}), ("moor", {11}), ("glacier", {101}), ("confluence", {23, 29, 211, 263})]
)
def test_inputs_and_merges_have_none(summary_of, examples, name, sizes):
    about = summary_of(examples.make("tree")).of(name)
    assert ZERO in about or about.sizes <= sizes, f"it has no parameters, but it tells\n{about}"
