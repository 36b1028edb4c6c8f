"""The results of a run as values: measurements, findings, verdicts. They are written to files and read back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, Optional, Sequence, Tuple

#: Version of the verdict file's format.
FORMAT = 2

#: From harmless to worst; the verdict of a clause is the worst outcome of its tests.
SEVERITY = ("conforms", "absent", "untestable", "vacuous", "violates", "timed out", "crashed")
VERDICTS = ("conforms", "violates", "absent", "blocked", "untestable", "crashed", "timed out", "vacuous")
#: Verdicts that fail the gate.
FAILING = ("violates", "crashed", "timed out", "vacuous")
#: Outcomes of measurements that say that a bound is not kept. They count when fresh processes confirm them.
EXCEEDING = ("slower", "more")


@dataclass(frozen=True)
class Measurement:
    """A measurement for a clause: `ratio`, between `low` and `high` with a probability of 95 %, and its `bound`.

    `kind` is "ratio", "growth" or "memory" and says what it is a ratio of (`meaning`, in words). `outcome` is "faster",
    "within", "slower", "more" (memory), "inconclusive" or "noisy". `control` is the ratio of a workload to itself in
    the same `rounds`. `curve` has the costs for each size of a workload, as multiples of that for the smallest. A bound
    that was exceeded is measured in several `processes`, and was exceeded in `exceeding` of them.
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
    processes: int = 1
    exceeding: int = 0

    def __repr__(self) -> str:
        curve = ", ".join(f"{cost:.3g} for {size}" for size, cost in self.curve.items())
        interval = "" if self.low == self.high else f" [{self.low:.3g}, {self.high:.3g}]"
        return f"{self.ratio:.3g}{interval} times {self.meaning}" + (f" (cost: {curve})" if curve else "")


@dataclass(frozen=True)
class Finding:
    """The outcome of one test, with the two sides of the comparison that failed, if one did.

    `assertions` counts those that held, `statements` the different `assert` statements among them. `duration` is in
    seconds.
    """

    test: str
    clause: str
    outcome: str
    assertions: int = 0
    statements: int = 0
    examples: int = 0
    duration: float = 0.0
    expected: Optional[str] = None
    observed: Optional[str] = None
    example: Optional[str] = None
    measurement: Optional[Measurement] = None

    @property
    def exceeds(self) -> bool:
        """True if a measurement found a bound exceeded."""
        return self.outcome == "violates" and self.measurement is not None


@dataclass(frozen=True)
class Failure:
    """The test whose failure decided a clause's verdict, the sides of the comparison, and the example that failed."""

    test: str
    expected: Optional[str]
    observed: Optional[str]
    example: Optional[str]


@dataclass(frozen=True)
class Verdict:
    """The verdict of one clause, with the evidence: how much was executed, and the failure that decided it.

    `duration` is in seconds. `because` says why a clause is absent, blocked or untestable. `measurements` are those of
    a clause about speed.
    """

    clause: str
    utility: str
    level: str
    source: str
    says: str
    verdict: str
    tests: int = 0
    assertions: int = 0
    statements: int = 0
    examples: int = 0
    duration: float = 0.0
    because: Optional[str] = None
    failure: Optional[Failure] = None
    measurements: Tuple[Measurement, ...] = ()

    @property
    def measured(self) -> bool:
        """True if there are measurements, and they were conclusive."""
        return bool(self.measurements) and self.verdict in ("conforms", *FAILING)

    def fails(self, gate: Sequence[str]) -> bool:
        """Return whether the clause fails a gate of these levels."""
        return self.level in gate and self.verdict in FAILING


@dataclass(frozen=True)
class ImplementationFacts:
    """The implementation under test: `spec` as `--impl` takes it, its `file`, and whose names it goes by (`dialect`).

    `utilities` maps each documented utility's folder name to whether the implementation has it.
    """

    spec: str
    file: str
    dialect: str
    utilities: Dict[str, bool]


