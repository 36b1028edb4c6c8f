"""The normalizer: applied to whatever is retrieved, and seen in shape and dtype."""

import functools

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.hdf5_matrix.examples import END, START, row_by_row, twice
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import close_to, exactly, outcome_of, raises, returns


@cases(
    "key",
    {
        "hdf5_matrix.normalizer.slice": [slice(2, 5), slice(None), slice(3, 4)],
        "hdf5_matrix.normalizer.single-row": [0, 3, np.int64(39)],
        "hdf5_matrix.normalizer.list": [[1, 4, 30], [39], np.array([1, 4, 30])],
    },
)
def test_the_normalizer_is_applied(normalized, part_rows, key):
    assert normalized[key] == exactly(part_rows[key] * 2)


@cases(
    "key",
    {
        "hdf5_matrix.normalizer.other-keys": [-1, slice(-3, None), slice(None, None, 2), [5, 2], [4, 4]]
        + [np.arange(40) % 2 == 0, (slice(2, 5), 1), (3, 1)]
    },
)
def test_the_normalizer_with_other_keys(normalized, part_rows, key):
    found = outcome_of(lambda: normalized[key])
    assert found in (raises(Exception), returns(exactly(part_rows[key] * 2)))


@clause("hdf5_matrix.normalizer.whole-slice-at-once")
def test_the_normalizer_sees_the_whole_slice(HDF5Matrix, stored):
    matrix = HDF5Matrix(stored.path, "data", 7, normalizer=lambda data: data / data.max())
    wanted = stored.rows[9:15]
    assert matrix[2:8] == close_to(wanted / wanted.max())


def centered(data):
    """Center the rows that are given together: a normalizer whose result tells which these are."""
    return data - data.mean(axis=0)


@cases(
    "key",
    {
        "hdf5_matrix.normalizer.whole-slice-at-once": [slice(None), slice(5, 305), slice(10, 2900)],
        "hdf5_matrix.normalizer.whole-list-at-once": [[1, 4, 30], [2, 3, 4], [0, 1500, 2992]]
        + [np.array([1, 4, 30]), list(range(1, 2990, 2))],
    },
)
def test_the_normalizer_sees_all_rows_together(HDF5Matrix, shelf, key):
    stored = shelf.table((3000, 4), "float64")
    matrix = HDF5Matrix(stored.path, "data", 7, normalizer=centered)
    assert matrix[key] == close_to(centered(stored.rows[7:][key]), atol=1e-6)


@clause("hdf5_matrix.normalizer.not-on-all-rows-when-made")
def test_making_a_matrix_normalizes_a_few_rows_at_most(HDF5Matrix, shelf):
    stored = shelf.table((3000, 4), "float64")
    sizes = []

    def normalizer(data):
        sizes.append(np.size(data))
        return data

    HDF5Matrix(stored.path, "data", 7, normalizer=normalizer)
    assert sum(sizes) < stored.rows[7:].size


@clause("hdf5_matrix.normalizer.every-time")
def test_the_normalizer_is_called_every_time(HDF5Matrix, stored):
    added = [0]
    matrix = HDF5Matrix(stored.path, "data", normalizer=lambda data: data + added[0])
    seen = []
    for added[0] in (0, 100, 200):
        seen.append(matrix[2:5].tolist())
    assert seen == [(stored.rows[2:5] + number).tolist() for number in (0, 100, 200)]


class Shift:
    def __call__(self, data):
        return data + 1000


@clause("hdf5_matrix.normalizer.any-callable")
@pytest.mark.parametrize(
    "normalizer, expected",
    [
        pytest.param(lambda data: data * 2, lambda rows: rows * 2, id="lambda"),
        pytest.param(twice, twice, id="function"),
        pytest.param(np.negative, np.negative, id="ufunc"),
        pytest.param(functools.partial(np.add, 5), lambda rows: rows + 5, id="partial"),
        pytest.param(Shift(), Shift(), id="object"),
    ],
)
def test_any_callable(HDF5Matrix, stored, normalizer, expected):
    matrix = HDF5Matrix(stored.path, "data", normalizer=normalizer)
    assert matrix[2:5] == exactly(expected(stored.rows[2:5]))


@clause("hdf5_matrix.normalizer.in-place")
def test_a_normalizer_that_works_in_place(HDF5Matrix, stored):
    def double(data):
        data *= 2
        return data

    matrix = HDF5Matrix(stored.path, "data", normalizer=double)
    assert [matrix[2:5].tolist() for _ in range(2)] == [(stored.rows[2:5] * 2).tolist()] * 2
    assert HDF5Matrix(stored.path, "data")[2:5] == exactly(stored.rows[2:5])


