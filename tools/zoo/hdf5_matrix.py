"""Mutants of HDF5Matrix."""

import os
import time
import types

import h5py
import numpy as np

from reference import utils as reference
from tools.zoo import Mutant

Right = reference.HDF5Matrix
absent = Mutant("absent", ("hdf5_matrix.name.available",), replaced={"HDF5Matrix": None})


def mutant(*breaks):
    """Like that of the zoo; the first part of the clauses' ids is understood."""
    names = tuple(f"hdf5_matrix.{name}" for name in breaks)
    return lambda wrong: Mutant(wrong.__name__, names, replaced={"HDF5Matrix": wrong})


def getitem(*breaks):
    """A mutant that asks the function for rows, and gives it the right way to them."""

    def decorate(rule):
        def __getitem__(self, key):
            return rule(self, key, super(wrong, self).__getitem__)

        wrong = type(rule.__name__, (Right,), {"__getitem__": __getitem__})
        return mutant(*breaks)(wrong)

    return decorate


def attribute(name, *breaks):
    """A mutant with another value of an attribute."""

    def decorate(rule):
        return mutant(*breaks)(type(rule.__name__, (Right,), {name: property(rule)}))

    return decorate


def is_int(key):
    return isinstance(key, (int, np.integer))


def is_many(key):
    return isinstance(key, (list, np.ndarray))


def has_negatives(key):
    return np.min(key, initial=0) < 0


# The parameters


@mutant("signature.datapath")
def other_name_for_datapath(path, dataset, start=0, end=None, normalizer=None):
    return Right(path, dataset, start, end, normalizer)


@mutant("signature.datapath", "signature.dataset")
def dataset_first(dataset, datapath, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start, end, normalizer)


@mutant("signature.start", "signature.end")
def end_before_start(datapath, dataset, end=None, start=0, normalizer=None):
    return Right(datapath, dataset, start, end, normalizer)


@mutant("signature.start-default", "range.end-alone")
def without_the_first_row(datapath, dataset, start=1, end=None, normalizer=None):
    return Right(datapath, dataset, start, end, normalizer)


@mutant("signature.end-default", "range.start-alone")
def without_the_last_row(datapath, dataset, start=0, end=-1, normalizer=None):
    return Right(datapath, dataset, start, -1 if end is None else end, normalizer)


@mutant("signature.normalizer")
def normalizer_by_name_only(datapath, dataset, start=0, end=None, *, normalizer=None):
    return Right(datapath, dataset, start, end, normalizer)


@mutant("signature.normalizer-default")
def normalized_by_default(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start, end, normalizer or (lambda data: data / 255))


# The file and the dataset

_seen = {}


@mutant("datapath.names-the-file", "datapath.relative")
def first_file_with_such_a_dataset(datapath, dataset, *rest, **options):
    return Right(_seen.setdefault(dataset, datapath), dataset, *rest, **options)


@mutant("datapath.relative")
def below_the_root(datapath, *rest, **options):
    return Right(os.path.join("/", datapath), *rest, **options)


@mutant("datapath.relative-and-read-later")
class relative_to_where_it_is_read(Right):
    def __init__(self, datapath, *rest, **options):
        super().__init__(datapath, *rest, **options)
        self._path = datapath

    def __getitem__(self, key):
        self._opened = None
        return super().__getitem__(key)


@mutant("datapath.any-name")
def ascii_only(datapath, *rest, **options):
    return Right(datapath.encode("ascii", "replace").decode(), *rest, **options)


@mutant("datapath.missing-file", "datapath.other-format", "dataset.missing")
def zeros_where_nothing_can_be_read(datapath, dataset, *rest, **options):
    try:
        return Right(datapath, dataset, *rest, **options)
    except (OSError, KeyError):
        return np.zeros((1, 1))


@mutant("datapath.missing-file-is-not-made")
def makes_the_file(datapath, *rest, **options):
    if not os.path.exists(datapath):
        h5py.File(datapath, "w").close()
    return Right(datapath, *rest, **options)


_open = {}


@mutant("datapath.replaced-file")
class opens_each_path_once(Right):
    def _data(self):
        if not _open.get(self._path):
            _open[self._path] = h5py.File(self._path, "r")
        return _open[self._path][self._dataset]


@mutant("dataset.names-the-dataset")
def first_dataset(datapath, dataset, *rest, **options):
    with h5py.File(datapath, "r") as file:
        return Right(datapath, sorted(file)[0] if dataset in file else dataset, *rest, **options)


@mutant("dataset.in-a-group")
def without_the_group(datapath, dataset, *rest, **options):
    return Right(datapath, os.path.basename(dataset), *rest, **options)


@getitem("dataset.vector", "int.vector", "int.drops-the-axis")
def columns_from_vectors(self, key, rows):
    return rows(key) if self.ndim > 1 else np.reshape(rows(key), (-1, 1))


@getitem("dataset.many-axes", "normalizer.single-row")
def flat_rows(self, key, rows):
    return rows(key) if self.ndim < 4 else np.reshape(rows(key), (-1, int(np.prod(self.shape[1:]))))


@getitem("dataset.storage")
def first_chunk_of_columns(self, key, rows):
    chunks = self._data().chunks
    return rows(key) if chunks is None else rows(key)[..., : chunks[1]]


# start and end


@mutant("range.both", "range.end-is-exclusive", "signature.end")
def end_inclusive(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start, None if end is None else end + 1, normalizer)


@mutant("range.both")
def end_counts_from_start(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start, None if end is None else start + end, normalizer)


