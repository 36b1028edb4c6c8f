"""Mutants of HDF5Matrix that are no arrays to those who use them as such."""

import numpy as np

from cthulhu_conformance.tools.mutants.hdf5_matrix.overrides import Right, attribute, getitem, is_int, mutant


@mutant("len.rows")
class length_of_the_dataset(Right):
    def __len__(self):
        return len(self._data())


@attribute("shape", "shape.of-the-dataset", "shape.of-the-range")
def reversed_shape(self):
    return (len(self), *self._row_shape[::-1], *(() if self._row_shape else (1,)))


@attribute("shape", "shape.of-the-range")
def shape_of_the_whole_dataset(self):
    return (len(self._data()), *self._row_shape)


@attribute("shape", "shape.tuple")
def shape_in_a_list(self):
    return [len(self), *self._row_shape]


@attribute("ndim", "ndim.of-the-dataset")
def always_a_table(self):
    return 2


@attribute("size", "size.elements")
def size_is_the_number_of_rows(self):
    return len(self)


@attribute("size", "size.elements")
def size_of_the_dataset(self):
    return self._data().size


@attribute("dtype", "dtype.of-the-dataset")
def always_single_precision(self):
    return np.dtype("float32")


@getitem("dtype.of-the-rows")
def rows_in_double_precision(self, key, rows):
    found = rows(key)
    return found.astype(float) if found.dtype.kind == "i" else found


@getitem("dtype.of-the-rows")
def half_precision_is_widened(self, key, rows):
    found = rows(key)
    return found.astype("float32") if found.dtype == "float16" else found


@getitem("dtype.of-the-rows")
def booleans_are_bytes(self, key, rows):
    found = rows(key)
    return found.view("uint8") if found.dtype == bool else found


@getitem("dtype.of-the-rows")
def texts_are_of_letters(self, key, rows):
    found = rows(key)
    return found.astype(str) if found.dtype.kind == "S" else found


@mutant("iteration.rows-in-order")
class iteration_without_the_last_row(Right):
    def __iter__(self):
        return (self[index] for index in range(len(self) - 1))


@mutant("iteration.rows-in-order")
class iteration_once_only(Right):
    def __iter__(self):
        indices = self.__dict__.setdefault("_indices", iter(range(len(self))))
        return (self[index] for index in indices)


@mutant("conversion.asarray")
class arrays_of_what_is_stored(Right):
    def __array__(self, dtype=None, copy=None):
        rows = self._data()[self._rows.start : self._rows.stop]
        return rows if dtype is None else rows.astype(dtype)


@mutant("conversion.dtype")
class arrays_of_other_dtypes_are_of_the_dataset(Right):
    def __array__(self, dtype=None, copy=None):
        return self[:] if dtype is None else self._data()[: len(self)].astype(dtype)


@mutant("conversion.dtype")
class arrays_of_other_dtypes_are_not_normalized(Right):
    def __array__(self, dtype=None, copy=None):
        rows = self._data()[self._rows.start : self._rows.stop]
        return self[:] if dtype is None else rows.astype(dtype)


@mutant("conversion.numpy-functions")
class refuses_numpy_functions(Right):
    def __array_function__(self, function, types, args, kwargs):
        return NotImplemented


@getitem("rows.are-arrays")
def rows_are_lists(self, key, rows):
    return rows(key).tolist()


@mutant("rows.are-a-copy")
class gives_away_what_it_keeps(Right):
    def __getitem__(self, key):
        kept = self.__dict__.setdefault("_kept", {})
        if repr(key) not in kept:
            kept[repr(key)] = super().__getitem__(key)
        return kept[repr(key)]


@mutant("rows.stay")
class one_buffer_for_all_rows_of_a_shape(Right):
    buffers = {}

    def __getitem__(self, key):
        found = super().__getitem__(key)
        buffer = self.buffers.setdefault((found.shape, found.dtype), np.empty_like(found))
        buffer[...] = found
        return buffer


@mutant("rows.outlive-the-matrix")
class takes_its_rows_along(Right):
    def __getitem__(self, key):
        self._given = super().__getitem__(key)
        return self._given

    def __del__(self):
        if not is_int(self._given):
            self._given[...] = 0


@mutant("dataset.vector")
class tables_only(Right):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.ndim < 2 and self._normalizer is None:
            raise ValueError("no table")
