"""Keys that must work as with an array: an int, a slice, an increasing list or array of ints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.hdf5_matrix.examples import END, START
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import exactly, outcome_of, raises, returns

SIZE = END - START
INDEX = st.integers(0, SIZE - 1)
INCREASING = st.lists(INDEX, min_size=1, max_size=SIZE, unique=True).map(sorted)


@clause("hdf5_matrix.int.row")
@given(index=INDEX)
def test_an_int_gives_that_row(part, part_rows, index):
    assert part[index] == exactly(part_rows[index])


@cases(
    "index",
    {
        "hdf5_matrix.int.row": [0, 1, 20],
        "hdf5_matrix.int.last-row": [SIZE - 1],
        "hdf5_matrix.int.numpy-int": [np.int64(20), np.int32(20), np.uint8(20)],
    },
)
def test_an_int(part, part_rows, index):
    assert part[index] == exactly(part_rows[index])


@clause("hdf5_matrix.int.narrow-numpy-int")
@pytest.mark.parametrize("kind", ["int8", "uint8", "int16"])
def test_a_narrow_int_behind_many_rows(HDF5Matrix, shelf, kind):
    stored = shelf.table((400, 2), "int64")
    matrix = HDF5Matrix(stored.path, "data", 250)
    assert matrix[np.dtype(kind).type(100)] == exactly(stored.rows[350])


@clause("hdf5_matrix.int.drops-the-axis")
@pytest.mark.parametrize("shape", [(9, 4), (9,), (9, 2, 3, 2)])
def test_a_row_has_an_axis_less(HDF5Matrix, shelf, shape):
    stored = shelf.table(shape)
    assert np.shape(HDF5Matrix(stored.path, "data")[3]) == shape[1:]


@clause("hdf5_matrix.int.vector")
def test_an_element_of_a_vector(HDF5Matrix, shelf):
    stored = shelf.table((9,))
    assert HDF5Matrix(stored.path, "data")[3] == exactly(4)


@clause("hdf5_matrix.int.past-the-end")
@pytest.mark.parametrize("index", [SIZE, SIZE + 1, SIZE + 5, SIZE + 100, 10**9])
def test_an_int_past_the_end(part, index):
    assert outcome_of(lambda: part[index]) == raises(Exception)


@clause("hdf5_matrix.slice.rows")
@given(bounds=st.lists(st.integers(0, SIZE), min_size=2, max_size=2).map(sorted))
def test_a_slice_gives_those_rows(part, part_rows, bounds):
    first, end = bounds
    assert part[first:end] == exactly(part_rows[first:end])


@cases(
    "key",
    {
        "hdf5_matrix.slice.rows": [slice(2, 5), slice(2, 5, 1)],
        "hdf5_matrix.slice.open": [slice(None, 5), slice(36, None)],
        "hdf5_matrix.slice.all": [slice(None), slice(0, SIZE)],
        "hdf5_matrix.slice.one-row": [slice(20, 21), slice(SIZE - 1, SIZE)],
        "hdf5_matrix.slice.numpy-ints": [slice(np.int64(2), np.int32(5))],
        "hdf5_matrix.slice.empty": [slice(0, 0), slice(20, 20)],
    },
)
def test_a_slice(part, part_rows, key):
    assert part[key] == exactly(part_rows[key])


@cases(
    "key",
    {
        "hdf5_matrix.slice.past-the-end": [slice(35, SIZE + 1), slice(35, SIZE + 5), slice(0, 1000)]
        + [slice(SIZE + 2, None), slice(SIZE, SIZE), slice(SIZE, SIZE + 5)],
        "hdf5_matrix.slice.reversed": [slice(9, 5), slice(SIZE, 0)],
    },
)
def test_a_slice_has_no_row_from_outside(part, part_rows, key):
    found = outcome_of(lambda: part[key])
    assert found in (raises(Exception), returns(exactly(part_rows[key])))


@clause("hdf5_matrix.list.rows")
@given(indices=INCREASING)
def test_a_list_gives_those_rows(part, part_rows, indices):
    assert part[indices] == exactly(part_rows[indices])


@clause("hdf5_matrix.array.rows")
@given(indices=INCREASING)
def test_an_array_gives_those_rows(part, part_rows, indices):
    assert part[np.array(indices)] == exactly(part_rows[indices])


@cases(
    "indices",
    {
        "hdf5_matrix.list.one-row": [[4], [SIZE - 1], np.array([4]), np.array([SIZE - 1])],
        "hdf5_matrix.list.last-row": [[5, SIZE - 1], np.array([5, SIZE - 1])],
        "hdf5_matrix.list.rows": [[0, 1], [3, 4, 5], [0, 5, 38], list(range(SIZE))]
        + [[np.int64(3), np.int32(17), np.uint8(30)]],
        "hdf5_matrix.array.rows": [np.array([3, 4, 5]), np.array([0, 5, 38]), np.arange(SIZE)],
    },
)
def test_indices(part, part_rows, indices):
    assert part[indices] == exactly(part_rows[indices])


@clause("hdf5_matrix.list.first-row")
@pytest.mark.parametrize("indices", [[0], [0, 1], [0, 41, 59], np.array([0])])
def test_the_first_row_of_the_dataset_is_in_the_list(matrix, rows, indices):
    assert matrix[indices] == exactly(rows[indices])


@clause("hdf5_matrix.array.any-int-type")
@pytest.mark.parametrize("kind", ["int64", "int32", "int16", "uint8", "uint32", "uint64"])
def test_an_array_of_any_int_type(part, part_rows, kind):
    assert part[np.array([3, 17, 30], dtype=kind)] == exactly(part_rows[[3, 17, 30]])


@clause("hdf5_matrix.array.narrow-int-type")
@pytest.mark.parametrize("kind", ["int8", "uint8"])
def test_an_array_of_narrow_ints_behind_many_rows(HDF5Matrix, shelf, kind):
    stored = shelf.table((400, 2), "int64")
    matrix = HDF5Matrix(stored.path, "data", 250)
    assert matrix[np.array([3, 100], dtype=kind)] == exactly(stored.rows[[253, 350]])


@clause("hdf5_matrix.list.unchanged")
@pytest.mark.parametrize("indices", [[3, 17, 30], np.array([3, 17, 30])])
def test_the_indices_stay(part, indices):
    part[indices]
    assert list(indices) == [3, 17, 30]


@clause("hdf5_matrix.list.past-the-end")
@pytest.mark.parametrize(
    "indices", [[0, SIZE], [SIZE], [3, SIZE + 5], [SIZE, SIZE + 1], [5, SIZE + 3, 7], [5, 10**6]]
)
@pytest.mark.parametrize("kind", [list, np.array])
def test_indices_past_the_end(part, indices, kind):
    assert outcome_of(lambda: part[kind(indices)]) == raises(Exception)


@clause("hdf5_matrix.int.same-row-again")
def test_the_order_of_requests_makes_no_difference(part, part_rows):
    first = [part[index].tolist() for index in (30, 2, 30, 17, 2)]
    assert first == part_rows[[30, 2, 30, 17, 2]].tolist()
