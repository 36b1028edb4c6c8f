"""The end of a test whose clause can't be tested on this machine or with this implementation."""

from __future__ import annotations

from typing import NoReturn

import pytest


class Untestable(pytest.skip.Exception):  # type: ignore[name-defined]
    """Raised by `untestable`; any other skip is a failure."""


class Absent(Untestable):
    """Raised where the implementation does not have the utility at all."""


def untestable(reason: str) -> NoReturn:
    """End the test: this machine or this implementation can't show whether the clause holds.

    Raises:
        Untestable: always.
    """
    raise Untestable(reason)