@dataclass(frozen=True)
class ProbeResult:
    """A first look at an implementation; `error` says in words for its maintainer why it can't be tested."""

    spec: str
    file: str = ""
    dialect: str = ""
    utilities: Dict[str, bool] = field(default_factory=dict)
    versions: Dict[str, str] = field(default_factory=dict)
    python: str = ""
    platform: str = ""
    network: str = ""
    error: Optional[str] = None

    @property
    def facts(self) -> ImplementationFacts:
        """The part of it that a verdict file has."""
        return ImplementationFacts(self.spec, self.file, self.dialect, self.utilities)

    @property
    def missing(self) -> Tuple[str, ...]:
        """The utilities that the implementation does not have."""
        return tuple(name for name, is_there in self.utilities.items() if not is_there)


@dataclass(frozen=True)
class Device:
    """A GPU that was used; `peak_bytes` is the most memory that was in use."""

    id: int
    name: str
    compute_capability: str
    peak_bytes: int


@dataclass(frozen=True)
class Receipt:
    """The GPUs that multi_gpu_model was tested on and, of real ones, evidence that they worked.

    There were `count` of them, `physical` ones devices of their own. `build` tells what TensorFlow was built for; `ops`
    counts the executed ops that were observed in each place, after placement and optimization.
    """

    simulated: bool
    count: int
    physical: int
    tensorflow: str
    build: Dict[str, str] = field(default_factory=dict)
    driver: str = ""
    devices: Tuple[Device, ...] = ()
    ops: Dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """The options of a run, as the verdict file has them."""

    levels: Tuple[str, ...]
    utilities: Tuple[str, ...]
    clauses: Tuple[str, ...]
    explore: Optional[int]
    timeout: float
    framework: Optional[str]
    vocabulary: Optional[str]
    setup: Optional[str]
    speed: str
    baseline: str
    speed_tolerance: Optional[float]
    gpus: str
    require_gpu: Optional[int]
    gate: Tuple[str, ...]
    pytest: Tuple[str, ...]


@dataclass(frozen=True)
class Surroundings:
    """The platform, and what kept the run on loopback: a network `namespace`, or a `guard` in each Python process."""

    platform: str
    network: str


@dataclass(frozen=True)
class Execution:
    """The tests of a run: how many were collected for the selected clauses, left out by pytest's options, and run.

    `untested` clauses have no test; tests `not_run` were not run though nothing left them out: both are failures of the
    suite. `stopped` says why the run ended early where a person wanted that.
    """

    collected: int = 0
    deselected: int = 0
    run: int = 0
    untested: Tuple[str, ...] = ()
    not_run: Tuple[str, ...] = ()
    stopped: Optional[str] = None


@dataclass(frozen=True)
class Run:
    """All results of a run. `duration` is in seconds, `started` an ISO 8601 time, `gpus` tells of those used."""

    implementation: ImplementationFacts
    versions: Dict[str, str]
    options: Options
    surroundings: Surroundings
    started: str
    duration: float
    execution: Execution
    gpus: Optional[Receipt] = None
    verdicts: Tuple[Verdict, ...] = ()
    selected: int = 0

    @property
    def complete(self) -> bool:
        """True if every selected clause has a verdict, of all its tests."""
        execution = self.execution
        is_whole = not (execution.deselected or execution.not_run or execution.stopped)
        return is_whole and len(self.verdicts) == self.selected

    @property
    def counts(self) -> Dict[str, int]:
        """The number of clauses that have each verdict, of the verdicts that occur."""
        found = Counter(verdict.verdict for verdict in self.verdicts)
        return {name: found[name] for name in VERDICTS if found[name]}

    @property
    def failures(self) -> Tuple[Verdict, ...]:
        """The verdicts that fail the gate."""
        return tuple(verdict for verdict in self.verdicts if verdict.fails(self.options.gate))
