"""Expected verdicts of real libraries: every deviation with the reason why the library, not the suite, is wrong.

`python -m tools.compat keras-2.3.1 verdicts.json` compares; a verdict that changed is a failure (exit code 1).

An expectation file has a table for each violated clause, with the reason. Before them it may name another library that
it is `like` (a table with `holds = true` takes one of that library's deviations back), and list the clauses that are
`blocked` or `untestable`, and the utilities that are `absent`: these have their reason in the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List

from conformance.clauses import folders_of, leaves, parse, select

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Deviation:
    """A clause that a library is known not to conform to."""

    clause: str
    verdict: str
    reason: str = ""


def expected(library: str) -> Dict[str, Deviation]:
    """The deviations of a library by clause.

    Raises:
        ValueError: a violation without a reason.
    """
    content = parse(HERE / f"{library}.toml")
    like = content.pop("like", None)
    found = expected(like) if like else {}
    for utility in content.pop("absent", []):
        for clause in select(utilities=[utility]).values():
            found[clause.id] = Deviation(clause.id, "violates" if clause.is_availability else "absent")
    for verdict in ("blocked", "untestable"):
        for clause_id in content.pop(verdict, []):
            found[clause_id] = Deviation(clause_id, verdict)
    for clause_id, entry in leaves(content):
        if entry.get("holds"):
            del found[clause_id]
        elif entry.get("reason"):
            found[clause_id] = Deviation(clause_id, "violates", entry["reason"])
        else:
            raise ValueError(f"{library}.toml: {clause_id} has no reason")
    return found


def changes(run: Dict[str, Any], deviations: Dict[str, Deviation]) -> List[str]:
    """What a run's verdicts say otherwise than expected, a line each, about the clauses that it was to judge."""
    judged = {verdict["clause"]: verdict["verdict"] for verdict in run["verdicts"]}
    options = run["options"]
    chosen = select(options["levels"], folders_of(options["utilities"]), options["clauses"])
    lines = []
    for clause_id in dict.fromkeys([*judged, *deviations]):
        wanted = deviations[clause_id].verdict if clause_id in deviations else "conforms"
        found = judged.get(clause_id, "not judged")
        if found != wanted and clause_id in chosen:
            lines.append(f"{clause_id}: {found}, expected {wanted}")
    return lines
