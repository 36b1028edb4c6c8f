"""Assertions that hold are counted: whatever pytest's configuration says, and whoever compiled the module before."""

import importlib.util
import os
import py_compile
import subprocess
import sys

import pytest

from cthulhu_conformance.harness import counting
from cthulhu_conformance.harness.record import Record

SAMPLE = """
assert __name__

def helper(x):
    assert x < 9

def test_three(x=3):
    for _ in range(2):
        assert x == 3, "three"
    helper(x)
"""


@pytest.fixture
def sample(tmp_path):
    """A module with assertions."""
    path = tmp_path / "test_sample.py"
    path.write_text(SAMPLE)
    return path


def load(path):
    """Return the module, loaded as those of the suite are."""
    spec = importlib.util.spec_from_file_location("test_sample", str(path))
    spec.loader = counting.Loader("test_sample", str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counted(path, monkeypatch, **arguments):
    """Return how many assertions hold in a test of the module, and how many statements these are."""
    module = load(path)
    monkeypatch.setattr(counting, "current", Record())
    module.test_three(**arguments)
    return counting.current.assertions, len(counting.current.statements)


def test_each_assertion_that_holds_counts_also_in_a_helper(sample, monkeypatch):
    assert counted(sample, monkeypatch) == (3, 2)


def test_one_that_does_not_hold_does_not_count(sample, monkeypatch):
    with pytest.raises(AssertionError, match="three"):
        counted(sample, monkeypatch, x=4)
    assert counting.current.assertions == 0


def test_no_assertion_counts_while_no_test_runs(sample, monkeypatch):
    monkeypatch.setattr(counting, "current", None)
    load(sample).test_three()
    assert counting.current is None


def plainly(path):
    """Compile a module as plain Python does."""
    py_compile.compile(str(path))


def by_pytest(path):
    """Have pytest compile a module, with a call of its hook beside each assertion."""
    command = [sys.executable, "-m", "pytest", "-q", "-o", "enable_assertion_pass_hook=true", path.name]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=str(path.parent), env=environment, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("compile_", [plainly, by_pytest, load], ids=["plainly", "by pytest", "by us"])
def test_what_was_compiled_before_changes_nothing(sample, monkeypatch, compile_):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    compile_(sample)
    assert list(sample.parent.glob("__pycache__/test_sample*.pyc"))
    assert counted(sample, monkeypatch) == (3, 2)


@pytest.mark.parametrize("use", [plainly, by_pytest])
def test_what_we_compiled_is_not_used_by_others(sample, monkeypatch, use):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    load(sample)
    use(sample)
    subprocess.run([sys.executable, "-c", "import test_sample"], cwd=str(sample.parent), check=True)


@pytest.mark.parametrize(
    "options, environment",
    [
        (["--assert=plain"], {}),
        (["-o", "enable_assertion_pass_hook=true"], {}),
        (["-n2"], {}),
        ([], {"PYTHONOPTIMIZE": "1"}),
        ([], {"PYTHONDONTWRITEBYTECODE": "1"}),
    ],
)
def test_a_run_counts_the_same_whatever_pytest_is_told(judge, as_usual, options, environment):
    run = judge("--clause=normalize.zeros", "-n0", *options, **environment).run
    assert [(verdict.clause, verdict.assertions, verdict.statements) for verdict in run.verdicts] == as_usual


@pytest.fixture
def as_usual(judge):
    """What a run counts that is told nothing."""
    run = judge("--clause=normalize.zeros", "-n0").run
    found = [(verdict.clause, verdict.assertions, verdict.statements) for verdict in run.verdicts]
    assert all(assertions > 0 for _, assertions, _ in found)
    return found
