"""The profile of a run adds up, and begins with what takes longest."""

from dataclasses import replace

from rich.console import Console

from cthulhu_conformance.tools import profile
from tests.runs import run_of, verdict_of


def verdict(clause, tests, duration):
    return verdict_of(clause, "conforms", tests=tests, examples=7, duration=duration)


def test_a_profile():
    found = [
        verdict("normalize.norm.one", 2, 1.0),
        verdict("get_file.hash.md5", 3, 2.0),
        verdict("get_file.a.b", 1, 1.0),
    ]
    console = Console(width=100, record=True)
    for title, table in profile.tables(replace(run_of(found), duration=9.0)).items():
        console.print(title)
        console.print(table)
    lines = [line.split() for line in console.export_text().splitlines()]
    assert ["get_file", "2", "4", "3.0", "75%"] in lines
    assert ["normalize", "1", "2", "1.0", "25%"] in lines
    assert ["4", "s", "in", "tests;", "the", "run", "took", "9", "s"] in lines
    longest = lines.index(["get_file.hash.md5", "3", "7", "2.0"])
    assert lines[longest - 1] == ["clause", "tests", "examples", "seconds"]
