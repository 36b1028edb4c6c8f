"""The ledger: each way in which the tests can come to execute less is a line with its reason."""

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.results.model import Failure
from cthulhu_conformance.tools import ledger
from tests.runs import run_of, verdict_of

A, B = "normalize.norm.one", "normalize.norm.signs"
LEDGER = {A: ledger.Entry(3, 4, 6, 3), B: ledger.Entry(2, 2, 130, 61)}


def verdict(name, counts, judged="conforms"):
    executed = dict(zip(("tests", "statements", "assertions", "examples"), counts))
    because = "no tool" if judged == "untestable" else None
    failure = Failure("a test", None, "raised TypeError", None) if judged == "violates" else None
    return verdict_of(name, judged, because=because, failure=failure, **executed)


def differences(a, b=(2, 2, 130, 61), **more):
    return list(ledger.differences(run_of([verdict(A, a, **more), verdict(B, b)]), LEDGER))


def test_as_it_was():
    assert differences((3, 4, 6, 3)) == []


@pytest.mark.parametrize(
    "a, line",
    [
        ((2, 4, 6, 2), "tests: 2, in the ledger 3; a parametrization or a test is gone"),
        ((3, 3, 5, 3), "assert statements: 3, in the ledger 4; a test asserts less"),
        ((3, 4, 5, 3), "assertions: 5, in the ledger 6; a loop or a helper asserts less often"),
        ((3, 5, 7, 3), "assert statements: 5, in the ledger 4; the ledger has not been written since"),
    ],
)
def test_plain_tests_must_execute_just_that(a, line):
    assert differences(a) == [f"{A}: {line}"]


@pytest.mark.parametrize("b", [(2, 2, 130, 61), (2, 2, 120, 55), (2, 2, 140, 66)])
def test_examples_of_a_property_may_vary_a_little(b):
    assert differences((3, 4, 6, 3), b) == []


@pytest.mark.parametrize(
    "b, line",
    [
        ((2, 2, 30, 12), "different examples: 12, in the ledger 61; a property draws less, or filters more"),
        ((2, 2, 65, 61), "assertions: 65, in the ledger 130; a loop or a helper asserts less often"),
        ((2, 1, 65, 61), "assert statements: 1, in the ledger 2; a test asserts less"),
    ],
)
def test_a_property_that_does_less(b, line):
    assert differences((3, 4, 6, 3), b) == [f"{B}: {line}"]


def test_a_clause_that_became_untestable():
    lines = differences((0, 0, 0, 0), judged="untestable")
    assert lines == [f"{A}: untestable here (no tool), but not where the ledger was written"]


def test_a_clause_that_is_violated_or_gone_or_new():
    run = run_of([verdict(A, (3, 4, 6, 3), "violates"), verdict("normalize.norm.new", (1, 1, 1, 1))])
    assert list(ledger.differences(run, LEDGER)) == [
        f"{B}: no verdict; the clause is gone, or its tests are",
        f"{A}: violates, where the reference must conform: raised TypeError",
        "normalize.norm.new: not in the ledger; a new clause must be entered",
    ]


def test_a_run_on_one_utility_is_compared_with_its_part():
    assert list(ledger.differences(run_of([]), LEDGER)) == []


def test_the_committed_ledger_has_every_clause(tmp_path):
    entries = ledger.read()
    assert list(entries) == [name for name, clause in clauses.load().items() if clause.level != "speed"]
    ledger.write(entries, tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_text() == ledger.LEDGER.read_text()
