"""Compare the tests that a run on the reference executed, clause by clause, with the committed ledger, and the names
of mutants and conforming variants with those in mutants.toml.

A test that stops asserting, a property whose examples are filtered away, a parametrization that shrinks, a mutant that
vanishes: each is a line with the reason, and exit code 1. `python -m cthulhu_conformance.tools.ledger verdicts.json`;
`--write` enters the counts and names of now. Without a file only names are compared.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Dict, Iterator, Optional

from cthulhu_conformance import clauses
from cthulhu_conformance.results.model import Run, Verdict
from cthulhu_conformance.tools.arguments import verdict_file
from cthulhu_conformance.tools.mutants import names

LEDGER = Path(__file__).with_name("ledger.toml")
#: Versions of hypothesis draw other examples of a property, and a few more or less of them are different ones.
TOLERANCE = 0.25

HEADER = """\
# What a run on the reference executes for each clause, written by `nox -s ledger -- --write`:
# tests; assert statements that held, each once a test; assertions, each time that one held; different examples.
"""


@dataclass(frozen=True)
class Entry:
    """The counts for a clause. Where there are more examples than tests, some tests are properties."""

    tests: int
    statements: int
    assertions: int
    examples: int

    @property
    def has_properties(self) -> bool:
        return self.examples != self.tests


def entry(verdict: Verdict) -> Optional[Entry]:
    """Return the counts of the run for the clause; None if the clause was untestable there."""
    if verdict.verdict == "untestable":
        return None
    return Entry(verdict.tests, verdict.statements, verdict.assertions, verdict.examples)


def read(path: Path = LEDGER) -> Dict[str, Optional[Entry]]:
    """Return the ledger: None for a clause that was untestable where it was written."""
    if not path.exists():
        return {}
    return {name: Entry(*counts) if counts else None for name, counts in clauses.parse(path).items()}


def write(entries: Dict[str, Optional[Entry]], path: Path = LEDGER) -> None:
    rows = [
        f'"{name}" = [{e.tests}, {e.statements}, {e.assertions}, {e.examples}]' if e else f'"{name}" = []'
        for name, e in entries.items()
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")


def differences(run: Run, ledger: Dict[str, Optional[Entry]]) -> Iterator[str]:
    """Yield a line for each clause of which the run executed less or more than the ledger says, with the reason."""
    found = {verdict.clause: verdict for verdict in run.verdicts}
    utilities = {verdict.utility for verdict in run.verdicts}
    for name in ledger:
        if name not in found and name.partition(".")[0] in utilities:
            yield f"{name}: no verdict; the clause is gone, or its tests are"
    for name, verdict in found.items():
        if verdict.verdict not in ("conforms", "untestable"):
            why = verdict.because or (verdict.failure and verdict.failure.observed)
            yield f"{name}: {verdict.verdict}, where the reference must conform: {why}"
        elif name not in ledger:
            yield f"{name}: not in the ledger; a new clause must be entered"
        else:
            yield from _differences(name, verdict, ledger[name])


def _differences(name: str, verdict: Verdict, before: Optional[Entry]) -> Iterator[str]:
    now = entry(verdict)
    if before is None:
        return
    if now is None:
        yield f"{name}: untestable here ({verdict.because}), but not where the ledger was written"
        return
    if now.tests != before.tests:
        yield _line(name, "tests", now.tests, before.tests, "a parametrization or a test is gone")
    elif now.statements != before.statements:
        yield _line(name, "assert statements", now.statements, before.statements, "a test asserts less")
    elif not _near(now.examples, before.examples):
        yield _line(
            name,
            "different examples",
            now.examples,
            before.examples,
            "a property draws less, or filters more",
        )
    elif now.assertions != before.assertions and not (
        before.has_properties and _near(now.assertions, before.assertions)
    ):
        yield _line(
            name, "assertions", now.assertions, before.assertions, "a loop or a helper asserts less often"
        )


def _near(now: int, before: int) -> bool:
    return abs(now - before) <= TOLERANCE * before


def _line(name: str, what: str, now: int, before: int, less: str) -> str:
    reason = less if now < before else "the ledger has not been written since"
    return f"{name}: {what}: {now}, in the ledger {before}; {reason}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="ledger", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "verdicts",
        nargs="?",
        type=verdict_file,
        metavar="VERDICTS.json",
        help="verdict file of a run on the reference",
    )
    parser.add_argument("--write", action="store_true", help="enter the run's counts, and the names")
    options = parser.parse_args()
    defined = names.registered()
    if options.write:
        return _enter(options.verdicts, defined)
    found = list(names.differences(defined, names.read()))
    if options.verdicts:
        found += differences(_without_speed(options.verdicts), read())
    for line in found:
        print(line)
    if found:
        print(
            f"differences from the ledger: {len(found)}. "
            "Mend the tests or the mutants, or enter what is intended: nox -s ledger -- --write"
        )
        return 1
    print(f"mutants and conforming variants as committed: {sum(map(len, defined.values()))}")
    if options.verdicts is None:
        return 0
    executed = len(_without_speed(options.verdicts).verdicts)
    print(
        f"clauses executed as the ledger says: {executed}" if executed else "the verdict file has no verdicts"
    )
    return 0 if executed else 1


def _without_speed(run: Run) -> Run:
    """Return the run without clauses about speed, whose number of measurements differs from run to run."""
    return replace(run, verdicts=tuple(verdict for verdict in run.verdicts if verdict.level != "speed"))


def _enter(run: Optional[Run], defined: names.Names) -> int:
    """Enter the names, and the counts of the run if all clauses conform; return the exit code."""
    executed = [] if run is None else _without_speed(run).verdicts
    failing = [v.clause for v in executed if v.verdict not in ("conforms", "untestable")]
    if failing:
        print(f"not written: {', '.join(failing)} must conform first")
        return 1
    names.write(defined)
    ledger = read()
    ledger.update({verdict.clause: entry(verdict) for verdict in executed})
    write({name: ledger[name] for name in clauses.load() if name in ledger})
    return 0


if __name__ == "__main__":
    sys.exit(main())
