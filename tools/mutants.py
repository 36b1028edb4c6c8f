"""Judge the zoo: each mutant must be caught by the tests of every clause that it breaks, every clause needs a mutant,
and no saint may violate any clause.

`python -m tools.mutants --utility get_file`. Exit code 1 for a survivor, a clause without a mutant or a fallen saint.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import sys
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Sequence, Tuple

import pytest
from rich.progress import Progress

from conformance import clauses, framework, implementation, plan, runner, verdicts
from conformance.verdicts import FAILING
from fixtures import gpus, network, sandbox
from tools import zoo
from tools.zoo import saints

PROCESSES = 2
#: Utilities, and topics of the others, whose tests build models.
OF_MODELS = ("print_summary", "plot_model", "multi_gpu_model", "training", "framework", "models")
HOLDING = ("conforms", "absent", "untestable", "waived")
CAUGHT = FAILING + ("blocked",)


@dataclass(frozen=True)
class Case:
    """An animal of the zoo by what `--impl` takes for it, and the clauses that it is judged by."""

    spec: str
    clauses: Tuple[str, ...]
    is_saint: bool = False


@dataclass(frozen=True)
class Judged:
    """The verdict of each clause that the animal is judged by."""

    case: Case
    verdicts: Dict[str, str]

    def wrong(self, unjudged: Iterable[str]) -> List[str]:
        """Clauses that a mutant should have broken and did not, or that a saint broke; and those that did not run."""
        right = HOLDING if self.case.is_saint else CAUGHT
        judged = [name for name in self.case.clauses if name not in unjudged]
        return [name for name in judged if self.verdicts.get(name) not in right]

    @property
    def untestable(self) -> List[str]:
        return [name for name in self.case.clauses if self.verdicts.get(name) == "untestable"]


def mutants(rooms: Sequence[str]) -> List[Case]:
    """All mutants in these rooms of the zoo."""
    return [Case(spec, mutant.breaks) for room in rooms for spec, mutant in zoo.mutants(room)]


def saints_of(utilities: Sequence[str]) -> List[Case]:
    """The saints that do one of the utilities in another way, with the clauses of these utilities."""
    cases = []
    for name in saints.SAINTS:
        own = saints.utilities_of(getattr(saints, name))
        chosen = clauses.select(utilities=[utility for utility in utilities if utility in own] or ["none"])
        if chosen:
            cases.append(Case(f"tools.zoo.saints:{name}", tuple(chosen), is_saint=True))
    return cases


def judge(case: Case) -> Judged:
    """Run the tests of the case's clauses, in this process: it is a fork that serves one case."""
    known = clauses.load()
    with sandbox.run_folder() as folder:
        os.environ.update(sandbox.environment(folder, str(Path.cwd())))
        os.environ[implementation.VARIABLE] = case.spec
        os.chdir(folder / "work")
        target = implementation.load(case.spec)
        missing = [u for u, name in clauses.UTILITIES.items() if target.find(name) is None]
        todo = plan.Plan(str(folder), case.spec, list(case.clauses), missing, timeout=30)
        os.environ[plan.VARIABLE] = str(todo.write())
        if any(known[name].utility == "multi_gpu_model" for name in case.clauses):
            os.environ[gpus.VARIABLE] = todo.gpus
        sys.stdout.flush()
        with open(folder / "pytest.log", "wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        pytest.main(runner.options(todo) + runner.tests_of(case.clauses))
        result = runner.Result([], {})
        runner.collect(todo, result)
        os.chdir("/")
    found = verdicts.judge([known[name] for name in case.clauses], result.findings, missing)
    return Judged(case, {verdict.clause: verdict.verdict for verdict in found})


def judge_all(todo: Sequence[Case]) -> Tuple[List[Judged], List[str]]:
    """What is found about each case, and the clauses that can't be judged here: of the reference neither.

    Each case is judged in a fork, which starts with everything imported: a mutant costs a fraction of a second.
    """
    network.enter_namespace()
    if any(part in OF_MODELS for case in todo for name in case.clauses for part in name.split(".")):
        importlib.import_module(
            os.environ.get(framework.VARIABLE, "reference") + ".models"
        )  # once: it takes seconds
    with Progress() as progress:
        judged = list(progress.track(_in_forks(todo), total=len(todo), description="zoo"))
    judged.sort(key=lambda animal: todo.index(animal.case))
    doubtful = sorted({name for animal in judged for name in animal.untestable})
    of_the_reference = [Case("reference.utils", tuple(doubtful))] if doubtful else []
    return judged, [name for found in _in_forks(of_the_reference) for name in found.untestable]


def _in_forks(todo: Sequence[Case]) -> Iterator[Judged]:
    """Judge each case in a fork of this thread, as they end: what was imported may be bound to it.

    Nothing is found about a case whose process dies.
    """
    context = multiprocessing.get_context("fork")
    waiting, running = list(todo), {}
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            case = waiting.pop(0)
            reader, writer = context.Pipe(duplex=False)
            process = context.Process(target=_judge_and_tell, args=(case, writer))
            process.start()
            writer.close()
            running[reader] = case, process
        for reader in connection.wait(list(running)):
            case, process = running.pop(reader)
            try:
                yield reader.recv()
            except EOFError:
                yield Judged(case, {})
            process.join()


def _judge_and_tell(case: Case, writer: connection.Connection) -> None:
    writer.send(judge(case))


def report(judged: Sequence[Judged], unjudged: Sequence[str], selected: Dict[str, clauses.Clause]) -> int:
    """Print what is wrong, and a line that sums up; the exit code."""
    lines = []
    for animal in judged:
        kind = "fallen saint" if animal.case.is_saint else "survivor"
        for name in animal.wrong(unjudged):
            lines.append(f"{kind}: {animal.case.spec}, {name} is {animal.verdicts.get(name, 'not run')}")
    broken = {name for animal in judged if not animal.case.is_saint for name in animal.case.clauses}
    lines += [f"no mutant breaks {name}" for name in selected if name not in broken]
    for name in unjudged:
        print(f"not judged on this machine: {name}")
    for line in lines:
        print(line)
    wild = [animal for animal in judged if not animal.case.is_saint]
    holy = [animal for animal in judged if animal.case.is_saint]
    print(
        f"{sum(not a.wrong(unjudged) for a in wild)} of {len(wild)} mutants caught; "
        f"{len(broken & set(selected))} of {len(selected)} clauses have one; "
        f"{sum(not a.wrong(unjudged) for a in holy)} of {len(holy)} saints conform"
    )
    return 1 if lines or not judged else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--utility", action="append", choices=list(clauses.UTILITIES), help="this one's only (repeatable)"
    )
    parser.add_argument(
        "--clause", default="", metavar="PREFIX", help="only mutants that break such a clause, and no saints"
    )
    parser.add_argument(
        "--original",
        metavar="SETUP",
        help="only Keras 2.3.1's own code and mutants of it, after running this file",
    )
    options = parser.parse_args()
    if options.original:
        os.environ[implementation.SETUP_VARIABLE] = str(Path(options.original).resolve())
        os.environ[framework.VARIABLE] = "keras"
        implementation.prepare()  # before Keras is imported
        edited = mutants(["original"])
        broken = tuple(dict.fromkeys(name for case in edited for name in case.clauses))
        return report(*judge_all([*edited, Case("keras.utils", broken, is_saint=True)]), {})
    utilities = options.utility or list(clauses.UTILITIES)
    todo = [
        case for case in mutants(utilities) if any(name.startswith(options.clause) for name in case.clauses)
    ]
    if not options.clause:
        todo += saints_of(utilities)
    return report(*judge_all(todo), clauses.select((), utilities, [options.clause]))


if __name__ == "__main__":
    sys.exit(main())
