"""Measure what HDF5Matrix costs."""

import operator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import h5py
import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.hdf5_matrix.examples import twice
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of
from cthulhu_conformance.testing.implementation import load_current
from cthulhu_conformance.testing.untestable import untestable

BATCH, LENGTH = 256, 784
#: Dense rows of this length are read in a fraction of the time that h5py's list takes. Of longer ones it is half of it.
MEDIUM = 64
SHUFFLED = np.sort(np.random.RandomState(0).choice(1024, BATCH, replace=False)).tolist()
#: Long datasets of short rows: what is done for each of their rows shows beside reading a batch.
LENGTHS, SHORT = [2**17 << doublings for doublings in range(4)], 16
#: A dataset of 256 MB, and rows of it that are 16 MB, in a block or from all over it.
LARGE = (2**15, 2048)
BLOCK, SCATTERED, STEPS = slice(2**14, 2**14 + 2**11), list(range(0, 2**15, 16)), slice(0, 2**15, 16)
BLOCKS = [slice(start, start + 2**11) for start in range(0, 2**15, 2**11)]


@cases(
    "key, length, normalizer",
    {
        "hdf5_matrix.speed.slice": [(slice(512, 512 + BATCH), LENGTH, None)],
        "hdf5_matrix.speed.indices": [(SHUFFLED, MEDIUM, None)],
        "hdf5_matrix.speed.row": [(700, LENGTH, None)],
        "hdf5_matrix.speed.normalizer": [(slice(512, 512 + BATCH), LENGTH, twice)],
    },
)
def test_the_time(speed, shelf, key, length, normalizer):
    stored = shelf.table((4096, length))

    def reading(HDF5Matrix):
        return partial(HDF5Matrix(stored.path, stored.name, normalizer=normalizer).__getitem__, key)

    speed.ratio(reading)


def need_not_refuse(matrix, key):
    """Leave the test undecided where the key is refused, as some may be: there is no time then."""
    outcome = outcome_of(lambda: matrix[key])
    if outcome.error:
        untestable(f"such a key is refused: it {outcome}")


@clause("hdf5_matrix.speed.unsorted")
def test_the_time_of_rows_in_any_order(speed, HDF5Matrix, shelf):
    stored = shelf.table((4096, MEDIUM))
    key = np.random.RandomState(1).permutation(SHUFFLED)
    need_not_refuse(HDF5Matrix(stored.path, stored.name), key)
    speed.ratio(lambda matrix: partial(matrix(stored.path, stored.name).__getitem__, key))


@clause("hdf5_matrix.speed.thread")
def test_the_time_in_a_thread(speed, shelf):
    stored = shelf.table((4096, SHORT))

    def reading(HDF5Matrix):
        return partial(HDF5Matrix(stored.path, stored.name).__getitem__, slice(512, 512 + BATCH))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(speed.ratio, reading).result()


@clause("hdf5_matrix.speed.attributes")
def test_the_time_of_what_is_known(speed, shelf):
    stored = shelf.table((4096, LENGTH))

    def asking(HDF5Matrix):
        matrix = HDF5Matrix(stored.path, stored.name)
        return lambda: (len(matrix), matrix.shape, matrix.dtype)

    speed.ratio(asking, same=operator.eq)


@pytest.fixture(scope="session")
def by_length(shelf):
    """Return files with datasets that differ in nothing but their length, by that."""
    return {length: shelf.table((length, SHORT)) for length in LENGTHS}


@cases(
    "last",
    {
        "hdf5_matrix.growth.slice": [lambda length: slice(length - BATCH, length)],
        "hdf5_matrix.growth.indices": [lambda length: [length - 1024 + index for index in SHUFFLED]],
    },
)
def test_the_last_batch_of_a_longer_dataset_costs_the_same(speed, HDF5Matrix, by_length, last):
    matrices = {length: HDF5Matrix(stored.path, stored.name) for length, stored in by_length.items()}
    reading = {length: partial(matrix.__getitem__, last(length)) for length, matrix in matrices.items()}
    speed.growth(reading, exponent=0, of="rows of the dataset")


@clause("hdf5_matrix.growth.opening")
def test_a_matrix_of_a_longer_dataset_is_made_as_fast(speed, HDF5Matrix, by_length):
    making = {length: partial(HDF5Matrix, stored.path, stored.name) for length, stored in by_length.items()}
    speed.growth(making, exponent=0, of="rows of the dataset")


@clause("hdf5_matrix.growth.rows")
def test_the_time_grows_with_the_rows(speed, HDF5Matrix, shelf):
    stored = shelf.table((4096, LENGTH))
    matrix = HDF5Matrix(stored.path, stored.name)
    sizes = [64 << doublings for doublings in range(4)]
    speed.growth({n: partial(matrix.__getitem__, slice(0, n)) for n in sizes}, exponent=1, of="rows")


def reading(path, keys):
    matrix = load_current().find("HDF5Matrix")(path, "data")
    np.asarray(matrix[0:4])
    yield
    for key in keys:
        np.asarray(matrix[key])


@cases(
    "keys",
    {
        "hdf5_matrix.memory.slice": [[BLOCK]],
        "hdf5_matrix.memory.epoch": [BLOCKS],
        "hdf5_matrix.memory.indices": [[SCATTERED]],
        "hdf5_matrix.memory.step": [[STEPS]],
    },
)
def test_the_memory(speed, HDF5Matrix, tmp_path, keys):
    path = str(tmp_path / "large.hdf5")
    with h5py.File(path, "w") as file:  # nothing is written: rows are zeros, and take no place on the disk
        file.create_dataset("data", LARGE, "float32")
    if keys == [STEPS]:
        need_not_refuse(HDF5Matrix(path, "data"), slice(0, 32, 16))
    speed.memory(reading, path, keys, need=2**11 * LARGE[1] * 4, what="the rows of a key")
