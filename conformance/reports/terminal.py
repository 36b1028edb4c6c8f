"""The report on the terminal: progress, a table by utility and level, and the violations."""

from __future__ import annotations

import math
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Callable, Dict, Iterable, Iterator, List, Optional, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from cthulhu_conformance.clauses import GATED_BY_DEFAULT, LEVELS, UTILITIES, Clause
from cthulhu_conformance.results.model import FAILING, Failure, Measurement, ProbeResult, Run, Verdict

#: The axis of ratios: from a quarter of the yardstick to eight times, ten characters a doubling.
AXIS = range(-20, 31)

#: Where it is no terminal, lines must not be broken at 80 columns: reports are read in CI logs.
WIDTH = None if sys.stdout.isatty() else 160

#: The most clauses that are named beside a reason why they have no verdict; the verdict file has all of them.
NAMED = 3


def _console() -> Console:
    return Console(width=WIDTH, highlight=False)


def list_clauses(clauses: Iterable[Clause]) -> None:
    """Print a line for each clause: id, level, what it says."""
    rows = [(clause.id, clause.level, clause.says) for clause in clauses]
    width = max(len(row[0]) for row in rows)
    for name, level, says in rows:
        print(f"{name:{width}}  {level:10}  {says}")


@contextmanager
def progress(
    clauses: Iterable[Clause], gate: Sequence[str]
) -> Iterator[Callable[[ProbeResult], Callable[[int, int], None]]]:
    """Yield a function that announces the run, and returns one that shows how many tests of how many have run."""
    clauses, console = list(clauses), _console()
    columns = (TextColumn("testing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def announce(seen: ProbeResult) -> Callable[[int, int], None]:
            _show_implementation(console, seen, clauses, gate)
            task = bar.add_task("tests", total=None)
            return lambda done, total: bar.update(task, completed=done, total=total or None)

        yield announce


def _show_implementation(
    console: Console, seen: ProbeResult, clauses: Sequence[Clause], gate: Sequence[str]
) -> None:
    versions = ", ".join(f"{name} {version}" for name, version in seen.versions.items())
    console.print(f"[bold]{escape(seen.spec)}[/]  {escape(seen.file)}")
    console.print(f"Python {seen.python}, {escape(versions)}; {seen.dialect} dialect")
    utilities = len({clause.utility for clause in clauses})
    console.print(
        f"{counted(len(clauses), 'clause')} of {counted(utilities, 'utility', 'utilities')}; "
        f"the gate is {' + '.join(gate)}"
    )


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 clause`, `2 clauses`; `many` is an irregular plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def show(run: Run, path: Path) -> None:
    """Print a run: the table, failures with their evidence, reasons of other verdicts, speed, and the counts."""
    console = _console()
    console.print(_table(run.verdicts))
    gate = run.options.gate
    for verdict in _by_gate(run.verdicts, gate):
        _show_failure(console, verdict, gate)
        _show_evidence(console, verdict, run.implementation.spec)
    _show_reasons(console, run.verdicts)
    _show_speed(console, run.verdicts)
    counts = ", ".join(f"{name}: {count}" for name, count in run.counts.items()) or "no verdicts"
    style = "bold red" if run.failures else "bold green"
    state = "" if run.complete else " (not every selected clause has a verdict)"
    console.print(f"[{style}]{counts}[/]{state}; {run.duration:.1f} s")
    console.print(f"verdicts in {escape(str(path))}")


def show_clauses(verdicts: Sequence[Verdict], file: IO[str]) -> None:
    """Write the verdicts of tests that ran in a person's own pytest, which itself shows why they failed."""
    console = Console(file=file, width=WIDTH or 160, highlight=False)
    console.print(_table(verdicts))
    gate = GATED_BY_DEFAULT
    for verdict in _by_gate(verdicts, gate):
        _show_failure(console, verdict, gate)
    _show_reasons(console, verdicts)


def _by_gate(verdicts: Sequence[Verdict], gate: Sequence[str]) -> Sequence[Verdict]:
    failing = [verdict for verdict in verdicts if verdict.verdict in FAILING]
    return sorted(failing, key=lambda verdict: verdict.level in gate)


def _table(verdicts: Sequence[Verdict]) -> Table:
    levels = [level for level in LEVELS if any(verdict.level == level for verdict in verdicts)]
    table = Table("utility", *levels, "assertions", "examples", box=None, pad_edge=False, header_style="dim")
    for column in table.columns[1:]:
        column.justify = "right"
    for utility in UTILITIES:
        rows = [verdict for verdict in verdicts if verdict.utility == utility]
        if rows:
            cells = [_cell([row for row in rows if row.level == level]) for level in levels]
            sums = [str(sum(getattr(row, name) for row in rows)) for name in ("assertions", "examples")]
            table.add_row(UTILITIES[utility], *cells, *sums)
    return table


def _cell(verdicts: Sequence[Verdict]) -> Text:
    """Return `34/34` in green, or with the counts of the other verdicts, in the colour of the worst."""
    counts = Counter(verdict.verdict for verdict in verdicts)
    text = Text(f"{counts['conforms']}/{len(verdicts)}")
    others = [f"{count} {name}" for name, count in sorted(counts.items()) if name != "conforms"]
    if others:
        text.append(" (" + ", ".join(others) + ")")
    failed = any(counts[name] for name in FAILING)
    text.stylize("red" if failed else "yellow" if others else "green")
    return text


def _show_failure(console: Console, verdict: Verdict, gate: Sequence[str]) -> None:
    gated = "" if verdict.level in gate else ", not in the gate"
    mark = "[red]✗[/]" if verdict.level in gate else "[yellow]![/]"
    console.print()
    console.print(f"{mark} [bold]{verdict.clause}[/] {verdict.verdict} ({verdict.level}{gated})")
    _show_rows(console, says=verdict.says, source=f"{UTILITIES[verdict.utility]}, {verdict.source}")


def _show_evidence(console: Console, verdict: Verdict, spec: str) -> None:
    failure = verdict.failure or Failure("", None, None, None)
    _show_rows(
        console,
        example=failure.example,
        expected=failure.expected,
        observed=failure.observed,
        test=failure.test,
        again=f"conformance --impl={spec} --clause={verdict.clause}",
    )


def _show_rows(console: Console, **rows: Optional[str]) -> None:
    for name, value in rows.items():
        if value:
            lines = value.replace("\n", "\n" + " " * 11)
            console.print(f"  [dim]{name:8}[/] {escape(lines)}", soft_wrap=True)


def _show_reasons(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Print which clauses are blocked or untestable, and why: nothing is left out silently."""
    for state in ("blocked", "untestable"):
        by_reason: Dict[str, List[str]] = {}
        for verdict in verdicts:
            if verdict.verdict == state:
                by_reason.setdefault(verdict.because or "", []).append(verdict.clause)
        for reason, clauses in by_reason.items():
            named = ", ".join(clauses[:NAMED]) + (
                f" and {len(clauses) - NAMED} more" if len(clauses) > NAMED else ""
            )
            console.print(f"[yellow]-[/] {named} {state}: {escape(reason)}", soft_wrap=True)
    console.print()


def _show_speed(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Print each ratio that was measured: its interval on a logarithmic axis, where `╎` is one and `┃` the bound."""
    rows = [(verdict, measured) for verdict in verdicts for measured in verdict.measurements]
    if not rows:
        return
    scale = "¼" + "".join(mark.rjust(10) for mark in "½1248")
    table = Table("speed", "kind", "ratio", scale, "outcome", box=None, pad_edge=False, header_style="dim")
    for verdict, measured in rows:
        style = {"slower": "red", "more": "red", "faster": "bold green", "within": "green"}
        outcome = Text(measured.outcome, style.get(measured.outcome, "yellow"))
        table.add_row(
            verdict.clause, measured.kind, f"{measured.ratio:.2f}", draw_interval(measured), outcome
        )
    console.print(table)
    console.print("[dim]╎ one  ┃ the bound  ● the median, within its 95 % interval[/]\n")


def draw_interval(measured: Measurement) -> str:
    """Return a picture of a ratio, its interval and its bound, in one line."""
    low, high, middle, bound = (
        _column(getattr(measured, name)) for name in ("low", "high", "ratio", "bound")
    )
    marks = {**{column: "─" for column in range(low, high + 1)}, 0: "╎", bound: "┃"}
    ends = {AXIS[0]: "◂", AXIS[-1]: "▸"}
    marks[middle] = ends.get(middle, "●")
    return "".join(marks.get(column, " ") for column in AXIS)


def _column(ratio: float) -> int:
    """Return the place of a ratio on the axis, or the end of the axis that it is beyond."""
    exact = 10 * math.log2(ratio) if ratio > 0 else -math.inf
    return round(min(max(exact, AXIS[0]), AXIS[-1]))
