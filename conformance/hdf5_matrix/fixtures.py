"""Fixtures for HDF5Matrix: a file of 60 numbered rows, all of it and a part of it."""

import pytest

from cthulhu_conformance.fixtures.hdf5 import Shelf
from cthulhu_conformance.hdf5_matrix.examples import END, START, twice


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """Give a shelf for files."""
    return Shelf(tmp_path_factory.mktemp("hdf5"))


@pytest.fixture(scope="session")
def stored(shelf):
    """Give a file with 60 rows of 4 numbers."""
    return shelf.table((60, 4))


@pytest.fixture(scope="session")
def rows(stored):
    """Give all rows, as an array."""
    return stored.rows


@pytest.fixture(scope="session")
def matrix(HDF5Matrix, stored):
    """Give all rows, as an HDF5Matrix."""
    return HDF5Matrix(stored.path, stored.name)


@pytest.fixture(scope="session")
def part_rows(stored):
    """Give rows from the middle, as an array: there are others before and behind."""
    return stored.rows[START:END]


@pytest.fixture(scope="session")
def part(HDF5Matrix, stored):
    """Give the same rows from the middle, as an HDF5Matrix."""
    return HDF5Matrix(stored.path, stored.name, START, END)


@pytest.fixture(scope="session")
def normalized(HDF5Matrix, stored):
    """Give the same rows with a normalizer: `twice`."""
    return HDF5Matrix(stored.path, stored.name, START, END, twice)
