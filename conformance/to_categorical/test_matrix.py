"""The values of the matrix."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.expectations import exactly

LABELS = [0, 2, 1, 2, 0]
MATRIX = [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]]

any_labels = hnp.arrays(
    np.int64,
    hnp.array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=6),
    elements=st.integers(0, 12),
)


@clause("to_categorical.example.values")
def test_the_documented_example(to_categorical):
    assert to_categorical(np.array(LABELS)) == exactly(MATRIX)


@clause("to_categorical.example.dtype")
def test_the_documented_example_is_float32(to_categorical):
    assert to_categorical(np.array(LABELS)).dtype == np.dtype("float32")


@clause("to_categorical.example.array")
def test_the_result_is_a_numpy_array(to_categorical):
    assert isinstance(to_categorical(np.array(LABELS)), np.ndarray), "the result is no numpy.ndarray"


@clause("to_categorical.matrix.binary")
@given(labels=any_labels)
def test_only_zeros_and_ones(to_categorical, labels):
    assert set(np.unique(to_categorical(labels))) <= {0, 1}


@clause("to_categorical.matrix.one-at-label")
@given(labels=st.lists(st.integers(0, 20), min_size=1))
def test_one_in_the_column_of_the_label(to_categorical, labels):
    matrix = to_categorical(np.array(labels))
    assert [matrix[row][label] for row, label in enumerate(labels)] == [1] * len(labels)


@clause("to_categorical.matrix.single-one")
@given(labels=st.lists(st.integers(0, 20), min_size=1))
def test_a_single_one_in_each_row(to_categorical, labels):
    assert (to_categorical(np.array(labels)) != 0).sum(axis=-1) == exactly([1] * len(labels))


@clause("to_categorical.matrix.row-order")
def test_rows_follow_the_labels(to_categorical):
    assert to_categorical(np.array([3, 0, 2, 1])) == exactly(np.eye(4)[[3, 0, 2, 1]])


@clause("to_categorical.matrix.recovers-labels")
@given(labels=any_labels)
def test_the_matrix_represents_the_labels(to_categorical, labels):
    assert np.argmax(to_categorical(labels), axis=-1) == exactly(labels)


@clause("to_categorical.matrix.many-labels")
def test_many_labels(to_categorical):
    labels = np.arange(100_003) % 11
    assert to_categorical(labels) == exactly(np.eye(11)[labels])


@clause("to_categorical.matrix.repeatable")
def test_results_share_nothing(to_categorical):
    first = to_categorical(np.array(LABELS))
    if first.flags.writeable:
        first[...] = 7
    assert to_categorical(np.array(LABELS)) == exactly(MATRIX)


@clause("to_categorical.matrix.kept")
def test_a_result_is_kept(to_categorical):
    first = to_categorical(np.array(LABELS))
    to_categorical(np.array([1, 1, 1, 1, 2]))
    assert first == exactly(MATRIX)
