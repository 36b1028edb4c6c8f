"""Test calibration: the committed figures meet the targets, and those that don't are told."""

import contextlib
import json
import sys

import pytest

from cthulhu_conformance.tools import calibrate


def row(factor, condition="idle", kind="ratio", **outcomes):
    number = sum(outcomes.values())
    return {"kind": kind, "condition": condition, "factor": factor, "bound": calibrate.BOUNDS[kind],
            "comparisons": number, "outcomes": outcomes, "seconds": 0.1}  # fmt: skip


@pytest.mark.parametrize(
    "rows, lines",
    [
        ([row(1, within=5000), row(1.8, slower=99, inconclusive=1)], []),
        ([row(1, within=4999, slower=1)], ["ratio, idle, 1 times: 1 false alarms in 5000"]),
        ([row(1.8, slower=97, noisy=1, within=2)], ["ratio, idle, 1.8 times: 97.0% caught, 99% expected"]),
        ([row(1, within=97, noisy=3)], ["ratio, idle, 1 times: 3.0% inconclusive, at most 2% expected"]),
        ([row(1.3, within=100), row(2, "load", "memory", within=1)], []),
        ([row(3, "load", "memory", within=1)], ["memory, load, 3 times: 0.0% caught, 99% expected"]),
    ],
)
def test_what_misses_the_targets(rows, lines):
    assert list(calibrate.misses(rows)) == lines


def test_the_committed_figures_meet_the_targets():
    rows = json.loads(calibrate.FIGURES.read_text(encoding="utf-8"))["rows"]
    assert {(row["kind"], row["condition"]) for row in rows} == {
        (kind, condition) for kind in calibrate.KINDS for condition in ("idle", "load")
    }
    assert list(calibrate.misses(rows)) == []


@pytest.mark.parametrize("kind, factor", [("ratio", 1.5), ("waiting", 1.9), ("growth", 3.0), ("memory", 3.0)])
def test_each_kind_tells_the_same_from_more(tmp_path, kind, factor):
    with calibrate.KINDS[kind](tmp_path) as compares:
        for compare in compares:
            assert conclusive(compare, 1.0) in ("within", "faster")
            assert conclusive(compare, factor) in ("slower", "more")


def conclusive(compare, factor):
    """Return the first outcome of some comparisons that is one: where much else runs, some leave it open."""
    outcomes = (compare(factor) for _ in range(5))
    return next((outcome for outcome in outcomes if outcome not in ("inconclusive", "noisy")), "open")


def test_the_picture_is_drawn(tmp_path):
    rows = [row(factor, condition, kind, within=1) for kind in calibrate.KINDS for condition in ("idle", "load")
            for factor in (1, 2)]  # fmt: skip
    calibrate.draw(rows, tmp_path / "picture.svg")
    assert "<svg" in (tmp_path / "picture.svg").read_text(encoding="utf-8")


@pytest.fixture
def calibrated(tmp_path, monkeypatch):
    """Return a function that calibrates ratios with a comparison, on top of some rows, and returns the rows."""
    path = tmp_path / calibrate.FIGURES.name

    def calibrated(rows, *arguments, compare):
        calibrate.write(rows, path)
        monkeypatch.setitem(calibrate.KINDS, "ratio", lambda folder: contextlib.nullcontext([compare]))
        arguments = ["--kind=ratio", "--condition=idle", "--powers=1", f"--output={tmp_path}", *arguments]
        monkeypatch.setattr(sys, "argv", ["calibrate", *arguments])
        assert calibrate.main() == 0
        return json.loads(path.read_text(encoding="utf-8"))["rows"]

    return calibrated


def right(factor):
    return "within" if factor == 1 else "slower"


OTHERS = [row(2, "idle", "growth", slower=9), row(1, "load", "ratio", within=9)]


def test_figures_are_written_while_there_are_more_to_come(calibrated, tmp_path, monkeypatch):
    """A run that is ended early loses little."""
    monkeypatch.setattr(calibrate, "SAVED", 2)
    written = []

    def compare(factor):
        rows = json.loads((tmp_path / calibrate.FIGURES.name).read_text(encoding="utf-8"))["rows"]
        written.append({found["factor"]: found["comparisons"] for found in rows})
        return right(factor)

    rows = calibrated([], "--alarms=5", compare=compare)
    factors = [2.0, 1.8, 1.5, 1.3, 1.1]
    assert written == [
        *(dict.fromkeys(factors[:count], 1) for count in range(6)),
        dict.fromkeys(factors, 1),
        *[{**dict.fromkeys(factors, 1), 1.0: 2}] * 2,
        {**dict.fromkeys(factors, 1), 1.0: 4},
    ]
    assert [(found["factor"], found["comparisons"]) for found in rows] == [
        (1.0, 5), (1.1, 1), (1.3, 1), (1.5, 1), (1.8, 1), (2.0, 1),
    ]  # fmt: skip


def test_notes_are_kept(calibrated, tmp_path):
    path = tmp_path / calibrate.FIGURES.name
    path.write_text(json.dumps({"notes": ["A note."], "rows": []}), encoding="utf-8")
    calibrated([], "--alarms=1", compare=right)
    assert json.loads(path.read_text(encoding="utf-8"))["notes"] == ["A note."]


def test_figures_that_are_there_count(calibrated):
    compared = []

    def compare(factor):
        compared.append(factor)
        return right(factor)

    rows = calibrated([row(1, within=7), row(2, slower=1), *OTHERS], "--alarms=9", compare=compare)
    assert compared == [1.8, 1.5, 1.3, 1.1, 1.0, 1.0]
    assert rows[0]["outcomes"] == {"within": 9}
    assert rows[-2:] == OTHERS


@pytest.mark.parametrize(
    "before, options", [([row(1, slower=7)], ["--fresh"]), ([dict(row(1, slower=7), bound=1.1)], [])]
)
def test_figures_are_forgotten(calibrated, before, options):
    """Figures don't count where `--fresh` is given, or where they were measured with another bound."""
    rows = calibrated([*before, *OTHERS], "--alarms=2", *options, compare=right)
    assert rows[0]["outcomes"] == {"within": 2}
    assert rows[-2:] == OTHERS
