"""What the tests of HDF5Matrix read: a file of 60 numbered rows, all of it and a part of it."""

import pytest

from conformance.hdf5_matrix.examples import END, START, twice
from fixtures.hdf5 import Shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """A place for files."""
    return Shelf(tmp_path_factory.mktemp("hdf5"))


@pytest.fixture(scope="session")
def stored(shelf):
    """A file with 60 rows of 4 numbers."""
    return shelf.table((60, 4))


@pytest.fixture(scope="session")
def rows(stored):
    """All rows, as an array."""
    return stored.rows


@pytest.fixture(scope="session")
def matrix(HDF5Matrix, stored):
    """All rows, as an HDF5Matrix."""
    return HDF5Matrix(stored.path, stored.name)


@pytest.fixture(scope="session")
def part_rows(stored):
    """Rows from the middle, as an array: there are others before and behind."""
    return stored.rows[START:END]


@pytest.fixture(scope="session")
def part(HDF5Matrix, stored):
    """The same rows from the middle, as an HDF5Matrix."""
    return HDF5Matrix(stored.path, stored.name, START, END)


@pytest.fixture(scope="session")
def normalized(HDF5Matrix, stored):
    """The rows from the middle, with a normalizer: `twice`."""
    return HDF5Matrix(stored.path, stored.name, START, END, twice)
