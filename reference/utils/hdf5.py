"""An HDF5 dataset in the place of a NumPy array: rows are read when they are asked for."""

import os
import weakref
from typing import Any

import numpy as np

_PIECE = 1024  # rows looked up at a time
_WORTH = 16384  # bytes that are read about as fast as h5py finds one row of an index list

_ALL = slice(None)
_matrices = weakref.WeakSet()  # type: weakref.WeakSet[HDF5Matrix]


class HDF5Matrix:
    """The rows ``start:end`` of an HDF5 dataset, array-like (documentation: HDF5Matrix).

    `start` and `end` mean what they mean in a slice of the dataset. What `normalizer` makes of the
    rows that are read is what comes out: shape, dtype and ndim tell of that. It is always given an
    array of rows, of one where a single one is wanted.

    Rows are taken by an int, a slice, a one-dimensional list or array of ints or of booleans, as
    NumPy would; further indices, in a tuple, apply to the other axes. Only rows that are asked for
    are read. A matrix can be pickled, and works on in forked processes.

    Raises OSError for a file that can't be read, KeyError for a dataset that isn't in it,
    IndexError for rows that don't exist.
    """

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        self._path = os.path.abspath(datapath)
        self._dataset = dataset
        self._normalizer = normalizer
        self._file: Any = None
        self._opened: Any = None

        data = self._data()
        self._rows = range(len(data))[start:end]
        # Where there is no row, a made-up one shows what the normalizer does.
        row = self._rows[:1]
        sample = self._normalized(_read(data, row) if row else np.zeros((1, *data.shape[1:]), data.dtype))
        self._row_shape, self._dtype = sample.shape[1:], sample.dtype

    @property
    def shape(self):
        """The number of rows, then the shape of each."""
        return (len(self), *self._row_shape)

    @property
    def dtype(self):
        """The NumPy type of an element."""
        return self._dtype

    @property
    def ndim(self):
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self):
        """The number of elements."""
        return int(np.prod(self.shape))

    def __len__(self):
        return len(self._rows)

    def __getitem__(self, key):
        wanted, others = (key[0], key[1:]) if isinstance(key, tuple) else (key, ())
        rows, place = self._selection(wanted)
        found = self._normalized(_read(self._data(), rows))
        if not others:
            return found if place is _ALL else found[place]
        if isinstance(rows, np.ndarray):
            place = np.arange(len(rows))  # NumPy pairs index arrays of several axes
        return found[(place,) + others]

    def __array__(self, dtype=None, copy=None):
        if copy is False:
            raise ValueError("an array of the rows is always a copy")
        return np.asarray(self[:], dtype=dtype)

    def __getstate__(self):
        return dict(self.__dict__, _file=None, _opened=None)

    def _data(self):
        """Return the dataset, which is opened first if need be."""
        if self._opened is None:
            import h5py

            self._file = h5py.File(self._path, "r")
            self._opened = self._file[self._dataset]
            _matrices.add(self)
        return self._opened

    def _normalized(self, rows):
        return rows if self._normalizer is None else np.asanyarray(self._normalizer(rows))

    def _selection(self, wanted):
        """Return which rows of the dataset have to be read, and the index of the wanted ones among these."""
        if wanted is None:
            raise TypeError("rows can't be taken by None")
        if isinstance(wanted, slice):
            if wanted.start is not None and wanted.start >= len(self) and wanted.stop != wanted.start:
                raise IndexError(f"a slice starts at row {wanted.start}, and there are {len(self)} rows")
            return self._rows[wanted], _ALL
        if isinstance(wanted, (int, np.integer)) and not isinstance(wanted, bool):
            row = self._rows[wanted]
            return range(row, row + 1), 0
        return self._rows_of(np.asarray(wanted)), _ALL

    def _rows_of(self, index):
        """Return the numbers of the dataset's rows that an index array means, as an array."""
        if index.ndim == 1 and index.dtype == bool and len(index) == len(self):
            index = np.flatnonzero(index)
        elif index.ndim != 1 or (index.dtype.kind not in "iu" and len(index)):
            raise IndexError(f"rows can't be taken by an array of {index.dtype}{index.shape}")
        index = index.astype(np.intp)
        if len(index) and not -len(self) <= index.min() <= index.max() < len(self):
            raise IndexError(f"an index is out of range for {len(self)} rows")
        return self._rows.start + index % max(len(self), 1)


def _read(data, rows):
    """Return rows of a dataset, by a range or an array of their numbers."""
    if isinstance(rows, range):
        if len(rows) and rows.step == 1:
            return data[rows.start : rows.stop]
        rows = np.arange(rows.start, rows.stop, rows.step)

    if 0 < len(rows) <= _PIECE:
        return _read_piece(data, rows)
    found = np.empty((len(rows), *data.shape[1:]), data.dtype)
    by_number = np.argsort(rows, kind="stable")
    for at in range(0, len(rows), _PIECE):
        piece = by_number[at : at + _PIECE]
        found[piece] = _read_piece(data, rows[piece])
    return found


def _read_piece(data, rows):
    """Return rows by an array of their numbers: from all between the first and the last, or by h5py's list."""
    first, end = rows.min(), rows.max() + 1
    row_size = data.dtype.itemsize * data.size // data.shape[0]
    if end - first <= len(rows) or (end - first) * row_size <= len(rows) * _WORTH:
        return data[first:end].take(rows - first, axis=0)
    numbers, occurrence = np.unique(rows, return_inverse=True)
    return data[numbers.tolist()][occurrence]


def _close_inherited():
    """Have a forked child open files of its own: a shared one has one position for both."""
    for matrix in list(_matrices):
        matrix._file.close()
        matrix._opened = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_inherited)
