"""Shows how long the tests of each utility took in a run, and which clauses took longest.

`python -m cthulhu_conformance.tools.profile verdicts.json`
"""

from __future__ import annotations

import argparse
import sys
from typing import Dict

from rich.console import Console
from rich.table import Table

from cthulhu_conformance.clauses import UTILITIES
from cthulhu_conformance.results.model import Run
from cthulhu_conformance.tools.arguments import verdict_file

LONGEST = 12


def tables(run: Run) -> Dict[str, Table]:
    """Return tables by their titles: seconds in tests by utility, and of the longest clauses.

    Set-up that tests share is not counted.
    """
    verdicts = run.verdicts
    by_utility = Table("utility", "clauses", "tests", "seconds", "share", box=None, header_style="dim")
    total = sum(verdict.duration for verdict in verdicts) or 1.0
    for utility, name in UTILITIES.items():
        own = [verdict for verdict in verdicts if verdict.utility == utility]
        seconds = sum(verdict.duration for verdict in own)
        tests = sum(verdict.tests for verdict in own)
        by_utility.add_row(name, str(len(own)), str(tests), f"{seconds:.1f}", f"{seconds / total:.0%}")
    longest = Table("clause", "tests", "examples", "seconds", box=None, header_style="dim")
    for verdict in sorted(verdicts, key=lambda verdict: -verdict.duration)[:LONGEST]:
        counts = str(verdict.tests), str(verdict.examples)
        longest.add_row(verdict.clause, *counts, f"{verdict.duration:.1f}")
    return {
        f"{total:.0f} s in tests; the run took {run.duration:.0f} s": by_utility,
        "the clauses that took longest": longest,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="profile", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("verdicts", type=verdict_file, metavar="VERDICTS.json", help="verdict file of a run")
    console = Console(width=None if sys.stdout.isatty() else 120)
    for title, table in tables(parser.parse_args().verdicts).items():
        console.print(f"\n[bold]{title}[/]")
        console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
