"""Calibration: the committed figures meet the targets, and figures that don't are told."""

import contextlib
import json
import sys

import pytest

from tools import calibrate


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
            assert compare(1.0) in ("within", "faster")
            assert compare(factor) in ("slower", "more")


def test_the_picture_is_drawn(tmp_path):
    rows = [row(factor, condition, kind, within=1) for kind in calibrate.KINDS for condition in ("idle", "load")
            for factor in (1, 2)]  # fmt: skip
    calibrate.draw(rows, tmp_path / "picture.svg")
    assert "<svg" in (tmp_path / "picture.svg").read_text(encoding="utf-8")


def test_what_is_measured_takes_the_place_of_what_was_and_is_written_at_once(tmp_path, monkeypatch):
    """A run that is ended early loses nothing but what it was at."""
    path = tmp_path / calibrate.FIGURES.name
    others = [row(2, "idle", "growth", slower=9), row(1, "load", "ratio", within=9)]
    calibrate.write([row(3, "idle", "ratio", slower=9), *others], path)
    written = []

    def compare(factor):
        written.append([found["factor"] for found in json.loads(path.read_text())["rows"]])
        return "within" if factor == 1 else "slower"

    monkeypatch.setitem(calibrate.KINDS, "ratio", lambda folder: contextlib.nullcontext([compare]))
    arguments = ["--kind=ratio", "--condition=idle", "--alarms=1", "--powers=1", f"--output={tmp_path}"]
    monkeypatch.setattr(sys, "argv", ["calibrate", *arguments])
    assert calibrate.main() == 0
    assert written[1:3] == [[1.0, 2, 1], [1.0, 1.1, 2, 1]]
    rows = json.loads(path.read_text())["rows"]
    assert [found["factor"] for found in rows] == [1.0, 1.1, 1.3, 1.5, 1.8, 2.0, 2, 1]
    assert rows[-2:] == others
