"""What one test finds out about its clause."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Optional

import pytest

#: From harmless to worst; the verdict of a clause is the worst outcome of its tests.
SEVERITY = ("conforms", "untestable", "vacuous", "violates", "timed out", "crashed")


class Untestable(pytest.skip.Exception):  # type: ignore[name-defined]
    """Raised by `untestable`; any other skip is a failure."""


def untestable(reason: str) -> None:
    """End the test: this machine or this implementation can't show what the clause says."""
    raise Untestable(reason)


@dataclass(frozen=True)
class Finding:
    """The outcome of one test, with the two sides of the comparison that failed, if one did.

    `assertions` counts those that held, `statements` the different `assert` statements among them.
    """

    test: str
    clause: str
    outcome: str
    assertions: int = 0
    statements: int = 0
    examples: int = 0
    duration: float = 0.0
    expected: Optional[str] = None
    observed: Optional[str] = None
    example: Optional[str] = None

    def to_json(self) -> Dict[str, Any]:
        return asdict(self)
