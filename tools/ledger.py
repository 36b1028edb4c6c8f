"""Compare what a run on the reference has executed, clause by clause, with the committed ledger.

A test that stops asserting, a property whose examples are filtered away, a parametrization that shrinks: each is a
line with the reason, and exit code 1. `python -m tools.ledger verdicts.json`; `--write` enters what it has executed.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, Optional

from conformance import clauses, verdicts

LEDGER = Path(__file__).with_name("ledger.toml")
#: Versions of hypothesis draw other examples of a property, and a few more or less of them are different ones.
TOLERANCE = 0.25

HEADER = """\
# What a run on the reference executes for each clause, written by `nox -s ledger -- --write`:
# tests; assert statements that held, each once a test; assertions, each time that one held; different examples.
"""


@dataclass(frozen=True)
class Entry:
    """What is executed for a clause. Where there are more examples than tests, some tests are properties."""

    tests: int
    statements: int
    assertions: int
    examples: int

    @property
    def has_properties(self) -> bool:
        return self.examples != self.tests


def entry(verdict: Dict[str, Any]) -> Optional[Entry]:
    """What the run has executed for the clause; None if it could not be judged there."""
    if verdict["verdict"] == "untestable":
        return None
    return Entry(*(verdict[name] for name in ("tests", "statements", "assertions", "examples")))


def read(path: Path = LEDGER) -> Dict[str, Optional[Entry]]:
    """The ledger: None for a clause that the machine where it was written could not judge."""
    if not path.exists():
        return {}
    return {name: Entry(*counts) if counts else None for name, counts in clauses.parse(path).items()}


def write(entries: Dict[str, Optional[Entry]], path: Path = LEDGER) -> None:
    rows = [
        f'"{name}" = [{e.tests}, {e.statements}, {e.assertions}, {e.examples}]' if e else f'"{name}" = []'
        for name, e in entries.items()
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")


def differences(run: Dict[str, Any], ledger: Dict[str, Optional[Entry]]) -> Iterator[str]:
    """What the run has executed less than the ledger says, or more, each with what that may mean."""
    judged = {verdict["clause"]: verdict for verdict in run["verdicts"]}
    utilities = {verdict["utility"] for verdict in run["verdicts"]}
    for name in ledger:
        if name not in judged and name.partition(".")[0] in utilities:
            yield f"{name}: was not judged; the clause is gone, or its tests are"
    for name, verdict in judged.items():
        if verdict["verdict"] not in ("conforms", "untestable"):
            why = verdict["because"] or verdict["failure"]["observed"]
            yield f"{name}: {verdict['verdict']}, and the ledger is about what conforms: {why}"
        elif name not in ledger:
            yield f"{name}: not in the ledger"
        else:
            yield from _differences(name, verdict, ledger[name])


def _differences(name: str, verdict: Dict[str, Any], before: Optional[Entry]) -> Iterator[str]:
    now = entry(verdict)
    if before is None:
        return
    if now is None:
        yield f"{name}: untestable here ({verdict['because']}), and was judged where the ledger was written"
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
    return f"{name}: {now} {what}, {before} in the ledger: {reason}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="ledger", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "verdicts",
        type=verdicts.read,
        metavar="VERDICTS.json",
        help="verdicts.json of a run on the reference",
    )
    parser.add_argument(
        "--write", action="store_true", help="enter what the run has executed into the ledger"
    )
    options = parser.parse_args()
    run, ledger = options.verdicts, read()
    # How often something is measured is not for the tests to say.
    run["verdicts"] = [verdict for verdict in run["verdicts"] if verdict["level"] != "speed"]
    if options.write:
        failing = [v["clause"] for v in run["verdicts"] if v["verdict"] not in ("conforms", "untestable")]
        if failing:
            print(f"not written: {failing[0]} does not conform")
            return 1
        ledger.update({verdict["clause"]: entry(verdict) for verdict in run["verdicts"]})
        write({name: ledger[name] for name in clauses.load() if name in ledger})
        return 0
    found = list(differences(run, ledger))
    for line in found:
        print(line)
    if found:
        print(
            f"{len(found)} clauses are not executed as the ledger says. "
            "Mend the tests, or enter what is meant: nox -s ledger -- --write"
        )
        return 1
    judged = len(run["verdicts"])
    print(f"{judged} clauses executed as the ledger says" if judged else "the run has judged nothing")
    return 0 if judged else 1


if __name__ == "__main__":
    sys.exit(main())
