"""The fixtures that a fork may override, and the types that the tests have its values in."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Iterable

import pytest

from cthulhu_conformance.testing import framework as frameworks
from cthulhu_conformance.testing.implementation import Implementation, give


@pytest.fixture(scope="session", name="implementation")
def _given_implementation(implementation: Any) -> Implementation:
    """Give the implementation that the fork's own fixture returns: a module, or any object with the utilities."""
    made = (
        implementation if isinstance(implementation, Implementation) else Implementation("", implementation)
    )
    give(made)
    return made


@pytest.fixture(scope="session", name="vocabulary")
def _given_vocabulary(vocabulary: Any) -> frameworks.Vocabulary:
    """Give the project's names, after those that the fork's own fixture returns: a dictionary, or a file's path."""
    return frameworks.vocabulary(vocabulary if isinstance(vocabulary, dict) else str(vocabulary))


@pytest.fixture(scope="session", name="framework")
def _given_framework(framework: Any, vocabulary: frameworks.Vocabulary) -> frameworks.Framework:
    """Give the framework that the fork's own fixture returns: a package, or its import path."""
    root = framework.__name__ if isinstance(framework, ModuleType) else framework
    return root if isinstance(root, frameworks.Framework) else frameworks.Framework(str(root), vocabulary)


BY_NAME = {
    "implementation": _given_implementation,
    "vocabulary": _given_vocabulary,
    "framework": _given_framework,
}


def replace(module: ModuleType, names: Iterable[str]) -> ModuleType:
    """Return a copy of a module with fixtures, where those of the given names convert what the fork's return.

    It is a copy because pytest takes the fixtures of one object for one node only.
    """
    copy = ModuleType(module.__name__)
    copy.__dict__.update(module.__dict__)
    for name in names:
        copy.__dict__.pop(name)
        setattr(copy, f"given_{name}", BY_NAME[name])
    return copy
