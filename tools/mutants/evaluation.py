"""Run the tests on mutants and on conforming variants, and report what is wrong."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from cthulhu_conformance import clauses
from cthulhu_conformance.fixtures import gpus
from cthulhu_conformance.plan import REFERENCE
from cthulhu_conformance.tools import forks, mutants, variants
from cthulhu_conformance.tools.forks import Case
from cthulhu_conformance.tools.mutants import matrix
from cthulhu_conformance.tools.mutants.matrix import Candidate, CandidateResult


def mutants_of(groups: Sequence[str]) -> List[Candidate]:
    """Return all mutants of these utilities, or of "original"."""
    registries = [mutants.REGISTRIES[group] for group in groups]
    return [Candidate(r.spec(name), mutant.breaks) for r in registries for name, mutant in r.load().items()]


def variants_of(utilities: Sequence[str]) -> Dict[Candidate, Tuple[str, ...]]:
    """Return the variants of these utilities, each with the clauses that say how they behave; it may be slow."""
    found = {}
    for name, variant in variants.REGISTRY.load().items():
        own = variants.utilities_of(variant)
        common = [utility for utility in utilities if utility in own]
        if common:
            selected = clauses.select(clauses.BEHAVIOUR, common)
            found[Candidate(variants.REGISTRY.spec(name))] = tuple(selected)
    return found


def with_others(candidate: Candidate) -> Tuple[str, ...]:
    """Return the clauses that the mutant breaks, and all others about the behaviour of its utility."""
    return tuple(dict.fromkeys([*candidate.breaks, *clauses.select(clauses.BEHAVIOUR, [candidate.utility])]))


def evaluate(
    todo: Mapping[Candidate, Tuple[str, ...]],
    on: str = gpus.SIMULATED,
    processes: int = forks.PROCESSES,
    framework: Optional[str] = None,
) -> Tuple[List[CandidateResult], List[str]]:
    """Run the tests of the given clauses on each candidate; so many candidates at a time.

    Their models are built in `framework`, where that is not found beside them. Returns what was found of each, and the
    clauses that are untestable here: of the reference, too.
    """
    candidates = {candidate.spec: candidate for candidate in todo}
    cases = [Case(candidate.spec, names, gpus=on, framework=framework) for candidate, names in todo.items()]
    results: List[CandidateResult] = []
    untestable: List[str] = []

    def run(run_cases: forks.Evaluate) -> None:
        for found in bar.track(run_cases(cases), total=len(cases), description="mutants"):
            candidate = candidates[found.case.spec]
            results.append(CandidateResult(candidate, found.case.clauses, found.verdicts, found.error))
        doubtful = tuple(sorted({name for result in results for name in result.untestable}))
        again = [Case(REFERENCE, doubtful, gpus=on)] if doubtful else []
        for found in run_cases(again):
            untestable.extend(name for name, verdict in found.verdicts.items() if verdict == "untestable")

    models = f"{framework or REFERENCE.rpartition('.')[0]}.models"
    with forks.progress() as bar:
        forks.in_session(cases, run, [models], processes)
    order = list(todo)
    return sorted(results, key=lambda result: order.index(result.candidate)), untestable


def report(
    results: Sequence[CandidateResult], untestable: Sequence[str], selected: Mapping[str, clauses.Clause]
) -> int:
    """Print what is wrong, and a line that sums up; return the exit code."""
    wrong = []
    for result in results:
        spec = result.candidate.spec
        if result.error:
            wrong.append(f"can't start: {spec}, {result.error}")
        kind = "violating variant" if result.candidate.is_variant else "survivor"
        for name in result.failures(untestable):
            wrong.append(f"{kind}: {spec}, {name} is {result.verdicts.get(name, 'not run')}")
    for line in matrix.lines(results, selected):
        print(line)
    broken = {name for result in results for name in result.candidate.breaks}
    wrong += [f"no mutant breaks {name}" for name in selected if name not in broken]
    for name in untestable:
        print(f"untestable on this machine: {name}")
    for line in wrong:
        print(line)
    tried, variants_tried = (
        [result for result in results if result.candidate.is_variant is kind] for kind in (False, True)
    )
    print(
        f"{sum(not r.failures(untestable) for r in tried)} of {len(tried)} mutants caught; "
        f"{len(broken & set(selected))} of {len(selected)} clauses have one; "
        f"{sum(not r.failures(untestable) for r in variants_tried)} of {len(variants_tried)} variants conform"
    )
    return 1 if wrong or not results else 0
