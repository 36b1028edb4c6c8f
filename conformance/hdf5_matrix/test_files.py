"""The file behind an HDF5Matrix: read as far as is asked for, shared, left as it is."""

import hashlib
import pickle
from concurrent.futures import ThreadPoolExecutor

import h5py
import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.hdf5 import store_vast
from cthulhu_conformance.fixtures.processes import in_forked_child, in_fresh_process
from cthulhu_conformance.hdf5_matrix.examples import END, START, twice
from cthulhu_conformance.testing.expectations import exactly, outcome_of, raises, returns


@pytest.fixture(scope="session")
def vast(tmp_path_factory):
    """Give a dataset that fits into no memory."""
    return store_vast(tmp_path_factory.mktemp("vast") / "vast.hdf5")


@pytest.fixture
def own(shelf, stored):
    """Give a file that no other test uses."""
    return shelf.copy(stored)


@clause("hdf5_matrix.vast.shape")
def test_the_shape_of_a_vast_dataset(HDF5Matrix, vast):
    assert tuple(HDF5Matrix(vast.path, "data").shape) == vast.shape


@clause("hdf5_matrix.vast.rows")
def test_a_slice_of_a_vast_dataset(HDF5Matrix, vast):
    first = vast.written[0]
    assert HDF5Matrix(vast.path, "data")[first : first + 2].max(axis=1) == exactly([1, 0])


@clause("hdf5_matrix.vast.rows")
def test_a_row_of_a_vast_dataset(HDF5Matrix, vast):
    assert HDF5Matrix(vast.path, "data")[vast.written[1]].min() == 1


@clause("hdf5_matrix.vast.list")
def test_rows_far_apart_of_a_vast_dataset(HDF5Matrix, vast):
    assert HDF5Matrix(vast.path, "data")[list(vast.written)].min(axis=1) == exactly([1, 1])


@clause("hdf5_matrix.vast.normalizer")
def test_a_normalizer_on_a_vast_dataset(HDF5Matrix, vast):
    matrix = HDF5Matrix(vast.path, "data", normalizer=twice)
    assert matrix[vast.written[1]].min() == 2


@clause("hdf5_matrix.vast.rows")
def test_a_part_of_a_vast_dataset(HDF5Matrix, vast):
    first = vast.written[1]
    assert HDF5Matrix(vast.path, "data", first - 1, first + 1)[0:2].max(axis=1) == exactly([0, 1])


def use_for_a_while(HDF5Matrix, stored):
    """Make a matrix, read some rows, and let go of it (a test would keep what it asserts about)."""
    matrix = HDF5Matrix(stored.path, "data", START, END, twice)
    for key in (3, slice(2, 5), [1, 4]):
        matrix[key]


@clause("hdf5_matrix.sharing.several-matrices")
def test_several_matrices_of_one_file(HDF5Matrix, own):
    matrices = [HDF5Matrix(own.path, "data", start) for start in (0, 7, 30)]
    seen = [matrix[index].tolist() for index in (0, 3) for matrix in matrices]
    assert seen == own.rows[[0, 7, 30, 3, 10, 33]].tolist()


@clause("hdf5_matrix.sharing.one-ends")
def test_one_matrix_ends_and_the_other_goes_on(HDF5Matrix, own):
    other = HDF5Matrix(own.path, "data", 7)
    use_for_a_while(HDF5Matrix, own)
    assert outcome_of(lambda: other[0:3]) == returns(exactly(own.rows[7:10]))


@clause("hdf5_matrix.sharing.with-h5py")
def test_h5py_reads_the_file_meanwhile(HDF5Matrix, own):
    with h5py.File(own.path, "r") as file:
        matrix = HDF5Matrix(own.path, "data")
        assert matrix[2:5] == exactly(own.rows[2:5])
        assert file["data"][2:5] == exactly(own.rows[2:5])
    assert outcome_of(lambda: matrix[2:5]) == returns(exactly(own.rows[2:5]))


