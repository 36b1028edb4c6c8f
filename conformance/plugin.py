"""The pytest plugin: runs the tests of the planned clauses and journals what each of them finds.

It runs in every test process. With pytest-xdist the controlling process journals and the workers run the tests.
"""

from __future__ import annotations

import faulthandler
import functools
import os
import sys
import time
from pathlib import Path
from typing import Any, Iterator, List, Optional

import hypothesis
import pytest

from conformance import clauses, framework, receipts
from conformance.implementation import Implementation, load_current, prepare
from conformance.outcomes import Finding, Untestable, untestable
from conformance.plan import Plan
from fixtures import gpus as equipment

# The assertions of the tests' helpers count too.
pytest.register_assert_rewrite(*(f"conformance.{name}" for name in [*clauses.UTILITIES, "speed"]))

PROPERTY = "conformance finding"
SHOWN = 2000  # characters of an expected or observed value that are worth keeping
PATIENCE = 4  # times the time limit for what measures, which takes the longer the slower something is
SHRINKING = 15.0  # seconds to look for a smaller failing example


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "clause(id): the clause that the test judges")
    config.addinivalue_line("markers", "gpu: needs GPUs, real or simulated")
    plan = Plan.current()
    config.pluginmanager.register(Judge(plan), "conformance-judge")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Scribe(plan), "conformance-scribe")
    else:
        _own_home(config.workerinput["workerid"])
    set_up_gpus(config)
    hypothesis.settings.register_profile(
        "conformance",
        derandomize=plan.explore is None,
        max_examples=plan.explore or 60,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("conformance")


def _own_home(worker: str) -> None:
    """A home and a working directory for each worker, so that no order of tests can matter."""
    for variable in ("HOME", "CONFORMANCE_WORK"):
        folder = Path(os.environ[variable] + "-" + worker)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[variable] = str(folder)
    os.chdir(os.environ["CONFORMANCE_WORK"])


GPUS: pytest.StashKey = pytest.StashKey()


def set_up_gpus(config: pytest.Config) -> None:
    """GPUs must be there before the implementation is imported: it may look for them then.

    What else is to run before that comes first: it may choose how TensorFlow starts.
    """
    config.stash[GPUS] = None
    wanted = os.environ.get(equipment.VARIABLE)
    runs_tests = hasattr(config, "workerinput") or not config.getoption("numprocesses", None)
    if wanted and runs_tests:
        prepare()
        try:
            config.stash[GPUS] = equipment.set_up(wanted)
        except ImportError as error:
            config.stash[GPUS] = f"replication needs TensorFlow: {error}"


@pytest.fixture(scope="session")
def gpus(pytestconfig: pytest.Config) -> equipment.Gpus:
    """The GPUs that this process has."""
    found = pytestconfig.stash[GPUS]
    if isinstance(found, str):
        untestable(found)
    return found


@pytest.fixture(scope="session", name="framework")
def _framework(implementation: Implementation) -> framework.Framework:
    """The framework that the implementation belongs to."""
    try:
        return framework.find(implementation)
    except framework.NoFrameworkError as error:
        untestable(str(error))
        raise


@pytest.fixture(scope="session")
def implementation() -> Implementation:
    """The implementation under judgement."""
    return load_current()


def _utility_fixture(name: str) -> Any:
    @pytest.fixture(scope="session", name=name)
    def utility(implementation: Implementation) -> Any:
        return implementation.find(name)

    utility.__doc__ = f"The implementation's `{name}`."
    return utility


for _name in clauses.UTILITIES.values():
    globals()[f"utility_{_name}"] = _utility_fixture(_name)


@pytest.fixture(autouse=True)
def _undisturbed() -> Iterator[None]:
    """What a guest changes in the process's surroundings ends with the test."""
    folder, environment, path = os.getcwd(), dict(os.environ), list(sys.path)
    yield
    os.chdir(folder)
    if dict(os.environ) != environment:
        os.environ.clear()
        os.environ.update(environment)
    sys.path[:] = path


class Judge:
    """Chooses the planned tests and observes what each one does."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.watch = Watch()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: List[pytest.Item]) -> None:
        known = clauses.load()
        chosen: List[pytest.Item] = []
        rest: List[pytest.Item] = []
        wrong: List[str] = []
        for item in items:
            marks = [mark.args[0] for mark in item.iter_markers("clause")]
            if len(marks) != 1 or marks[0] not in known:
                wrong.append(f"{item.nodeid} names {marks or 'no clause'}; one known clause expected")
                continue
            clause = item.stash[CLAUSE] = known[marks[0]]
            (chosen if self.runs(item) else rest).append(item)
            if clause.utility == "multi_gpu_model":
                item.add_marker("gpu")
            if clause.level == "speed" and item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(PATIENCE * self.plan.timeout))
            _count_examples(item, self.watch)
        if wrong:
            raise pytest.UsageError(*wrong)
        items[:] = chosen
        config.hook.pytest_deselected(items=rest)

    def runs(self, item: pytest.Item) -> bool:
        """Whether the plan wants this test to be run."""
        clause = item.stash[CLAUSE]
        is_missing = clause.utility in self.plan.missing and not clause.is_availability
        return clause.id in self.plan.clauses and item.nodeid not in self.plan.done and not is_missing

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        found = session.config.stash[GPUS]
        if isinstance(found, equipment.Gpus):
            self.plan.journal.write("receipt", receipt=receipts.of(found))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        tests = {item.nodeid: item.stash[CLAUSE].id for item in session.items}
        self.plan.journal.write("collected", tests=tests)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        own = item.get_closest_marker("timeout")
        faulthandler.dump_traceback_later(self.plan.hard_timeout(own and own.args[0]), exit=True)
        self.watch.begin(own.args[0] if own else self.plan.timeout)
        yield
        faulthandler.cancel_dump_traceback_later()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_pyfunc_call(self) -> Any:
        outcome = yield
        if outcome.excinfo and issubclass(outcome.excinfo[0], pytest.exit.Exception):
            outcome.force_exception(RuntimeError(f"pytest.exit: {outcome.excinfo[1]}"))

    def pytest_assertion_pass(self, lineno: int, orig: str) -> None:
        self.watch.assertions += 1
        self.watch.statements.add((lineno, orig))
        self.watch.comparison = None

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        self.watch.comparison = (left, op, right)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> Any:
        result = yield
        report = result.get_result()
        if call.when == "call" or call.excinfo is not None:
            finding = self.finding(item, call)
            report.user_properties.append((PROPERTY, finding.to_json()))

    def finding(self, item: pytest.Item, call: pytest.CallInfo) -> Finding:
        clause, watch = item.stash[CLAUSE], self.watch
        outcome, expected, observed = "conforms", None, None
        if call.excinfo is not None:
            outcome, expected, observed = self.failure(call.when, call.excinfo.value, clause.says)
        elif watch.assertions == 0 or watch.is_property and not watch.examples:
            outcome, observed = "vacuous", "the test asserted nothing"
        return Finding(
            test=item.nodeid,
            clause=clause.id,
            outcome=outcome,
            assertions=watch.assertions,
            statements=len(watch.statements),
            examples=len(watch.examples) if watch.is_property else 1,
            duration=round(call.duration, 4),
            expected=expected and expected[:SHOWN],
            observed=observed and observed[:SHOWN],
            example=watch.failing_example if outcome == "violates" else None,
            measurement=watch.measurement,
        )

    def failure(self, when: str, error: BaseException, says: str) -> Any:
        """Outcome, expected and observed of a test that ended in `error`."""
        if isinstance(error, Untestable):
            return "untestable", None, str(error)
        if isinstance(error, hypothesis.errors.Unsatisfiable):
            return "vacuous", None, "no example passed the property's assumptions"
        if isinstance(error, pytest.fail.Exception) and "Timeout" in str(error):
            return "timed out", f"an end within {self.watch.limit:g} s", "none"
        if when == "teardown":
            return "crashed", says, f"cleaning up after the test raised {_shown_error(error)}"
        if isinstance(error, AssertionError) and self.watch.comparison is not None:
            left, op, right = self.watch.comparison
            prefix = "" if op in ("==", "in") else f"{op} "
            return "violates", prefix + _shown(right), _shown(left)
        if isinstance(error, AssertionError):
            message = str(error).partition("\nassert")[0].strip()
            return "violates", says, message or "raised AssertionError"
        return "violates", "no error", "raised " + _shown_error(error)


CLAUSE: pytest.StashKey = pytest.StashKey()


class Watch:
    """What the running test has done so far."""

    def __init__(self) -> None:
        self.begin()

    def begin(self, limit: float = 0.0) -> None:
        self.limit = limit
        self.assertions = 0
        self.statements: set = set()
        self.is_property = False
        self.examples: set = set()
        self.failing_example: Optional[str] = None
        self.measurement: Any = None
        self.failure: Optional[BaseException] = None
        self.failed_at = 0.0
        self.comparison: Any = None

    def failed(self, error: BaseException, example: str) -> None:
        """Keep the failure of an example; a time limit counts only if nothing failed before it."""
        timed_out = isinstance(error, pytest.fail.Exception)
        if self.failure is None:
            self.failed_at = time.monotonic() - (SHRINKING if timed_out else 0)
        elif timed_out:
            return
        self.failure, self.failing_example = error, example[:SHOWN]

    def stop_search_in_time(self) -> None:
        """Hypothesis replays and shrinks a failure: cut that short where each example is slow."""
        if self.failure is not None and time.monotonic() - self.failed_at >= SHRINKING:
            raise self.failure


def _count_examples(item: pytest.Item, watch: Watch) -> None:
    """Have a property's examples counted, and the latest failing one kept (the last is the smallest)."""
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    if handle is None or hasattr(handle.inner_test, "counted"):
        return
    inner, fixtures = handle.inner_test, set(getattr(item, "fixturenames", ()))

    @functools.wraps(inner)
    def counted(*args: Any, **kwargs: Any) -> Any:
        drawn = {name: value for name, value in kwargs.items() if name not in fixtures}
        shown = ", ".join(f"{name}={value!r}" for name, value in sorted(drawn.items()))
        watch.is_property = True
        watch.stop_search_in_time()
        try:
            result = inner(*args, **kwargs)
        except (Exception, pytest.fail.Exception) as error:
            if not isinstance(error, hypothesis.errors.HypothesisException):
                watch.failed(error, shown)
            raise
        watch.examples.add(shown)
        return result

    counted.counted = True  # type: ignore[attr-defined]
    handle.inner_test = counted


def _shown(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__} whose repr raised {type(error).__name__}>"


def _shown_error(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip().partition("\n")[0]


class Scribe:
    """Writes the journal, in the process that no guest can take down when there are workers."""

    def __init__(self, plan: Plan) -> None:
        self.journal = plan.journal

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.journal.write("start", test=nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY:
                self.journal.write("finding", finding=value)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str) -> None:
        """A worker of pytest-xdist died while it ran `crashitem`."""
        self.journal.write("crash", test=crashitem)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        self.journal.write("finish", status=int(exitstatus))
