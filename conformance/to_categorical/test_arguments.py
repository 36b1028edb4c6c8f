"""The parameters, the result's type, and what labels are taken."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import exactly, outcome_of, raises, returns

LABELS = np.array([0, 2, 1, 2, 0])
MATRIX = np.eye(3)[LABELS]


@clause("to_categorical.signature.y")
def test_y_by_name_and_first(to_categorical):
    assert to_categorical(y=LABELS) == exactly(MATRIX)
    assert to_categorical(LABELS) == exactly(MATRIX)


@clause("to_categorical.signature.num-classes")
def test_num_classes_by_name_and_second(to_categorical):
    assert to_categorical(LABELS, num_classes=7).shape == (5, 7)
    assert to_categorical(LABELS, 7).shape == (5, 7)


@clause("to_categorical.signature.num-classes-default")
def test_num_classes_is_none_by_default(to_categorical):
    assert to_categorical(LABELS, num_classes=None) == exactly(to_categorical(LABELS))


@clause("to_categorical.signature.dtype")
def test_dtype_by_name_and_third(to_categorical):
    assert to_categorical(LABELS, dtype="int32") == exactly(MATRIX)
    assert to_categorical(LABELS, 3, "int32") == exactly(MATRIX)


@clause("to_categorical.signature.dtype-default")
def test_dtype_is_float32_by_default(to_categorical):
    assert to_categorical(LABELS, dtype="float32").dtype == to_categorical(LABELS).dtype


@clause("to_categorical.dtype.default-float32")
@pytest.mark.parametrize("classes", [None, 3, 5])
def test_float32_unless_said_otherwise(to_categorical, classes):
    assert to_categorical(LABELS, classes).dtype == np.dtype("float32")


@clause("to_categorical.dtype.default-for-any-labels")
@pytest.mark.parametrize("kind", ["int64", "int8", "uint8"])
@pytest.mark.parametrize("shape", [(1,), (4, 1), (2, 3), (2, 3, 4), (2, 2, 2, 2)])
def test_float32_for_any_labels(to_categorical, shape, kind):
    assert to_categorical(np.ones(shape, kind)).dtype == np.dtype("float32")


@cases(
    "dtype",
    {
        "to_categorical.dtype.float32": ["float32"],
        "to_categorical.dtype.float64": ["float64"],
        "to_categorical.dtype.int32": ["int32"],
        "to_categorical.dtype.others": ["bool", "uint8", "int64", "float16"],
    },
)
def test_dtype_is_the_type_of_the_matrix(to_categorical, dtype):
    assert to_categorical(LABELS, dtype=dtype).dtype == np.dtype(dtype)
    assert to_categorical(LABELS, 4, dtype).dtype == np.dtype(dtype)


@clause("to_categorical.dtype.same-values")
@pytest.mark.parametrize("dtype", ["float64", "int32", "uint8", "bool"])
def test_the_values_do_not_depend_on_the_type(to_categorical, dtype):
    assert to_categorical(LABELS, dtype=dtype) == exactly(MATRIX)


@clause("to_categorical.labels.list")
def test_labels_in_a_list(to_categorical):
    assert to_categorical(LABELS.tolist()) == exactly(MATRIX)


@clause("to_categorical.labels.nested-list")
def test_labels_in_nested_lists(to_categorical):
    assert to_categorical([[0, 1], [2, 0]]) == exactly(np.eye(3)[np.array([[0, 1], [2, 0]])])


@clause("to_categorical.labels.integer-types")
@pytest.mark.parametrize("kind", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
def test_labels_of_any_integer_type(to_categorical, kind):
    assert to_categorical(LABELS.astype(kind)) == exactly(MATRIX)


@clause("to_categorical.labels.small-type-at-its-limit")
@pytest.mark.parametrize("kind, largest", [("uint8", 255), ("int8", 127)])
def test_the_largest_label_of_a_small_type(to_categorical, kind, largest):
    labels = np.array([0, largest], dtype=kind)
    assert to_categorical(labels) == exactly(np.eye(largest + 1)[[0, largest]])


@clause("to_categorical.labels.many-of-small-type")
@pytest.mark.parametrize("kind", ["int8", "uint8", "int16"])
@pytest.mark.parametrize("shape", [(300,), (70_000,), (30, 20), (300, 1)])
def test_many_labels_of_a_small_type(to_categorical, kind, shape):
    labels = (np.arange(np.prod(shape)) % 7).reshape(shape).astype(kind)
    expected = np.eye(7)[labels[..., 0] if shape[-1] == 1 else labels]
    assert to_categorical(labels) == exactly(expected)


@clause("to_categorical.labels.views")
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(np.array([0, 2, 1, 1])[::-1], id="reversed"),
        pytest.param(np.array([0, 1, 2, 0, 1, 2])[::2], id="strided"),
        pytest.param(np.array([[0, 2, 1], [1, 1, 2]]).T, id="transposed"),
    ],
)
def test_labels_in_a_view(to_categorical, view):
    assert to_categorical(view) == exactly(np.eye(3)[view])


@clause("to_categorical.labels.unchanged")
@pytest.mark.parametrize("shape", [(5,), (5, 1)])
def test_the_labels_stay_as_they_are(to_categorical, shape):
    labels = LABELS.reshape(shape).copy()
    to_categorical(labels)
    assert labels == exactly(LABELS.reshape(shape))


@clause("to_categorical.labels.read-only")
def test_labels_that_cannot_be_written(to_categorical):
    labels = LABELS.copy()
    labels.setflags(write=False)
    assert to_categorical(labels) == exactly(MATRIX)


@cases("label", {"to_categorical.labels.too-large": [3, 7], "to_categorical.labels.negative": [-1, -3]})
@pytest.mark.parametrize("place", [0, 1])
def test_a_label_out_of_range_is_no_other_class(to_categorical, label, place):
    labels, rows = np.ones(2, int), np.array([[0, 1, 0], [0, 1, 0]])
    labels[place], rows[place] = label, 0
    assert outcome_of(to_categorical, labels, 3) in (raises(Exception), returns(exactly(rows)))
