"""Judge the zoo: each mutant must be caught by the tests of every clause that it breaks, every clause needs a mutant,
and no saint may violate any clause.

`python -m tools.mutants --utility get_file`. Exit code 1 for a survivor, a clause without a mutant, a fallen saint,
or an animal that can't even start.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from conformance import clauses, framework, implementation, runner
from fixtures import gpus
from tools import forks, matrix, zoo
from tools.forks import Case
from tools.matrix import Animal, Judged
from tools.zoo import saints


def mutants(rooms: Sequence[str]) -> List[Animal]:
    """All mutants in these rooms of the zoo."""
    return [Animal(spec, mutant.breaks) for room in rooms for spec, mutant in zoo.mutants(room)]


def saints_of(utilities: Sequence[str]) -> Dict[Animal, Tuple[str, ...]]:
    """The saints that do one of the utilities in another way, with the clauses of these utilities; they may be slow."""
    found = {}
    for name in saints.SAINTS:
        own = saints.utilities_of(getattr(saints, name))
        chosen = clauses.select(
            clauses.BEHAVIOUR, [utility for utility in utilities if utility in own] or ["none"]
        )
        if chosen:
            found[Animal(f"tools.zoo.saints:{name}")] = tuple(chosen)
    return found


def _with_others(animal: Animal) -> Tuple[str, ...]:
    """The clauses that the animal breaks, and all that its utility's behaviour is judged by."""
    return tuple(dict.fromkeys([*animal.breaks, *clauses.select(clauses.BEHAVIOUR, [animal.utility])]))


def judge_all(
    todo: Dict[Animal, Tuple[str, ...]], on: str = gpus.SIMULATED, processes: int = forks.PROCESSES
) -> Tuple[List[Judged], List[str]]:
    """What is found about each animal, and the clauses that can't be judged here: of the reference neither."""
    animals = {animal.spec: animal for animal in todo}
    cases = [Case(animal.spec, names, gpus=on) for animal, names in todo.items()]
    judged: List[Judged] = []
    unjudged: List[str] = []

    def work(judge: forks.Judge) -> None:
        for found in bar.track(judge(cases), total=len(cases), description="zoo"):
            judged.append(Judged(animals[found.case.spec], found.case.clauses, found.verdicts, found.error))
        doubtful = tuple(sorted({name for animal in judged for name in animal.untestable}))
        for found in judge([Case("reference.utils", doubtful, gpus=on)] if doubtful else []):
            unjudged.extend(name for name, verdict in found.verdicts.items() if verdict == "untestable")

    models = os.environ.get(framework.VARIABLE, "reference") + ".models"
    with forks.progress() as bar:
        forks.in_session(cases, work, [models], processes)
    order = list(todo)
    return sorted(judged, key=lambda found: order.index(found.animal)), unjudged


def report(judged: Sequence[Judged], unjudged: Sequence[str], selected: Dict[str, clauses.Clause]) -> int:
    """Print what is wrong, and a line that sums up; the exit code."""
    lines = []
    for found in judged:
        spec = found.animal.spec
        if found.error:
            lines.append(f"can't start: {spec}, {found.error}")
        kind = "fallen saint" if found.animal.is_saint else "survivor"
        lines += [f"{kind}: {spec}, {n} is {found.verdicts.get(n, 'not run')}" for n in found.wrong(unjudged)]
    for line in matrix.lines(judged, selected):
        print(line)
    broken = {name for found in judged for name in found.animal.breaks}
    lines += [f"no mutant breaks {name}" for name in selected if name not in broken]
    for name in unjudged:
        print(f"not judged on this machine: {name}")
    for line in lines:
        print(line)
    wild = [found for found in judged if not found.animal.is_saint]
    holy = [found for found in judged if found.animal.is_saint]
    print(
        f"{sum(not f.wrong(unjudged) for f in wild)} of {len(wild)} mutants caught; "
        f"{len(broken & set(selected))} of {len(selected)} clauses have one; "
        f"{sum(not f.wrong(unjudged) for f in holy)} of {len(holy)} saints conform"
    )
    return 1 if lines or not judged else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--utility", action="append", choices=list(clauses.UTILITIES), help="this one's only (repeatable)"
    )
    parser.add_argument(
        "--clause", default="", metavar="PREFIX", help="only mutants that break such a clause, and no saints"
    )
    parser.add_argument("--all", action="store_true", help="judge each mutant by all clauses of its utility")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the matrix as a page to look at")
    parser.add_argument(
        "--gpus", choices=("simulated", "real"), default="simulated", help="what replication is judged on"
    )
    parser.add_argument(
        "--processes", type=int, default=forks.PROCESSES, metavar="N",
        help="how many animals at a time (%(default)s); on a real GPU each takes 5 GB",
    )  # fmt: skip
    parser.add_argument(
        "--original",
        metavar="SETUP",
        help="only Keras 2.3.1's own code and mutants of it, after running this file",
    )
    options = parser.parse_args()
    if options.original:
        os.environ[implementation.SETUP_VARIABLE] = str(Path(options.original).resolve())
        os.environ[framework.VARIABLE] = "keras"
        implementation.prepare()  # before Keras is imported
        edited = mutants(["original"])
        broken = tuple(dict.fromkeys(name for animal in edited for name in animal.breaks))
        todo = {animal: animal.breaks for animal in edited}
        return report(*judge_all({**todo, Animal("keras.utils"): broken}), {})
    utilities = options.utility or list(clauses.UTILITIES)
    selected = clauses.select((), utilities, [options.clause])
    if not selected:
        parser.error(f"no clause of {', '.join(utilities)} starts with {options.clause}")
    todo = {
        animal: _with_others(animal) if options.all else animal.breaks
        for animal in mutants(utilities)
        if any(name.startswith(options.clause) for name in animal.breaks)
    }
    if not options.clause:
        todo.update(saints_of(utilities))
    on = "real" if options.gpus == "real" else gpus.SIMULATED
    judged, unjudged = judge_all(todo, on, options.processes) if todo else ([], [])
    if options.html:
        options.html.parent.mkdir(parents=True, exist_ok=True)
        options.html.write_text(matrix.page(judged, unjudged, selected), encoding="utf-8")
    return report(judged, unjudged, selected)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except runner.HarnessError as error:
        sys.exit(f"the zoo can't be judged, pytest failed:\n{error}")
