"""Mutants that a tool makes of the reference: what they are, how they are loaded, and what is red."""

import subprocess
import sys

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.tools import mutation
from cthulhu_conformance.tools.mutation import Mutation

ONE = Mutation("arrays", "NumberReplacer", 3, 17, "x = 1", "x = 2")
LOAD = """
import sys
from cthulhu_conformance.testing.implementation import load
print(load(sys.argv[1]).target.to_categorical([0, 1]))
"""
OTHER = Mutation("arrays", "AddNot", 0, 20, "if a:", "if not a:")


@pytest.fixture(scope="module")
def of_arrays():
    return list(mutation.mutations("arrays"))


def test_each_changes_one_place(of_arrays):
    source = (mutation.FOLDER / "utils/arrays.py").read_text(encoding="utf-8").splitlines()
    assert len(of_arrays) > 80
    for found in of_arrays:
        assert source[found.line - 1].strip() == found.before != found.after
    assert len({found.spec for found in of_arrays}) == len(of_arrays)


def test_one_is_an_implementation(of_arrays):
    doubled = next(m for m in of_arrays if m.before.endswith("[ones] = 1") and m.after.endswith("= 2"))
    done = subprocess.run([sys.executable, "-c", LOAD, doubled.spec], stdout=subprocess.PIPE, text=True)
    assert done.stdout == "[[2. 0.]\n [0. 2.]]\n"


@pytest.mark.parametrize("name", ["nowhere__AddNot__0", "arrays__AddNot", "arrays__AddNot__1000"])
def test_what_is_no_mutant(name):
    with pytest.raises(AttributeError):
        getattr(mutation, name)


def test_modules_and_the_clauses_about_them_are_there():
    for path, prefixes in mutation.MODULES.values():
        assert (mutation.FOLDER / path).exists()
        assert all(clauses.select(prefixes=[prefix]) for prefix in prefixes)


def test_every_module_with_something_to_mutate_is_mutated():
    found = {path.relative_to(mutation.FOLDER).as_posix() for path in mutation.FOLDER.rglob("*.py")}
    covered = {path for path, _ in mutation.MODULES.values()}
    for path in found - covered:
        tree = (mutation.FOLDER / path).read_text(encoding="utf-8")
        assert "def " not in tree, path


def test_all_killed(capsys):
    assert mutation.report([ONE, OTHER], [], {}) == 0
    assert capsys.readouterr().out == "mutants killed: 2 of 2 (100.0%); equivalent: 0\n"


def test_one_is_equivalent(capsys):
    assert mutation.report([ONE, OTHER], [ONE], {ONE.change: "why"}) == 0
    assert capsys.readouterr().out == "mutants killed: 1 of 1 (100.0%); equivalent: 1\n"


@pytest.mark.parametrize(
    "survivors, known, line",
    [
        ([ONE], {}, f"survivor: {ONE.change}  (line 17, --impl={ONE.spec})"),
        ([], {ONE.change: "why"}, f"listed as equivalent, but killed: {ONE.change}"),
        ([], {"arrays: a -> b": "why"}, "listed as equivalent, but no longer a mutant: arrays: a -> b"),
    ],
)
def test_what_is_red(capsys, survivors, known, line):
    assert mutation.report([ONE, OTHER], survivors, known) == 1
    assert line in capsys.readouterr().out.splitlines()


def test_another_module_need_not_be_mutated():
    assert mutation.report([ONE], [], {"hdf5: a -> b": "why"}) == 0


def test_a_listed_change_has_a_reason():
    assert all(reason.strip() for reason in mutation.equivalents().values())
