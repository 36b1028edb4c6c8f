"""Mutants of HDF5Matrix that take an argument for another one."""

import os

import h5py
import numpy as np

from cthulhu_conformance.tools.mutants.hdf5_matrix.overrides import Right, getitem, is_int, mutant


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


@mutant("datapath.names-the-file")
def first_file_with_such_a_dataset(datapath, dataset, *rest, **options):
    return Right(_seen.setdefault(dataset, datapath), dataset, *rest, **options)


@mutant("datapath.relative")
def below_the_root(datapath, *rest, **options):
    return Right(os.path.join("/", datapath), *rest, **options)


_places = {}


@mutant("datapath.relative-to-another-directory")
def where_it_was_at_first(datapath, *rest, **options):
    return Right(_places.setdefault(datapath, os.path.abspath(datapath)), *rest, **options)


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


@getitem("dataset.byte-order")
def bytes_in_the_order_of_the_machine(self, key, rows):
    found = rows(key)
    return found.view(found.dtype.newbyteorder("=")) if found.dtype.byteorder == ">" else found


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
    _length = None

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        super().__init__(datapath, dataset, start, end, normalizer)
        self._length = len(self._rows) if end is None else end - start

    def __len__(self):
        return len(self._rows) if self._length is None else self._length

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
