"""Measure speed and memory for the tests of speed clauses.

No absolute time is judged. A "ratio" compares the time of a workload with the baseline's time for the same
workload, in the same process and in turns. A "growth" compares the time of large workloads with that of a
small one. A "memory" compares the peak of a process with what its workload needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional, Tuple

import numpy as np

from cthulhu_conformance.clauses import UTILITIES, Clause
from cthulhu_conformance.fixtures import memory, paired, processes
from cthulhu_conformance.fixtures.paired import Workload
from cthulhu_conformance.results.model import EXCEEDING, Measurement
from cthulhu_conformance.testing.expectations import outcome_of
from cthulhu_conformance.testing.implementation import Implementation
from cthulhu_conformance.testing.untestable import untestable

#: Bytes of memory that a process may take when it does anything at all, which no workload is blamed for.
USUAL = 8 << 20

Make = Callable[[Any], Any]
Same = Callable[[Any, Any], bool]


class at_most:
    """Is equal to a measurement that keeps its bound."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, measured: Measurement) -> None:
        self.measured = measured

    def __eq__(self, measured: Any) -> bool:
        return measured.outcome not in EXCEEDING

    def __repr__(self) -> str:
        return f"at most {self.measured.bound:g} times {self.measured.meaning}"


class Speed:
    """Measures for one clause. `tolerance` overrides that of clauses about the ratio to the baseline."""

    def __init__(
        self,
        clause: Clause,
        implementation: Implementation,
        baseline: Implementation,
        tolerance: Optional[float],
        folder: Path,
        start_fork_server: Callable[[], object],
        note: Callable[[Measurement], None],
    ) -> None:
        self.clause, self.tolerance, self.note = clause, tolerance, note
        self.implementation, self.baseline = implementation, baseline
        self.folder, self.start_fork_server = folder, start_fork_server

    @property
    def bound(self) -> float:
        """Return the tolerance that the clause itself states."""
        return float(self.clause.tolerance or 0)

    def ratio(self, make: Make, same: Optional[Same] = None, prepare: Any = None) -> None:
        """Assert that a workload takes at most as long as with the baseline, times the tolerance.

        `make` takes a utility and returns the workload, a function without arguments. Both results must be
        the `same` (by default equal as arrays), else their times say nothing. `prepare` is called before each
        call, and its time does not count.
        """
        name = UTILITIES[self.clause.utility]
        workload, bound = make(self.implementation.find(name)), self.tolerance or self.bound
        result = _once(workload, prepare)
        of_baseline, expected = self._from_baseline(make, name, prepare)
        if not (same or _equal)(result, expected):
            untestable(f"another result than the baseline's, {self.baseline.shown}: times can't be compared")
        found = paired.compare(Workload(workload, prepare), Workload(of_baseline, prepare), bound)
        self._assert_of("ratio", f"the time of {self.baseline.shown}", found, bound)

    def growth(self, workloads: Mapping[int, Any], exponent: float, of: str, prepare: Any = None) -> None:
        """Assert that cost grows with size at most as `size ** exponent` (1 is linear, 0 constant).

        `of` says what the sizes count. Where an interim analysis would take too long, the clause is
        untestable. Where only the largest sizes take too long, they are left out at first. The others can
        show that cost grows too fast; if they don't, the largest are measured too.
        """
        timed = {n: Workload(workload, prepare) for n, workload in workloads.items()}
        sizes = sorted(timed)
        seconds = min(paired.seconds(timed[sizes[0]]) for _ in range(2))  # the first call may be a slow one
        expected = seconds * sum((n / sizes[0]) ** exponent for n in [*sizes, sizes[0]])  # of a round
        if paired.INTERIM_ANALYSES[1] * expected > paired.PATIENCE:
            untestable(f"{sizes[0]} {of} take {seconds:.3g} s: too long to measure how that grows")
        found, curve = paired.grow(paired.affordable(timed), exponent, self.bound)
        if len(curve) < len(timed) and found.outcome not in EXCEEDING:
            found, curve = paired.grow(timed, exponent, self.bound)
        sizes = list(curve)
        meaning = f"the growth expected from {sizes[0]} to {sizes[-1]} {of}, {sizes[-1] / sizes[0]:g} ** {exponent:g}"
        self._assert_of(
            "growth", meaning, found, self.bound, {str(size): cost for size, cost in curve.items()}
        )

    def memory(self, function: Callable[..., Iterator[None]], *arguments: Any, need: int, what: str) -> None:
        """Assert that a process needs at most `need` and `USUAL` bytes, times the tolerance, for a workload.

        The workload is what `function` does after its first `yield`; what it does before that is preparation.
        """
        if not memory.CAN_MEASURE:
            untestable("the peak of a process's memory can be measured on Linux only")
        if processes.fork_server is None:
            self.start_fork_server()
        try:
            ratio = memory.peak_of(function, arguments, str(self.folder / "memory")) / (need + USUAL)
        except processes.Overtime as error:
            untestable(f"{error}: too long to measure what memory it takes")
        outcome = "more" if ratio > self.bound else "within"
        meaning = f"{(need + USUAL) / 2**20:.3g} MB ({what}, and {USUAL >> 20} MB that any process may take)"
        ratio = round(ratio, 4)
        self._assert(Measurement("memory", meaning, outcome, ratio, ratio, ratio, self.bound))

    def _from_baseline(self, make: Make, name: str, prepare: Any) -> Tuple[Any, Any]:
        """Return the baseline's workload, and its result."""
        utility = self.baseline.find(name)
        if utility is None:
            untestable(f"the baseline {self.baseline.shown} has no {name}")
        outcome = outcome_of(lambda: make(utility))
        result = outcome if outcome.error else outcome_of(lambda: _once(outcome.value, prepare))
        if result.error:
            untestable(f"the baseline {self.baseline.shown} can't do this workload: it {result}")
        return outcome.value, result.value

    def _assert_of(
        self, kind: str, meaning: str, found: paired.Result, bound: float, curve: Any = None
    ) -> None:
        measured = Measurement(
            kind,
            meaning,
            found.outcome,
            ratio=round(found.ratio, 4),
            low=round(found.low, 4),
            high=round(found.high, 4),
            bound=round(bound, 4),
            rounds=found.rounds,
            control=None if found.control is None else round(found.control, 4),
            curve={size: round(cost, 4) for size, cost in (curve or {}).items()},
        )
        self._assert(measured)

    def _assert(self, measured: Measurement) -> None:
        self.note(measured)
        if measured.outcome in ("inconclusive", "noisy"):
            untestable(f"{measured.outcome}: {measured!r}, in {measured.rounds} rounds")
        assert measured == at_most(measured)


def _once(workload: Any, prepare: Any) -> Any:
    if prepare is not None:
        prepare()
    return workload()


def _equal(ours: Any, theirs: Any) -> bool:
    return np.shape(ours) == np.shape(theirs) and bool(np.allclose(ours, theirs, equal_nan=True))
