"""What one test finds out about its clause."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, List, Optional

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

    `assertions` counts those that held, `statements` the different `assert` statements among them. `measurement` is
    what a test of speed measured (see `conformance.speed.Measurement`).
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
    measurement: Optional[Dict[str, Any]] = None

    @property
    def exceeds(self) -> bool:
        """Whether a bound was measured not to be kept."""
        return self.outcome == "violates" and self.measurement is not None

    def to_json(self) -> Dict[str, Any]:
        return asdict(self)


def majority(findings: List[Finding]) -> Finding:
    """Of one test of speed in several processes: a violation if most of them found one, else nothing for sure."""
    exceeding = [finding for finding in findings if finding.exceeds]
    exceeding.sort(key=lambda finding: (finding.measurement or {})["ratio"])
    middle = exceeding[(len(exceeding) - 1) // 2]
    measurement = dict(middle.measurement or {}, processes=len(findings), exceeding=len(exceeding))
    if 2 * len(exceeding) > len(findings):
        return replace(middle, measurement=measurement)
    measurement["outcome"] = "inconclusive"
    reason = (
        f"the bound was exceeded in {len(exceeding)} of {len(findings)} processes only: {middle.observed}"
    )
    return replace(middle, outcome="untestable", expected=None, observed=reason, measurement=measurement)
