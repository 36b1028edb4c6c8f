"""Mutants of HDF5Matrix that normalize other things, or at other times."""

import types

import numpy as np

from cthulhu_conformance.tools.mutants.hdf5_matrix.overrides import (
    Right,
    attribute,
    getitem,
    is_int,
    is_ints,
    is_many,
    mutant,
)


def raw(self, key, rows):
    """Return rows that are not normalized."""
    normalizer, self._normalizer = self._normalizer, None
    try:
        return rows(key)
    finally:
        self._normalizer = normalizer


@getitem("normalizer.slice")
def slices_are_not_normalized(self, key, rows):
    return raw(self, key, rows) if isinstance(key, slice) else rows(key)


@getitem("normalizer.single-row")
def single_rows_are_not_normalized(self, key, rows):
    return raw(self, key, rows) if is_int(key) else rows(key)


@getitem("normalizer.list")
def lists_are_not_normalized(self, key, rows):
    return raw(self, key, rows) if isinstance(key, list) else rows(key)


@getitem("normalizer.list")
def arrays_are_not_normalized(self, key, rows):
    return raw(self, key, rows) if isinstance(key, np.ndarray) else rows(key)


@getitem("normalizer.other-keys")
def tuples_are_not_normalized(self, key, rows):
    return raw(self, key, rows) if isinstance(key, tuple) else rows(key)


@getitem("normalizer.slice", "normalizer.single-row")
def normalized_twice(self, key, rows):
    return self._normalized(rows(key))


@getitem("normalizer.whole-slice-at-once")
def row_by_row(self, key, rows):
    if not isinstance(key, slice) or key == slice(None):
        return rows(key)
    return np.stack([rows(index) for index in range(*key.indices(len(self)))])


@getitem("normalizer.whole-slice-at-once")
def more_rows_than_asked_for(self, key, rows):
    if isinstance(key, slice) and key.stop is not None and key.step is None:
        return rows(slice(key.start, key.stop + 1))[: len(self._rows[key])]
    return rows(key)


@getitem("normalizer.whole-slice-at-once")
def a_hundred_rows_at_a_time(self, key, rows):
    if not isinstance(key, slice) or len(self._rows[key]) <= 100:
        return rows(key)
    numbers = np.arange(len(self))[key]
    return np.concatenate([rows(numbers[at : at + 100]) for at in range(0, len(numbers), 100)])


@getitem("normalizer.whole-list-at-once")
def row_by_row_of_a_list(self, key, rows):
    return np.stack([rows(index) for index in key]) if is_ints(key) and len(key) else rows(key)


@getitem("normalizer.whole-list-at-once")
def all_rows_between_are_normalized(self, key, rows):
    if not is_ints(key) or not 1 < len(key) < max(key) - min(key):
        return rows(key)
    return rows(slice(min(key), max(key) + 1))[np.asarray(key) - min(key)]


@mutant("normalizer.not-on-all-rows-when-made")
class tries_the_normalizer_on_all_rows(Right):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self[:]


@mutant("normalizer.every-time")
class keeps_what_it_has_read(Right):
    def __getitem__(self, key):
        kept = self.__dict__.setdefault("_kept", {})
        if repr(key) not in kept:
            kept[repr(key)] = super().__getitem__(key)
        return kept[repr(key)].copy()


@mutant("normalizer.any-callable")
def functions_only(datapath, dataset, start=0, end=None, normalizer=None):
    if not isinstance(normalizer, (types.FunctionType, np.ufunc)):
        normalizer = None
    return Right(datapath, dataset, start, end, normalizer)


@mutant("normalizer.in-place")
class normalizes_what_it_keeps(Right):
    def _normalized(self, rows):
        kept = self.__dict__.setdefault("_kept", {})
        return super()._normalized(kept.setdefault(rows.tobytes(), rows))


@mutant("normalizer.error")
class ignores_errors(Right):
    def _normalized(self, rows):
        try:
            return super()._normalized(rows)
        except ArithmeticError:
            return rows


@mutant("normalizer.of-each-matrix")
class one_normalizer_for_all(Right):
    latest = None

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        type(self).latest = normalizer
        super().__init__(datapath, dataset, start, end, normalizer)

    def _normalized(self, rows):
        return rows if self.latest is None else self.latest(rows)


@mutant("normalizer.empty-range")
def tries_the_normalizer_on_its_first_row(datapath, dataset, start=0, end=None, normalizer=None):
    matrix = Right(datapath, dataset, start, end, normalizer)
    if normalizer is not None:
        matrix[0]
    return matrix


@attribute("shape", "normalizer.empty-range-shape-and-dtype")
def shape_of_the_dataset_without_rows(self):
    return (len(self), *(self._row_shape if len(self) else self._data().shape[1:]))


@attribute("dtype", "normalizer.empty-range-shape-and-dtype")
def dtype_of_the_dataset_without_rows(self):
    return self._dtype if len(self) else self._data().dtype


@attribute("shape", "normalizer.shape-stays", "shape.of-the-range")
def shape_of_a_row_more(self):
    return (len(self) + (len(self) > 1), *self._row_shape)


@attribute("shape", "normalizer.shape")
def shape_of_the_dataset(self):
    return (len(self), *self._data().shape[1:])


@attribute("dtype", "normalizer.dtype")
def dtype_of_the_dataset(self):
    return self._data().dtype


@attribute("ndim", "normalizer.ndim")
def ndim_of_the_dataset(self):
    return self._data().ndim


@getitem("normalizer.rows-of-other-shape-or-dtype")
def rows_of_the_stored_dtype(self, key, rows):
    return rows(key).astype(self._data().dtype)


@getitem("normalizer.rows-of-other-shape-or-dtype")
def rows_with_columns(self, key, rows):
    found = rows(key)
    return found.reshape(len(found), -1) if is_many(key) and found.ndim > 2 else found
