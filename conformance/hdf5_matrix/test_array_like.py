"""In the place of an array: shape, dtype, iteration, conversion, any kind of dataset."""

import itertools

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.hdf5_matrix.examples import END, START, twice
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import close_to, exactly
from cthulhu_conformance.testing.untestable import untestable


@clause("hdf5_matrix.len.rows")
@pytest.mark.parametrize("start, end", [(0, 60), (7, 47), (0, 1), (59, 60)])
def test_the_length_is_the_number_of_rows(HDF5Matrix, stored, start, end):
    assert len(HDF5Matrix(stored.path, "data", start, end)) == end - start


SHAPES = [(60, 4), (9,), (9, 1), (9, 2, 3, 2)]


@clause("hdf5_matrix.shape.of-the-dataset")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_of_a_whole_dataset(HDF5Matrix, shelf, shape):
    assert tuple(HDF5Matrix(shelf.table(shape).path, "data").shape) == shape


@clause("hdf5_matrix.shape.of-the-range")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_of_a_part(HDF5Matrix, shelf, shape):
    assert tuple(HDF5Matrix(shelf.table(shape).path, "data", 2, 7).shape) == (5,) + shape[1:]


@clause("hdf5_matrix.shape.tuple")
def test_the_shape_is_a_tuple(matrix):
    assert isinstance(matrix.shape, tuple), "the shape is no tuple"


@clause("hdf5_matrix.ndim.of-the-dataset")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_number_of_axes(HDF5Matrix, shelf, shape):
    assert HDF5Matrix(shelf.table(shape).path, "data").ndim == len(shape)


@clause("hdf5_matrix.size.elements")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_number_of_elements(HDF5Matrix, shelf, shape):
    size = getattr(HDF5Matrix(shelf.table(shape).path, "data", 2, 7), "size", None)
    if size is None:
        untestable("an HDF5Matrix of this implementation has no attribute `size`, which is not documented")
    assert size == 5 * np.prod(shape[1:])


KINDS = ["float64", "float32", "float16", "int64", "int32", "int8", "uint8", "bool", "S3"]


@clause("hdf5_matrix.dtype.of-the-dataset")
@pytest.mark.parametrize("kind", KINDS)
def test_the_dtype(HDF5Matrix, shelf, kind):
    assert np.dtype(HDF5Matrix(shelf.table((20, 3), kind).path, "data").dtype) == np.dtype(kind)


@clause("hdf5_matrix.dtype.of-the-rows")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", [3, slice(2, 5), [1, 4, 7]], ids=str)
def test_the_dtype_of_rows(HDF5Matrix, shelf, kind, key):
    stored = shelf.table((20, 3), kind)
    assert HDF5Matrix(stored.path, "data")[key] == exactly(stored.rows[key], dtype=kind)


@clause("hdf5_matrix.dataset.byte-order")
@pytest.mark.parametrize("kind", [">f4", ">f8", ">i8", ">u2"])
@pytest.mark.parametrize("key", [3, slice(2, 5), [1, 4, 7]], ids=str)
def test_big_endian_numbers(HDF5Matrix, shelf, kind, key):
    stored = shelf.table((20, 3), kind)
    assert HDF5Matrix(stored.path, "data")[key] == exactly(stored.rows[key])


@cases(
    "shape, options",
    {
        "hdf5_matrix.dataset.vector": [((9,), {})],
        "hdf5_matrix.dataset.many-axes": [((9, 2, 3, 2), {})],
        "hdf5_matrix.dataset.storage": [
            ((50, 6), {"chunks": (7, 4)}),
            ((50, 6), {"compression": "gzip"}),
            ((50, 6), {"maxshape": (None, 6)}),
        ],
    },
)
@pytest.mark.parametrize("key", [3, slice(2, 6), [0, 2, 6]], ids=str)
def test_any_kind_of_dataset(HDF5Matrix, shelf, shape, options, key):
    stored = shelf.table(shape, **options)
    assert HDF5Matrix(stored.path, "data", 1, 8)[key] == exactly(stored.rows[1:8][key])


@clause("hdf5_matrix.iteration.rows-in-order")
@pytest.mark.parametrize("time", ["first", "second"])
def test_iteration_gives_the_rows(part, part_rows, time):
    some = itertools.islice(part, len(part_rows) + 5)  # an endless iteration has an end here
    assert [row.tolist() for row in some] == part_rows.tolist()


@clause("hdf5_matrix.conversion.asarray")
@pytest.mark.parametrize("convert", [np.asarray, np.array])
def test_as_an_array(part, part_rows, convert):
    assert convert(part) == exactly(part_rows, dtype="float32")


@clause("hdf5_matrix.conversion.asarray")
def test_as_an_array_normalized(normalized, part_rows):
    assert np.asarray(normalized) == exactly(part_rows * 2)


@clause("hdf5_matrix.conversion.dtype")
def test_as_an_array_of_other_type(part, part_rows):
    assert np.asarray(part, dtype="float64") == exactly(part_rows, dtype="float64")


@clause("hdf5_matrix.conversion.dtype")
def test_as_an_array_of_other_type_normalized(normalized, part_rows):
    assert np.asarray(normalized, dtype="float64") == exactly(part_rows * 2, dtype="float64")


@clause("hdf5_matrix.conversion.numpy-functions")
def test_numpy_functions_take_it(part, part_rows):
    assert np.concatenate([part, part]) == exactly(np.concatenate([part_rows, part_rows]))
    assert np.mean(part, axis=0) == close_to(part_rows.mean(axis=0))


@clause("hdf5_matrix.rows.are-arrays")
@pytest.mark.parametrize("key", [3, slice(2, 5), [1, 4, 30]], ids=str)
def test_rows_can_be_computed_with(part, part_rows, key):
    assert part[key] * 2 + 1 == exactly(part_rows[key] * 2 + 1)
    assert part[key].shape == part_rows[key].shape


@clause("hdf5_matrix.rows.are-a-copy")
@pytest.mark.parametrize("key", [3, slice(2, 5), [1, 4, 30]], ids=str)
def test_writing_into_rows_changes_nothing_else(HDF5Matrix, stored, key):
    matrix = HDF5Matrix(stored.path, "data", START, END)
    rows = np.array(matrix[key], copy=True)
    given = matrix[key]
    if not given.flags.writeable:
        untestable("the arrays that this implementation returns can't be written to")
    given[...] = -1
    assert matrix[key] == exactly(rows)


@clause("hdf5_matrix.rows.stay")
@pytest.mark.parametrize(
    "key, other", [(3, 4), (slice(2, 5), slice(20, 23)), ([1, 4, 30], [2, 5, 31])], ids=str
)
def test_rows_stay_when_others_are_read(HDF5Matrix, stored, part, part_rows, key, other):
    given = part[key]
    part[other]
    HDF5Matrix(stored.path, "data")[other]
    assert given == exactly(part_rows[key])


@clause("hdf5_matrix.rows.outlive-the-matrix")
def test_rows_outlive_the_matrix(HDF5Matrix, stored):
    def some_rows():
        matrix = HDF5Matrix(stored.path, "data", START, END, twice)
        return matrix[2:5]

    some = some_rows()
    assert some == exactly(stored.rows[START:END][2:5] * 2)
