"""The suite's tests as items of pytest: marked with what their clauses are, and watched while they run."""

from __future__ import annotations

import functools
import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Set

import hypothesis
import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.fixtures import gpus
from cthulhu_conformance.harness import collection, counting, sandbox
from cthulhu_conformance.harness.record import Record
from cthulhu_conformance.plan import VARIABLE, Plan
from cthulhu_conformance.results.model import FAILING, Finding
from cthulhu_conformance.testing import implementation
from cthulhu_conformance.testing.state import CLAUSE, FINDING, GPUS, RECORD
from cthulhu_conformance.testing.untestable import Untestable, untestable

WATCH, IN_PROCESS = "conformance-watch", "conformance-in-process"


def watch(config: pytest.Config) -> Watch:
    """Have the suite's tests watched from now on, and return the plugin that watches them."""
    found = config.pluginmanager.get_plugin(WATCH)
    if found is None:
        counting.install()
        found = Watch(suite_settings(explored(config)))
        config.stash[RECORD] = lambda: found.record
        config.pluginmanager.register(found, WATCH)
        if VARIABLE not in os.environ:  # else the process belongs to a run of the command
            config.pluginmanager.register(InProcess(config), IN_PROCESS)
    return found


def explored(config: pytest.Config) -> Optional[int]:
    """Return the number of fresh examples for each property, None where the same ones are taken each time."""
    if VARIABLE in os.environ:
        return Plan.current().explore
    return int(config.getini("conformance_explore") or 0) or None


def suite_settings(explore: Optional[int], **more: Any) -> hypothesis.settings:
    """Return the settings by which properties are searched: with the same examples always, or so many fresh ones."""
    return hypothesis.settings(
        hypothesis.settings.get_profile("default"),
        derandomize=explore is None,
        max_examples=explore or 60,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        **more,
    )


def set_up_gpus(config: pytest.Config, plan: Plan) -> None:
    """Set up the plan's GPUs, before the implementation is imported: it may look for them then.

    The plan's set-up file runs first: it may choose how TensorFlow starts.
    """
    implementation.prepare(plan)
    try:
        config.stash[GPUS] = gpus.set_up(plan.gpus)
    except ImportError as error:
        config.stash[GPUS] = f"multi_gpu_model needs TensorFlow, which can't be imported: {error}"


