"""Expected values to compare with: arrays, and calls that return or raise.

Each is the right side of a plain `assert observed == expected`, so pytest's own assertion hooks see both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

import numpy as np


class exactly:
    """Equal to any array-like of the same shape with the same values (NaN equals NaN), and of `dtype` if given.

    Is equivalent to
    >>> np.array_equal(np.asarray(observed), expected)   # doctest: +SKIP
    """

    __array_ufunc__ = None  # let NumPy arrays on the left side leave the comparison to this class
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, expected: Any, dtype: Any = None) -> None:
        self.expected = np.asarray(expected)
        self.dtype = None if dtype is None else np.dtype(dtype)

    def __eq__(self, observed: Any) -> bool:
        observed = np.asarray(observed)
        if observed.shape != self.expected.shape:
            return False
        if self.dtype is not None and observed.dtype != self.dtype:
            return False
        return bool(np.all(self.matches(observed)))

    def matches(self, observed: np.ndarray) -> Any:
        same = observed == self.expected
        if observed.dtype.kind in "fc" and self.expected.dtype.kind in "fc":
            same = same | (np.isnan(observed) & np.isnan(self.expected))
        return same

    def __repr__(self) -> str:
        shown = np.array2string(self.expected, separator=", ", threshold=60)
        kind = "" if self.dtype is None else f", dtype={self.dtype}"
        return f"an array of shape {self.expected.shape} equal to {shown}{kind}"


class close_to(exactly):
    """Like `exactly`, up to a relative and an absolute difference."""

    def __init__(self, expected: Any, rtol: float = 1e-6, atol: float = 0.0, dtype: Any = None) -> None:
        super().__init__(expected, dtype)
        self.rtol, self.atol = rtol, atol

    def matches(self, observed: np.ndarray) -> Any:
        return np.isclose(observed, self.expected, rtol=self.rtol, atol=self.atol, equal_nan=True)

    def __repr__(self) -> str:
        return f"{super().__repr__()} within rtol={self.rtol:g}, atol={self.atol:g}"


@dataclass
class Outcome:
    """The outcome of a call: the value that it returned, or the error that it raised."""

    value: Any = None
    error: Optional[BaseException] = None

    def __repr__(self) -> str:
        if self.error is None:
            return f"returned {self.value!r}"
        return f"raised {type(self.error).__name__}: {self.error}"


class raises:
    """Equal to the outcome of a call that raised an instance of `kind`."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, kind: Any = Exception) -> None:
        self.kind = kind

    def __eq__(self, outcome: Any) -> bool:
        return isinstance(outcome, Outcome) and isinstance(outcome.error, self.kind)

    def __repr__(self) -> str:
        kinds = self.kind if isinstance(self.kind, tuple) else (self.kind,)
        return "raised " + " or ".join(kind.__name__ for kind in kinds)


class returns:
    """Equal to the outcome of a call that returned something equal to `value`."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, outcome: Any) -> bool:
        return isinstance(outcome, Outcome) and outcome.error is None and bool(outcome.value == self.value)

    def __repr__(self) -> str:
        return f"returned {self.value!r}"


def outcome_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Call `function`, and return its outcome: the value or the error, if that is an `Exception` (no `SystemExit`)."""
    try:
        return Outcome(value=function(*args, **kwargs))
    except Exception as error:
        return Outcome(error=error)
