"""Mutants of HDF5Matrix that read more than is asked for, or disturb others who use the file."""

import os
import time

import h5py

from cthulhu_conformance.tools.mutants.hdf5_matrix.overrides import Right, getitem, mutant


@mutant("vast.shape", "vast.rows", "vast.list", "vast.normalizer")
class reads_all_at_once(Right):
    def _data(self):
        return super()._data()[()]


@getitem("vast.rows")
def reads_all_for_the_first_rows(self, key, rows):
    return rows(slice(None))[key]


@getitem("vast.list")
def reads_all_between(self, key, rows):
    if isinstance(key, list) and len(key) and min(key) >= 0 and max(key) < len(self):
        return rows(slice(min(key), max(key) + 1))[[index - min(key) for index in key]]
    return rows(key)


@mutant("vast.normalizer")
def normalizes_all_to_know_its_shape(datapath, dataset, start=0, end=None, normalizer=None):
    if normalizer is not None:
        normalizer(Right(datapath, dataset, start, end)[:])
    return Right(datapath, dataset, start, end, normalizer)


@mutant("sharing.several-matrices", "sharing.one-ends")
class one_matrix_at_a_time(Right):
    latest = None

    def __init__(self, *args, **options):
        if self.latest is not None and self.latest.id.valid:
            self.latest.close()
        super().__init__(*args, **options)
        type(self).latest = self._file

    def _data(self):
        if self._opened is not None and not self._opened:
            raise OSError("closed")
        return super()._data()


@mutant("sharing.one-ends")
class the_first_to_go_closes_the_file(Right):
    closed = set()

    def _data(self):
        if self._path in self.closed:
            raise OSError("closed")
        return super()._data()

    def __del__(self):
        self.closed.add(self._path)


@mutant("sharing.with-h5py", "sharing.other-processes")
class opens_the_file_for_writing(Right):
    def _data(self):
        if not self._opened:
            self._file = h5py.File(self._path, "r+")
            self._opened = self._file[self._dataset]
        return self._opened


@mutant("file.unchanged")
class counts_its_readers(Right):
    def __init__(self, datapath, dataset, *rest, **options):
        with h5py.File(datapath, "r+") as file:
            file.attrs["readers"] = file.attrs.get("readers", 0) + 1
        super().__init__(datapath, dataset, *rest, **options)


@mutant("file.unchanged")
class touches_the_file_at_its_end(Right):
    def __del__(self):
        if os.path.exists(self._path):
            with open(self._path, "ab") as file:
                file.write(b"\0")


@mutant("threads.rows")
class remembers_what_is_asked_for(Right):
    def __getitem__(self, key):
        self._key = key
        time.sleep(0.0005)
        return super().__getitem__(self._key)


@mutant("fork.rows")
class belongs_to_its_process(Right):
    def __init__(self, *args, **options):
        self._process = os.getpid()
        super().__init__(*args, **options)

    def _data(self):
        if os.getpid() != self._process:
            raise OSError("opened by another process")
        return super()._data()


class Unpickled(Right):
    def __setstate__(self, state):
        self.__dict__.update(state, _rows=range(len(state["_rows"])))


class UnpickledRaw(Right):
    def __getstate__(self):
        return dict(super().__getstate__(), _normalizer=None)


mutant("pickle.rows", name="pickled_without_its_start")(Unpickled)
mutant("pickle.rows", name="pickled_without_its_normalizer")(UnpickledRaw)
