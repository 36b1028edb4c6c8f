"""What the tests of HDF5Matrix agree on: the part of the 60 rows that they look at, and how."""

import numpy as np
import pytest

from conformance.clauses import clause
from conformance.expect import exactly, outcome_of, raises, returns

START, END = 7, 47


def twice(data):
    """A normalizer."""
    return data * 2


def row_by_row(matrix):
    """All the rows, asked for one by one, as nested lists."""
    return [np.asarray(matrix[index]).tolist() for index in range(len(matrix))]


def right_or_refused(rows, key):
    """What may happen when `key` is asked for: the rows that NumPy finds, or an error."""
    wanted = outcome_of(lambda: rows[key])
    if wanted.error is not None:
        return (raises(Exception),)
    return (raises(Exception), returns(exactly(wanted.value)))


def cases(said, *keys):
    """Parameters of a test that judge the clause `said`, one for each key."""
    return [pytest.param(key, id=f"{key}", marks=clause(said)) for key in keys]