class Watch:
    """Marks the suite's tests, and keeps the record of what each one does."""

    def __init__(self, settings: hypothesis.settings) -> None:
        self.settings = settings
        self.record = Record()

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Mark a test with its clause's level and utility, before `-m` and `-k` select by them."""
        if not isinstance(item.parent, collection.SuiteModule):
            return
        clause = item.stash[CLAUSE] = clauses.load()[collection.clause_of(item)]
        for name in (clause.level, clause.utility, *(["gpu"] if "gpus" in clause.requires else [])):
            item.add_marker(name)
        item.add_marker(pytest.mark.filterwarnings("ignore"))
        item.user_properties += [("clause", clause.id), ("level", clause.level)]
        _watch_examples(item, self)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if CLAUSE not in item.stash:
            yield
            return
        counting.current = self.record = Record(limit=_limit(item))
        yield
        counting.current = None

    @pytest.hookimpl(hookwrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Any:
        outcome = yield
        if CLAUSE in pyfuncitem.stash and outcome.excinfo:
            kind, error = outcome.excinfo[:2]
            if issubclass(kind, pytest.exit.Exception):  # type: ignore[arg-type]
                outcome.force_exception(RuntimeError(f"pytest.exit: {error}"))

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if counting.current is not None:
            counting.current.comparison = (left, op, right)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> Any:
        outcome = yield
        if CLAUSE in item.stash and (call.when == "call" or call.excinfo is not None):
            if _is_left_out(item, call):
                return
            _attach(outcome.get_result(), self.record.finding(item.nodeid, item.stash[CLAUSE], call))


def _is_left_out(item: pytest.Item, call: pytest.CallInfo) -> bool:
    """Return whether the person's own mark skips the test, or expects its failure: pytest's outcome stands then."""
    if item.get_closest_marker("xfail"):
        return True
    is_skip = (
        call.when == "setup"
        and call.excinfo is not None
        and call.excinfo.errisinstance(pytest.skip.Exception)
    )
    is_ours = is_skip and call.excinfo is not None and call.excinfo.errisinstance(Untestable)
    return is_skip and not is_ours and any(item.get_closest_marker(name) for name in ("skip", "skipif"))


def _limit(item: pytest.Item) -> Optional[float]:
    """Return the seconds that a test may take by its own mark or by pytest-timeout, None where neither limits it."""
    mark = item.get_closest_marker("timeout")
    limit = mark.args[0] if mark and mark.args else item.config.getoption("timeout", None)
    return float(limit) if limit else None


def _attach(report: pytest.TestReport, finding: Finding) -> None:
    """Attach the finding to the report, and make pytest's outcome that of the clause: other skips are failures."""
    setattr(report, FINDING, asdict(finding))
    if finding.outcome in FAILING and report.outcome != "failed":
        report.outcome = "failed"
        report.longrepr = f"{finding.clause} {finding.outcome}: {finding.observed}"
        report.__dict__.pop("wasxfail", None)


def _watch_examples(item: pytest.Item, watching: Watch) -> None:
    """Have a property's examples counted, and the latest failing one kept: the last is the smallest.

    The suite's settings of Hypothesis are for its own properties only.
    """
    function: Any = getattr(item, "obj", None)
    handle = getattr(function, "hypothesis", None)
    if handle is None:
        return
    inner, fixtures = handle.inner_test, set(getattr(item, "fixturenames", ()))
    if hasattr(inner, "watched_for"):
        if inner.watched_for is watching:
            return
        inner = inner.unwatched  # by another session of pytest in this process
        function._hypothesis_internal_use_settings = watching.settings
    else:
        watching.settings(function)

    @functools.wraps(inner)
    def watched(*args: Any, **kwargs: Any) -> Any:
        record = watching.record
        drawn = {name: value for name, value in kwargs.items() if name not in fixtures}
        shown = ", ".join(f"{name}={value!r}" for name, value in sorted(drawn.items()))
        record.is_property = True
        record.stop_search_in_time()
        try:
            result = inner(*args, **kwargs)
        except (Exception, pytest.fail.Exception) as error:
            if not isinstance(error, hypothesis.errors.HypothesisException):
                record.failed(error, shown)
            raise
        record.examples.add(shown)
        return result

    watched.watched_for, watched.unwatched = watching, inner  # type: ignore[attr-defined]
    handle.inner_test = watched


def _changed(before: Dict[str, str], after: Dict[str, str]) -> Dict[str, Optional[str]]:
    """Return the variables that are not as they were: their values, or None for those that are gone."""
    return {name: after.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}


def _apply(changes: Dict[str, Optional[str]], environment: Dict[str, str], but: Set[str]) -> None:
    """Change these variables in an environment, but for some."""
    for name, value in changes.items():
        if name not in but:
            environment.pop(name, None)
            environment.update({} if value is None else {name: value})


class InProcess:
    """Runs the suite's tests in the process that the person started, each in surroundings of the suite's own."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.ending = ExitStack()
        self.plan: Optional[Plan] = None
        self.environment: Dict[str, str] = {}
        self.persons: Dict[str, str] = {}
        self.own: Set[str] = set()
        self.path: List[str] = []
        self.has_asked = False
        runs_tests = hasattr(config, "workerinput") or not config.getoption("numprocesses", None)
        if config.getini("conformance_gpus") and runs_tests:
            with self._surroundings():
                set_up_gpus(config, Plan.current())

    def _make_plan(self) -> Plan:
        here, setting = Path(self.config.invocation_params.dir), self.config.getini
        return Plan(
            str(self.ending.enter_context(sandbox.run_folder())),
            self.config.getoption("impl") or setting("conformance_impl") or "",
            search=(str(here), str(here / "src"), *map(str, self.config.getini("pythonpath"))),
            framework=setting("conformance_framework") or None,
            explore=explored(self.config),
            setup=self._file("conformance_setup"),
            vocabulary=self._file("conformance_vocabulary"),
            gpus={"simulated": gpus.SIMULATED, "real": "real"}.get(setting("conformance_gpus"), ""),
        )

    def _file(self, setting: str) -> Optional[str]:
        """Return the path of a file that a setting names from pytest's root."""
        name = self.config.getini(setting)
        return str(self.config.rootpath / name) if name else None

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Any:
        """Have it be an error if no implementation is named, or if a clause has no test.

        An error of collection is one for workers of pytest-xdist, too. In a run of the command the runner sees to that.
        """
        outcome = yield
        problem = self._problem(collector) if isinstance(collector, collection.SuiteModule) else None
        if problem:
            report = outcome.get_result()
            report.outcome, report.longrepr = "failed", problem

    def _problem(self, module: collection.SuiteModule) -> Optional[str]:
        is_named = self.config.getoption("impl") or self.config.getini("conformance_impl")
        if not (is_named or module.suite.gives("implementation")):
            if self.has_asked:
                return "no implementation under test is named"
            self.has_asked = True
            return (
                "no implementation under test is named: add --impl=PKG.UTILS, or set conformance_impl in pytest's "
                "configuration, or define a fixture `implementation` beside the module that imports the suite"
            )
        untested = module.clauses_without_test()
        return f"clauses without a test: {', '.join(untested)}" if untested else None

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        """Keep what is run off the person's home and working directory, and the person's other tests off its own.

        What a wider fixture of the person's changes meanwhile is the person's: each test's own changes are undone.
        """
        folder, environment, path = os.getcwd(), dict(os.environ), list(sys.path)
        if self.plan is None:
            self.plan = self._make_plan()
            self.environment = dict(sandbox.environment(Path(self.plan.folder)), **self.plan.write())
            self.own = {*_changed(environment, self.environment), "PYTEST_CURRENT_TEST"}
            self.persons, self.path = environment, path
        _apply(_changed(self.persons, environment), self.environment, self.own)
        sandbox.enter(os.path.join(self.plan.folder, "work"), self.environment, self.path)
        try:
            yield
        finally:
            after, here = dict(os.environ), os.getcwd()
            _apply(_changed(self.environment, after), environment, self.own)
            self.environment, self.path, self.persons = after, list(sys.path), environment
            sandbox.enter(folder if here.startswith(self.plan.folder) else here, environment, path)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if CLAUSE not in item.stash:
            yield
            return
        with self._surroundings():
            yield

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a test that can't run beside others, and say which command runs it."""
        if CLAUSE not in item.stash:
            return
        requires = item.stash[CLAUSE].requires
        command = f"conformance --impl={Plan.current().spec or 'PKG.UTILS'}"
        if "quiet" in requires and not self.config.getini("conformance_speed"):
            untestable(f"speed can't be measured beside other tests; run: {command} --level=speed")
        if "gpus" in requires and GPUS not in item.config.stash:
            untestable(
                f"simulated GPUs need a process of their own; run: {command} --utility=multi_gpu_model"
            )

    def pytest_unconfigure(self) -> None:
        implementation.forget()
        self.ending.close()
