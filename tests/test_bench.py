"""Test the benchmark: what is measured and what isn't, when the reference leads, and how results are merged."""

import json
import time
from functools import partial
from types import SimpleNamespace

import pytest
from rich.console import Console

from cthulhu_conformance.fixtures.paired import Workload
from cthulhu_conformance.tools import bench
from cthulhu_conformance.tools.benchmarks import Bench

PYTHONS = {"reference": "3.11", "reference-3.8": "3.8", "new": "3.11", "old": "3.8"}


@pytest.mark.parametrize(
    "ratios, within, ahead, met",
    [
        ({"reference": 2.0, "new": 2.0}, None, 1.0, True),
        ({"reference": 2.0, "new": 1.5}, None, 1.0, False),
        ({"reference": 2.0, "new": 2.5}, None, 1.5, False),
        ({"reference": 1.1, "new": 1.2}, 1.2, 1.5, True),
        ({"reference": 2.0, "old": 1.5}, None, 1.0, False),
        ({"reference": 2.0, "reference-3.8": 1.4, "old": 1.5}, None, 1.0, True),
        ({"reference": 1.0, "reference-3.8": 1.6, "old": 1.5}, None, 1.0, False),
        ({"new": 1.0}, None, 1.0, False),
        ({"reference": 9.0}, 1.2, 1.0, True),
    ],
)
def test_whether_the_reference_leads(ratios, within, ahead, met):
    assert bench.is_met(Bench("workload", "bare", None, within, ahead), ratios, PYTHONS) is met


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def working(utilities, folder):
    return iter([Workload(partial(spin, utilities.seconds)), Workload(partial(spin, 1e-3))])


def failing(utilities, folder):
    raise ArithmeticError("can't\nbe done")


def test_ratios_are_measured_and_what_fails_says_why(monkeypatch):
    monkeypatch.setattr(
        bench, "BENCHES", [Bench("workloads", "a loop", working), Bench("fails", "a loop", failing)]
    )
    found = bench.measure(SimpleNamespace(seconds=2e-3))
    middle, low, high = found["ratios"]["workloads"]
    assert low <= middle <= high
    assert 1.7 < middle < 2.3
    assert found["ratios"]["fails"] == "ArithmeticError: can't"

    console = Console(width=120, record=True)
    console.print(
        bench.table({"reference": found, "new": dict(found, ratios={"workloads": [1.0, 0.9, 1.1]})})
    )
    workloads, fails = console.export_text().splitlines()[1:3]
    assert workloads.split()[:2] == ["workloads", "a"]
    assert workloads.endswith("missed")
    assert " - " in fails


def found(ratio, python="3.11", versions=(("h5py", "3.16.0"),), **others):
    ratios = {"sample": [ratio, ratio - 0.1, ratio + 0.1], "fails": "ArithmeticError", **others}
    return {"python": python, "versions": dict(versions), "ratios": ratios}


def test_the_first_result_is_taken_as_it_is():
    assert bench.merged(None, found(1.234)) == {
        "python": "3.11",
        "versions": {"h5py": "3.16.0"},
        "ratios": {"sample": {"ratio": 1.23}},
    }


def test_the_range_has_the_earlier_results():
    known = None
    for ratio, expected in [
        (1.2, None),
        (1.2, None),
        (1.5, [1.2, 1.5]),
        (1.1, [1.1, 1.5]),
        (1.3, [1.1, 1.5]),
    ]:
        known = bench.merged(known, found(ratio))
        assert known["ratios"]["sample"] == {"ratio": ratio, **({"range": expected} if expected else {})}


@pytest.mark.parametrize(
    "python, versions, is_same",
    [
        ("3.11", {"h5py": "3.16", "numpy": "2.0"}, True),
        ("3.11", {"h5py": "3.1"}, False),
        ("3.8", {"h5py": "3.16"}, False),
    ],
)
def test_the_range_has_no_results_of_another_environment(python, versions, is_same):
    known = {"python": python, "versions": versions, "ratios": {"sample": {"range": [0.5, 0.6]}}}
    expected = {"ratio": 1.0, "range": [0.5, 1.0]} if is_same else {"ratio": 1.0}
    assert bench.merged(known, found(1.0))["ratios"]["sample"] == expected


@pytest.mark.parametrize("options, expected", [([], [1.0, 2.0]), (["--fresh"], None)])
def test_results_are_entered_beside_those_of_others(tmp_path, monkeypatch, options, expected):
    figures = {
        "notes": ["A note."],
        "implementations": {name: bench.merged(None, found(1.0)) for name in "ab"},
    }
    monkeypatch.setattr(bench, "FIGURES", tmp_path / "bench.json")
    bench.FIGURES.write_text(json.dumps(figures), encoding="utf-8")
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "a.json").write_text(json.dumps(found(2.0)), encoding="utf-8")
    arguments = ["bench", f"--results={tmp_path / 'results'}", "table", "--write", *options]
    monkeypatch.setattr("sys.argv", arguments)
    assert bench.main() == 0
    written = json.loads(bench.FIGURES.read_text(encoding="utf-8"))
    row = written["implementations"]["a"]["ratios"]["sample"]
    assert (row["ratio"], row.get("range")) == (2.0, expected)
    assert written["implementations"]["b"] == figures["implementations"]["b"]
    assert written["notes"] == ["A note."]


def test_each_workload_of_the_reference_can_be_made(tmp_path):
    """Those that need a framework are left out."""
    from cthulhu_conformance.reference import utils

    for number, one in enumerate(bench.BENCHES[:12]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for workload in one.make(utils, folder):
            if workload.prepare:
                workload.prepare()
            workload.call()
