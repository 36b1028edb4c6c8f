"""Defines what the tests of HDF5Matrix have in common: the part of the 60 rows that they read, and how."""

from __future__ import annotations

from typing import Any, List, Tuple

import numpy as np

from cthulhu_conformance.testing.expectations import exactly, outcome_of, raises, returns

START, END = 7, 47


def twice(data: Any) -> Any:
    """Normalize data: double it."""
    return data * 2


def row_by_row(matrix: Any) -> List[Any]:
    """Return all the rows, asked for one by one, as nested lists."""
    return [np.asarray(matrix[index]).tolist() for index in range(len(matrix))]


def right_or_refused(rows: np.ndarray, key: Any) -> Tuple[Any, ...]:
    """Return the outcomes that are right for `key`: an error, and the rows that NumPy finds if it finds any."""
    wanted = outcome_of(lambda: rows[key])
    if wanted.error is not None:
        return (raises(Exception),)
    return (raises(Exception), returns(exactly(wanted.value)))
