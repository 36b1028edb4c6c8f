"""Expected verdicts of real libraries: every deviation with the reason why the library, not the suite, is wrong.

`python -m tools.compat keras-2.3.1 verdicts.json` compares; a verdict that changed is a failure (exit code 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List

from conformance.clauses import tables

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Deviation:
    """A clause that a library is known not to conform to."""

    clause: str
    verdict: str
    reason: str


def expected(library: str) -> Dict[str, Deviation]:
    """The deviations of a library by clause.

    Raises:
        ValueError: a deviation without a reason.
    """
    found = {}
    for clause, entry in tables(HERE / f"{library}.toml"):
        if not entry.get("reason"):
            raise ValueError(f"{library}.toml: {clause} has no reason")
        found[clause] = Deviation(clause, entry.get("verdict", "violates"), entry["reason"])
    return found


def changes(run: Dict[str, Any], deviations: Dict[str, Deviation]) -> List[str]:
    """What a run's verdicts say otherwise than expected, a line each."""
    lines = []
    judged = {verdict["clause"]: verdict["verdict"] for verdict in run["verdicts"]}
    for clause, verdict in judged.items():
        wanted = deviations[clause].verdict if clause in deviations else "conforms"
        if verdict != wanted:
            lines.append(f"{clause}: {verdict}, expected {wanted}")
    lines += [f"{clause}: expected {deviations[clause].verdict}, not judged" for clause in deviations if clause not in judged]
    return lines
