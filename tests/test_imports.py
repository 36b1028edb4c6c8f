"""The imports go one way: which part of the project may use which other parts."""

import ast
from pathlib import Path

import pytest

from cthulhu_conformance.clauses import UTILITIES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "cthulhu_conformance"
FOLDERS = {"conformance": (), "fixtures": ("fixtures",), "reference": ("reference",), "tools": ("tools",)}
OF_A_TEST = {"testing", "clauses", "plan", "fixtures", "results.model"}

#: The parts of the project, and what each may use besides itself; what is not here may use everything.
ALLOWED = {
    "fixtures": set(),
    "reference": set(),
    "plan": set(),
    "clauses": set(),
    "suite": set(),
    "testing": {"clauses", "plan", "results.model", "fixtures"},
    "results": {"clauses"},
    "reports": {"clauses", "results"},
    "harness": {"", "suite", "clauses", "plan", "testing", "results", "reports", "fixtures"},
    "test_names": OF_A_TEST,
    **{utility: OF_A_TEST for utility in UTILITIES},
}


def names_of_modules():
    """Yield the name of each module, without that of the package, and its file."""
    for folder, prefix in FOLDERS.items():
        for path in (ROOT / folder).rglob("*.py"):
            parts = (*prefix, *path.relative_to(ROOT / folder).with_suffix("").parts)
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(names_of_modules())


def absolute(node, module, path):
    """Return the full name of the module that a `from ... import` names."""
    if not node.level:
        return node.module
    above = [PACKAGE, *module.split(".")]
    above = above[: len(above) - node.level + (path.name == "__init__.py")]
    return ".".join([*above, *([node.module] if node.module else [])])


def imports_of(module):
    """Return the modules of the project that one imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(node, module, MODULES[module])
            found.update(f"{source}.{alias.name}" for alias in node.names)
    return {module_in(name) for name in found if name.partition(".")[0] == PACKAGE}


def module_in(name):
    """Return the module that a dotted name leads to: all of it, or without the attribute at its end."""
    parts = name.split(".")[1:]
    return ".".join(parts if ".".join(parts) in MODULES else parts[:-1])


IMPORTS = {module: imports_of(module) for module in MODULES}


def part_of(module):
    return module.partition(".")[0]


def is_below(module, parts):
    return any(module == part or part and module.startswith(f"{part}.") for part in parts)


@pytest.mark.parametrize("part", ALLOWED)
def test_a_part_uses_only_what_it_may(part):
    wrong = {
        f"{module} imports {other}"
        for module in MODULES
        if part_of(module) == part
        for other in IMPORTS[module]
        if not is_below(other, {part, *ALLOWED[part]})
    }
    assert wrong == set()


def test_every_part_is_known():
    assert {part_of(module) for module in MODULES} - {"", "__main__", "tools"} == set(ALLOWED)


def test_only_tools_use_tools():
    users = {module for module in MODULES if any(part_of(other) == "tools" for other in IMPORTS[module])}
    assert {part_of(module) for module in users} == {"tools"}


def reachable(module):
    """Return the modules that a module imports, directly or through others."""
    found, new = set(), {module}
    while new:
        new = set().union(*(IMPORTS[name] for name in new)) - found
        found |= new
    return found


def test_no_module_is_in_a_circle():
    assert [module for module in sorted(MODULES) if module in reachable(module)] == []