@clause("hdf5_matrix.normalizer.error")
def test_an_error_in_the_normalizer(HDF5Matrix, stored):
    fails = [False]

    def normalizer(data):
        if fails[0]:
            raise ArithmeticError("the normalizer's own")
        return data

    matrix = HDF5Matrix(stored.path, "data", normalizer=normalizer)
    fails[0] = True
    assert outcome_of(lambda: matrix[2:5]) == raises(ArithmeticError)
    fails[0] = False
    assert matrix[2:5] == exactly(stored.rows[2:5])


@clause("hdf5_matrix.normalizer.shape-stays")
def test_the_number_of_rows_stays(normalized):
    assert len(normalized) == END - START


@clause("hdf5_matrix.normalizer.of-each-matrix")
def test_each_matrix_has_its_own_normalizer(HDF5Matrix, stored):
    plain = HDF5Matrix(stored.path, "data")
    doubled = HDF5Matrix(stored.path, "data", normalizer=twice)
    negative = HDF5Matrix(stored.path, "data", normalizer=np.negative)
    assert [float(matrix[3][0]) for matrix in (plain, doubled, negative)] == [13, 26, -13]


@clause("hdf5_matrix.normalizer.single-row")
@pytest.mark.parametrize("shape", [(9,), (9, 4), (9, 2, 3, 2)])
def test_row_by_row_all_are_normalized(HDF5Matrix, shelf, shape):
    stored = shelf.table(shape)
    matrix = HDF5Matrix(stored.path, "data", 2, normalizer=twice)
    assert row_by_row(matrix) == (stored.rows[2:] * 2).tolist()


@clause("hdf5_matrix.normalizer.empty-range")
def test_the_normalizer_of_an_empty_range(HDF5Matrix, stored):
    matrix = HDF5Matrix(stored.path, "data", 7, 7, twice)
    assert tuple(matrix.shape) == (0, 4)


def first_two(data):
    return data[..., :2]


def summed(data):
    return data.sum(axis=-1)


def one_more_axis(data):
    return data[..., np.newaxis]


def to_double(data):
    return data.astype("float64")


def rounded(data):
    return data.astype("int16")


@cases(
    "normalizer, shape",
    {
        "hdf5_matrix.normalizer.shape-stays": [(twice, (40, 4))],
        "hdf5_matrix.normalizer.shape": [(first_two, (40, 2)), (summed, (40,)), (one_more_axis, (40, 4, 1))],
    },
)
def test_the_shape_is_that_of_what_comes_out(HDF5Matrix, stored, normalizer, shape):
    assert tuple(HDF5Matrix(stored.path, "data", START, END, normalizer).shape) == shape


@clause("hdf5_matrix.normalizer.empty-range-shape-and-dtype")
@pytest.mark.parametrize(
    "normalizer, shape", [(twice, (0, 4)), (first_two, (0, 2)), (summed, (0,)), (one_more_axis, (0, 4, 1))]
)
def test_the_shape_of_an_empty_range(HDF5Matrix, stored, normalizer, shape):
    assert tuple(HDF5Matrix(stored.path, "data", 7, 7, normalizer).shape) == shape


@clause("hdf5_matrix.normalizer.empty-range-shape-and-dtype")
@pytest.mark.parametrize("normalizer, kind", [(to_double, "float64"), (rounded, "int16")])
def test_the_dtype_of_an_empty_range(HDF5Matrix, stored, normalizer, kind):
    assert np.dtype(HDF5Matrix(stored.path, "data", 7, 7, normalizer).dtype) == np.dtype(kind)


@clause("hdf5_matrix.normalizer.dtype")
@pytest.mark.parametrize("normalizer, kind", [(to_double, "float64"), (rounded, "int16")])
def test_the_dtype_is_that_of_what_comes_out(HDF5Matrix, stored, normalizer, kind):
    assert np.dtype(HDF5Matrix(stored.path, "data", normalizer=normalizer).dtype) == np.dtype(kind)


@clause("hdf5_matrix.normalizer.ndim")
@pytest.mark.parametrize("normalizer, ndim", [(twice, 2), (summed, 1), (one_more_axis, 3)])
def test_the_number_of_axes_is_that_of_what_comes_out(HDF5Matrix, stored, normalizer, ndim):
    assert HDF5Matrix(stored.path, "data", normalizer=normalizer).ndim == ndim


@clause("hdf5_matrix.normalizer.rows-of-other-shape-or-dtype")
@pytest.mark.parametrize("normalizer", [first_two, summed, one_more_axis, to_double, rounded])
@pytest.mark.parametrize("key", [3, slice(2, 5), [1, 4, 30]], ids=str)
def test_rows_of_other_shape_or_dtype(HDF5Matrix, stored, normalizer, key):
    matrix = HDF5Matrix(stored.path, "data", START, END, normalizer)
    expected = normalizer(stored.rows[START:END][key])
    assert matrix[key] == exactly(expected, dtype=expected.dtype)
