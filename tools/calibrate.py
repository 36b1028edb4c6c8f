"""Measure how often a speed gate errs: false alarms about what is as fast as its yardstick, and what it misses.

`python -m cthulhu_conformance.tools.calibrate` compares workloads with themselves, and with ones that take a
known multiple of their time or memory, on the machine as it is and beside processes that keep every CPU busy
in bursts. It writes `calibration.json`, and draws the operating characteristic, `calibration.svg`. Figures
that are there already count, so it can be ended at any time and started again; where the rule has changed,
take `--fresh`. It exits with 1 where figures miss the targets.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, Callable, ContextManager, Dict, Iterator, List, Sequence, Tuple

import numpy as np
from rich.progress import track

from cthulhu_conformance.fixtures import fork_server, memory, paired
from cthulhu_conformance.fixtures.file_server import FileServer
from cthulhu_conformance.fixtures.hdf5 import Shelf
from cthulhu_conformance.fixtures.paired import Workload
from cthulhu_conformance.reference.utils import HDF5Matrix, get_file, normalize, to_categorical
from cthulhu_conformance.testing.speed import USUAL
from cthulhu_conformance.tools.mutants.slowness import by, slowed, taking

HERE = Path(__file__).parent
FIGURES, PICTURE = HERE / "calibration.json", HERE / "calibration.svg"
#: What is measured: multiples of the yardstick's cost. That of one and a half times the bound is added.
FACTORS = (1.0, 1.1, 1.3, 1.5, 2.0)
#: The bounds that most clauses of each kind have.
BOUNDS = {"ratio": 1.2, "waiting": 1.25, "growth": 1.7, "memory": 2.0}
FAILED, UNDECIDED = ("slower", "more"), ("inconclusive", "noisy")
TARGETS = {"caught": 0.99, "inconclusive": 0.02}
BUSY = """
import random, time
while True:
    end = time.perf_counter() + random.expovariate(1 / 0.15)
    while time.perf_counter() < end:
        pass
    time.sleep(random.expovariate(1 / 0.15))
"""
#: Bytes of digests whose growth is measured: tens of microseconds, and milliseconds.
SIZES = [tuple(least << doublings for doublings in range(4)) for least in (16 << 10, 1 << 20)]
NEED = 32 << 20

#: Comparisons after which the figures are written.
SAVED = 50

Compare = Callable[[float], str]
Row = Dict[str, Any]


@contextlib.contextmanager
def ratios(folder: Path) -> Iterator[List[Compare]]:
    """Yield comparisons of workloads: short and long arithmetic, rows of a file, the digest of a file.

    The shortest one makes ten calls, since slowing a workload takes a part of a microsecond itself.
    """
    labels = np.arange(256) % 10
    vectors = np.random.RandomState(0).standard_normal((20000, 128)).astype("float32")
    stored = Shelf(folder).table((2048, 256))
    matrix = HDF5Matrix(stored.path, stored.name)
    (folder / "datasets").mkdir()
    (folder / "datasets" / "file").write_bytes(bytes(1 << 18))
    digest = hashlib.sha256(bytes(1 << 18)).hexdigest()
    workloads: List[Callable[[], Any]] = [
        lambda: [to_categorical(labels, 10) for _ in range(10)],
        partial(normalize, vectors[:2000]),
        partial(normalize, vectors),
        partial(matrix.__getitem__, slice(512, 768)),
        partial(get_file, "file", "http://127.0.0.1:9/", file_hash=digest, cache_dir=str(folder)),
    ]
    yield [partial(_ratio, BOUNDS["ratio"], workload, None) for workload in workloads]


@contextlib.contextmanager
def waits(folder: Path) -> Iterator[List[Compare]]:
    """Yield comparisons of workloads that wait for others: 256 kB from a server, a step of TensorFlow's."""
    from cthulhu_conformance.reference.layers import Daoloth, Input  # type: ignore[attr-defined]
    from cthulhu_conformance.reference.models import Lump

    entry = Input((64,))
    model = Lump(entry, Daoloth(64)(entry))
    step = partial(model.predict_on_batch, np.ones((64, 64), "float32"))
    with FileServer(folder) as server:
        url, digest = server.file(1 << 18)
        download = partial(get_file, "copy", url, file_hash=digest, cache_dir=str(folder))
        download()
        fresh = (folder / "datasets" / "copy").unlink
        yield [
            partial(_ratio, BOUNDS["waiting"], download, fresh),
            partial(_ratio, BOUNDS["waiting"], step, None),
        ]


