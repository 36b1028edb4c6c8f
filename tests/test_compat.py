"""What is expected of real libraries, and how it is compared."""

import pytest

from conformance import clauses
from conformance.verdicts import VERDICTS
from tools import compat

LIBRARIES = [path.stem for path in sorted(compat.HERE.glob("*.toml")) if path.stem != "libraries"]


def run(**verdicts):
    return {"verdicts": [{"clause": name, "verdict": verdict} for name, verdict in verdicts.items()]}


DEVIATIONS = {"a": compat.Deviation("a", "violates", "it does not")}


def test_as_expected():
    assert compat.changes(run(a="violates", b="conforms"), DEVIATIONS) == []


@pytest.mark.parametrize(
    "judged, line",
    [
        (run(a="conforms"), "a: conforms, expected violates"),
        (run(a="crashed"), "a: crashed, expected violates"),
        (run(a="violates", b="violates"), "b: violates, expected conforms"),
        (run(b="conforms"), "a: expected violates, not judged"),
    ],
)
def test_a_change_is_told(judged, line):
    assert compat.changes(judged, DEVIATIONS) == [line]


def test_every_library_has_expected_verdicts():
    listed = [name for name, _ in clauses.tables(compat.HERE / "libraries.toml")]
    assert sorted(listed) == LIBRARIES


@pytest.mark.parametrize("library", LIBRARIES)
def test_expected_verdicts_are_about_clauses_and_have_reasons(library):
    deviations = compat.expected(library)
    assert set(deviations) <= set(clauses.load())
    assert {deviation.verdict for deviation in deviations.values()} <= set(VERDICTS) - {"conforms"}
