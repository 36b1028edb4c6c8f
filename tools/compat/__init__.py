"""Expected verdicts of real libraries: every deviation with the reason why the library, not the suite, is wrong.

`python -m cthulhu_conformance.tools.compat keras-2.3.1 verdicts.json` compares: a verdict that changed is a failure
(exit code 1).

An expectation file has a table for each violated clause, with the reason. Before them it may name another library that
it is `like` (but for utilities in which it is `unlike` it; a table with `holds = true` takes a deviation back), and
list the clauses that are `blocked` or `untestable`, those that all others which need them are `blocked_by`, and the
utilities that are `absent`: these have their reason in the run. Nothing is expected of speed, which each machine tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List

from cthulhu_conformance.clauses import leaves, parse, select
from cthulhu_conformance.results.model import Run

HERE = Path(__file__).parent

#: Clauses that only some machines can test: those whose Graphviz writes PDF.
MACHINES = ("plot_model.format.pdf", "plot_model.jupyter.pdf")


@dataclass(frozen=True)
class Deviation:
    """A clause that a library is known not to conform to."""

    clause: str
    verdict: str
    reason: str = ""


def expected(library: str) -> Dict[str, Deviation]:
    """Return the expected deviations of a library, by clause.

    Raises:
        ValueError: a violation has no reason.
    """
    content = parse(HERE / f"{library}.toml")
    like = content.pop("like", None)
    found = {name: Deviation(name, "untestable") for name in MACHINES}
    unlike = set(select(utilities=content.pop("unlike", ["none"])))
    if like:
        found.update((name, other) for name, other in expected(like).items() if name not in unlike)
    for utility in content.pop("absent", []):
        for clause in select(utilities=[utility]).values():
            found[clause.id] = Deviation(clause.id, "violates" if clause.is_availability else "absent")
    for clause_id in content.pop("blocked_by", []):
        found.update(
            (name, Deviation(name, "blocked")) for name in _needing(clause_id) if name not in MACHINES
        )
    for verdict in ("blocked", "untestable"):
        for clause_id in content.pop(verdict, []):
            found[clause_id] = Deviation(clause_id, verdict)
    for clause_id, entry in leaves(content):
        if entry.get("holds"):
            del found[clause_id]
        elif entry.get("reason"):
            found[clause_id] = Deviation(clause_id, "violates", entry["reason"])
        else:
            raise ValueError(f"{library}.toml: {clause_id} has no reason; say why the library is wrong")
    return {name: other for name, other in found.items() if select()[name].level != "speed"}


def _needing(clause_id: str) -> List[str]:
    """Return the clauses that need this one, directly or through others."""
    directly = [clause.id for clause in select().values() if clause_id in clause.needs]
    return directly + [name for other in directly for name in _needing(other)]


def changes(run: Run, deviations: Dict[str, Deviation]) -> List[str]:
    """Return a line for each selected clause of the run whose verdict is not the expected one."""
    found = {verdict.clause: verdict.verdict for verdict in run.verdicts}
    chosen = select(run.options.levels, run.options.utilities, run.options.clauses)
    lines = []
    for clause_id in dict.fromkeys([*found, *deviations]):
        wanted = deviations[clause_id].verdict if clause_id in deviations else "conforms"
        verdict = found.get(clause_id, "no verdict")
        if wanted == "untestable" and verdict == "conforms":
            continue  # this machine can show it
        if verdict != wanted and clause_id in chosen:
            lines.append(f"{clause_id}: {verdict}, expected {wanted}")
    return lines
