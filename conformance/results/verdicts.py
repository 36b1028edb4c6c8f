"""Decides the verdict of each clause by the findings of its tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, List, Mapping, Sequence

from cthulhu_conformance.clauses import Clause
from cthulhu_conformance.results.model import FAILING, SEVERITY, Failure, Finding, Measurement, Verdict


def decide(clauses: Iterable[Clause], findings: Iterable[Finding], missing: Sequence[str]) -> List[Verdict]:
    """Return the verdicts of all clauses that have findings, and of those of `missing` utilities, which are absent."""
    clauses = list(clauses)
    by_clause: Dict[str, List[Finding]] = {}
    for finding in findings:
        by_clause.setdefault(finding.clause, []).append(finding)
    verdicts: Dict[str, Verdict] = {}
    for clause in clauses:
        if clause.id in by_clause:
            verdicts[clause.id] = _decide_one(clause, by_clause[clause.id])
        elif clause.utility in missing:
            because = f"the implementation has no {clause.utility}"
            verdicts[clause.id] = replace(_bare(clause, "absent"), because=because)
    return list(_block(verdicts, {clause.id: clause.needs for clause in clauses}).values())


def _block(verdicts: Mapping[str, Verdict], needs: Mapping[str, Sequence[str]]) -> Dict[str, Verdict]:
    """Return the verdicts, where a clause that fails is blocked if one that it needs fails, too."""
    failing = [name for name, verdict in verdicts.items() if verdict.verdict in FAILING]
    broken = {name: [need for need in _all_needs(name, needs) if need in failing] for name in failing}
    found = dict(verdicts)
    for name in failing:
        roots = [need for need in broken[name] if not broken[need]] or broken[name]
        if roots:
            found[name] = replace(found[name], verdict="blocked", because="needs " + ", ".join(roots))
    return found


def _all_needs(clause: str, needs: Mapping[str, Sequence[str]]) -> List[str]:
    """Return the clauses that `clause` needs, directly or through others."""
    seen: Dict[str, None] = {}
    waiting = list(needs[clause])
    while waiting:
        need = waiting.pop(0)
        if need not in seen:
            seen[need] = None
            waiting += needs.get(need, ())
    return list(seen)


def _bare(clause: Clause, verdict: str) -> Verdict:
    return Verdict(clause.id, clause.utility, clause.level, clause.source, clause.says, verdict)


def _decide_one(clause: Clause, findings: List[Finding]) -> Verdict:
    findings = sorted(findings, key=lambda finding: finding.test)
    worst = max(findings, key=lambda finding: SEVERITY.index(finding.outcome))
    failure = Failure(worst.test, worst.expected, worst.observed, worst.example)
    return replace(
        _bare(clause, worst.outcome),
        tests=len(findings),
        assertions=sum(finding.assertions for finding in findings),
        statements=sum(finding.statements for finding in findings),
        examples=sum(finding.examples for finding in findings),
        measurements=tuple(finding.measurement for finding in findings if finding.measurement),
        duration=round(sum(finding.duration for finding in findings), 4),
        because=worst.observed if worst.outcome in ("absent", "untestable") else None,
        failure=failure if worst.outcome in FAILING else None,
    )


def decide_by_majority(findings: List[Finding]) -> Finding:
    """Return one finding for a test of speed in several processes: a violation if most of them found one.

    Otherwise the clause is untestable. At least one of the findings must exceed its bound.
    """
    exceeding: List[Measurement] = []
    for finding in findings:
        if finding.exceeds and finding.measurement is not None:
            exceeding.append(finding.measurement)
    exceeding.sort(key=lambda measurement: measurement.ratio)
    middle = exceeding[(len(exceeding) - 1) // 2]
    told = next(finding for finding in findings if finding.measurement is middle)
    measurement = replace(middle, processes=len(findings), exceeding=len(exceeding))
    if 2 * len(exceeding) > len(findings):
        return replace(told, measurement=measurement)
    reason = f"the bound was exceeded in only {len(exceeding)} of {len(findings)} processes: {told.observed}"
    measurement = replace(measurement, outcome="inconclusive")
    return replace(told, outcome="untestable", expected=None, observed=reason, measurement=measurement)