def _ratio(bound: float, workload: Callable[[], Any], prepare: Any, factor: float) -> str:
    subject = workload if factor == 1 else slowed(workload, by(factor))
    return paired.compare(Workload(subject, prepare), Workload(workload, prepare), bound).outcome


@contextlib.contextmanager
def growths(folder: Path) -> Iterator[List[Compare]]:
    """Yield comparisons of the growth of a workload, of which the largest size costs more than it should."""
    yield [partial(_growth, sizes) for sizes in SIZES]


def _growth(sizes: Sequence[int], factor: float) -> str:
    """Compare the growth of digests, whose time grows in proportion to the number of bytes."""
    workloads = {n: partial(hashlib.sha256, bytes(n)) for n in sizes}
    if factor > 1:
        workloads[sizes[-1]] = slowed(workloads[sizes[-1]], by(factor))
    found, _ = paired.grow({n: Workload(workload) for n, workload in workloads.items()}, 1, BOUNDS["growth"])
    return found.outcome


@contextlib.contextmanager
def memories(folder: Path) -> Iterator[List[Compare]]:
    """Yield comparisons of peaks of memory."""
    with fork_server.opened(str(folder / "fork-server"), ["cthulhu_conformance.tools.mutants.slowness"]):
        yield [partial(_memory, folder)]


def _memory(folder: Path, factor: float) -> str:
    size = int(factor * (NEED + USUAL))
    ratio = memory.peak_of(taking, (size,), str(folder / "peak")) / (NEED + USUAL)
    return "more" if ratio > BOUNDS["memory"] else "within"


KINDS: Dict[str, Callable[[Path], ContextManager[List[Compare]]]] = {
    "ratio": ratios,
    "waiting": waits,
    "growth": growths,
    "memory": memories,
}


