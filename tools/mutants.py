"""Judge the mutants: each must be caught by the tests of every clause that it breaks, and every clause needs one.

`python -m tools.mutants --utility get_file`. Exit code 1 for a survivor or a clause without a mutant.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

import pytest
from rich.progress import Progress

from conformance import clauses, implementation, plan, runner, verdicts
from conformance.verdicts import FAILING
from fixtures import network, sandbox
from tools import zoo

PROCESSES = 2
CAUGHT = FAILING + ("blocked",)


@dataclass(frozen=True)
class Case:
    """A mutant by what `--impl` takes for it, and the clauses that must catch it."""

    spec: str
    breaks: Tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """The verdict of each clause that the mutant breaks."""

    case: Case
    verdicts: Dict[str, str]

    @property
    def survived(self) -> List[str]:
        return [name for name in self.case.breaks if self.verdicts.get(name) not in CAUGHT]


def cases(utilities: Sequence[str]) -> List[Case]:
    """All mutants of the utilities that have clauses."""
    return [
        Case(spec, mutant.breaks)
        for utility in utilities
        if importlib.util.find_spec(f"tools.zoo.{utility}")
        for spec, mutant in zoo.mutants(utility)
    ]


def judge(case: Case) -> Judged:
    """Run the tests of the clauses that the mutant breaks, in this process: it is a fork that serves one mutant."""
    known = clauses.load()
    chosen = [known[name] for name in case.breaks]
    with sandbox.run_folder() as folder:
        os.environ.update(sandbox.environment(folder, str(Path.cwd())))
        os.environ[implementation.VARIABLE] = case.spec
        os.chdir(folder / "work")
        target = implementation.load(case.spec)
        missing = [u for u, name in clauses.UTILITIES.items() if target.find(name) is None]
        todo = plan.Plan(str(folder), case.spec, list(case.breaks), missing, timeout=30)
        os.environ[plan.VARIABLE] = str(todo.write())
        sys.stdout.flush()
        with open(folder / "pytest.log", "wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        pytest.main(runner.options(todo) + runner.tests_of(case.breaks))
        result = runner.Result([], {})
        runner.collect(todo, result)
        os.chdir("/")
    found = verdicts.judge([*chosen], result.findings, missing)
    return Judged(case, {verdict.clause: verdict.verdict for verdict in found})


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--utility", action="append", choices=list(clauses.UTILITIES))
    parser.add_argument("--clause", default="", metavar="PREFIX")
    options = parser.parse_args()
    utilities = options.utility or list(clauses.UTILITIES)
    todo = [
        case
        for case in cases(utilities)
        if any(name.startswith(options.clause) for name in case.breaks)
    ]
    network.enter_namespace()
    # A fork starts with everything imported: a mutant costs a fraction of a second.
    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES, maxtasksperchild=1) as pool, Progress() as progress:
        judged = list(progress.track(pool.imap(judge, todo), total=len(todo), description="mutants"))
    return report(judged, clauses.select((), utilities, [options.clause]))


def report(judged: Sequence[Judged], selected: Dict[str, clauses.Clause]) -> int:
    """Print survivors and clauses that no mutant breaks; the exit code."""
    red = 0
    for mutant in judged:
        for name in mutant.survived:
            red += 1
            print(f"survived  {mutant.case.spec} should break {name}: {mutant.verdicts.get(name, 'not run')}")
    broken = {name for mutant in judged for name in mutant.case.breaks}
    for name in selected:
        if name not in broken:
            red += 1
            print(f"no mutant {name}")
    caught = sum(not mutant.survived for mutant in judged)
    print(f"{caught} of {len(judged)} mutants caught; {len(broken & set(selected))} of {len(selected)} clauses broken")
    return 1 if red or not judged else 0


if __name__ == "__main__":
    sys.exit(main())
