"""Counts the assertions that hold in the suite's tests and their helpers, whatever pytest was configured to do.

These modules are compiled here: pytest's own rewriting explains what does not hold, and a call beside each `assert`
tells the record of the running test about one that does.
"""

from __future__ import annotations

import ast
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, List, Optional, Sequence

import pytest
from _pytest.assertion.rewrite import rewrite_asserts

from cthulhu_conformance.clauses import UTILITIES
from cthulhu_conformance.harness.record import Record

PACKAGE = __name__.partition(".")[0]
#: The modules whose assertions count.
COUNTED = tuple(f"{PACKAGE}.{name}" for name in [*UTILITIES, "test_names", "testing.speed"])
#: No Python code can have this name, so none of the modules' own can be hidden.
HELD = "@conformance_held"

#: The record of the test that runs; none while none of the suite's does.
current: Optional[Record] = None


def held(file: str, line: int) -> None:
    """Count an assertion of the running test; others' (at import, in a test of the suite itself) count for nothing."""
    if current is not None:
        current.held(file, line)


class _Beside(ast.NodeTransformer):
    """Puts a call that counts behind each assertion."""

    def __init__(self, file: str) -> None:
        self.file = file

    def visit_Assert(self, node: ast.Assert) -> List[ast.stmt]:  # noqa: N802
        call = f"__held({self.file!r}, {node.lineno})"
        beside = ast.parse(call).body[0]
        for part in ast.walk(beside):
            if isinstance(part, ast.Name):
                part.id = HELD
            if isinstance(part, (ast.expr, ast.stmt)):
                ast.copy_location(part, node)
        return [node, beside]


class Loader(importlib.machinery.SourceFileLoader):
    """Compiles a module with its assertions counted, and keeps the compiled file apart from everybody else's."""

    def source_to_code(  # type: ignore[override]
        self, data: Any, path: Any, *, _optimize: int = -1
    ) -> Any:
        """Return the code of the module."""
        tree = _Beside(self.name).visit(ast.parse(data, filename=path))
        rewrite_asserts(tree, data, path)
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__[HELD] = held
        super().exec_module(module)

    def get_data(self, path: str) -> bytes:
        return super().get_data(_own_cache(path))

    def set_data(self, path: str, data: Any, **options: Any) -> None:
        super().set_data(_own_cache(path), data, **options)


def _own_cache(path: str) -> str:
    """Return where our compiled file is kept: what it calls depends on pytest's version."""
    if not path.endswith(".pyc"):
        return path
    return f"{path[: -len('.pyc')]}-conformance-1-pytest-{pytest.__version__}.pyc"


class Finder:
    """Finds the modules whose assertions count."""

    def find_spec(self, name: str, path: Optional[Sequence[str]] = None, target: Any = None) -> Any:
        """Return the spec of such a module, and nothing for others."""
        if not any(name == counted or name.startswith(counted + ".") for counted in COUNTED):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


def install() -> None:
    """Have the modules that are imported from now on counted: our finder comes before pytest's, which may be newer."""
    sys.meta_path[:] = [_FINDER, *(finder for finder in sys.meta_path if finder is not _FINDER)]


_FINDER: Any = Finder()
install()  # also now, since whoever collects the suite imports this module before those whose assertions count
