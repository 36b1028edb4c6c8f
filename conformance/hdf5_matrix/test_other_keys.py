"""Keys that need not work, but never give other rows than NumPy would: right, or refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.clauses import clause
from conformance.expect import outcome_of
from conformance.hdf5_matrix.examples import END, START, cases, right_or_refused

SIZE = END - START


EVEN = np.arange(SIZE) % 2 == 0
STEPS = [slice(first, None, step) for step in (2, 3, 5, 7) for first in (0, 1, 4, 10, 23)]
KEYS = [
    *cases("hdf5_matrix.negative.int", -1, -2, -SIZE, np.int64(-1)),
    *cases("hdf5_matrix.negative.slice", slice(-3, None), slice(None, -3), slice(2, -2)),
    *cases("hdf5_matrix.negative.slice", slice(-9, -5), slice(-1, -1), slice(-SIZE, None)),
    *cases("hdf5_matrix.negative.indices", [-1], [-3, -2], [2, -1], [-1, 2]),
    *cases("hdf5_matrix.negative.indices", np.array([-1]), np.array([-3, -2]), np.array([2, -1])),
    *cases("hdf5_matrix.negative.before-the-start", -SIZE - 1, -SIZE - 3, -60, -1000),
    *cases("hdf5_matrix.negative.before-the-start", slice(-60, None), slice(0, -60)),
    *cases("hdf5_matrix.negative.before-the-start", [-SIZE - 1], np.array([-SIZE - 5, 3])),
    *cases("hdf5_matrix.step.positive", slice(None, None, 2), slice(1, 9, 3), slice(5, None, 100)),
    *cases("hdf5_matrix.step.positive", *STEPS, slice(4, 30, 3), slice(11, SIZE, 7)),
    *cases("hdf5_matrix.step.negative", slice(None, None, -1), slice(9, 2, -2), slice(-1, 0, -1)),
    *cases("hdf5_matrix.step.zero", slice(0, 9, 0), slice(None, None, 0)),
    *cases("hdf5_matrix.unsorted.indices", [5, 2], [30, 2, 17, 9]),
    *cases("hdf5_matrix.unsorted.indices", np.array([5, 2]), np.arange(SIZE)[::-1]),
    *cases("hdf5_matrix.repeated.indices", [4, 4], [2, 2, 5, 5, 5], [5, 2, 5]),
    *cases("hdf5_matrix.repeated.indices", np.array([4, 4]), np.array([5, 2, 5])),
    *cases("hdf5_matrix.boolean.mask", EVEN, ~EVEN, np.zeros(SIZE, bool), np.ones(SIZE, bool)),
    *cases("hdf5_matrix.boolean.mask", EVEN.tolist(), [False] * SIZE),
    *cases("hdf5_matrix.boolean.other-length", EVEN[:-1], np.ones(60, bool), [True, False]),
    *cases("hdf5_matrix.tuple.rows-and-columns", (3, 1), (0, -1), (SIZE - 1, 3), (3, slice(1, 3))),
    *cases("hdf5_matrix.tuple.rows-and-columns", (slice(2, 5), 1), (slice(None), slice(0, 2))),
    *cases("hdf5_matrix.tuple.rows-and-columns", ([1, 3], 0), ([1, 3], slice(1, 3)), (1, 3)),
    *cases("hdf5_matrix.tuple.two-lists", ([1, 3], [0, 2]), ([5, 2], [0, 1]), (3, [0, 2])),
    *cases("hdf5_matrix.tuple.past-the-end", (SIZE, 1), (3, 4), (3, 1, 0), ([1, SIZE], 0)),
    *cases("hdf5_matrix.other.ellipsis-or-new-axis", Ellipsis, (3, Ellipsis), None, (3, None)),
    *cases("hdf5_matrix.other.empty-list", [], np.array([], dtype=int)),
    *cases("hdf5_matrix.other.nested-array", np.array([[1, 2], [4, 5]]), np.array([[2, 1]])),
    *cases("hdf5_matrix.other.zero-dimensional-array", np.array(0), np.array(3), np.array(SIZE - 1)),
    *cases("hdf5_matrix.other.no-int", 1.0, 1.5, np.float32(2), [1.0, 2.0], np.array([0.5, 2.5])),
    *cases("hdf5_matrix.other.no-int", "1", "data", ["1", "2"]),
    *cases("hdf5_matrix.other.range", range(2, 5), range(9, 2, -2)),
]


@pytest.mark.parametrize("key", KEYS)
def test_right_or_refused(part, part_rows, key):
    assert outcome_of(lambda: part[key]) in right_or_refused(part_rows, key)


BOUND = st.none() | st.integers(-SIZE - 5, SIZE + 5)


@clause("hdf5_matrix.any-key.never-other-rows")
@given(key=st.builds(slice, BOUND, BOUND, st.sampled_from([None, 1, 2, 5, -1, -3])))
def test_any_slice(part, part_rows, key):
    assert outcome_of(lambda: part[key]) in right_or_refused(part_rows, key)


@clause("hdf5_matrix.any-key.never-other-rows")
@given(key=st.lists(st.integers(-SIZE - 2, SIZE + 2), min_size=1, max_size=8))
def test_any_list(part, part_rows, key):
    assert outcome_of(lambda: part[key]) in right_or_refused(part_rows, key)


@clause("hdf5_matrix.any-key.never-other-rows")
@given(key=st.lists(st.integers(-SIZE - 2, SIZE + 2), min_size=1, max_size=8).map(np.array))
def test_any_array(part, part_rows, key):
    assert outcome_of(lambda: part[key]) in right_or_refused(part_rows, key)
