"""Verdicts: one for each clause, out of the findings of its tests; one JSON file a run."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Union

from conformance.clauses import Clause
from conformance.outcomes import SEVERITY, Finding

SCHEMA = Path(__file__).with_name("verdicts.schema.json")
FILE = "verdicts.json"
VERDICTS = (
    "conforms",
    "violates",
    "absent",
    "blocked",
    "untestable",
    "waived",
    "crashed",
    "timed out",
    "vacuous",
)
#: Verdicts that fail the gate.
FAILING = ("violates", "crashed", "timed out", "vacuous")


@dataclass
class Verdict:
    """The verdict of one clause, with the evidence: how much was executed, and the finding that decided against it.

    `duration` is in seconds. `because` says why a clause is absent, blocked or untestable. `measurements` are those of
    a clause about speed (see `conformance.speed.Measurement`).
    """

    clause: str
    utility: str
    level: str
    source: str
    says: str
    verdict: str
    tests: int = 0
    assertions: int = 0
    statements: int = 0
    examples: int = 0
    duration: float = 0.0
    because: Optional[str] = None
    failure: Optional[Dict[str, Any]] = None
    measurements: List[Dict[str, Any]] = field(default_factory=list)

    @property
    def measured(self) -> bool:
        """Whether something was measured, and for sure."""
        return bool(self.measurements) and self.verdict in ("conforms", *FAILING)

    def fails(self, gated: Sequence[str]) -> bool:
        return self.level in gated and self.verdict in FAILING


@dataclass
class Run:
    """All that a run says. `duration` is in seconds, `started` an ISO 8601 time, `gpus` a receipt of those used."""

    implementation: Dict[str, Any]
    versions: Dict[str, str]
    options: Dict[str, Any]
    surroundings: Dict[str, str]
    started: str
    duration: float
    complete: bool
    gpus: Optional[Dict[str, Any]] = None
    verdicts: List[Verdict] = field(default_factory=list)

    @property
    def counts(self) -> Dict[str, int]:
        found = Counter(verdict.verdict for verdict in self.verdicts)
        return {name: found[name] for name in VERDICTS if found[name]}

    @property
    def failures(self) -> List[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.fails(self.options["gate"])]

    def to_json(self) -> Dict[str, Any]:
        return dict(asdict(self), format=1, counts=self.counts)


def judge(clauses: Iterable[Clause], findings: Iterable[Finding], missing: Sequence[str]) -> List[Verdict]:
    """The verdicts of all clauses that were found out about; those of missing utilities are absent."""
    by_clause: Dict[str, List[Finding]] = {}
    for finding in findings:
        by_clause.setdefault(finding.clause, []).append(finding)
    verdicts = {}
    for clause in clauses:
        if clause.id in by_clause:
            verdicts[clause.id] = _verdict(clause, by_clause[clause.id])
        elif clause.utility in missing:
            verdicts[clause.id] = _bare(clause, "absent")
            verdicts[clause.id].because = f"the implementation has no {clause.utility}"
    needs = {clause.id: clause.needs for clause in clauses}
    failing = {verdict.clause for verdict in verdicts.values() if verdict.verdict in FAILING}
    broken = {name: [need for need in _all_needs(name, needs) if need in failing] for name in failing}
    for name in failing:
        roots = [need for need in broken[name] if not broken[need]] or broken[name]
        if roots:
            verdicts[name].verdict, verdicts[name].because = "blocked", "needs " + ", ".join(roots)
    return list(verdicts.values())


def _all_needs(clause: str, needs: Mapping[str, Sequence[str]]) -> List[str]:
    """The clauses that `clause` needs, directly or through others."""
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


def _verdict(clause: Clause, findings: List[Finding]) -> Verdict:
    findings = sorted(findings, key=lambda finding: finding.test)
    worst = max(findings, key=lambda finding: SEVERITY.index(finding.outcome))
    verdict = _bare(clause, worst.outcome)
    verdict.tests = len(findings)
    verdict.assertions = sum(finding.assertions for finding in findings)
    verdict.statements = sum(finding.statements for finding in findings)
    verdict.examples = sum(finding.examples for finding in findings)
    verdict.measurements = [finding.measurement for finding in findings if finding.measurement]
    verdict.duration = round(sum(finding.duration for finding in findings), 4)
    if worst.outcome == "untestable":
        verdict.because = worst.observed
    elif worst.outcome != "conforms":
        verdict.failure = {
            "test": worst.test,
            "expected": worst.expected,
            "observed": worst.observed,
            "example": worst.example,
        }
    return verdict


def write(run: Run, path: Path, names: Dict[str, str]) -> None:
    """Write the verdict file. `names` maps what differs from run to run (folders) to what stands for it."""
    text = json.dumps(run.to_json(), indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(timeless(text, names) + "\n", encoding="utf-8")


def timeless(text: str, names: Dict[str, str]) -> str:
    """`text` without what no two runs share: folders, ports, addresses of objects, names of temporary files."""
    for name, stands_for in sorted(names.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(name, stands_for)
    text = re.sub(r"(?<=<run>/pytest)/popen-gw\d+|(?<=<run>/home)-gw\d+|(?<=<run>/work)-gw\d+", "", text)
    text = re.sub(r"(?<=<run>/pytest/)(\w+?)\d+\b", r"\1", text)
    text = re.sub(r"(127\.0\.0\.1|localhost|\[::1\]):\d{4,5}", r"\1:<port>", text)
    text = re.sub(r"\b0x[0-9a-f]{6,}", "0x<address>", text)
    return re.sub(r"\btmp[a-z0-9_]{8}\b", "<temporary>", text)


def comparable(run: Dict[str, Any]) -> Dict[str, Any]:
    """A verdict file's content without times: equal for two runs of the same on the same."""
    verdicts = [dict(verdict, duration=0, measurements=[]) for verdict in run["verdicts"]]
    return dict(run, started="", duration=0, verdicts=verdicts)


def read(path: Union[str, Path]) -> Dict[str, Any]:
    """The content of a verdict file.

    Raises:
        argparse.ArgumentTypeError: there is none, since programs get its path as an argument.
    """
    try:
        content: Dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        content["verdicts"]
    except OSError as error:
        raise argparse.ArgumentTypeError(
            f"{path}: {error.strerror}; a run writes it: nox -s conformance"
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise argparse.ArgumentTypeError(
            f"{path} is no whole {FILE}; a run writes one: nox -s conformance"
        ) from error
    return content
