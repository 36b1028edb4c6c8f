"""Computes what the tests of `normalize` compare with, by the definition of a norm."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

X = np.array([[3.0, 4.0, 0.0], [-1.0, 2.0, -2.0]])
CUBE = np.arange(1.0, 25.0).reshape(2, 3, 4) - 9.25


def norms(x: Any, axis: int = -1, order: float = 2) -> np.ndarray:
    """Return the norms of the vectors along `axis`, which is kept with length one.

    Is equivalent to
    >>> np.linalg.norm(x, order, axis, keepdims=True)   # doctest: +SKIP
    """
    sizes = np.abs(np.asarray(x, dtype="float64"))
    if order == np.inf:
        return sizes.max(axis=axis, keepdims=True)
    return (sizes**order).sum(axis=axis, keepdims=True) ** (1 / order)


def arrays(max_dims: int = 3) -> st.SearchStrategy[np.ndarray]:
    """Generate arrays of two axes or more, whose vectors have a norm that neither vanishes nor overflows."""
    size = st.floats(0.01, 100)
    return hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=max_dims, max_side=5),
        elements=st.one_of(size, size.map(lambda number: -number)),
    )
