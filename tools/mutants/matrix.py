"""The matrix of clauses and mutants: which clause caught which mutant, for the terminal and as a page to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Mapping, Sequence, Tuple

import jinja2

from cthulhu_conformance.clauses import BEHAVIOUR, UTILITIES, Clause
from cthulhu_conformance.results.model import FAILING

HERE = Path(__file__).parent
HOLDING = ("conforms", "absent", "untestable")
CAUGHT = FAILING + ("blocked",)


@dataclass(frozen=True)
class Candidate:
    """What `--impl` takes for a mutant, with the clauses that it breaks, or for a conforming variant."""

    spec: str
    breaks: Tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.spec.rpartition(":")[2]

    @property
    def utility(self) -> str:
        return self.breaks[0].partition(".")[0]

    @property
    def is_variant(self) -> bool:
        return not self.breaks


@dataclass(frozen=True)
class CandidateResult:
    """The verdicts of the clauses whose tests ran on the candidate; `error` says why it could not even start."""

    candidate: Candidate
    clauses: Tuple[str, ...]
    verdicts: Dict[str, str]
    error: str = ""

    def failures(self, untestable: Iterable[str]) -> List[str]:
        """Return the clauses that did not catch the mutant, or caught a variant; and those that did not run."""
        candidate = self.candidate
        right, names = (HOLDING, self.clauses) if candidate.is_variant else (CAUGHT, candidate.breaks)
        return [name for name in names if name not in untestable and self.verdicts.get(name) not in right]

    @property
    def collateral(self) -> List[str]:
        """Return clauses that fell, too: the mutant does not name them, and they need none that it breaks."""
        return [n for n, verdict in self.verdicts.items() if self.cell(n) == "collateral"]

    @property
    def untestable(self) -> List[str]:
        return [name for name, verdict in self.verdicts.items() if verdict == "untestable"]

    def cell(self, clause: str) -> str:
        """Return what the matrix shows where mutant and clause meet: nothing where one leaves the other alone."""
        verdict, is_named = self.verdicts.get(clause), clause in self.candidate.breaks
        if is_named:
            return "kill" if verdict in CAUGHT else "untestable" if verdict == "untestable" else "survivor"
        if verdict in FAILING:
            return "collateral"
        return "dependent" if verdict == "blocked" else ""


def lines(results: Sequence[CandidateResult], names: Iterable[str]) -> Iterator[str]:
    """Yield a line a clause: the mutants of it that its tests caught, and how many others met it."""
    for name in names:
        met: Dict[str, List[str]] = {}
        for found in results:
            if not found.candidate.is_variant:
                met.setdefault(found.cell(name), []).append(found.candidate.name)
        kinds = [
            f"{len(met[k])} {k}" for k in ("survivor", "untestable", "collateral", "dependent") if k in met
        ]
        yield "; ".join([f"{name}  {', '.join(met.get('kill', [])) or '-'}", *kinds])


@dataclass(frozen=True)
class Table:
    """One utility's part of the page: a row a clause, a column a mutant, a cell where they meet."""

    utility: str
    rows: List[Clause]
    columns: List[CandidateResult]
    cells: List[Tuple[int, int, str]]

    @property
    def is_complete(self) -> bool:
        """Tell whether each mutant was tried on all clauses about behaviour: else nothing is known about collateral."""
        wanted = {clause.id for clause in self.rows if clause.level in BEHAVIOUR}
        return all(wanted <= set(found.clauses) for found in self.columns)

    def count(self, kind: str) -> int:
        return sum(cell[2] == kind for cell in self.cells)

    @property
    def alone(self) -> int:
        """Return how many clauses have a mutant that no other clause catches."""
        single = [
            found for found in self.columns if len(found.candidate.breaks) == 1 and not found.failures(())
        ]
        return len({found.candidate.breaks[0] for found in single if not found.collateral})


def table(utility: str, results: Sequence[CandidateResult], known: Mapping[str, Clause]) -> Table:
    """Return one utility's part of the page."""
    rows = [clause for clause in known.values() if clause.utility == utility]
    place = {clause.id: number for number, clause in enumerate(rows)}
    own = [f for f in results if not f.candidate.is_variant and f.candidate.utility == utility]
    own.sort(key=lambda found: min(place.get(name, len(rows)) for name in found.candidate.breaks))
    cells = [
        (row, column, found.cell(clause.id))
        for column, found in enumerate(own)
        for row, clause in enumerate(rows)
        if found.cell(clause.id)
    ]
    return Table(utility, rows, own, cells)


def page(results: Sequence[CandidateResult], untestable: Sequence[str], known: Mapping[str, Clause]) -> str:
    """Return the matrix as an HTML page that needs nothing else."""
    tables = [table(utility, results, known) for utility in UTILITIES]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("matrix.html").render(
        tables=[found for found in tables if found.columns],
        variants=[found for found in results if found.candidate.is_variant],
        untestable=untestable,
    )
