"""Evaluates many implementations in one pytest session: tests are collected once, and each case runs in a fork.

What takes long (importing TensorFlow, collecting) is done once; a case takes as long as its tests.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import connection
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Optional, Sequence, Set, Tuple

import hypothesis
import pytest
from rich.console import Console
from rich.progress import Progress

from cthulhu_conformance import clauses
from cthulhu_conformance.fixtures import fork_server, gpus
from cthulhu_conformance.harness import isolated, items, network, runner, sandbox
from cthulhu_conformance.harness.journal import Journal
from cthulhu_conformance.plan import REFERENCE, Plan
from cthulhu_conformance.results import verdicts
from cthulhu_conformance.results.model import FAILING
from cthulhu_conformance.testing import implementation
from cthulhu_conformance.testing.state import CLAUSE, FINDING
from cthulhu_conformance.testing.untestable import untestable

PROCESSES = os.cpu_count() or 2
TIMEOUT = 30.0  # seconds per test
LINGERING = 5.0  # seconds that a process may take to end after its last test


@dataclass(frozen=True)
class Case:
    """An implementation, as `--impl` takes it, and the clauses to test it by, all or until the first of them fails.

    multi_gpu_model is tested on `gpus`, as `fixtures.gpus` takes them. `framework` is the package with layers and
    models, where it is not found.
    """

    spec: str
    clauses: Tuple[str, ...]
    until_first: bool = False
    gpus: str = gpus.SIMULATED
    framework: Optional[str] = None

    def requires(self, requirement: str) -> bool:
        """Return whether one of its clauses requires this."""
        return any(requirement in clauses.load()[name].requires for name in self.clauses)


@dataclass(frozen=True)
class Outcome:
    """The verdicts by clause, without those that were not reached; `error` says why the tests could not even start."""

    case: Case
    verdicts: Dict[str, str]
    error: str = ""

    @property
    def is_slow(self) -> bool:
        """True if all clauses that require quiet fail."""
        quiet = [name for name in self.case.clauses if "quiet" in clauses.load()[name].requires]
        return all(self.verdicts.get(name) in FAILING for name in quiet)


#: Evaluates cases, and yields their outcomes as they end.
Evaluate = Callable[[Sequence[Case]], Iterator[Outcome]]


@dataclass
class _Job:
    """A case that runs: the state of its run, and the process of its tests."""

    case: Case
    folder: Path
    close: Callable[[], None]
    state: runner.RunState = field(default_factory=runner.RunState)
    plan: Optional[Plan] = None
    process: Any = None
    finished_at: Optional[float] = None

    @property
    def log(self) -> Path:
        return self.folder / "pytest.log"


def progress() -> Progress:
    """Return a progress bar for the work in a session, where pytest has the terminal: it is drawn on a copy."""
    return Progress(console=Console(file=os.fdopen(os.dup(1), "w")))


def in_session(
    cases: Sequence[Case],
    work: Callable[[Evaluate], None],
    preload: Sequence[str],
    processes: int = PROCESSES,
) -> None:
    """Collect the tests of the cases' clauses, and call `work` with a function that evaluates cases by them.

    The modules to preload, which take long, are imported before the first case that builds models, once for all.

    Raises:
        HarnessError: pytest can't collect the tests.
    """
    names = tuple(dict.fromkeys(name for case in cases for name in case.clauses))
    network.enter_namespace()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(sandbox.run_folder())
        stack.enter_context(_silent(folder / "pytest.log"))
        everything = Plan(str(folder), REFERENCE, names, timeout=TIMEOUT)
        surroundings = sandbox.environment(folder)
        os.environ.clear()
        os.environ.update(surroundings, **everything.write())
        if any("fresh-process" in clauses.load()[name].requires for name in names):
            library = "tensorflow" if any(case.framework for case in cases) else "keras"
            stack.enter_context(fork_server.opened(str(folder / "fork-server"), [library]))
        options = [*runner.options(everything), "-s", "--tb=native", *runner.tests_of(names)]
        status = pytest.main(options, plugins=[_Driver(work, preload, processes)])
        if status != 0:
            raise runner.HarnessError((folder / "pytest.log").read_text(encoding="utf-8", errors="replace"))


@contextlib.contextmanager
def _silent(log: Path) -> Any:
    """Send pytest's output to a file; what is to be seen meanwhile must go to a copy of the terminal made before."""
    sys.stdout.flush()
    kept = os.dup(1), os.dup(2)
    with open(log, "wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in zip((1, 2), kept):
            os.dup2(copy, number)
            os.close(copy)


class _Driver:
    """The plugin that does the work where pytest would run the tests."""

    def __init__(self, work: Callable[[Evaluate], None], preload: Sequence[str], processes: int) -> None:
        self.work, self.preload, self.processes = work, preload, processes

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Have properties stop at the first example that fails: no smaller one is looked for."""
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        items.watch(config).settings = items.suite_settings(None, phases=phases)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests can't be collected")
        self.work(partial(_evaluate, session, self.preload, self.processes))
        return True


def _evaluate(
    session: pytest.Session, preload: Sequence[str], processes: int, cases: Sequence[Case]
) -> Iterator[Outcome]:
    """Evaluate each case in a fork, and yield the outcomes as they end.

    Cases that require quiet come last, beside each other. Noise rather hides that something is slow than feigns it:
    only a case that is not found slow is evaluated again, alone.
    """
    loud = [case for case in cases if not case.requires("quiet")]
    quiet = [case for case in cases if case.requires("quiet")]
    yield from _evaluate_beside(session, preload, loud, processes)
    unsure = []
    for outcome in _evaluate_beside(session, preload, quiet, processes):
        if outcome.is_slow:
            yield outcome
        else:
            unsure.append(outcome.case)
    yield from _evaluate_beside(session, preload, unsure, 1)


def _evaluate_beside(
    session: pytest.Session, preload: Sequence[str], cases: Sequence[Case], processes: int
) -> Iterator[Outcome]:
    """Evaluate so many cases at the same time: those that need no framework first, and long ones early."""
    waiting = sorted(cases, key=lambda case: (case.requires("models"), -len(case.clauses)))
    running: Dict[Any, _Job] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            job = _open(waiting.pop(0))
            if job.case.requires("models"):
                for name in preload:
                    importlib.import_module(name)
            _start(session, job)
            running[job.process.sentinel] = job
        for sentinel in connection.wait(list(running), timeout=1.0):
            job = running.pop(sentinel)
            if _go_on(session, job):
                running[job.process.sentinel] = job
            else:
                yield _outcome(job)
                job.close()
        for job in running.values():
            _end_if_finished(job)


def _open(case: Case) -> _Job:
    stack = contextlib.ExitStack()
    return _Job(case, stack.enter_context(sandbox.run_folder()), stack.close)


def _start(session: pytest.Session, job: _Job) -> None:
    """Start the job's process, a fork of the main thread: what was imported may be bound to it."""
    case = job.case
    job.plan = Plan(
        str(job.folder),
        case.spec,
        case.clauses,
        done=tuple(finding.test for finding in job.state.findings),
        framework=case.framework,
        timeout=TIMEOUT,
        gpus=case.gpus if case.requires("gpus") else "",
    )
    job.finished_at = None
    Journal.of(job.plan).clear()
    gc.freeze()  # no fork copies memory just to look for garbage among what it has inherited
    arguments = session, job.plan, job.log, case.until_first
    process = multiprocessing.get_context("fork").Process(target=_serve, args=arguments)
    process.start()
    job.process = process


def _go_on(session: pytest.Session, job: _Job) -> bool:
    """Take over the findings of an ended process, and return whether another one runs, as this one died too early."""
    job.process.join()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(job.process.pid, signal.SIGKILL)  # what it has left behind
    assert job.plan is not None
    has_news = runner.take_over(job.plan, job.state)
    has_failed = any(finding.outcome in FAILING for finding in job.state.findings)
    if not has_news or not job.state.not_run or job.case.until_first and has_failed:
        return False
    _start(session, job)
    return True


def _end_if_finished(job: _Job) -> None:
    """End a process that has run all its tests: an implementation may have left threads that keep it from ending."""
    assert job.plan is not None
    if job.finished_at is None:
        if any(event["event"] == "finish" for event in Journal.of(job.plan).read()):
            job.finished_at = time.monotonic()
    elif time.monotonic() - job.finished_at > LINGERING:
        job.process.kill()


def _outcome(job: _Job) -> Outcome:
    assert job.plan is not None
    if not job.plan.path.exists():
        last = job.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        return Outcome(job.case, {}, error="".join(last) or "its process ended without output")
    known, missing = clauses.load(), Plan.read(job.plan.path).missing
    found = verdicts.decide([known[name] for name in job.case.clauses], job.state.findings, missing)
    return Outcome(job.case, {verdict.clause: verdict.verdict for verdict in found})


def _serve(session: pytest.Session, plan: Plan, log: Path, until_first: bool) -> None:
    """Make this fork the test process of a case, and run the case's tests."""
    os.setsid()
    _move_in(plan, log)
    if plan.gpus:
        items.set_up_gpus(session.config, plan)
    implementation.prepare(plan)
    target = implementation.load(plan.spec)
    missing = tuple(u for u, name in clauses.UTILITIES.items() if target.find(name) is None)
    plan = replace(plan, missing=missing)
    os.environ.update(plan.write())
    failing = _SkipFailing()
    session.config.pluginmanager.register(failing)
    isolated.run_items(session, plan, lambda: until_first and bool(failing.clauses))


def _move_in(plan: Plan, log: Path) -> None:
    folder = Path(plan.folder)
    os.environ.update(sandbox.environment(folder))
    os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = str(folder / "tmp")
    os.chdir(folder / "work")
    with open(log, "ab") as file, open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


class _SkipFailing:
    """The plugin that skips the remaining tests of a clause when one of them has failed."""

    def __init__(self) -> None:
        self.clauses: Set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.stash[CLAUSE].id in self.clauses:
            untestable("another test of the clause has failed")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        finding = getattr(report, FINDING, None)
        if finding and finding["outcome"] in FAILING:
            self.clauses.add(finding["clause"])
