"""Judges many implementations in one pytest session: tests are collected once, and each case runs in a fork of it.

What takes long (importing TensorFlow, collecting) is done once; a case costs what its tests cost.
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

from conformance import clauses, framework, implementation, outcomes, plan, plugin, runner, verdicts
from fixtures import gpus, network, nursery, sandbox

ROOT = Path(__file__).parent.parent
PROCESSES = os.cpu_count() or 2
TIMEOUT = 30.0  # seconds a test
LINGERING = 5.0  # seconds that a process may take to end after its last test
#: Utilities, and topics of the others, whose tests build models.
OF_MODELS = ("print_summary", "plot_model", "multi_gpu_model", "training", "framework", "models")
#: Clauses whose tests have something done in processes in which TensorFlow has not been started.
NEEDING_FRESH_PROCESSES = ("plot_model.jupyter.", "plot_model.missing", "multi_gpu_model.gpus.")


@dataclass(frozen=True)
class Case:
    """What `--impl` takes for an implementation, and the clauses to judge it by, or until the first of them falls.

    Replication is judged on `gpus`, as `fixtures.gpus` takes it.
    """

    spec: str
    clauses: Tuple[str, ...]
    until_first: bool = False
    gpus: str = gpus.SIMULATED

    @property
    def builds_models(self) -> bool:
        return any(part in OF_MODELS for name in self.clauses for part in name.split("."))

    @property
    def wants_quiet(self) -> bool:
        """Whether it is judged by clauses about speed, which fail to see much when other things run."""
        return any(map(_is_speed, self.clauses))


def _is_speed(name: str) -> bool:
    return clauses.load()[name].level == "speed"


@dataclass(frozen=True)
class Judged:
    """The verdict of each clause that could be judged; `error` says why the implementation could not even start."""

    case: Case
    verdicts: Dict[str, str]
    error: str = ""

    @property
    def is_slow(self) -> bool:
        """Whether all clauses about speed fell."""
        return all(
            self.verdicts.get(name) in verdicts.FAILING for name in self.case.clauses if _is_speed(name)
        )


Judge = Callable[[Sequence[Case]], Iterator[Judged]]


@dataclass
class _Job:
    """A case on its way: what has been found so far, and the process that runs its tests."""

    case: Case
    folder: Path
    close: Callable[[], None]
    result: runner.Result = field(default_factory=lambda: runner.Result([], {}))
    plan: Optional[plan.Plan] = None
    process: Any = None
    finished_at: Optional[float] = None

    @property
    def log(self) -> Path:
        return self.folder / "pytest.log"


def progress() -> Progress:
    """A progress bar for the work in a session, where pytest has the terminal: it is drawn on a copy."""
    return Progress(console=Console(file=os.fdopen(os.dup(1), "w")))


def in_session(
    cases: Sequence[Case], work: Callable[[Judge], None], preload: Sequence[str], processes: int = PROCESSES
) -> None:
    """Collect the tests of the cases' clauses, and call `work` with what judges cases by these.

    The modules to preload, which take long, are imported before the first case that builds models, once for all.

    Raises:
        HarnessError: pytest can't collect the tests.
    """
    names = list(dict.fromkeys(name for case in cases for name in case.clauses))
    network.enter_namespace()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(sandbox.run_folder())
        stack.enter_context(_silent(folder / "pytest.log"))
        everything = plan.Plan(str(folder), "reference.utils", names, [], TIMEOUT, gpus="")
        surroundings = sandbox.environment(folder, str(ROOT))
        os.environ.clear()
        os.environ.update(surroundings, **{plan.VARIABLE: str(everything.write())})
        if any(name.startswith(NEEDING_FRESH_PROCESSES) for name in names):
            library = "tensorflow" if framework.VARIABLE in os.environ else "keras"
            stack.enter_context(nursery.opened(str(folder / "nursery"), [library]))
        options = [*runner.options(everything), "-s", "--tb=native", *runner.tests_of(names)]
        status = pytest.main(options, plugins=[_Driver(work, preload, processes)])
        if status != 0:
            raise runner.HarnessError((folder / "pytest.log").read_text(encoding="utf-8", errors="replace"))


@contextlib.contextmanager
def _silent(log: Path) -> Any:
    """Pytest's output goes to a file; what is to be seen meanwhile goes to a copy of the terminal made before."""
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
    """The plugin that has the work done in the place of running the tests."""

    def __init__(self, work: Callable[[Judge], None], preload: Sequence[str], processes: int) -> None:
        self.work, self.preload, self.processes = work, preload, processes

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """That an example fails is enough here: no smaller one is looked for."""
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("forks", hypothesis.settings.default, phases=phases)
        hypothesis.settings.load_profile("forks")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests can't be collected")
        self.work(partial(_judge, session, self.preload, self.processes))
        return True


def _judge(
    session: pytest.Session, preload: Sequence[str], processes: int, cases: Sequence[Case]
) -> Iterator[Judged]:
    """Judge each case in a fork; they come as they end.

    Those that want quiet come last, beside each other. Noise hides that something is slow rather than feigning it: only
    what is not found slow is judged again, alone.
    """
    loud, quiet = (
        [case for case in cases if case.wants_quiet == wants_quiet] for wants_quiet in (False, True)
    )
    yield from _judge_beside(session, preload, loud, processes)
    unsure = []
    for found in _judge_beside(session, preload, quiet, processes):
        if found.is_slow:
            yield found
        else:
            unsure.append(found.case)
    yield from _judge_beside(session, preload, unsure, 1)


