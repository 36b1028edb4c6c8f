"""What is expected of real libraries, and how it is compared."""

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.results.model import VERDICTS
from cthulhu_conformance.tools import compat
from tests.runs import run_of, verdict_of

LIBRARIES = sorted(path.stem for path in compat.HERE.glob("*.toml") if path.stem != "libraries")


A, B = "normalize.norm.one", "normalize.norm.signs"
DEVIATIONS = {A: compat.Deviation(A, "violates", "it does not")}


def run(chosen=(), **verdicts):
    names = {"a": A, "b": B}
    return run_of([verdict_of(names[name], verdict) for name, verdict in verdicts.items()], clauses=chosen)


def test_as_expected():
    assert compat.changes(run(a="violates", b="conforms"), DEVIATIONS) == []


@pytest.mark.parametrize(
    "judged, line",
    [
        (run(a="conforms"), f"{A}: conforms, expected violates"),
        (run(a="crashed"), f"{A}: crashed, expected violates"),
        (run(a="violates", b="violates"), f"{B}: violates, expected conforms"),
        (run(b="conforms"), f"{A}: no verdict, expected violates"),
    ],
)
def test_a_change_is_told(judged, line):
    assert compat.changes(judged, DEVIATIONS) == [line]


def test_what_was_not_selected_need_not_be_judged():
    assert compat.changes(run(chosen=[B], b="conforms"), DEVIATIONS) == []


def test_every_library_has_expected_verdicts():
    listed = [name for name, _ in clauses.leaves(clauses.parse(compat.HERE / "libraries.toml"))]
    assert sorted(listed) == LIBRARIES


def test_what_only_some_machines_show_may_hold():
    deviations = {A: compat.Deviation(A, "untestable")}
    assert compat.changes(run(a="untestable", b="conforms"), deviations) == []
    assert compat.changes(run(a="conforms", b="conforms"), deviations) == []
    assert compat.changes(run(a="violates", b="conforms"), deviations) == [
        f"{A}: violates, expected untestable"
    ]


def test_what_needs_a_violated_clause_is_blocked():
    deviations = compat.expected("keras-2.3.1")
    assert deviations["multi_gpu_model.result.is-a-model"].verdict == "violates"
    assert deviations["multi_gpu_model.training.odd-batch"].verdict == "blocked"


def test_a_library_may_be_like_another_but_for_some_utilities():
    deviations = compat.expected("tensorflow-2.2.3")
    assert "to_categorical.labels.negative" in deviations
    assert "multi_gpu_model.result.is-a-model" not in deviations


@pytest.mark.parametrize("library", LIBRARIES)
def test_expected_verdicts_are_about_clauses_and_have_reasons(library):
    deviations = compat.expected(library)
    assert set(deviations) <= set(clauses.load())
    assert {deviation.verdict for deviation in deviations.values()} <= set(VERDICTS) - {"conforms"}
