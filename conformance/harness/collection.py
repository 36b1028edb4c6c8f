"""The suite as pytest collects it: a node for the suite, one for each utility, one for each module of tests.

Their fixtures belong to these nodes and reach no test of anybody else. The modules are collected either as files (with
`pytest --pyargs cthulhu_conformance`) or below a test module that imports `cthulhu_conformance.suite`.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Union

import pytest

from cthulhu_conformance.clauses import HERE, UTILITIES, load, select
from cthulhu_conformance.harness.counting import PACKAGE
from cthulhu_conformance.testing import overriding, pytest_fixtures

NAMES = "test_names.py"  # the one module of tests that is no utility's

Node = Union[pytest.Item, pytest.Collector]


class Suite(pytest.Collector):
    """The suite. The fixtures that all tests share belong to it, but for those that are `given` by a fork."""

    obj: ModuleType
    given: Sequence[str]
    utilities: Dict[str, Utility]

    @classmethod
    def of(cls, parent: pytest.Collector, name: str = "", nodeid: Optional[str] = None) -> Suite:
        """Return the suite below `parent`, a session or a test module that imports it."""
        suite: Suite = cls.from_parent(parent, name=name, **({} if nodeid is None else {"nodeid": nodeid}))
        suite.utilities = {}
        suite.given = [fixture for fixture in overriding.BY_NAME if name and _is_given(parent, fixture)]
        suite.obj = overriding.replace(pytest_fixtures, suite.given)
        parent.session._fixturemanager.parsefactories(suite)
        return suite

    def gives(self, fixture: str) -> bool:
        """Return whether the fork has such a fixture of its own."""
        return fixture in self.given

    def utility(self, folder: str, nodeid: Optional[str] = None) -> Utility:
        """Return the node of a utility."""
        if folder not in self.utilities:
            self.utilities[folder] = Utility.of(self, folder, nodeid)
        return self.utilities[folder]

    def collect(self) -> Iterable[Node]:
        """Return a node for each utility."""
        yield SuiteModule.below(self, HERE / NAMES)
        for folder in UTILITIES:
            yield self.utility(folder)


class Utility(pytest.Collector):
    """The tests of one utility: the modules of tests that were `collected`, and the clauses that they have tests of."""

    obj: ModuleType
    collected: Set[str]
    tested: Set[str]

    @classmethod
    def of(cls, parent: Suite, folder: str, nodeid: Optional[str]) -> Utility:
        """Return the node, with the fixtures of the utility's tests."""
        utility: Utility = cls.from_parent(
            parent, name=folder, **({} if nodeid is None else {"nodeid": nodeid})
        )
        utility.collected, utility.tested = set(), set()
        if (HERE / folder / "fixtures.py").exists():
            fixtures = importlib.import_module(f"{PACKAGE}.{folder}.fixtures")
            utility.obj = overriding.replace(fixtures, ())
            parent.session._fixturemanager.parsefactories(utility)
        return utility

    @property
    def modules(self) -> List[Path]:
        """The paths of the utility's modules of tests."""
        return sorted((HERE / self.name).glob("test_*.py"))

    def collect(self) -> Iterable[Node]:
        """Return a node for each module of tests."""
        for path in self.modules:
            yield SuiteModule.below(self, path)


class SuiteModule(pytest.Module):
    """A module of tests, imported by its own name, whatever the files are called that pytest looks for elsewhere.

    Below a test module that imports the suite it has the path of that module, as its node id has; `file` is its own.
    """

    file: Path

    @classmethod
    def below(cls, parent: Union[Suite, Utility], path: Path) -> SuiteModule:
        """Return the node of the module in `path`, below that of a test module that imports the suite."""
        nodeid = f"{parent.nodeid}::{path.stem}"
        module: SuiteModule = cls.from_parent(parent, path=parent.path, name=path.stem, nodeid=nodeid)
        module.file = path
        return module

    def _getobj(self) -> ModuleType:
        parts = self.file.with_suffix("").relative_to(HERE).parts
        return importlib.import_module(".".join((PACKAGE, *parts)))

    def funcnamefilter(self, name: str) -> bool:
        """Return whether a function of that name is a test."""
        return name.startswith("test_")

    def classnamefilter(self, name: str) -> bool:
        """Return whether a class of that name has tests: none has."""
        return False

    def collect(self) -> Iterable[Node]:
        """Return the tests."""
        # Before pytest 9.1 the fixtures of one object are taken for one node only.
        getattr(self.session._fixturemanager, "_holderobjseen", set()).discard(self.obj)
        items = list(super().collect())
        named = {clause_of(item) for item in items if isinstance(item, pytest.Item)}
        if isinstance(self.parent, Utility):
            self.parent.collected.add(self.file.name)
            self.parent.tested.update(named)
        return items

    @property
    def suite(self) -> Suite:
        """The suite that the module belongs to."""
        found = self.getparent(Suite)
        assert found is not None
        return found

    def clauses_without_test(self) -> List[str]:
        """Return the clauses of its utility without a test, if this is the last module of it to be collected."""
        utility = self.parent
        if not isinstance(utility, Utility) or utility.collected != {path.name for path in utility.modules}:
            return []
        selected = select(utilities=[utility.name]).values()
        return [c.id for c in selected if not c.is_availability and c.id not in utility.tested]


_SUITES: pytest.StashKey = pytest.StashKey()


def clause_of(item: pytest.Item) -> str:
    """Return the id of the clause that a test of the suite names.

    Raises:
        CollectError: it names none, or several, or one that is not known.
    """
    ids = [mark.args[0] for mark in item.iter_markers("clause") if mark.args]
    if len(ids) != 1 or ids[0] not in load():
        raise pytest.Collector.CollectError(
            f"{item.nodeid} names {ids or 'no clause'}; one known clause expected"
        )
    return str(ids[0])


def collect_file(path: Path, parent: pytest.Collector) -> List[SuiteModule]:
    """Return the node of a file of the suite, in a list that is empty if it has no tests."""
    if not (path.name.startswith("test_") and path.parent.parent == HERE or path == HERE / NAMES):
        return []
    if path.suffix != ".py":
        return []
    session = parent.session
    known = session.stash.setdefault(_SUITES, {})
    if "" not in known:
        known[""] = Suite.of(session, nodeid=_relative(HERE, session))
    above: Any = known[""]
    if path.parent != HERE:
        above = above.utility(path.parent.name, _relative(path.parent, session))
    module = SuiteModule.from_parent(above, path=path, name=path.name, nodeid=_relative(path, session))
    module.file = path
    return [module]


def collect_import(module: pytest.Module, name: str) -> Suite:
    """Return the suite that a test module has imported as `name`."""
    suite = Suite.of(module, name)
    module.session.stash.setdefault(_SUITES, {})[suite.nodeid] = suite
    return suite


def _relative(path: Path, session: pytest.Session) -> str:
    """Return the node id of a file or a folder: its path from pytest's root, also where it is outside of that."""
    relative = os.path.relpath(str(path), str(session.config.rootpath)).replace(os.sep, "/")
    return "" if relative == "." else relative


def _is_given(parent: pytest.Collector, fixture: str) -> bool:
    """Return whether the conftest.py beside the test module, or the module itself, has a fixture of that name."""
    manager: Any = parent.session._fixturemanager
    try:
        found = manager.getfixturedefs(fixture, parent)
    except (TypeError, AttributeError):  # pytest 7 wants its id
        found = manager.getfixturedefs(fixture, parent.nodeid)
    files = [Path(definition.func.__code__.co_filename) for definition in found or ()]
    return parent.path.parent in [file.parent for file in files]
