"""Rows by an int, a slice, an increasing list or array of ints: what must work as with a NumPy array."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.clauses import clause
from conformance.expect import exactly, outcome_of, raises, returns
from conformance.hdf5_matrix.examples import END, START

SIZE = END - START
INDEX = st.integers(0, SIZE - 1)
INCREASING = st.lists(INDEX, min_size=1, max_size=SIZE, unique=True).map(sorted)


@clause("hdf5_matrix.int.any-row")
@given(index=INDEX)
def test_an_int_gives_that_row(part, part_rows, index):
    assert part[index] == exactly(part_rows[index])


@pytest.mark.parametrize(
    "index",
    [
        pytest.param(0, marks=clause("hdf5_matrix.int.first-row")),
        pytest.param(SIZE - 1, marks=clause("hdf5_matrix.int.last-row")),
        pytest.param(np.int64(20), marks=clause("hdf5_matrix.int.numpy-int")),
        pytest.param(np.int32(20), marks=clause("hdf5_matrix.int.numpy-int")),
        pytest.param(np.uint8(20), marks=clause("hdf5_matrix.int.numpy-int")),
    ],
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
    assert HDF5Matrix(stored.path, "data")[3] == 4


@pytest.mark.parametrize(
    "index", [SIZE, SIZE + 1, SIZE + 5, SIZE + 100, 10**9], ids="{} rows behind".format
)
@clause("hdf5_matrix.int.past-the-end")
def test_an_int_past_the_end(part, index):
    assert outcome_of(lambda: part[index]) == raises(Exception)


@clause("hdf5_matrix.slice.any-within")
@given(bounds=st.lists(st.integers(0, SIZE), min_size=2, max_size=2).map(sorted))
def test_a_slice_gives_those_rows(part, part_rows, bounds):
    first, end = bounds
    assert part[first:end] == exactly(part_rows[first:end])


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(slice(2, 5), marks=clause("hdf5_matrix.slice.middle")),
        pytest.param(slice(None, 5), marks=clause("hdf5_matrix.slice.from-the-start")),
        pytest.param(slice(0, 5), marks=clause("hdf5_matrix.slice.from-the-start")),
        pytest.param(slice(36, None), marks=clause("hdf5_matrix.slice.to-the-end")),
        pytest.param(slice(36, SIZE), marks=clause("hdf5_matrix.slice.to-the-end")),
        pytest.param(slice(None), marks=clause("hdf5_matrix.slice.all")),
        pytest.param(slice(0, SIZE), marks=clause("hdf5_matrix.slice.all")),
        pytest.param(slice(20, 21), marks=clause("hdf5_matrix.slice.one-row")),
        pytest.param(slice(SIZE - 1, SIZE), marks=clause("hdf5_matrix.slice.one-row")),
        pytest.param(slice(2, 5, 1), marks=clause("hdf5_matrix.slice.step-of-one")),
        pytest.param(slice(np.int64(2), np.int32(5)), marks=clause("hdf5_matrix.slice.numpy-ints")),
        pytest.param(slice(0, 0), marks=clause("hdf5_matrix.slice.empty")),
        pytest.param(slice(20, 20), marks=clause("hdf5_matrix.slice.empty")),
        pytest.param(slice(SIZE, SIZE), marks=clause("hdf5_matrix.slice.empty")),
    ],
)
def test_a_slice(part, part_rows, key):
    assert part[key] == exactly(part_rows[key])


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(slice(35, SIZE + 1), marks=clause("hdf5_matrix.slice.past-the-end")),
        pytest.param(slice(35, SIZE + 5), marks=clause("hdf5_matrix.slice.past-the-end")),
        pytest.param(slice(0, 1000), marks=clause("hdf5_matrix.slice.past-the-end")),
        pytest.param(slice(SIZE, SIZE + 5), marks=clause("hdf5_matrix.slice.behind-the-end")),
        pytest.param(slice(SIZE + 2, SIZE + 5), marks=clause("hdf5_matrix.slice.behind-the-end")),
        pytest.param(slice(SIZE + 2, None), marks=clause("hdf5_matrix.slice.behind-the-end")),
        pytest.param(slice(1000, 2000), marks=clause("hdf5_matrix.slice.behind-the-end")),
        pytest.param(slice(9, 5), marks=clause("hdf5_matrix.slice.reversed")),
        pytest.param(slice(SIZE, 0), marks=clause("hdf5_matrix.slice.reversed")),
    ],
)
def test_a_slice_has_no_row_from_outside(part, part_rows, key):
    found = outcome_of(lambda: part[key])
    assert found in (raises(Exception), returns(exactly(part_rows[key])))


@clause("hdf5_matrix.list.any-increasing")
@given(indices=INCREASING)
def test_a_list_gives_those_rows(part, part_rows, indices):
    assert part[indices] == exactly(part_rows[indices])


@clause("hdf5_matrix.array.any-increasing")
@given(indices=INCREASING)
def test_an_array_gives_those_rows(part, part_rows, indices):
    assert part[np.array(indices)] == exactly(part_rows[indices])


@pytest.mark.parametrize(
    "indices",
    [
        pytest.param([4], id="one", marks=clause("hdf5_matrix.list.one-row")),
        pytest.param([SIZE - 1], id="the last", marks=clause("hdf5_matrix.list.one-row")),
        pytest.param([0, 1], id="at the start", marks=clause("hdf5_matrix.list.first-rows")),
        pytest.param([3, 4, 5], id="contiguous", marks=clause("hdf5_matrix.list.neighbours")),
        pytest.param([0, 5, 38], id="far apart", marks=clause("hdf5_matrix.list.scattered")),
        pytest.param([0, 2, 4, 7], id="uneven", marks=clause("hdf5_matrix.list.scattered")),
        pytest.param([5, SIZE - 1], id="at the end", marks=clause("hdf5_matrix.list.last-row")),
        pytest.param(list(range(SIZE)), id="all", marks=clause("hdf5_matrix.list.all-rows")),
    ],
)
@pytest.mark.parametrize("kind", [list, np.array])
def test_indices(part, part_rows, indices, kind):
    assert part[kind(indices)] == exactly(part_rows[indices])


@clause("hdf5_matrix.list.of-numpy-ints")
def test_a_list_of_numpy_ints(part, part_rows):
    assert part[[np.int64(3), np.int32(17), np.uint8(30)]] == exactly(part_rows[[3, 17, 30]])


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


@clause("hdf5_matrix.array.stays-as-it-is")
@pytest.mark.parametrize("indices", [[3, 17, 30], np.array([3, 17, 30])])
def test_the_indices_stay(part, indices):
    part[indices]
    assert list(indices) == [3, 17, 30]


@pytest.mark.parametrize(
    "indices",
    [
        pytest.param([0, SIZE], id="one behind"),
        pytest.param([SIZE], id="only one behind"),
        pytest.param([3, SIZE + 5], id="further behind"),
        pytest.param([SIZE, SIZE + 1], id="all behind"),
        pytest.param([5, SIZE + 3, 7], id="in between"),
        pytest.param([5, 10**6], id="far behind"),
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(list, marks=clause("hdf5_matrix.list.past-the-end")),
        pytest.param(np.array, marks=clause("hdf5_matrix.array.past-the-end")),
    ],
)
def test_indices_past_the_end(part, indices, kind):
    assert outcome_of(lambda: part[kind(indices)]) == raises(Exception)


@clause("hdf5_matrix.list.of-many-rows")
def test_a_long_list(HDF5Matrix, shelf):
    stored = shelf.table((3000, 2), "int64")
    indices = list(range(5, 2995, 3)) + [2997, 2999]
    assert HDF5Matrix(stored.path, "data")[indices] == exactly(stored.rows[indices])


@clause("hdf5_matrix.int.same-row-again")
def test_the_order_of_requests_makes_no_difference(part, part_rows):
    first = [part[index].tolist() for index in (30, 2, 30, 17, 2)]
    assert first == part_rows[[30, 2, 30, 17, 2]].tolist()
