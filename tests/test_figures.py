"""Test the tables of docs/speed.md: they are what is made of the data."""

import json
import re

import pytest

from cthulhu_conformance.tools import bench, calibrate, figures


def test_the_page_has_the_tables_of_the_data():
    page = figures.PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- table: (.*?) -->", page)) == set(figures.TABLES)
    assert figures.with_tables(page) == page, "run `python -m cthulhu_conformance.tools.figures`"


def test_a_table_takes_the_place_of_what_is_between_its_markers(monkeypatch):
    monkeypatch.setattr(figures, "TABLES", {"one": lambda: "1\n", "two": lambda: "2\n"})
    text = "a\n<!-- table: {0} -->\n{1}<!-- end -->\nb\n<!-- table: two -->\n{2}<!-- end -->\n"
    assert figures.with_tables(text.format("one", "", "old\nand old\n")) == text.format("one", "1\n", "2\n")
    with pytest.raises(KeyError, match="three"):
        figures.with_tables(text.format("three", "", ""))


def test_numbers_are_aligned_to_the_right():
    assert figures.markdown(["name", "n"], [["a", "12"], ["long name", "3"]], text=["name"]) == (
        "| name      | n  |\n| --------- | -: |\n| a         | 12 |\n| long name | 3  |\n"
    )


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Return a function that has a tool's data be something else."""

    def data(tool, value):
        monkeypatch.setattr(tool, "FIGURES", tmp_path / "figures.json")
        tool.FIGURES.write_text(json.dumps(value), encoding="utf-8")

    return data


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_what_calibration_found(data):
    outcomes = {"slower": 3, "more": 2, "noisy": 4, "inconclusive": 5, "within": 1000, "faster": 1}
    row = {"kind": "ratio", "condition": "idle", "factor": 1.1, "bound": 1.2, "comparisons": 1015}
    data(calibrate, {"notes": ["One.", "Two."], "rows": [{**row, "outcomes": outcomes}]})
    *_, found, gap, one, two = figures.calibration().splitlines()
    assert cells(found) == ["ratio", "1.2", "idle", "1.1", "1,015", "5", "9"]
    assert (gap, one, two) == ("", "- One.", "- Two.")


def test_ratios_and_ranges_of_benchmarks(data):
    first, second, third = (row.name for row in bench.BENCHES[:3])
    ratios = {first: {"ratio": 1.1, "range": [0.9, 1.25]}, third: {"range": [2, 3]}}
    data(
        bench,
        {
            "notes": [],
            "implementations": {
                "a": {"python": "3.8", "versions": {"h5py": "2.10", "numpy": "1.18"}, "ratios": ratios},
                "b": {"python": "3.11", "versions": {}, "ratios": {first: {"ratio": 2.0}}},
            },
        },
    )
    lines = list(map(cells, figures.benchmarks().splitlines()))
    assert ["a", "3.8", "h5py 2.10, numpy 1.18"] in lines
    assert [line[0] for line in lines[6:]][:2] == ["--" + "-" * (len(lines[6][0]) - 2), first]
    assert [line[2:] for line in lines if line[0] in (first, second, third)] == [
        ["1.10 (0.90–1.25)", "2.00"],
        ["2.00–3.00", "–"],
    ]
