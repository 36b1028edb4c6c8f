"""What the tests of HDF5Matrix agree on: the part of the 60 rows that they look at, and how."""

import numpy as np

START, END = 7, 47


def twice(data):
    """A normalizer."""
    return data * 2


def row_by_row(matrix):
    """All the rows, asked for one by one, as nested lists."""
    return [np.asarray(matrix[index]).tolist() for index in range(len(matrix))]