def _judge_beside(
    session: pytest.Session, preload: Sequence[str], cases: Sequence[Case], processes: int
) -> Iterator[Judged]:
    """So many at the same time: those that need no framework first, and long ones early."""
    waiting = sorted(cases, key=lambda case: (case.builds_models, -len(case.clauses)))
    running: Dict[int, _Job] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            job = _open(waiting.pop(0))
            if job.case.builds_models:
                for name in preload:
                    importlib.import_module(name)
            _start(session, job)
            running[job.process.sentinel] = job
        for sentinel in connection.wait(list(running), timeout=1.0):
            job = running.pop(sentinel)
            if _go_on(session, job):
                running[job.process.sentinel] = job
            else:
                yield _judged(job)
                job.close()
        for job in running.values():
            _end_if_finished(job)


def _open(case: Case) -> _Job:
    stack = contextlib.ExitStack()
    return _Job(case, stack.enter_context(sandbox.run_folder()), stack.close)


def _start(session: pytest.Session, job: _Job) -> None:
    """Fork the main thread: what was imported may be bound to it."""
    done = [finding.test for finding in job.result.findings]
    case = job.case
    job.plan = plan.Plan(
        str(job.folder), case.spec, list(case.clauses), [], TIMEOUT, gpus=case.gpus, done=done
    )
    job.finished_at = None
    if job.plan.journal.path.exists():
        job.plan.journal.path.unlink()
    gc.freeze()  # no fork copies memory just to look for garbage among what it has inherited
    arguments = session, job.plan, job.log, case.until_first
    process = multiprocessing.get_context("fork").Process(target=_serve, args=arguments)
    process.start()
    job.process = process


def _go_on(session: pytest.Session, job: _Job) -> bool:
    """Take over what an ended process has found; start another one if it died before it had run all tests."""
    job.process.join()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(job.process.pid, signal.SIGKILL)  # what it has left behind
    assert job.plan is not None
    has_news = runner.collect(job.plan, job.result)
    is_fallen = any(finding.outcome in verdicts.FAILING for finding in job.result.findings)
    if not has_news or not job.result.not_run or job.case.until_first and is_fallen:
        return False
    _start(session, job)
    return True


def _end_if_finished(job: _Job) -> None:
    """A guest may have left threads that keep its process from ending."""
    assert job.plan is not None
    if job.finished_at is None:
        if any(event["event"] == "finish" for event in job.plan.journal.read()):
            job.finished_at = time.monotonic()
    elif time.monotonic() - job.finished_at > LINGERING:
        job.process.kill()


def _judged(job: _Job) -> Judged:
    assert job.plan is not None
    if not job.plan.path.exists():
        last = job.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        return Judged(job.case, {}, error="".join(last) or "its process ended")
    known, missing = clauses.load(), plan.Plan.read(job.plan.path).missing
    found = verdicts.judge([known[name] for name in job.case.clauses], job.result.findings, missing)
    return Judged(job.case, {verdict.clause: verdict.verdict for verdict in found})


def _serve(session: pytest.Session, part: plan.Plan, log: Path, until_first: bool) -> None:
    """In the fork: become a test process for the one case, and run its tests."""
    os.setsid()
    _move_in(part, log)
    if any(clauses.load()[name].utility == "multi_gpu_model" for name in part.clauses):
        os.environ[gpus.VARIABLE] = part.gpus
        plugin.set_up_gpus(session.config)
    target = implementation.load_current()
    missing = [u for u, name in clauses.UTILITIES.items() if target.find(name) is None]
    part = replace(part, missing=missing)
    part.write()
    manager = session.config.pluginmanager
    judge, scribe = (manager.get_plugin(f"conformance-{name}") for name in ("judge", "scribe"))
    judge.plan, scribe.journal = part, part.journal
    hurry = _Hurry()
    manager.register(hurry)
    items = [item for item in session.items if judge.runs(item)]
    part.journal.write("collected", tests={item.nodeid: item.stash[plugin.CLAUSE].id for item in items})
    for item, following in zip(items, [*items[1:], None]):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if until_first and hurry.broken:
            break
    part.journal.write("finish", status=0)


def _move_in(part: plan.Plan, log: Path) -> None:
    folder = Path(part.folder)
    os.environ.update(sandbox.environment(folder, str(ROOT)))
    os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = str(folder / "tmp")
    os.environ[implementation.VARIABLE] = part.spec
    os.environ[plan.VARIABLE] = str(part.path)
    os.chdir(folder / "work")
    with open(log, "ab") as file, open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


class _Hurry:
    """Spares the other tests of a clause that one test has found broken."""

    def __init__(self) -> None:
        self.broken: Set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.stash[plugin.CLAUSE].id in self.broken:
            outcomes.untestable("found broken already")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, finding in report.user_properties:
            if name == plugin.PROPERTY and finding["outcome"] in verdicts.FAILING:
                self.broken.add(finding["clause"])
