"""The benchmark: what is measured and what isn't, and when the reference leads."""

import time
from functools import partial
from types import SimpleNamespace

import pytest
from rich.console import Console

from fixtures.paired import Work
from tools import bench
from tools.bench import Bench

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
    assert bench.is_met(Bench("work", "bare", None, within, ahead), ratios, PYTHONS) is met


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def working(utilities, folder):
    return iter([Work(partial(spin, utilities.seconds)), Work(partial(spin, 1e-3))])


def failing(utilities, folder):
    raise ArithmeticError("can't\nbe done")


def test_ratios_are_measured_and_what_fails_says_why(monkeypatch):
    monkeypatch.setattr(
        bench, "BENCHES", [Bench("works", "a loop", working), Bench("fails", "a loop", failing)]
    )
    found = bench.measure(SimpleNamespace(seconds=2e-3))
    middle, low, high = found["works"]
    assert low <= middle <= high
    assert 1.7 < middle < 2.3
    assert found["fails"] == "ArithmeticError: can't"

    console = Console(width=120, record=True)
    console.print(bench.table({"reference": found, "new": dict(found, works=[1.0, 0.9, 1.1])}))
    works, fails = console.export_text().splitlines()[1:3]
    assert works.split()[:2] == ["works", "a"]
    assert works.endswith("missed")
    assert " - " in fails


def test_each_work_of_the_reference_can_be_made(tmp_path):
    """But for those that need a framework."""
    from reference import utils

    for number, one in enumerate(bench.BENCHES[:12]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for work in one.make(utils, folder):
            if work.prepare:
                work.prepare()
            work.call()
