"""Thousands of rows, narrow and wide, in a block or scattered over megabytes."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.hdf5_matrix.examples import right_or_refused
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import exactly, outcome_of

START, END = 5, 3990
SIZE = END - START


@pytest.fixture(scope="session", params=[(5000, 2), (4000, 250)], ids=["narrow", "wide"])
def many(HDF5Matrix, shelf, request):
    """Give rows from the middle, as an HDF5Matrix and as an array."""
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
    """Return the numbers of rows, each once, in an order without pattern."""
    return [index * 1009 % SIZE for index in range(number)]


@pytest.mark.parametrize("kind", [list, np.array])
@cases(
    "indices",
    {
        "hdf5_matrix.unsorted.indices": {"backwards": FAR_APART[::-1], "shuffled": shuffled(1500)},
        "hdf5_matrix.repeated.indices": {
            "again": FAR_APART * 2,
            "twice": sorted(FAR_APART * 2),
            "all-twice": sorted(SCATTERED * 2),
        },
    },
)
def test_many_indices_that_may_be_refused(many, indices, kind):
    matrix, rows = many
    key = kind(indices)
    assert outcome_of(lambda: matrix[key]) in right_or_refused(rows, key)
