"""Run the tests on all mutants: each must be caught by every clause that it breaks, every clause needs one, and no
conforming variant may violate any clause.

`python -m cthulhu_conformance.tools.mutants --utility get_file`. Exit code 1 for a survivor, for a clause without a
mutant, for a variant that violates one, and for either that can't even start.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cthulhu_conformance import clauses
from cthulhu_conformance.fixtures import gpus
from cthulhu_conformance.harness import runner
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.testing.implementation import prepare
from cthulhu_conformance.tools import forks
from cthulhu_conformance.tools.mutants import evaluation, matrix
from cthulhu_conformance.tools.mutants.matrix import Candidate


def main() -> int:
    """Return the exit code."""
    parser = _parser()
    options = parser.parse_args()
    if options.original:
        return _run_original(options.original)
    utilities = options.utility or list(clauses.UTILITIES)
    selected = clauses.select((), utilities, [options.clause])
    if not selected:
        parser.error(f"no clause of {', '.join(utilities)} starts with {options.clause}")
    todo = {
        mutant: evaluation.with_others(mutant) if options.all else mutant.breaks
        for mutant in evaluation.mutants_of(utilities)
        if any(name.startswith(options.clause) for name in mutant.breaks)
    }
    if not options.clause:
        todo.update(evaluation.variants_of(utilities))
    on = "real" if options.gpus == "real" else gpus.SIMULATED
    results, untestable = evaluation.evaluate(todo, on, options.processes) if todo else ([], [])
    if options.html:
        options.html.parent.mkdir(parents=True, exist_ok=True)
        options.html.write_text(matrix.page(results, untestable, selected), encoding="utf-8")
    return evaluation.report(results, untestable, selected)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--utility", action="append", choices=list(clauses.UTILITIES), help="this one's only (repeatable)"
    )
    parser.add_argument(
        "--clause",
        default="",
        metavar="PREFIX",
        help="only mutants that break such a clause, and no variants",
    )
    parser.add_argument("--all", action="store_true", help="try each mutant on all clauses of its utility")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the matrix as a page to look at")
    parser.add_argument(
        "--gpus", choices=("simulated", "real"), default="simulated", help="where models are replicated"
    )
    parser.add_argument(
        "--processes", type=int, default=forks.PROCESSES, metavar="N",
        help="how many implementations at a time (%(default)s); on a real GPU each takes 5 GB",
    )  # fmt: skip
    parser.add_argument(
        "--original",
        metavar="SETUP",
        help="only Keras 2.3.1's own code and mutants of it, after running this file",
    )
    return parser


def _run_original(setup: str) -> int:
    """Run the tests on Keras 2.3.1 and on mutants of it, and return the exit code."""
    prepare(Plan("", "", setup=str(Path(setup).resolve())))  # before Keras is imported
    todo = {mutant: mutant.breaks for mutant in evaluation.mutants_of(["original"])}
    broken = tuple(dict.fromkeys(name for breaks in todo.values() for name in breaks))
    return evaluation.report(
        *evaluation.evaluate({**todo, Candidate("keras.utils"): broken}, framework="keras"), {}
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except runner.HarnessError as error:
        sys.exit(f"no mutant was tried, pytest failed:\n{error}")
