"""The shape of the matrix, and the number of classes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.expectations import exactly


@clause("to_categorical.shape.rows")
@given(labels=st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_as_many_rows_as_labels(to_categorical, labels):
    assert len(to_categorical(np.array(labels), 6)) == len(labels)


@clause("to_categorical.shape.columns")
def test_as_many_columns_as_classes(to_categorical):
    assert to_categorical(np.array([0, 2, 1, 2, 0])).shape[1] == 3


@clause("to_categorical.shape.classes-last")
@given(
    labels=hnp.arrays(
        np.int64,
        hnp.array_shapes(min_dims=2, max_dims=4, min_side=2, max_side=4),
        elements=st.integers(0, 4),
    )
)
def test_the_classes_axis_is_the_last(to_categorical, labels):
    assert to_categorical(labels, 5).shape == labels.shape + (5,)


@clause("to_categorical.shape.trailing-one")
@pytest.mark.parametrize("rows", [1, 2, 5])
def test_a_column_of_labels_is_a_vector_of_labels(to_categorical, rows):
    labels = np.arange(rows)
    assert to_categorical(labels.reshape(rows, 1)) == exactly(np.eye(rows))


@clause("to_categorical.shape.trailing-one-higher-rank")
@pytest.mark.parametrize("shape", [(1, 2, 1), (2, 1, 1), (2, 3, 1)])
def test_only_the_last_axis_of_length_one_is_dropped(to_categorical, shape):
    assert to_categorical(np.zeros(shape, int), 4).shape == shape[:-1] + (4,)


@clause("to_categorical.shape.single-label")
def test_one_label_is_one_row(to_categorical):
    assert to_categorical(np.array([2])) == exactly([[0, 0, 1]])


@clause("to_categorical.shape.no-labels")
@pytest.mark.parametrize("shape", [(0,), (0, 1), (2, 0)])
def test_no_labels_are_no_rows(to_categorical, shape):
    labels = np.zeros(shape, dtype=int)
    assert to_categorical(labels, 3).shape == (shape if shape[-1] != 1 else shape[:-1]) + (3,)


@clause("to_categorical.num-classes.inferred")
@given(labels=st.lists(st.integers(0, 30), min_size=1))
def test_one_class_more_than_the_largest_label(to_categorical, labels):
    assert to_categorical(np.array(labels)).shape[-1] == max(labels) + 1


@clause("to_categorical.num-classes.inferred-from-all")
@pytest.mark.parametrize("labels", [[4, 0, 1], [0, 4, 1], [1, 0, 4], [[0, 1], [4, 2], [1, 1]]])
def test_the_largest_label_may_stand_anywhere(to_categorical, labels):
    assert to_categorical(np.array(labels)).shape[-1] == 5


@clause("to_categorical.num-classes.given")
@pytest.mark.parametrize("classes", [3, 4, 10])
def test_num_classes_columns(to_categorical, classes):
    assert to_categorical(np.array([0, 2, 1]), classes).shape == (3, classes)


@clause("to_categorical.num-classes.unused-are-zero")
def test_classes_without_labels_are_zero(to_categorical):
    assert to_categorical(np.array([1, 1]), 4) == exactly([[0, 1, 0, 0], [0, 1, 0, 0]])


@clause("to_categorical.num-classes.last-class")
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_the_last_label_is_the_last_column(to_categorical, classes):
    assert to_categorical(np.array([classes - 1]), classes)[0][classes - 1] == 1


@clause("to_categorical.num-classes.first-class")
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_label_zero_is_the_first_column(to_categorical, classes):
    assert to_categorical(np.array([0]), classes)[0][0] == 1


@clause("to_categorical.num-classes.one")
@pytest.mark.parametrize("classes", [None, 1])
def test_a_single_class(to_categorical, classes):
    assert to_categorical(np.array([0, 0, 0]), classes) == exactly([[1], [1], [1]])


@clause("to_categorical.num-classes.numpy-integer")
@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint8])
def test_num_classes_as_numpy_integer(to_categorical, kind):
    assert to_categorical(np.array([0, 2]), kind(4)) == exactly([[1, 0, 0, 0], [0, 0, 1, 0]])
