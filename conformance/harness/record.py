"""The record of the running test, and the finding that comes of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Optional, Set, Tuple

import hypothesis
import pytest

from cthulhu_conformance.clauses import Clause
from cthulhu_conformance.results.model import Finding, Measurement
from cthulhu_conformance.testing.untestable import Absent, Untestable

SHOWN = 2000  # characters of an expected or observed value that are worth keeping
SHRINKING = 15.0  # seconds to look for a smaller failing example


@dataclass
class Record:
    """The record of one test so far. `limit` is the number of seconds that it may take, if that is limited."""

    limit: Optional[float] = None
    assertions: int = 0
    statements: Set[Tuple[str, int]] = field(default_factory=set)
    is_property: bool = False
    examples: Set[str] = field(default_factory=set)
    failing_example: Optional[str] = None
    measurement: Optional[Measurement] = None
    comparison: Optional[Tuple[object, str, object]] = None
    failure: Optional[BaseException] = None
    failed_at: float = 0.0

    def held(self, file: str, line: int) -> None:
        """Count an assertion that held."""
        self.assertions += 1
        self.statements.add((file, line))
        self.comparison = None

    def failed(self, error: BaseException, example: str) -> None:
        """Keep the failure of an example; a time limit counts only if nothing failed before it."""
        timed_out = isinstance(error, pytest.fail.Exception)
        if self.failure is None:
            self.failed_at = time.monotonic() - (SHRINKING if timed_out else 0)
        elif timed_out:
            return
        self.failure, self.failing_example = error, _writable(example)

    def stop_search_in_time(self) -> None:
        """Raise the failure again where Hypothesis has replayed and shrunk it long enough, as slow examples make it."""
        if self.failure is not None and time.monotonic() - self.failed_at >= SHRINKING:
            raise self.failure

    def finding(self, test: str, clause: Clause, call: pytest.CallInfo) -> Finding:
        """Return what the test found out about its clause."""
        outcome, expected, observed = "conforms", None, None
        if call.excinfo is not None:
            outcome, expected, observed = self._failure(call.when, call.excinfo.value, clause.says)
        elif self.assertions == 0 or self.is_property and not self.examples:
            outcome, observed = "vacuous", "the test asserted nothing"
        return Finding(
            test=test,
            clause=clause.id,
            outcome=outcome,
            assertions=self.assertions,
            statements=len(self.statements),
            examples=len(self.examples) if self.is_property else 1,
            duration=round(call.duration, 4),
            expected=expected and _writable(expected),
            observed=observed and _writable(observed),
            example=self.failing_example if outcome == "violates" else None,
            measurement=self.measurement,
        )

    def _failure(self, when: str, error: BaseException, says: str) -> Tuple[str, Optional[str], str]:
        """Return outcome, expected and observed of a test that ended in `error`."""
        if isinstance(error, Untestable):
            return "absent" if isinstance(error, Absent) else "untestable", None, str(error)
        if isinstance(error, hypothesis.errors.Unsatisfiable):
            return "vacuous", None, "no example satisfied the property's assumptions"
        if isinstance(error, pytest.fail.Exception) and "Timeout" in str(error):
            limit = "its time limit" if self.limit is None else f"{self.limit:g} s"
            return "timed out", f"an end within {limit}", "none"
        if when == "teardown":
            return "crashed", says, f"cleaning up after the test raised {_shown_error(error)}"
        if isinstance(error, AssertionError) and self.comparison is not None:
            left, op, right = self.comparison
            prefix = "" if op in ("==", "in") else f"{op} "
            return "violates", prefix + _shown(right), _shown(left)
        if isinstance(error, AssertionError):
            message = str(error).partition("\nassert")[0].strip()
            return "violates", says, message or "raised AssertionError"
        return "violates", "no error", "raised " + _shown_error(error)


def _writable(text: str) -> str:
    """Return as much of a text as is kept, with escapes for what no file or terminal takes: halves of surrogates."""
    return text[:SHOWN].encode("utf-8", "backslashreplace").decode("utf-8")


def _shown(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__} whose repr raised {type(error).__name__}>"


def _shown_error(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip().partition("\n")[0]
