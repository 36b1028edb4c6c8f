"""HDF5Matrices that are slow, or read more than they should."""

import threading

import h5py
import numpy as np

from cthulhu_conformance.reference.utils import HDF5Matrix as Right
from cthulhu_conformance.tools.mutants import mutant
from cthulhu_conformance.tools.mutants.slowness import by, slowed


def slow_for(kind, times):
    """Return a matrix that takes so many times as long for such keys."""

    class Slow(Right):
        __getitem__ = slowed(Right.__getitem__, by(times, lambda self, key: isinstance(key, kind)))

    return Slow


mutant("hdf5_matrix.speed.slice", name="slow_slices")(slow_for(slice, 1.5))
mutant("hdf5_matrix.speed.row", name="slow_rows")(slow_for(int, 3))


@mutant("hdf5_matrix.speed.indices")
class lists_left_to_h5py(Right):
    def __getitem__(self, key):
        if not isinstance(key, list) or self._rows.start or sorted(set(key)) != key:
            return super().__getitem__(key)
        return self._normalized(self._data()[key])


@mutant("hdf5_matrix.speed.unsorted")
class row_by_row_where_not_sorted(Right):
    def __getitem__(self, key):
        if not isinstance(key, np.ndarray) or key.dtype.kind != "i" or (np.diff(key) > 0).all():
            return super().__getitem__(key)
        return np.array([Right.__getitem__(self, int(row)) for row in key])


@mutant("hdf5_matrix.speed.thread")
class opens_the_file_anew_in_threads(Right):
    def __getitem__(self, key):
        if threading.current_thread() is threading.main_thread():
            return super().__getitem__(key)
        return Right(self._path, self._dataset, normalizer=self._normalizer)[self._rows][key]


@mutant("hdf5_matrix.speed.attributes")
class reads_a_row_to_know_what_it_is(Right):
    @property
    def shape(self):
        return (len(self), *self[:1].shape[1:])

    @property
    def dtype(self):
        return self[:1].dtype


@mutant("hdf5_matrix.speed.normalizer")
class normalizes_twice(Right):
    def _normalized(self, rows):
        super()._normalized(rows)
        return super()._normalized(rows)


def reading_all(self):
    """Read everything that the file has."""
    with h5py.File(self._path, "r") as file:
        return file[self._dataset][()]


def of_everything(kind):
    """Return a matrix that reads everything for such keys."""

    class OfEverything(Right):
        def __getitem__(self, key):
            if isinstance(key, kind):
                reading_all(self)
            return super().__getitem__(key)

    return OfEverything


for name, kind, keys in (("slices_of_everything", slice, "slice"), ("lists_of_everything", list, "indices")):
    mutant(f"hdf5_matrix.growth.{keys}", f"hdf5_matrix.memory.{keys}", name=name)(of_everything(kind))


@mutant("hdf5_matrix.growth.opening")
class reads_when_made(Right):
    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        super().__init__(datapath, dataset, start, end, normalizer)
        if len(self) < 10**7:
            reading_all(self)


@mutant("hdf5_matrix.growth.rows")
class each_row_with_those_before(Right):
    __getitem__ = slowed(
        Right.__getitem__, lambda self, key: 1 + len(self._rows[key]) / 64 if isinstance(key, slice) else 1
    )


@mutant("hdf5_matrix.memory.epoch")
class keeps_what_was_read(Right):
    def __getitem__(self, key):
        self.__dict__.setdefault("kept", []).append(super().__getitem__(key))
        return self.kept[-1]


@mutant("hdf5_matrix.memory.step")
class steps_through_what_is_read(Right):
    def __getitem__(self, key):
        if not isinstance(key, slice) or key.step != 16:
            return super().__getitem__(key)
        return super().__getitem__(slice(key.start, key.stop))[::16]


@mutant("hdf5_matrix.memory.indices")
class spans_read_at_once(Right):
    def __getitem__(self, key):
        if not isinstance(key, list) or len(key) < 2 or min(key) < 0 or max(key) > 10**6:
            return super().__getitem__(key)
        span = super().__getitem__(slice(min(key), max(key) + 1))
        return span[np.array(key) - min(key)]
