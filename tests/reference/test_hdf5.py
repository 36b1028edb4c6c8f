"""The reference's HDF5Matrix: right where others may refuse, and what it asks of the file."""

import os
import pickle
import subprocess
import sys

import h5py
import numpy as np
import pytest

from cthulhu_conformance.fixtures.hdf5 import numbered, store
from cthulhu_conformance.fixtures.processes import in_forked_child
from cthulhu_conformance.reference.utils import HDF5Matrix
from cthulhu_conformance.reference.utils.hdf5 import _read


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return store(tmp_path_factory.mktemp("hdf5") / "file.hdf5", numbered((60, 4)))


EVEN = np.arange(40) % 2 == 0
KEYS = [
    -1,
    np.int64(-40),
    slice(-3, None),
    slice(None, None, -7),
    slice(40, 40),
    slice(30, 60),
    [],
    [5, 2, 5],
    [-1, 0],
    np.array([1]),
    EVEN,
    EVEN.tolist(),
    range(9, 2, -2),
    (3, 1),
    (slice(2, 5), Ellipsis, 0),
    ([1, 3], [0, 2]),
    (3, [0, 2]),
    (EVEN, 1),
    (slice(2, 5), None),
]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_as_numpy(stored, key):
    found = HDF5Matrix(stored.path, "data", 7, 47)[key]
    np.testing.assert_array_equal(found, stored.rows[7:47][key])


@pytest.mark.parametrize(
    "key",
    [40, -41, slice(50, 60), [0, 40], [-41], True, 1.0, "1", (), [[1]], [True], [0.5], (0, 4)],
    ids=str,
)
def test_an_index_error(stored, key):
    with pytest.raises(IndexError):
        HDF5Matrix(stored.path, "data", 7, 47)[key]


def test_none_is_no_index(stored):
    with pytest.raises(TypeError):
        HDF5Matrix(stored.path, "data", 7, 47)[None]


@pytest.mark.parametrize("start, end", [(-10, None), (0, -10), (50, 99), (70, 80), (47, 7)])
def test_start_and_end_are_those_of_a_slice(stored, start, end):
    matrix = HDF5Matrix(stored.path, "data", start, end)
    np.testing.assert_array_equal(matrix, stored.rows[start:end])
    assert (matrix.shape, matrix.size) == (
        stored.rows[start:end].shape,
        stored.rows[start:end].size,
    )


def test_the_normalizer_is_given_rows(stored):
    given = []
    matrix = HDF5Matrix(stored.path, "data", 7, 47, lambda rows: given.append(rows.shape) or rows)
    assert [np.shape(matrix[key]) for key in (3, slice(2, 5), [4, 1], (3, 1))] == [
        (4,),
        (3, 4),
        (2, 4),
        (),
    ]
    assert given == [(1, 4), (1, 4), (3, 4), (2, 4), (1, 4)]


def test_a_normalizer_that_flattens_rows(tmp_path):
    stored = store(tmp_path / "images.hdf5", numbered((5, 2, 3)))
    matrix = HDF5Matrix(stored.path, "data", normalizer=lambda rows: rows.reshape(len(rows), -1))
    assert (matrix.shape, matrix[3].shape, matrix.ndim) == ((5, 6), (6,), 2)


def test_an_empty_range_reads_no_row(tmp_path):
    stored = store(tmp_path / "empty.hdf5", numbered((0, 4)))
    matrix = HDF5Matrix(stored.path, "data", normalizer=lambda rows: rows / rows.shape[0])
    assert (matrix.shape, matrix.dtype, matrix[:].shape) == ((0, 4), "float32", (0, 4))


class Counting:
    """A dataset that counts the bytes it reads at a time."""

    def __init__(self, dataset):
        self.dataset, self.shape, self.dtype = dataset, dataset.shape, dataset.dtype
        self.size, self.largest = dataset.size, 0

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, key):
        found = self.dataset[key]
        self.largest = max(self.largest, found.nbytes)
        return found


@pytest.mark.parametrize("step", [1, 2, 50])
def test_rows_between_are_read_in_small_pieces_only(tmp_path, step):
    path = str(tmp_path / "large.hdf5")
    with h5py.File(path, "w") as file:
        data = Counting(file.create_dataset("data", data=np.arange(400000).reshape(200000, 2)))
        rows = np.arange(0, 200000, step)[::-1]
        np.testing.assert_array_equal(_read(data, rows)[:, 0], 2 * rows)
    assert data.largest <= 1024 * step * 16


def test_errors_say_what_is_missing(stored, tmp_path):
    with pytest.raises(OSError):
        HDF5Matrix(str(tmp_path / "missing.hdf5"), "data")
    with pytest.raises(KeyError):
        HDF5Matrix(stored.path, "missing")


def test_arrays_are_copies(stored):
    matrix = HDF5Matrix(stored.path, "data")
    with pytest.raises(ValueError):
        matrix.__array__(copy=False)
    assert np.array(matrix, dtype="int16").dtype == "int16"


def test_a_path_object_and_a_pickle_of_it(stored):
    from pathlib import Path

    matrix = pickle.loads(pickle.dumps(HDF5Matrix(Path(stored.path), "data", 7)))
    np.testing.assert_array_equal(matrix[[1, 0]], stored.rows[[8, 7]])


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here")
def test_a_forked_child_opens_the_file_anew(stored):
    def descriptors():
        links = {fd: os.path.join("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd")}
        return [fd for fd, link in links.items() if _points_to(link, stored.path)]

    matrices = [HDF5Matrix(stored.path, "data"), HDF5Matrix(stored.path, "data", 7)]
    assert descriptors()
    before, first, after = in_forked_child(
        lambda: (descriptors(), matrices[1][0].tolist(), len(descriptors()))
    )
    assert (before, first, after) == ([], stored.rows[7].tolist(), 1)
    np.testing.assert_array_equal(matrices[0][2:5], stored.rows[2:5])


def _points_to(link, path):
    return os.path.exists(link) and os.path.realpath(link) == os.path.realpath(path)


def test_importing_the_reference_is_light():
    code = "import sys, cthulhu_conformance.reference.utils; sys.exit('h5py' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
