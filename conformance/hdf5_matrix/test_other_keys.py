"""Keys that need not work, but never give other rows than NumPy would: right, or refused."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.hdf5_matrix.examples import END, START, right_or_refused
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of

SIZE = END - START
EVEN = np.arange(SIZE) % 2 == 0

at = np.s_  # at[2:5, 1] is the key of matrix[2:5, 1]
STEPS = [at[first::step] for step in (2, 3, 5, 7) for first in (0, 1, 4, 10, 23)]


def arrays(*lists):
    return [np.array(indices) for indices in lists]


KEYS = {
    "hdf5_matrix.negative.int": [-1, -2, -SIZE, np.int64(-1)],
    "hdf5_matrix.negative.slice": [at[-3:], at[:-3], at[2:-2], at[-9:-5], at[-1:-1], at[-SIZE:]],
    "hdf5_matrix.negative.indices": [[-1], [-3, -2], [2, -1], [-1, 2], *arrays([-1], [-3, -2], [2, -1])],
    "hdf5_matrix.negative.before-the-start": [-SIZE - 1, -SIZE - 3, -60, -1000, at[-60:], at[0:-60]]
    + [[-SIZE - 1], np.array([-SIZE - 5, 3])],
    "hdf5_matrix.step.positive": [at[::2], at[1:9:3], at[5::100], *STEPS, at[4:30:3], at[11:SIZE:7]],
    "hdf5_matrix.step.negative": [at[::-1], at[9:2:-2], at[-1:0:-1]],
    "hdf5_matrix.step.zero": [at[0:9:0], at[::0]],
    "hdf5_matrix.unsorted.indices": [[5, 2], [30, 2, 17, 9], np.array([5, 2]), np.arange(SIZE)[::-1]],
    "hdf5_matrix.repeated.indices": [[4, 4], [2, 2, 5, 5, 5], [5, 2, 5], *arrays([4, 4], [5, 2, 5])],
    "hdf5_matrix.boolean.mask": [EVEN, ~EVEN, np.zeros(SIZE, bool), np.ones(SIZE, bool)]
    + [EVEN.tolist(), [False] * SIZE],
    "hdf5_matrix.boolean.other-length": [EVEN[:-1], np.ones(60, bool), [True, False]],
    "hdf5_matrix.tuple.rows-and-columns": [(3, 1), (0, -1), (SIZE - 1, 3), at[3, 1:3], at[2:5, 1], at[:, 0:2]]
    + [([1, 3], 0), at[[1, 3], 1:3], (1, 3)],
    "hdf5_matrix.tuple.two-lists": [([1, 3], [0, 2]), ([5, 2], [0, 1]), (3, [0, 2])],
    "hdf5_matrix.tuple.past-the-end": [(SIZE, 1), (3, 4), (3, 1, 0), ([1, SIZE], 0)],
    "hdf5_matrix.other.ellipsis-or-new-axis": [..., at[3, ...], None, (3, None)],
    "hdf5_matrix.other.empty-list": [[], np.array([], dtype=int)],
    "hdf5_matrix.other.nested-array": arrays([[1, 2], [4, 5]], [[2, 1]]),
    "hdf5_matrix.other.zero-dimensional-array": arrays(0, 3, SIZE - 1),
    "hdf5_matrix.other.no-int": [1.0, 1.5, np.float32(2), [1.0, 2.0], np.array([0.5, 2.5])]
    + ["1", "data", ["1", "2"]],
    "hdf5_matrix.other.range": [range(2, 5), range(9, 2, -2)],
}


@cases("key", KEYS)
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