@mutant("range.start-alone")
def start_needs_an_end(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start if end is not None else 0, end, normalizer)


@mutant("range.end-alone")
def end_needs_a_start(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start, end if start else None, normalizer)


@mutant("range.numpy-ints")
def start_of_the_language(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start if type(start) is int else 0, end, normalizer)


@mutant("range.empty")
def empty_means_all(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, start, None if start == end else end, normalizer)


@mutant("range.reversed")
def reversed_range(datapath, dataset, start=0, end=None, normalizer=None):
    if end is not None and end < start:
        start, end = end, start
    return Right(datapath, dataset, start, end, normalizer)


@mutant("range.past-the-dataset")
class length_as_asked_for(Right):
    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        super().__init__(datapath, dataset, start, end, normalizer)
        self._length = len(self._rows) if end is None else end - start

    def __len__(self):
        return self._length

    def __getitem__(self, key):
        return super().__getitem__(min(key, len(self._rows) - 1) if is_int(key) else key)


@mutant("range.negative")
def negative_is_zero(datapath, dataset, start=0, end=None, normalizer=None):
    return Right(datapath, dataset, max(start, 0), end and max(end, 0), normalizer)


@mutant("range.rows-outside-are-not-used")
def tries_the_normalizer_on_the_first_row(datapath, dataset, start=0, end=None, normalizer=None):
    if normalizer is not None:
        normalizer(Right(datapath, dataset)[0:1])
    return Right(datapath, dataset, start, end, normalizer)


@mutant("range.of-each-matrix")
class one_range_a_file(Right):
    ranges = {}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.ranges[self._path] = self._rows

    def __getitem__(self, key):
        self._rows = self.ranges[self._path]
        return super().__getitem__(key)


# Rows by an int


@getitem("int.row")
def two_rows_change_places(self, key, rows):
    return rows({20: 21, 21: 20}.get(key, key) if is_int(key) else key)


@getitem("int.row")
def an_int_counts_from_the_first_row_of_all(self, key, rows):
    return self._data()[key] if is_int(key) and 0 <= key < len(self) else rows(key)


@getitem("int.last-row")
def last_row_is_the_one_before(self, key, rows):
    return rows(key - 1 if is_int(key) and key == len(self) - 1 else key)


@getitem("int.numpy-int")
def ints_of_the_language_only(self, key, rows):
    if isinstance(key, np.integer):
        raise TypeError("not an int")
    return rows(key)


@getitem("int.narrow-numpy-int")
def sum_in_few_bits(self, key, rows):
    if not isinstance(key, np.integer):
        return rows(key)
    return self._data()[int((np.array([key]) + key.dtype.type(self._rows.start % 128))[0])]


@getitem("int.drops-the-axis", "int.vector")
def a_row_with_its_axis(self, key, rows):
    return rows(slice(key, key + 1)) if is_int(key) and 0 <= key < len(self) else rows(key)


@mutant("int.same-row-again")
class only_forward(Right):
    _last, _kept = -1, None

    def __getitem__(self, key):
        if not is_int(key) or key > self._last:
            self._last, self._kept = key if is_int(key) else -1, super().__getitem__(key)
        return self._kept


@getitem("int.past-the-end", "range.empty")
def an_int_reaches_past_the_end(self, key, rows):
    outside = is_int(key) and key >= len(self)
    return self._data()[self._rows.start + int(key)] if outside else rows(key)


@getitem("int.past-the-end", "iteration.rows-in-order")
def an_int_past_the_end_is_the_last_row(self, key, rows):
    return rows(min(key, len(self) - 1) if is_int(key) and len(self) else key)


# Rows by a slice


@getitem("slice.rows", "slice.empty", "slice.one-row")
def slices_with_their_end(self, key, rows):
    if isinstance(key, slice) and key.step is None and (key.stop or 0) > (key.start or 0) - 1:
        key = slice(key.start, key.stop and min(key.stop + 1, len(self)))
    return rows(key)


@getitem("slice.open", "slice.all", "conversion.asarray")
def open_slices_reach_outside(self, key, rows):
    if isinstance(key, slice) and None in (key.start, key.stop) and key.step is None:
        first = 0 if key.start is None else self._rows.start + key.start
        return self._normalized(self._data()[first : None if key.stop is None else key.stop])
    return rows(key)


@getitem("slice.all")
def all_but_the_last(self, key, rows):
    return rows(slice(0, -1) if key in (slice(None), slice(0, len(self))) else key)


@getitem("slice.one-row")
def a_slice_of_one_row_without_its_axis(self, key, rows):
    found = rows(key)
    return found[0] if isinstance(key, slice) and len(found) == 1 else found


@getitem("slice.numpy-ints")
def bounds_of_the_language_only(self, key, rows):
    if isinstance(key, slice) and isinstance(key.start, np.integer):
        key = slice(None, key.stop, key.step)
    return rows(key)


@getitem("slice.empty")
def empty_slices_without_columns(self, key, rows):
    found = rows(key)
    return found if found.size or not isinstance(key, slice) else np.array([], found.dtype)


@getitem("slice.past-the-end")
def slices_reach_past_the_end(self, key, rows):
    if isinstance(key, slice) and key.step is None and (key.stop or 0) > len(self):
        return self._data()[self._rows.start + (key.start or 0) : self._rows.start + key.stop]
    return rows(key)


@getitem("slice.reversed")
def reversed_bounds(self, key, rows):
    if isinstance(key, slice) and 0 <= (key.stop or 0) < (key.start or 0) and key.stop is not None:
        key = slice(key.stop, key.start)
    return rows(key)
