"""Speed: the fixture that the tests of speed clauses measure with, and what a measurement says.

Nothing here knows an absolute time. A ratio is that to the baseline, which does the same work in the same process, in
turns; a growth that of the cost for much work to the cost for little; a memory that of the peak to what the work needs.
Pytest rewrites this module as it does tests, so what it asserts is counted.
"""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import asdict, dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Tuple

import numpy as np
import pytest

from conformance.clauses import HERE, UTILITIES, Clause
from conformance.expect import outcome_of
from conformance.implementation import REFERENCE, Implementation, load
from conformance.outcomes import untestable
from conformance.plugin import CLAUSE
from fixtures import memory, paired
from fixtures.nursery import opened
from fixtures.paired import Work
from fixtures.processes import CAN_FORK, NURSERY, Overtime

#: Outcomes that say that a bound is not kept. They count when fresh processes confirm them.
FAILING = ("slower", "more")
#: Bytes of memory that a process may take when it does anything at all, which no work is blamed for.
USUAL = 8 << 20
#: Numbers of layers of models: what is done for each of them shows beside what names and connections take.
LAYERS = (250, 500, 1000, 2000)
ROW = 10  # layers between the input and an output; the numbers are multiples of it

Make = Callable[[Any], Any]
Same = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Measurement:
    """What was measured for a clause: `ratio`, between `low` and `high` with a probability of 95 %, and its `bound`.

    `kind` is "ratio", "growth" or "memory" and says what it is a ratio of (`meaning`, in words). `outcome`
    is "faster", "within", "slower", "more" (memory), "inconclusive" or "noisy". `control` is the ratio of a work to
    itself in the same `rounds`. `curve` has the costs for each size of a work, as multiples of that for the smallest.
    """

    kind: str
    meaning: str
    outcome: str
    ratio: float
    low: float
    high: float
    bound: float
    rounds: int = 1
    control: Optional[float] = None
    curve: Dict[str, float] = field(default_factory=dict)

    def to_json(self) -> Dict[str, Any]:
        rounded = {name: round(value, 4) for name, value in asdict(self).items() if isinstance(value, float)}
        return dict(asdict(self), **rounded)

    def __repr__(self) -> str:
        curve = ", ".join(f"{cost:.3g} for {size}" for size, cost in self.curve.items())
        interval = "" if self.low == self.high else f" [{self.low:.3g}, {self.high:.3g}]"
        return f"{self.ratio:.3g}{interval} times {self.meaning}" + (f" (cost: {curve})" if curve else "")


class at_most:
    """Equal to a measurement that keeps its bound."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, measured: Measurement) -> None:
        self.measured = measured

    def __eq__(self, measured: Any) -> bool:
        return measured.outcome not in FAILING

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
        nursery: Callable[[], str],
        note: Callable[[Measurement], None],
    ) -> None:
        self.clause, self.tolerance, self.note = clause, tolerance, note
        self.implementation, self.baseline = implementation, baseline
        self.folder, self.nursery = folder, nursery

    @property
    def bound(self) -> float:
        """The tolerance that the clause itself states."""
        return float(self.clause.tolerance or 0)

    def ratio(self, make: Make, same: Optional[Same] = None, prepare: Any = None) -> None:
        """The implementation's cost of a work is at most that of the baseline, times the tolerance.

        `make` makes the work, a function without arguments, of a utility. Both must have the `same` results (by default
        equal as arrays), else their times say nothing. `prepare` comes before each call, and its time does not count.
        """
        name = UTILITIES[self.clause.utility]
        work, bound = make(self.implementation.find(name)), self.tolerance or self.bound
        result = _once(work, prepare)
        of_baseline, expected = self._from_baseline(make, name, prepare)
        if not (same or _equal)(result, expected):
            untestable(f"another result than the baseline's, {self.baseline.spec}: times can't be compared")
        found = paired.compare(Work(work, prepare), Work(of_baseline, prepare), bound)
        self._judge("ratio", f"the time of {self.baseline.spec}", found, bound)

    def growth(self, works: Mapping[int, Any], exponent: float, of: str, prepare: Any = None) -> None:
        """The cost of works grows with their size at most as `size ** exponent`: linear is 1, independent 0.

        `of` says what the sizes count. Nothing is found out about works so slow that a look at them would take too
        long. Where only the largest take too long, those that are left can show that cost grows too fast, but not that
        all is well: then the largest are measured too.
        """
        timed = {n: Work(work, prepare) for n, work in works.items()}
        sizes = sorted(timed)
        seconds = min(paired.seconds(timed[sizes[0]]) for _ in range(2))  # the first call may be a slow one
        look = paired.LOOKS[1] * seconds * sum((n / sizes[0]) ** exponent for n in [*sizes, sizes[0]])
        if look > paired.PATIENCE:
            untestable(f"{sizes[0]} {of} take {seconds:.3g} s: too long to measure how that grows")
        found, curve = paired.grow(paired.affordable(timed), exponent, self.bound)
        if len(curve) < len(timed) and found.outcome not in FAILING:
            found, curve = paired.grow(timed, exponent, self.bound)
        sizes = list(curve)
        meaning = f"the growth expected from {sizes[0]} to {sizes[-1]} {of}, {sizes[-1] / sizes[0]:g} ** {exponent:g}"
        self._judge("growth", meaning, found, self.bound, {str(size): cost for size, cost in curve.items()})

    def memory(self, function: Callable[..., Iterator[None]], *arguments: Any, need: int, what: str) -> None:
        """A process in which `function` goes on from its first `yield` takes at most what it needs (tolerance aside).

        That is `need`, in bytes, and `USUAL` besides.
        """
        if CAN_FORK and NURSERY not in os.environ:
            os.environ[NURSERY] = self.nursery()
        try:
            ratio = memory.peak_of(function, arguments, str(self.folder / "memory")) / (need + USUAL)
        except Overtime as error:
            untestable(f"{error}: too long to measure what memory it takes")
        outcome = "more" if ratio > self.bound else "within"
        meaning = f"{(need + USUAL) / 2**20:.3g} MB ({what}, and {USUAL >> 20} MB that any process may take)"
        self._assert(Measurement("memory", meaning, outcome, ratio, ratio, ratio, self.bound))

    def _from_baseline(self, make: Make, name: str, prepare: Any) -> Tuple[Any, Any]:
        """The baseline's work, and its result."""
        utility = self.baseline.find(name)
        if utility is None:
            untestable(f"the baseline {self.baseline.spec} has no {name}")
        outcome = outcome_of(lambda: make(utility))
        result = outcome if outcome.error else outcome_of(lambda: _once(outcome.value, prepare))
        if result.error:
            untestable(f"the baseline {self.baseline.spec} can't do this work: it {result}")
        return outcome.value, result.value

    def _judge(self, kind: str, meaning: str, found: paired.Result, bound: float, curve: Any = None) -> None:
        values = found.ratio, found.low, found.high, bound, found.rounds, found.control
        self._assert(Measurement(kind, meaning, found.outcome, *values, curve=curve or {}))

    def _assert(self, measured: Measurement) -> None:
        self.note(measured)
        if measured.outcome in ("inconclusive", "noisy"):
            untestable(f"{measured.outcome}: {measured!r}, in {measured.rounds} rounds")
        assert measured == at_most(measured)


