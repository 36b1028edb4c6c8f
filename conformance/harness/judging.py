"""Judges an implementation by the clauses that a request selects, and writes the verdict file."""

from __future__ import annotations

import datetime
import os
import time
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from cthulhu_conformance import __version__, clauses
from cthulhu_conformance.clauses import Clause
from cthulhu_conformance.fixtures import gpus
from cthulhu_conformance.harness import runner, sandbox
from cthulhu_conformance.plan import REFERENCE, Plan
from cthulhu_conformance.results import files, verdicts
from cthulhu_conformance.results.model import Options, ProbeResult, Run, Surroundings
from cthulhu_conformance.testing import framework

WORKERS = max(1, min(os.cpu_count() or 1, 4))  # more processes cost more imports than they save
LOG = "pytest.log"

#: Takes the probe result, and returns a function that is told how many tests have run, of how many.
Announce = Callable[[ProbeResult], runner.Progress]


class NoImplementationError(Exception):
    """There is no such implementation, or its import fails; the message says what to do."""


class TooFewGpusError(Exception):
    """There are fewer GPUs than were required; the message says how many."""


@dataclass(frozen=True)
class Request:
    """A request to judge an implementation: the command's options, with the same names.

    `utilities` are folders' names, `here` is the folder that the implementation is looked for in first, `output` the
    one that results go to. Pytest has the terminal where it `talks`, else it writes a log beside the results.
    """

    impl: str = REFERENCE
    levels: Tuple[str, ...] = ()
    utilities: Tuple[str, ...] = ()
    clauses: Tuple[str, ...] = ()
    explore: Optional[int] = None
    timeout: float = 60.0
    framework: Optional[str] = None
    vocabulary: Optional[str] = None
    setup: Optional[str] = None
    speed: str = "report"
    baseline: str = REFERENCE
    baseline_path: Optional[str] = None
    speed_tolerance: Optional[float] = None
    gpus: str = "simulated"
    require_gpu: Optional[int] = None
    pytest: Tuple[str, ...] = ()
    talks: bool = False
    here: Path = Path()
    output: Path = Path("conformance-results")

    @property
    def selected(self) -> Dict[str, Clause]:
        """The selected clauses, by id."""
        found = clauses.select(self.levels, self.utilities, self.clauses)
        if self.speed == "off":
            return {name: clause for name, clause in found.items() if clause.level != "speed"}
        return found

    @property
    def gate(self) -> Tuple[str, ...]:
        """The levels that decide the exit code."""
        speed = ("speed",) if self.speed == "gate" else ()
        return self.levels or (*clauses.GATED_BY_DEFAULT, *speed)

    @property
    def recorded(self) -> Options:
        """The options as the verdict file has them: names of files, but not where they are."""
        shared = {each.name: getattr(self, each.name) for each in fields(Options)}
        for name in ("vocabulary", "setup"):
            shared[name] = shared[name] and Path(shared[name]).name
        return Options(**shared)


def _silently(_: ProbeResult) -> runner.Progress:
    return lambda done, total: None


def judge(request: Request, announce: Announce = _silently) -> Run:
    """Judge the implementation, write `verdicts.json` into the request's output folder, and return what it says.

    Raises:
        NoImplementationError: the implementation or the baseline can't be imported.
        TooFewGpusError: there are fewer GPUs than the request requires.
        SpecificationError: the clause files or the vocabulary contradict themselves.
        UsageError: no clause is selected, or pytest refuses its options.
        HarnessError: the suite itself failed.
    """
    started, clock = datetime.datetime.now(datetime.timezone.utc), time.monotonic()
    selected = request.selected
    if not selected:
        raise runner.UsageError(
            "no clause is selected by these options together; conformance --list shows all clauses"
        )
    if request.vocabulary:
        framework.vocabulary(request.vocabulary)
    with sandbox.run_folder() as folder:
        environment = sandbox.environment(folder)
        plan = _plan(request, folder, tuple(selected))
        seen = _look(plan, environment)
        if request.require_gpu:
            _need_gpus(request.require_gpu)
        plan = replace(plan, spec=seen.spec, missing=seen.missing)
        output = request.output.resolve()
        output.mkdir(parents=True, exist_ok=True)
        progress = announce(seen)
        state = runner.run(
            plan, environment, _with_workers(request), None if request.talks else _new_log(output), progress
        )
        run = Run(
            implementation=seen.facts,
            versions=dict(seen.versions, python=seen.python, conformance=__version__),
            options=request.recorded,
            surroundings=Surroundings(seen.platform, seen.network),
            gpus=state.receipt,
            started=started.isoformat(timespec="seconds"),
            duration=round(time.monotonic() - clock, 2),
            execution=state.execution(
                clause.id for clause in selected.values() if clause.utility not in plan.missing
            ),
            verdicts=tuple(verdicts.decide(selected.values(), state.findings, plan.missing)),
            selected=len(selected),
        )
        files.write(run, output / files.FILE, {str(folder): "<run>", folder.name: "<run>"})
    return files.read(output / files.FILE)


def _plan(request: Request, folder: Path, selected: Tuple[str, ...]) -> Plan:
    here = request.here.resolve()
    return Plan(
        str(folder),
        request.impl,
        selected,
        search=(str(here), str(here / "src")),
        setup=request.setup,
        framework=request.framework,
        vocabulary=request.vocabulary,
        timeout=request.timeout,
        explore=request.explore,
        gpus="real" if request.gpus == "real" else gpus.SIMULATED,
        baseline=request.baseline,
        baseline_path=request.baseline_path,
        tolerance=request.speed_tolerance,
    )


def _look(plan: Plan, environment: Dict[str, str]) -> ProbeResult:
    """Look at the implementation and at the baseline."""
    seen = runner.probe(plan, environment)
    if seen.error:
        raise NoImplementationError(seen.error)
    if plan.baseline != REFERENCE:
        search = ((plan.baseline_path,) if plan.baseline_path else ()) + plan.search
        problem = runner.probe(replace(plan, spec=plan.baseline, search=search), environment).error
        if problem:
            raise NoImplementationError(f"the baseline can't be used: {problem}")
    return seen


def _need_gpus(wanted: int) -> None:
    there = gpus.count_physical()
    if there < wanted:
        raise TooFewGpusError(
            f"real GPUs that TensorFlow sees here: {there}; required: {wanted} or more.\n"
            "to do:    run on a machine that has them, with a TensorFlow built for them "
            "(python -c 'import tensorflow as tf; print(tf.config.list_physical_devices())' lists what it sees)"
        )


def _new_log(output: Path) -> Path:
    log = output / LOG
    log.write_bytes(b"")
    return log


def _with_workers(request: Request) -> List[str]:
    """Return pytest's options, with a number of processes where none is given."""
    given = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in request.pytest)
    workers = 1 if request.gpus == "real" else WORKERS
    return list(request.pytest) if given else ["-n", str(workers), *request.pytest]
