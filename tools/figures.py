"""Write the tables of docs/speed.md from the data that they show.

`python -m cthulhu_conformance.tools.figures` replaces the text between `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Sequence

from cthulhu_conformance.fixtures import paired
from cthulhu_conformance.tools import bench, calibrate
from cthulhu_conformance.tools.benchmarks import BENCHES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "speed.md"
RUN_TIME = Path(__file__).parent / "run_time.json"
MARKED = re.compile(r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
NONE = "–"


def rule() -> str:
    """Return the table of the interim analyses, from the rule itself."""
    header = ["rounds", "on one side, for one ratio", "above, for one of three sizes"]
    rows = (
        [str(number), *(_needed(number, error) for error in (paired.ERROR, paired.ERROR / 3))]
        for number in paired.INTERIM_ANALYSES
    )
    return markdown(header, rows)


def _needed(rounds: int, error: float) -> str:
    """Return how many rounds decide; more than there are can't be."""
    needed = paired.critical(rounds, error)
    return str(needed) if needed <= rounds else NONE


def calibration() -> str:
    """Return the table of calibration: for each kind, condition and multiple, how many comparisons failed."""
    figures = _read(calibrate.FIGURES)
    header = ["kind", "bound", "condition", "multiple", "comparisons", "failed", "undecided"]
    rows = (
        [
            row["kind"],
            f"{row['bound']:g}",
            row["condition"],
            f"{row['factor']:g}",
            f"{row['comparisons']:,}",
            str(calibrate.count(row, calibrate.FAILED)),
            str(calibrate.count(row, calibrate.UNDECIDED)),
        ]
        for row in figures["rows"]
    )
    return markdown(header, rows, text=("kind", "condition")) + notes(figures)


def benchmarks() -> str:
    """Return the tables of the benchmarks: the environments, and the ratio of each workload in each."""
    figures = _read(bench.FIGURES)
    found = figures["implementations"]
    environments = ([name, one["python"], _versions(one["versions"])] for name, one in found.items())
    header = ["implementation", "Python", "versions"]
    ratios = (
        [row.name, row.bare, *(_ratio(one["ratios"].get(row.name, {})) for one in found.values())]
        for row in BENCHES
        if any(row.name in one["ratios"] for one in found.values())
    )
    return "\n".join(
        [
            markdown(header, environments, text=header),
            markdown(["workload", "yardstick", *found], ratios, text=("workload", "yardstick"))
            + notes(figures),
        ]
    )


def run_time() -> str:
    """Return the table of the parts of a run."""
    figures = _read(RUN_TIME)
    header = ["part", "processes", "seconds", "seconds in tests"]
    rows = ([str(row.get(name, NONE)) for name in header] for row in figures["rows"])
    return markdown(header, rows, text=("part",)) + notes(figures)


TABLES: Dict[str, Callable[[], str]] = {
    "rule": rule,
    "calibration": calibration,
    "benchmarks": benchmarks,
    "run-time": run_time,
}


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]], text: Sequence[str] = ()) -> str:
    """Return a table in Markdown, of cells padded to the same width; columns that are not `text` are numbers."""
    lines: List[Sequence[str]] = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines)]
    rule = ["-" * width if name in text else "-" * (width - 1) + ":" for name, width in zip(header, widths)]
    return "".join(f"| {' | '.join(_padded(line, widths))} |\n" for line in [header, rule, *lines[1:]])


def _padded(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    return (cell.ljust(width) for cell, width in zip(cells, widths))


def notes(figures: Dict[str, Any]) -> str:
    """Return the notes on some figures as a list."""
    return "".join(["\n", *(f"- {note}\n" for note in figures["notes"])])


def _ratio(row: Dict[str, Any]) -> str:
    """Return a ratio with the range of all runs, or one of both."""
    extent = "{:.2f}–{:.2f}".format(*row["range"]) if "range" in row else ""
    if "ratio" not in row:
        return extent or NONE
    return f"{row['ratio']:.2f} ({extent})" if extent else f"{row['ratio']:.2f}"


def _versions(versions: Dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _read(path: Path) -> Dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def with_tables(text: str) -> str:
    """Return a text with the tables that its markers name as they are now."""
    return MARKED.sub(lambda match: f"{match[1]}{TABLES[match[2]]()}{match[3]}", text)


def main() -> int:
    argparse.ArgumentParser(prog="figures", description=(__doc__ or "").partition("\n\n")[0]).parse_args()
    before = PAGE.read_text(encoding="utf-8")
    after = with_tables(before)
    PAGE.write_text(after, encoding="utf-8")
    print(f"{PAGE.name}: {'tables are as they were' if after == before else 'tables are written anew'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
