"""What a person sees on the terminal: progress, a table by utility and level, and the violations."""

from __future__ import annotations

import math
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from conformance.clauses import LEVELS, UTILITIES, Clause
from conformance.probe import Sighting
from conformance.verdicts import FAILING

#: The axis of ratios: from a quarter of the yardstick to eight times, ten characters a doubling.
AXIS = range(-20, 31)

#: Where it is no terminal, lines must not be broken at 80 columns: reports are read in CI logs.
WIDTH = None if sys.stdout.isatty() else 160


#: How many clauses are named that could not be judged for the same reason; the verdict file has all of them.
NAMED = 3


def _console() -> Console:
    return Console(width=WIDTH, highlight=False)


def list_clauses(clauses: Iterable[Clause]) -> None:
    """One line a clause: id, level, what it says."""
    rows = [(clause.id, clause.level, clause.says) for clause in clauses]
    width = max(len(row[0]) for row in rows)
    for name, level, says in rows:
        print(f"{name:{width}}  {level:10}  {says}")


@contextmanager
def progress(
    sighting: Sighting, clauses: Iterable[Clause], gate: Sequence[str]
) -> Iterator[Callable[[int, int], None]]:
    """Say what is judged, and yield the function that is told how many tests have run, of how many."""
    clauses = list(clauses)
    versions = ", ".join(f"{name} {version}" for name, version in sighting.versions.items())
    console = _console()
    console.print(f"[bold]{escape(sighting.spec)}[/]  {escape(sighting.file)}")
    console.print(f"Python {sighting.python}, {escape(versions)}; {sighting.dialect} dialect")
    console.print(
        f"{len(clauses)} clauses of {len({clause.utility for clause in clauses})} utilities; "
        f"the gate is {' + '.join(gate)}"
    )
    columns = (TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("tests", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def show(run: Dict[str, Any], path: Path) -> None:
    """Show a verdict file's content: the table, then what does not hold, then the verdict in one line."""
    console = _console()
    console.print(_table(run["verdicts"]))
    gate = run["options"]["gate"]
    for verdict in _by_gate(run["verdicts"], gate):
        _show_failure(console, verdict, gate, run["implementation"]["spec"])
    _show_reasons(console, run["verdicts"])
    _show_speed(console, run["verdicts"])
    failing = [v for v in run["verdicts"] if v["level"] in gate and v["verdict"] in FAILING]
    counts = ", ".join(f"{count} {name}" for name, count in run["counts"].items()) or "nothing judged"
    style = "bold red" if failing else "bold green"
    state = "" if run["complete"] else " (not all selected clauses were judged)"
    console.print(f"[{style}]{counts}[/]{state}; {run['duration']:.1f} s")
    console.print(f"verdicts in {escape(str(path))}")


def _by_gate(verdicts: List[Dict[str, Any]], gate: Sequence[str]) -> List[Dict[str, Any]]:
    failing = [verdict for verdict in verdicts if verdict["verdict"] in FAILING]
    return sorted(failing, key=lambda verdict: verdict["level"] in gate)


def _table(verdicts: List[Dict[str, Any]]) -> Table:
    levels = [level for level in LEVELS if any(verdict["level"] == level for verdict in verdicts)]
    table = Table("utility", *levels, "assertions", "examples", box=None, pad_edge=False, header_style="dim")
    for column in table.columns[1:]:
        column.justify = "right"
    for utility in UTILITIES:
        rows = [verdict for verdict in verdicts if verdict["utility"] == utility]
        if rows:
            cells = [_cell([row for row in rows if row["level"] == level]) for level in levels]
            sums = [str(sum(row[name] for row in rows)) for name in ("assertions", "examples")]
            table.add_row(UTILITIES[utility], *cells, *sums)
    return table


def _cell(verdicts: List[Dict[str, Any]]) -> Text:
    """`34/34` in green, or with how many failed, are blocked, absent ... in the colour of the worst."""
    counts = Counter(verdict["verdict"] for verdict in verdicts)
    text = Text(f"{counts['conforms']}/{len(verdicts)}")
    others = [f"{count} {name}" for name, count in sorted(counts.items()) if name != "conforms"]
    if others:
        text.append(" (" + ", ".join(others) + ")")
    failed = any(counts[name] for name in FAILING)
    text.stylize("red" if failed else "yellow" if others else "green")
    return text


def _show_failure(console: Console, verdict: Dict[str, Any], gate: Sequence[str], spec: str) -> None:
    failure = verdict["failure"] or {}
    gated = "" if verdict["level"] in gate else ", not in the gate"
    mark = "[red]✗[/]" if verdict["level"] in gate else "[yellow]![/]"
    console.print()
    console.print(f"{mark} [bold]{verdict['clause']}[/] {verdict['verdict']} ({verdict['level']}{gated})")
    rows = [
        ("says", verdict["says"]),
        ("source", f"{UTILITIES[verdict['utility']]}, {verdict['source']}"),
        ("example", failure.get("example")),
        ("expected", failure.get("expected")),
        ("observed", failure.get("observed")),
        ("test", failure.get("test")),
        ("again", f"python -m conformance --impl={spec} --clause={verdict['clause']}"),
    ]
    for name, value in rows:
        if value:
            lines = str(value).replace("\n", "\n" + " " * 11)
            console.print(f"  [dim]{name:8}[/] {escape(lines)}", soft_wrap=True)


def _show_reasons(console: Console, verdicts: List[Dict[str, Any]]) -> None:
    """What could not be judged, and why: nothing is left out silently."""
    for state in ("blocked", "untestable"):
        by_reason: Dict[str, List[str]] = {}
        for verdict in verdicts:
            if verdict["verdict"] == state:
                by_reason.setdefault(verdict["because"] or "", []).append(verdict["clause"])
        for reason, clauses in by_reason.items():
            named = ", ".join(clauses[:NAMED]) + (
                f" and {len(clauses) - NAMED} more" if len(clauses) > NAMED else ""
            )
            console.print(f"[yellow]-[/] {named} {state}: {escape(reason)}", soft_wrap=True)
    console.print()


def _show_speed(console: Console, verdicts: List[Dict[str, Any]]) -> None:
    """Each ratio that was measured: its interval on a logarithmic axis, where `╎` is one and `┃` the bound."""
    rows = [(verdict, measured) for verdict in verdicts for measured in verdict["measurements"]]
    if not rows:
        return
    scale = "¼" + "".join(mark.rjust(10) for mark in "½1248")
    table = Table("speed", "kind", "ratio", scale, "outcome", box=None, pad_edge=False, header_style="dim")
    for verdict, measured in rows:
        style = {"slower": "red", "more": "red", "faster": "bold green", "within": "green"}
        outcome = Text(measured["outcome"], style.get(measured["outcome"], "yellow"))
        table.add_row(
            verdict["clause"], measured["kind"], f"{measured['ratio']:.2f}", interval_of(measured), outcome
        )
    console.print(table)
    console.print("[dim]╎ one  ┃ the bound  ● the median, in its interval of 95 %[/]\n")


def interval_of(measured: Dict[str, Any]) -> str:
    """A picture of a ratio, its interval and its bound in one line."""
    low, high, middle, bound = (_column(measured[name]) for name in ("low", "high", "ratio", "bound"))
    marks = {**{column: "─" for column in range(low, high + 1)}, 0: "╎", bound: "┃"}
    ends = {AXIS[0]: "◂", AXIS[-1]: "▸"}
    marks[middle] = ends.get(middle, "●")
    return "".join(marks.get(column, " ") for column in AXIS)


def _column(ratio: float) -> int:
    """Where a ratio is on the axis, or the end of the axis that it is beyond."""
    exact = 10 * math.log2(ratio) if ratio > 0 else -math.inf
    return round(min(max(exact, AXIS[0]), AXIS[-1]))
