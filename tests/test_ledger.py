"""The ledger: each way in which the tests can come to execute less is a line with its reason."""

import pytest

from conformance import clauses
from tools import ledger

A, B = "normalize.norm.one", "normalize.norm.signs"
LEDGER = {A: ledger.Entry(3, 4, 6, 3), B: ledger.Entry(2, 2, 130, 61)}


def verdict(name, counts, judged="conforms"):
    names = ("tests", "statements", "assertions", "examples")
    found = {"clause": name, "utility": name.partition(".")[0], "verdict": judged}
    found["because"] = "no tool" if judged == "untestable" else None
    found["failure"] = {"observed": "raised TypeError"} if judged == "violates" else None
    return dict(found, **dict(zip(names, counts)))


def differences(a, b=(2, 2, 130, 61), **more):
    run = {"verdicts": [verdict(A, a, **more), verdict(B, b)]}
    return list(ledger.differences(run, LEDGER))


def test_as_it_was():
    assert differences((3, 4, 6, 3)) == []


@pytest.mark.parametrize(
    "a, line",
    [
        ((2, 4, 6, 2), "2 tests, 3 in the ledger: a parametrization or a test is gone"),
        ((3, 3, 5, 3), "3 assert statements, 4 in the ledger: a test asserts less"),
        ((3, 4, 5, 3), "5 assertions, 6 in the ledger: a loop or a helper asserts less often"),
        ((3, 5, 7, 3), "5 assert statements, 4 in the ledger: the ledger has not been written since"),
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
        ((2, 2, 30, 12), "12 different examples, 61 in the ledger: a property draws less, or filters more"),
        ((2, 2, 65, 61), "65 assertions, 130 in the ledger: a loop or a helper asserts less often"),
        ((2, 1, 65, 61), "1 assert statements, 2 in the ledger: a test asserts less"),
    ],
)
def test_a_property_that_does_less(b, line):
    assert differences((3, 4, 6, 3), b) == [f"{B}: {line}"]


def test_a_clause_that_became_untestable():
    lines = differences((0, 0, 0, 0), judged="untestable")
    assert lines == [f"{A}: untestable here (no tool), and was judged where the ledger was written"]


def test_a_clause_that_is_violated_or_gone_or_new():
    run = {"verdicts": [verdict(A, (3, 4, 6, 3), "violates"), verdict("normalize.norm.new", (1, 1, 1, 1))]}
    assert list(ledger.differences(run, LEDGER)) == [
        f"{B}: was not judged; the clause is gone, or its tests are",
        f"{A}: violates, and the ledger is about what conforms: raised TypeError",
        "normalize.norm.new: not in the ledger",
    ]


def test_a_run_on_one_utility_is_compared_with_its_part():
    assert list(ledger.differences({"verdicts": []}, LEDGER)) == []


def test_the_committed_ledger_has_every_clause(tmp_path):
    entries = ledger.read()
    assert list(entries) == [name for name, clause in clauses.load().items() if clause.level != "speed"]
    ledger.write(entries, tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_text() == ledger.LEDGER.read_text()
