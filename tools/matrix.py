"""The matrix of clauses and mutants: which clause caught which mutant, for the terminal and as a page to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Sequence, Tuple

import jinja2

from conformance.clauses import BEHAVIOUR, UTILITIES, Clause
from conformance.verdicts import FAILING

HERE = Path(__file__).parent
HOLDING = ("conforms", "absent", "untestable", "waived")
CAUGHT = FAILING + ("blocked",)


@dataclass(frozen=True)
class Animal:
    """What `--impl` takes for an implementation of the zoo: a mutant with the clauses that it breaks, or a saint."""

    spec: str
    breaks: Tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.spec.rpartition(":")[2]

    @property
    def utility(self) -> str:
        return self.breaks[0].partition(".")[0]

    @property
    def is_saint(self) -> bool:
        return not self.breaks


@dataclass(frozen=True)
class Judged:
    """The verdicts of the clauses that the animal was judged by; `error` says why it could not even start."""

    animal: Animal
    clauses: Tuple[str, ...]
    verdicts: Dict[str, str]
    error: str = ""

    def wrong(self, unjudged: Iterable[str]) -> List[str]:
        """Clauses that a mutant should have broken and did not, or that a saint broke; and those that did not run."""
        right, names = (HOLDING, self.clauses) if self.animal.is_saint else (CAUGHT, self.animal.breaks)
        return [name for name in names if name not in unjudged and self.verdicts.get(name) not in right]

    @property
    def collateral(self) -> List[str]:
        """Clauses that fell too, though the mutant does not name them, nor do they need one that it breaks."""
        return [n for n, verdict in self.verdicts.items() if self.cell(n) == "collateral"]

    @property
    def untestable(self) -> List[str]:
        return [name for name, verdict in self.verdicts.items() if verdict == "untestable"]

    def cell(self, clause: str) -> str:
        """What the matrix shows where the mutant meets the clause; nothing where the one leaves the other alone."""
        verdict, is_named = self.verdicts.get(clause), clause in self.animal.breaks
        if is_named:
            return "kill" if verdict in CAUGHT else "untestable" if verdict == "untestable" else "survivor"
        if verdict in FAILING:
            return "collateral"
        return "dependent" if verdict == "blocked" else ""


def lines(judged: Sequence[Judged], names: Iterable[str]) -> Iterator[str]:
    """A line a clause: the mutants of it that its tests caught, and how many others met it."""
    for name in names:
        met: Dict[str, List[str]] = {}
        for found in judged:
            if not found.animal.is_saint:
                met.setdefault(found.cell(name), []).append(found.animal.name)
        kinds = [
            f"{len(met[k])} {k}" for k in ("survivor", "untestable", "collateral", "dependent") if k in met
        ]
        yield "; ".join([f"{name}  {', '.join(met.get('kill', [])) or '-'}", *kinds])


@dataclass(frozen=True)
class Table:
    """One utility's part of the page: a row a clause, a column a mutant, a cell where they meet."""

    utility: str
    rows: List[Clause]
    columns: List[Judged]
    cells: List[Tuple[int, int, str]]

    @property
    def is_complete(self) -> bool:
        """Whether every mutant was judged by all clauses about behaviour: else nothing is known about collateral."""
        wanted = {clause.id for clause in self.rows if clause.level in BEHAVIOUR}
        return all(wanted <= set(found.clauses) for found in self.columns)

    def count(self, kind: str) -> int:
        return sum(cell[2] == kind for cell in self.cells)

    @property
    def alone(self) -> int:
        """Clauses with a mutant that no other clause catches."""
        single = [found for found in self.columns if len(found.animal.breaks) == 1 and not found.wrong(())]
        return len({found.animal.breaks[0] for found in single if not found.collateral})


def table(utility: str, judged: Sequence[Judged], known: Dict[str, Clause]) -> Table:
    rows = [clause for clause in known.values() if clause.utility == utility]
    place = {clause.id: number for number, clause in enumerate(rows)}
    own = [f for f in judged if not f.animal.is_saint and f.animal.utility == utility]
    own.sort(key=lambda found: min(place.get(name, len(rows)) for name in found.animal.breaks))
    cells = [
        (row, column, found.cell(clause.id))
        for column, found in enumerate(own)
        for row, clause in enumerate(rows)
        if found.cell(clause.id)
    ]
    return Table(utility, rows, own, cells)


def page(judged: Sequence[Judged], unjudged: Sequence[str], known: Dict[str, Clause]) -> str:
    """The matrix as an HTML page that needs nothing else."""
    tables = [table(utility, judged, known) for utility in UTILITIES]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("matrix.html").render(
        tables=[found for found in tables if found.columns],
        saints=[found for found in judged if found.animal.is_saint],
        unjudged=unjudged,
    )