@contextlib.contextmanager
def load(condition: str) -> Iterator[None]:
    """For "load", run two processes for each CPU that are busy in bursts of 0.15 seconds on average."""
    count = 2 * (os.cpu_count() or 1) if condition == "load" else 0
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def measure(kind: str, condition: str, alarms: int, powers: int, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield a row for each factor: how many comparisons had which outcome.

    Comparisons in `rows` count. A row is yielded again each time that it has grown by `SAVED` comparisons.
    """
    found = {row["factor"]: row for row in rows if (row["kind"], row["condition"]) == (kind, condition)}
    with tempfile.TemporaryDirectory() as name, KINDS[kind](Path(name)) as compares, load(condition):
        for factor in sorted({*FACTORS, round(1.5 * BOUNDS[kind], 3)}, reverse=True):
            row = found.get(factor, {"outcomes": {}, "comparisons": 0, "seconds": 0.0})
            done, number = row["comparisons"], alarms if factor == 1 else powers
            outcomes: Counter[str] = Counter(row["outcomes"])
            spent, start = done * row["seconds"], time.monotonic()
            for step in track(range(done, number), f"{kind}, {condition}, {factor:g} times", transient=True):
                outcomes[compares[step % len(compares)](factor)] += 1
                done = step + 1
                if done % SAVED == 0 or done == number:
                    seconds = round((spent + time.monotonic() - start) / done, 3)
                    yield {"kind": kind, "condition": condition, "factor": factor, "bound": BOUNDS[kind],
                           "comparisons": done, "outcomes": dict(outcomes), "seconds": seconds}  # fmt: skip


def count(row: Row, outcomes: Sequence[str]) -> int:
    """Return the number of comparisons that ended in one of some ways."""
    return sum(row["outcomes"].get(outcome, 0) for outcome in outcomes)


def caught(row: Row) -> float:
    """Return the share of comparisons that failed."""
    return count(row, FAILED) / float(row["comparisons"])


def unsure(row: Row) -> float:
    """Return the share of comparisons that were left undecided."""
    return count(row, UNDECIDED) / float(row["comparisons"])


def misses(rows: List[Row]) -> Iterator[str]:
    """Yield a line for each figure that misses its target."""
    for row in rows:
        where = f"{row['kind']}, {row['condition']}, {row['factor']:g} times"
        if row["factor"] == 1 and caught(row) > 0:
            yield f"{where}: {caught(row) * row['comparisons']:.0f} false alarms in {row['comparisons']}"
        if row["factor"] >= 1.5 * row["bound"] and caught(row) < TARGETS["caught"]:
            yield f"{where}: {caught(row):.1%} caught, {TARGETS['caught']:.0%} expected"
        if row["factor"] in (1, 1.5 * row["bound"]) and unsure(row) > TARGETS["inconclusive"]:
            yield f"{where}: {unsure(row):.1%} inconclusive, at most {TARGETS['inconclusive']:.0%} expected"


def place(row: Row) -> Tuple[str, int, float]:
    """Return the sort key of a row; no other row has the same."""
    return row["condition"], list(KINDS).index(row["kind"]), row["factor"]


def draw(rows: List[Row], path: Path) -> None:
    """Draw the operating characteristic: the share that fails, by the multiple of the yardstick's cost."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "calibration"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(KINDS), figsize=(13, 4), sharey=True, layout="constrained")
    for axis, kind in zip(axes, KINDS):
        axis.set_title(f"{kind}, bound {BOUNDS[kind]:g}")
        axis.axvspan(0.95, BOUNDS[kind], color="0.93")
        for condition, colour in ("idle", "tab:blue"), ("load", "tab:orange"):
            chosen = [row for row in rows if (row["kind"], row["condition"]) == (kind, condition)]
            x = [row["factor"] for row in chosen]
            axis.plot(x, [caught(row) for row in chosen], "o-", color=colour, label=f"fails, {condition}")
            axis.plot(x, [unsure(row) for row in chosen], "x:", color=colour, label=f"undecided, {condition}")
        axis.set_xlabel("times the yardstick's cost")
        axis.yaxis.set_major_formatter(matplotlib.ticker.PercentFormatter(1))
    axes[0].set_ylabel("of comparisons")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4)
    figure.savefig(path, metadata={"Date": None})


def write(rows: List[Row], path: Path) -> None:
    """Write figures, and keep the notes on those that were there."""
    machine = {"cpus": os.cpu_count(), "platform": platform.platform(terse=True)}
    notes = json.loads(path.read_text(encoding="utf-8")).get("notes", []) if path.exists() else []
    figures = {"machine": machine, "notes": notes, "rows": rows}
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="calibrate", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--alarms", type=int, default=5000, help="comparisons of a workload with itself (%(default)s)"
    )
    parser.add_argument(
        "--powers", type=int, default=200, help="comparisons with each slower one (%(default)s)"
    )
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="this kind only (repeatable)")
    parser.add_argument("--condition", action="append", choices=("idle", "load"), help="(repeatable)")
    parser.add_argument("--fresh", action="store_true", help="forget what these have found so far")
    parser.add_argument("--output", type=Path, default=HERE, metavar="DIR", help="where both files go")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)  # now: what follows takes hours
    path = options.output / FIGURES.name
    kinds, conditions = options.kind or list(KINDS), options.condition or ["idle", "load"]
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    rows = [row for row in rows if row["bound"] == BOUNDS[row["kind"]]]
    if options.fresh:
        rows = [row for row in rows if row["kind"] not in kinds or row["condition"] not in conditions]
    for condition in conditions:
        for kind in kinds:
            for row in measure(kind, condition, options.alarms, options.powers, rows):
                rows = sorted([row, *(other for other in rows if place(other) != place(row))], key=place)
                write(rows, path)
                print(
                    f"{kind:7} {condition:5} {row['factor']:4g} times: {caught(row):7.2%} fail, {unsure(row):6.2%} "
                    f"undecided of {row['comparisons']}, {row['seconds']:.3f} s each",
                    flush=True,
                )
    draw(rows, options.output / PICTURE.name)
    found = list(misses(rows))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
