"""The reference's print_summary where the documentation leaves a choice."""

import numpy as np
import pytest

from cthulhu_conformance.reference.layers import Daoloth, Input, Multiply
from cthulhu_conformance.reference.models import Lump, Sequential
from cthulhu_conformance.reference.utils import print_summary


def summary(model, *arguments):
    lines = []
    print_summary(model, *arguments, print_fn=lines.append)
    return lines


@pytest.fixture
def gate():
    """A model whose input goes two ways to its output."""
    entry = Input((4,), name="entry")
    gated = Multiply(name="gate")([entry, Daoloth(4, activation="sigmoid", name="valve")(entry)])
    return Lump(entry, gated, name="gated")


def test_layout(gate):
    assert summary(gate, 80) == [
        'Model: "gated"',
        "_" * 80,
        "Layer (type)              Output Shape      Param #  Connected to",
        "=" * 80,
        "entry (InputLayer)        (None, 4)         0",
        "valve (Dense)             (None, 4)         20       entry[0][0]",
        "gate (Multiply)           (None, 4)         0        entry[0][0] valve[0][0]",
        "=" * 80,
        "Total params: 20",
        "Trainable params: 20",
        "Non-trainable params: 0",
    ]


def test_98_characters_by_default(gate):
    assert max(map(len, summary(gate))) == 98


def test_what_does_not_fit_is_wrapped(gate):
    rows = summary(gate, 80, [14, 26, 34, 52])[-6:-3]
    assert rows == [
        "gate          (None, 4)   0       entry[0][0]",
        "(Multiply)                        valve[0][0]",
        "=" * 80,
    ]


def test_as_many_columns_as_positions(gate):
    assert "valve (Dense)  (None, 4)  20" in summary(gate, 40, [15, 26, 40])


@pytest.mark.parametrize("positions", [[1, 2, 3, 4], [0.01, 0.02, 0.5, 1.0]])
def test_columns_without_room(gate, positions):
    assert max(map(len, summary(gate, 60, positions))) <= 60


def test_an_unbuilt_model():
    lines = summary(Sequential([Daoloth(3, name="first"), Daoloth(5, name="second")]))
    assert [line.split() for line in lines[4:6]] == [
        ["first", "(Dense)", "?", "?"],
        ["second", "(Dense)", "?", "?"],
    ]
    assert lines[-3] == "Total params: 0"


def test_a_sequential_model_has_its_input():
    model = Sequential([Input((4,), name="entry"), Daoloth(3, name="only")])
    assert [line.split()[0] for line in summary(model)[4:6]] == ["entry", "only"]


def test_one_shape_for_calls_that_give_the_same():
    one, other = Input((4,)), Input((4,))
    shared = Daoloth(3, name="shared")
    lines = summary(Lump([one, other], Multiply()([shared(one), shared(other)])), 200)
    assert sum(line.count("(None, 3)") for line in lines if line.startswith("shared")) == 1


def test_several_shapes_of_calls_that_give_others():
    one, other = Input((4,)), Input((5, 4))
    shared = Daoloth(3, name="shared")
    lines = summary(Lump([one, other], [shared(one), shared(other)]), 200)
    assert any("(None, 3), (None, 5, 3)" in line for line in lines)


def test_shapes_in_models_of_the_users_class():
    class Twice(Lump):
        def __init__(self):
            super().__init__()
            self.layer = Daoloth(4, name="layer")

        def call(self, x):
            return self.layer(self.layer(x))

    model = Twice()
    model(np.zeros((1, 4)))
    assert ["layer", "(Dense)", "(1,", "4)", "20"] in [line.split() for line in summary(model)]


def test_arithmetic_between_layers_has_no_weights():
    entry = Input((4,), name="entry")
    lines = summary(Lump(entry, Daoloth(3, name="dense")(entry) * 2, name="doubled"))
    assert next(line for line in lines if line.startswith("multiply")).split()[-2:] == ["0", "dense[0][0]"]
