"""The fixtures that all of the suite's tests share: the implementation, its utilities, its framework, GPUs, speed.

They belong to the suite's node in pytest's collection (see `harness.collection`) and reach no other test.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest

from cthulhu_conformance.clauses import UTILITIES
from cthulhu_conformance.fixtures import fork_server
from cthulhu_conformance.fixtures.gpus import Gpus
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.testing import framework as frameworks
from cthulhu_conformance.testing.baseline import load_baseline
from cthulhu_conformance.testing.implementation import Implementation, load_named, need_import_path
from cthulhu_conformance.testing.speed import Speed
from cthulhu_conformance.testing.state import CLAUSE, GPUS, RECORD
from cthulhu_conformance.testing.untestable import Absent, untestable


@pytest.fixture(autouse=True)
def _undisturbed() -> Iterator[None]:
    """Undo what an implementation changes in the process's surroundings."""
    folder, environment, path = os.getcwd(), dict(os.environ), list(sys.path)
    yield
    os.chdir(folder)
    if dict(os.environ) != environment:
        os.environ.clear()
        os.environ.update(environment)
    sys.path[:] = path


@pytest.fixture(scope="session")
def implementation() -> Implementation:
    """Give the implementation under test."""
    return load_named()


@pytest.fixture(scope="session")
def vocabulary() -> frameworks.Vocabulary:
    """Give the vocabulary: the names of layers, models and their methods."""
    return frameworks.vocabulary(Plan.current().vocabulary)


@pytest.fixture(scope="session")
def framework(implementation: Implementation, vocabulary: frameworks.Vocabulary) -> frameworks.Framework:
    """Give the framework that the implementation belongs to."""
    try:
        return frameworks.find(implementation, vocabulary, Plan.current().framework)
    except frameworks.NoFrameworkError as error:
        untestable(str(error))


def _utility_fixture(name: str) -> Any:
    @pytest.fixture(scope="session", name=name)
    def utility(implementation: Implementation) -> Any:
        found = implementation.find(name)
        if found is None:
            raise Absent(f"the implementation has no {name}")
        return found

    return utility


for _name in UTILITIES.values():
    globals()[f"utility_{_name}"] = _utility_fixture(_name)


@pytest.fixture(scope="session")
def run_name() -> str:
    """Give a name that no other run has, for files in folders that others use as well."""
    return Plan.current().run


@pytest.fixture(scope="session")
def gpus(pytestconfig: pytest.Config) -> Gpus:
    """Give the GPUs that this process has."""
    found = pytestconfig.stash.get(GPUS, None)
    if not isinstance(found, Gpus):
        untestable(found or "this process has no GPUs, real or simulated")
    return found


@pytest.fixture(scope="session")
def baseline(implementation: Implementation) -> Implementation:
    """Give the baseline of ratios: the reference, or that of the plan. It is imported after the implementation."""
    plan = Plan.current()
    return load_baseline(plan.baseline, plan.baseline_path)


@pytest.fixture
def speed(
    request: pytest.FixtureRequest, implementation: Implementation, baseline: Implementation, tmp_path: Path
) -> Speed:
    """Give the means to measure for the test's clause."""
    record = request.config.stash[RECORD]

    def note(measured: Any) -> None:
        record().measurement = measured

    def start_fork_server() -> None:
        request.getfixturevalue("fork_server_of_the_implementation")

    clause = request.node.stash[CLAUSE]
    tolerance = Plan.current().tolerance
    return Speed(clause, implementation, baseline, tolerance, tmp_path, start_fork_server, note)


@pytest.fixture(scope="session")
def fork_server_of_the_implementation() -> Iterator[None]:
    """Have a fork server that has imported the implementation."""
    need_import_path("measuring the peak of a process's memory")
    socket = str(Path(Plan.current().folder) / f"fork-server-{os.getpid()}")
    with fork_server.opened(socket, ["cthulhu_conformance.testing.load_implementation"]):
        yield
