"""Thousands of rows, narrow and wide, in a block or scattered over megabytes."""

import numpy as np
import pytest

from conformance.clauses import clause
from conformance.expect import exactly, outcome_of
from conformance.hdf5_matrix.examples import right_or_refused

START, END = 5, 3990
SIZE = END - START


@pytest.fixture(scope="session", params=[(5000, 2), (4000, 250)], ids=["narrow", "wide"])
def many(HDF5Matrix, shelf, request):
    """Rows from the middle, as an HDF5Matrix and as an array."""
    stored = shelf.table(request.param)
    return HDF5Matrix(stored.path, "data", START, END), stored.rows[START:END]


@clause("hdf5_matrix.slice.many-rows")
@pytest.mark.parametrize("key", [slice(None), slice(3, 1500), slice(990, SIZE - 1)], ids=str)
def test_a_slice_of_many_rows(many, key):
    matrix, rows = many
    assert matrix[key] == exactly(rows[key])


BLOCK = list(range(7, 2507))
CLUMPS = [first + more for first in range(0, SIZE - 12, 40) for more in range(12)]
SCATTERED = list(range(1, SIZE, 3))
SPARSE = list(range(4, SIZE, 97))
FAR_APART = [2, 900, 2000, SIZE - 1]


@clause("hdf5_matrix.list.many-rows")
@pytest.mark.parametrize("kind", [list, np.array])
@pytest.mark.parametrize(
    "indices",
    [BLOCK, CLUMPS, SCATTERED, SPARSE, FAR_APART],
    ids=["block", "clumps", "scattered", "sparse", "far-apart"],
)
def test_many_indices(many, indices, kind):
    matrix, rows = many
    assert matrix[kind(indices)] == exactly(rows[indices])


def shuffled(number):
    """Numbers of rows in an order of no pattern, each once."""
    return [index * 1009 % SIZE for index in range(number)]


@pytest.mark.parametrize("kind", [list, np.array])
@pytest.mark.parametrize(
    "indices",
    [
        pytest.param(FAR_APART[::-1], marks=clause("hdf5_matrix.unsorted.indices"), id="backwards"),
        pytest.param(shuffled(1500), marks=clause("hdf5_matrix.unsorted.indices"), id="shuffled"),
        pytest.param(FAR_APART * 2, marks=clause("hdf5_matrix.repeated.indices"), id="again"),
        pytest.param(sorted(FAR_APART * 2), marks=clause("hdf5_matrix.repeated.indices"), id="twice"),
        pytest.param(sorted(SCATTERED * 2), marks=clause("hdf5_matrix.repeated.indices"), id="all-twice"),
    ],
)
def test_many_indices_that_may_be_refused(many, indices, kind):
    matrix, rows = many
    key = kind(indices)
    assert outcome_of(lambda: matrix[key]) in right_or_refused(rows, key)