def _once(work: Any, prepare: Any) -> Any:
    if prepare is not None:
        prepare()
    return work()


def _equal(ours: Any, theirs: Any) -> bool:
    return np.shape(ours) == np.shape(theirs) and bool(np.allclose(ours, theirs, equal_nan=True))


def load_baseline(spec: str, folder: Optional[str]) -> Implementation:
    """Import what is compared with; from a folder of its own, it may have the name of the package under judgement.

    The reference is always had so: what is judged may be it, or something that changes it. What such a baseline
    imports only when it is called is that package's under judgement.

    Raises:
        ImportError: there is none. Whatever the module raises passes through.
    """
    folder = str(HERE.parent) if spec == REFERENCE else folder
    if folder is None:
        return load(spec)
    package = spec.partition(":")[0].partition(".")[0]
    hidden = _take_out(package)
    sys.path.insert(0, folder)
    try:
        importlib.invalidate_caches()
        return load(spec)
    finally:
        sys.path.remove(folder)
        _take_out(package)
        sys.modules.update(hidden)


def _take_out(package: str) -> Dict[str, Any]:
    """The modules of a package, which can be imported anew then."""
    names = [name for name in sys.modules if (name + ".").startswith(package + ".")]
    return {name: sys.modules.pop(name) for name in names}


@pytest.fixture(scope="session")
def baseline(request: pytest.FixtureRequest, implementation: Implementation) -> Implementation:
    """What ratios are to: the reference, or what the run was told. It is imported after the implementation."""
    plan = _judge(request).plan
    return load_baseline(plan.baseline, plan.baseline_path)


@pytest.fixture
def speed(
    request: pytest.FixtureRequest, implementation: Implementation, baseline: Implementation, tmp_path: Path
) -> Speed:
    """Measures for the test's clause."""
    judge = _judge(request)

    def note(measured: Measurement) -> None:
        judge.watch.measurement = measured.to_json()

    clause = request.node.stash[CLAUSE]
    nursery = partial(request.getfixturevalue, "nursery_of_the_implementation")
    return Speed(clause, implementation, baseline, judge.plan.tolerance, tmp_path, nursery, note)


@pytest.fixture(scope="session")
def nursery_of_the_implementation(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a process listens that has imported the implementation, and forks others."""
    socket = str(Path(_judge(request).plan.folder) / f"nursery-{os.getpid()}")
    with opened(socket, ["conformance.preloaded"]):
        yield socket


def _judge(request: pytest.FixtureRequest) -> Any:
    return request.config.pluginmanager.get_plugin("conformance-judge")


@lru_cache(maxsize=None)
def models_of(framework: Any, numbers: Tuple[int, ...]) -> Dict[int, Any]:
    """Models of so many layers, named `layer_0`, `layer_1` and so on, in rows of 10 that start at their common input.

    The smaller ones are parts of the largest: its layers take long to make.
    """
    layers = framework.layers
    tensor = entry = layers.Input((3,))
    ends = []
    for index in range(max(numbers)):
        name, before = f"layer_{index}", tensor if index % ROW else entry
        layer = layers.Dense(3, name=name) if index % ROW == 0 else layers.Activation("relu", name=name)
        tensor = layer(before)
        if index % ROW == ROW - 1:
            ends.append(tensor)
    return {number: framework.models.Model(entry, ends[: number // ROW]) for number in numbers}
