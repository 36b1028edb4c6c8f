"""The pytest plugin of the `conformance` command: runs the planned tests in processes that may die, and journals them.

It comes beside `harness.plugin`, in every test process. With pytest-xdist the controlling process journals, and the
workers run the tests.
"""

from __future__ import annotations

import faulthandler
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

from cthulhu_conformance.clauses import Clause
from cthulhu_conformance.fixtures.gpus import Gpus
from cthulhu_conformance.harness import items, receipts
from cthulhu_conformance.harness.journal import Journal
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.testing.state import CLAUSE, FINDING, GPUS

PLANNED, WRITER = "conformance-planned", "conformance-journal"
PATIENCE = 4  # times the time limit for what measures, which takes the longer the slower something is


def pytest_configure(config: pytest.Config) -> None:
    plan = Plan.current()
    worker = getattr(config, "workerinput", None)
    items.watch(config)
    config.pluginmanager.register(Planned(plan), PLANNED)
    if worker is not None:
        _own_home(plan, worker["workerid"])
    else:
        config.pluginmanager.register(JournalWriter(plan), WRITER)
    if plan.gpus and (worker is not None or not config.getoption("numprocesses", None)):
        items.set_up_gpus(config, plan)


def run_items(session: pytest.Session, plan: Plan, is_enough: Callable[[], bool] = lambda: False) -> None:
    """Run those items of a collected session that the plan has, until `is_enough` says so, and journal their findings.

    The plan must be written, and the current one, and its surroundings entered.
    """
    manager: Any = session.config.pluginmanager
    planned, writer = manager.get_plugin(PLANNED), manager.get_plugin(WRITER)
    planned.follow(plan)
    writer.follow(plan)
    chosen = [item for item in session.items if planned.wants(item)]
    planned.journal.write("collected", tests={item.nodeid: item.stash[CLAUSE].id for item in chosen})
    for item, following in zip(chosen, [*chosen[1:], None]):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if is_enough():
            break
    writer.journal.write("finish", status=0, limits=[])


def _own_home(plan: Plan, worker: str) -> None:
    """Give each worker a home and a working directory, so that no order of tests can matter."""
    for name in ("home", "work"):
        Path(plan.folder, f"{name}-{worker}").mkdir(parents=True, exist_ok=True)
    os.environ["HOME"] = str(Path(plan.folder, f"home-{worker}"))
    os.chdir(str(Path(plan.folder, f"work-{worker}")))


class Planned:
    """Chooses the planned tests, and ends those that take too long."""

    def __init__(self, plan: Plan) -> None:
        self.follow(plan)

    def follow(self, plan: Plan) -> None:
        """Follow this plan from now on."""
        self.plan, self.journal = plan, Journal.of(plan)

    def wants(self, item: pytest.Item) -> bool:
        """Return whether the plan has this test run."""
        return self._has(item.stash[CLAUSE]) and item.nodeid not in self.plan.done

    def _has(self, clause: Clause) -> bool:
        is_missing = clause.utility in self.plan.missing and not clause.is_availability
        return clause.id in self.plan.clauses and not is_missing

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: List[pytest.Item]) -> None:
        """Leave out tests that are not planned, before pytest's own options leave out more."""
        found = {item.nodeid: item.stash[CLAUSE].id for item in items if self._has(item.stash[CLAUSE])}
        self.journal.write("collected", tests=found)
        items[:] = [item for item in items if self.wants(item)]
        for item in items:
            if "quiet" in item.stash[CLAUSE].requires and item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(PATIENCE * self.plan.timeout))

    def pytest_deselected(self, items: List[pytest.Item]) -> None:
        """Journal the tests that pytest's options left out."""
        self.journal.write("deselected", tests=[item.nodeid for item in items])

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        own = item.get_closest_marker("timeout")
        limit = own.args[0] if own else self.plan.timeout
        # A test that ignores its time limit ends together with its process.
        faulthandler.dump_traceback_later(1.25 * limit + 2, exit=True)
        yield
        faulthandler.cancel_dump_traceback_later()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        found = session.config.stash.get(GPUS, None)
        if isinstance(found, Gpus):
            self.journal.write("receipt", receipt=asdict(receipts.write_out(found)))


class JournalWriter:
    """Writes the journal, in the process that no implementation can take down when there are workers."""

    def __init__(self, plan: Plan) -> None:
        self.follow(plan)

    def follow(self, plan: Plan) -> None:
        """Follow this plan from now on."""
        self.journal = Journal.of(plan)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.journal.write("start", test=nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = getattr(report, FINDING, None)
        if found is not None:
            self.journal.write("finding", finding=found)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str) -> None:
        """Journal that a worker of pytest-xdist died while it ran `crashitem`."""
        self.journal.write("crash", test=crashitem)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        options = session.config.option
        limits = [name for name in ("maxfail", "stepwise") if getattr(options, name, None)]
        failed = bool(session.testsfailed)
        self.journal.write("finish", status=int(exitstatus), limits=limits if failed else [])
