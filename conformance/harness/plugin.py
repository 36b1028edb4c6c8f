"""The pytest plugin: the suite as ordinary pytest items, in the process that the person started.

It is loaded wherever the suite is installed, so it does little before the suite is collected: `harness.items` does the
rest. What the `conformance` command adds is in `harness.isolated`.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple

import pytest

from cthulhu_conformance import suite
from cthulhu_conformance.clauses import HERE, LEVELS, UTILITIES, load
from cthulhu_conformance.testing.state import FINDING

SETTINGS = {
    "conformance_impl": "the module that has the utilities, as for --impl",
    "conformance_framework": "the package with layers and models, where it is not the one with the utilities",
    "conformance_vocabulary": "a TOML file with the framework's names for layers, models and methods",
    "conformance_setup": "a Python file to run before the implementation is imported",
    "conformance_explore": "how many fresh examples each property is searched with, instead of always the same ones",
    "conformance_gpus": "`simulated` or `real`: set up GPUs for multi_gpu_model in this process, for all its tests",
}


def _is_file(config: pytest.Config, name: str) -> bool:
    return (config.rootpath / name).is_file()


#: What is expected of a setting, and how that is checked.
CHECKS: Dict[str, Tuple[str, Callable[[pytest.Config, str], bool]]] = {
    "conformance_vocabulary": ("a file, named from pytest's root,", _is_file),
    "conformance_setup": ("a file, named from pytest's root,", _is_file),
    "conformance_explore": ("a number", lambda config, value: value.isdecimal()),
    "conformance_gpus": ("simulated or real", lambda config, value: value in ("simulated", "real")),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("conformance", "conformance of cthulhu.utils")
    group.addoption(
        "--impl",
        metavar="PKG.UTILS",
        help="module with the utilities to test, or module:attribute (default: the setting conformance_impl)",
    )
    for name, meaning in SETTINGS.items():
        parser.addini(name, meaning)
    parser.addini(
        "conformance_speed",
        "measure speed in this process, beside whatever else runs",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    for line in _markers():
        config.addinivalue_line("markers", line)
    for name, (expected, is_right) in CHECKS.items():
        value = str(config.getini(name) or "")
        if value and not is_right(config, value):
            raise pytest.UsageError(f"{name} = {value}: {expected} expected")
    config.pluginmanager.register(Clauses(), "conformance-clauses")


def _markers() -> Iterator[str]:
    yield "clause(id): the clause that the test belongs to"
    for level in LEVELS:
        yield f"{level}: tests of clauses of the level {level}"
    for folder in UTILITIES:
        yield f"{folder}: tests of {UTILITIES[folder]}"
    yield "timeout(seconds): how long a test may take, where pytest-timeout is there"
    yield "gpu: tests that need GPUs, real or simulated"


@pytest.hookimpl(hookwrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Any:
    """Collect the suite's own files as the suite's nodes, whatever other plugins would make of them."""
    outcome = yield
    if HERE in file_path.parents:
        from cthulhu_conformance.harness import collection, items

        items.watch(parent.config)
        outcome.force_result(collection.collect_file(file_path, parent))


def pytest_pycollect_makeitem(collector: Any, name: str, obj: object) -> Any:
    """Collect the suite below a test module that imports it."""
    if obj is not suite:
        return None
    from cthulhu_conformance.harness import collection, items

    items.watch(collector.config)
    return collection.collect_import(collector, name)


class Clauses:
    """Keeps the findings, and shows the clauses' verdicts at the end."""

    def __init__(self) -> None:
        self.found: List[Dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = getattr(report, FINDING, None)
        if found is not None and report.outcome != "rerun":  # pytest-rerunfailures runs it again
            self.found.append(found)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.found:
            from cthulhu_conformance.reports import terminal
            from cthulhu_conformance.results import files, model, verdicts

            findings = [files.from_json(model.Finding, found) for found in self.found]
            text = io.StringIO()
            terminal.show_clauses(verdicts.decide(load().values(), findings, ()), text)
            terminalreporter.section("clauses")
            terminalreporter.write(text.getvalue())