@clause("hdf5_matrix.sharing.with-h5py")
def test_h5py_opens_the_file_later(HDF5Matrix, own):
    matrix = HDF5Matrix(own.path, "data")
    with h5py.File(own.path, "r") as file:
        assert file["data"][2:5] == exactly(own.rows[2:5])
    assert outcome_of(lambda: matrix[2:5]) == returns(exactly(own.rows[2:5]))


def read_rows(path, first, end):
    with h5py.File(path, "r") as file:
        return file["data"][first:end]


@clause("hdf5_matrix.sharing.other-processes")
def test_another_process_reads_the_file_meanwhile(HDF5Matrix, own, tmp_path):
    matrix = HDF5Matrix(own.path, "data")
    assert matrix[0] == exactly(own.rows[0])
    found = outcome_of(in_fresh_process, read_rows, (own.path, 2, 5), str(tmp_path / "rows"))
    assert found == returns(exactly(own.rows[2:5]))


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


@clause("hdf5_matrix.file.unchanged")
def test_the_file_stays_as_it_is(HDF5Matrix, own):
    before = digest(own.path)
    use_for_a_while(HDF5Matrix, own)
    assert digest(own.path) == before
    matrix = HDF5Matrix(own.path, "data")
    assert matrix[3] == exactly(own.rows[3])
    assert digest(own.path) == before


@clause("hdf5_matrix.threads.rows")
def test_threads_share_a_matrix(HDF5Matrix, own):
    matrix = HDF5Matrix(own.path, "data", START, END)
    wanted = [index % (END - START) for index in range(300)]
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda index: matrix[index : index + 1].tolist(), wanted))
    assert seen == [[own.rows[START + index].tolist()] for index in wanted]


@clause("hdf5_matrix.fork.rows")
def test_a_forked_process_reads_the_rows(HDF5Matrix, own):
    matrix = HDF5Matrix(own.path, "data", START, END, twice)
    wanted = own.rows[START:END] * 2
    assert matrix[0] == exactly(wanted[0])
    found = outcome_of(in_forked_child, lambda: np.asarray(matrix[2:5]))
    assert found == returns(exactly(wanted[2:5]))


@clause("hdf5_matrix.fork.rows")
def test_the_parent_goes_on_after_a_fork(HDF5Matrix, own):
    matrix = HDF5Matrix(own.path, "data", START, END)
    outcome_of(in_forked_child, lambda: np.asarray(matrix[2:5]))
    assert outcome_of(lambda: matrix[2:5]) == returns(exactly(own.rows[START:END][2:5]))


def rows_of(pickled):
    matrix = pickle.loads(pickled)
    return len(matrix), np.asarray(matrix[2:5]).tolist(), np.asarray(matrix[3]).tolist()


@clause("hdf5_matrix.pickle.rows")
@pytest.mark.parametrize("normalizer", [None, np.negative])
def test_a_pickled_matrix(HDF5Matrix, own, normalizer):
    matrix = HDF5Matrix(own.path, "data", START, END, normalizer)
    expected = own.rows[START:END] if normalizer is None else -own.rows[START:END]
    found = outcome_of(lambda: rows_of(pickle.dumps(matrix)))
    wanted = END - START, expected[2:5].tolist(), expected[3].tolist()
    assert found in (raises(Exception), returns(wanted))


@clause("hdf5_matrix.pickle.rows")
def test_a_matrix_pickled_for_another_process(HDF5Matrix, own, tmp_path):
    matrix = HDF5Matrix(own.path, "data", START, END, np.negative)
    expected = -own.rows[START:END]
    found = outcome_of(lambda: in_fresh_process(rows_of, (pickle.dumps(matrix),), str(tmp_path / "rows")))
    wanted = END - START, expected[2:5].tolist(), expected[3].tolist()
    assert found in (raises(Exception), returns(wanted))
