"""How often a speed gate errs: false alarms about what is as fast as its yardstick, and what it catches.

`python -m tools.calibrate` compares works with themselves, and with ones that take a known multiple of their time or
memory, on the machine as it is and beside processes that keep every CPU busy in bursts. It writes `calibration.json`,
and draws the operating characteristic, `calibration.svg`. Figures that are there already count, so it can be ended at
any time and started again; where the rule has changed, take `--fresh`. Exit code 1 for figures that miss the targets.
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

from conformance.speed import USUAL
from fixtures import memory, nursery, paired
from fixtures.hdf5 import Shelf
from fixtures.paired import Work
from fixtures.shop import Shop
from reference.utils import HDF5Matrix, get_file, normalize, to_categorical
from tools.zoo.slowness import by, slowed, taking

HERE = Path(__file__).parent
FIGURES, PICTURE = HERE / "calibration.json", HERE / "calibration.svg"
#: What is measured: multiples of the yardstick's cost. That of one and a half times the bound is added.
FACTORS = (1.0, 1.1, 1.3, 1.5, 2.0)
#: The bounds that most clauses of each kind have.
BOUNDS = {"ratio": 1.2, "waiting": 1.25, "growth": 1.7, "memory": 2.0}
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
    """Comparisons of works: microseconds and milliseconds of arithmetic, rows of a file, a file that is hashed.

    The microseconds are ten times those of a call, since to slow a work takes a part of one itself.
    """
    labels = np.arange(256) % 10
    vectors = np.random.RandomState(0).standard_normal((20000, 128)).astype("float32")
    stored = Shelf(folder).table((2048, 256))
    matrix = HDF5Matrix(stored.path, stored.name)
    (folder / "datasets").mkdir()
    (folder / "datasets" / "file").write_bytes(bytes(1 << 18))
    digest = hashlib.sha256(bytes(1 << 18)).hexdigest()
    works = [
        lambda: [to_categorical(labels, 10) for _ in range(10)],
        partial(normalize, vectors[:2000]),
        partial(normalize, vectors),
        partial(matrix.__getitem__, slice(512, 768)),
        partial(get_file, "file", "http://127.0.0.1:9/", file_hash=digest, cache_dir=str(folder)),
    ]
    yield [partial(_ratio, BOUNDS["ratio"], work, None) for work in works]


@contextlib.contextmanager
def waits(folder: Path) -> Iterator[List[Compare]]:
    """Comparisons of works in which others do most: 256 kB from a server, a step of TensorFlow's threads."""
    from reference.layers import Daoloth, Input
    from reference.models import Lump

    entry = Input((64,))
    model = Lump(entry, Daoloth(64)(entry))
    step = partial(model.predict_on_batch, np.ones((64, 64), "float32"))
    with Shop(folder) as shop:
        url, digest = shop.file(1 << 18)
        download = partial(get_file, "copy", url, file_hash=digest, cache_dir=str(folder))
        download()
        fresh = (folder / "datasets" / "copy").unlink
        yield [
            partial(_ratio, BOUNDS["waiting"], download, fresh),
            partial(_ratio, BOUNDS["waiting"], step, None),
        ]


def _ratio(bound: float, work: Callable[[], Any], prepare: Any, factor: float) -> str:
    subject = work if factor == 1 else slowed(work, by(factor))
    return paired.compare(Work(subject, prepare), Work(work, prepare), bound).outcome


@contextlib.contextmanager
def growths(folder: Path) -> Iterator[List[Compare]]:
    """Comparisons of the growth of a work, of which the largest size costs more than it should."""
    yield [partial(_growth, sizes) for sizes in SIZES]


def _growth(sizes: Sequence[int], factor: float) -> str:
    """Of digests, whose time grows in proportion to the number of bytes."""
    works = {n: partial(hashlib.sha256, bytes(n)) for n in sizes}
    if factor > 1:
        works[sizes[-1]] = slowed(works[sizes[-1]], by(factor))
    found, _ = paired.grow({n: Work(work) for n, work in works.items()}, 1, BOUNDS["growth"])
    return found.outcome


@contextlib.contextmanager
def memories(folder: Path) -> Iterator[List[Compare]]:
    """Comparisons of peaks of memory."""
    with nursery.opened(str(folder / "nursery"), ["tools.zoo.slowness"]):
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
    """With "load", two processes for each CPU that are busy in bursts of 0.15 seconds on average."""
    count = 2 * (os.cpu_count() or 1) if condition == "load" else 0
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def measure(kind: str, condition: str, alarms: int, powers: int, rows: Sequence[Row]) -> Iterator[Row]:
    """A row for each factor: how many comparisons ended how. It comes anew as it grows, from those in `rows` on."""
    found = {row["factor"]: row for row in rows if (row["kind"], row["condition"]) == (kind, condition)}
    with tempfile.TemporaryDirectory() as name, KINDS[kind](Path(name)) as compares, load(condition):
        for factor in sorted({*FACTORS, round(1.5 * BOUNDS[kind], 3)}, reverse=True):
            row = found.get(factor, {"outcomes": {}, "comparisons": 0, "seconds": 0.0})
            done, number = row["comparisons"], alarms if factor == 1 else powers
            outcomes, spent, start = Counter(row["outcomes"]), done * row["seconds"], time.monotonic()
            for step in track(range(done, number), f"{kind}, {condition}, {factor:g} times", transient=True):
                outcomes[compares[step % len(compares)](factor)] += 1
                done = step + 1
                if done % SAVED == 0 or done == number:
                    seconds = round((spent + time.monotonic() - start) / done, 3)
                    yield {"kind": kind, "condition": condition, "factor": factor, "bound": BOUNDS[kind],
                           "comparisons": done, "outcomes": dict(outcomes), "seconds": seconds}  # fmt: skip


def caught(row: Row) -> float:
    """The share of comparisons that failed."""
    return (row["outcomes"].get("slower", 0) + row["outcomes"].get("more", 0)) / float(row["comparisons"])


def unsure(row: Row) -> float:
    return (row["outcomes"].get("inconclusive", 0) + row["outcomes"].get("noisy", 0)) / float(
        row["comparisons"]
    )


def misses(rows: List[Row]) -> Iterator[str]:
    """Where figures miss the targets, a line each."""
    for row in rows:
        where = f"{row['kind']}, {row['condition']}, {row['factor']:g} times"
        if row["factor"] == 1 and caught(row) > 0:
            yield f"{where}: {caught(row) * row['comparisons']:.0f} false alarms in {row['comparisons']}"
        if row["factor"] >= 1.5 * row["bound"] and caught(row) < TARGETS["caught"]:
            yield f"{where}: {caught(row):.1%} caught, {TARGETS['caught']:.0%} expected"
        if row["factor"] in (1, 1.5 * row["bound"]) and unsure(row) > TARGETS["inconclusive"]:
            yield f"{where}: {unsure(row):.1%} inconclusive, at most {TARGETS['inconclusive']:.0%} expected"


def place(row: Row) -> Tuple[str, int, float]:
    """Where a row stands among others; only one does."""
    return row["condition"], list(KINDS).index(row["kind"]), row["factor"]


def draw(rows: List[Row], path: Path) -> None:
    """The operating characteristic: what share of comparisons fails, by how much costs exceed the yardstick's."""
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
    machine = {"cpus": os.cpu_count(), "platform": platform.platform(terse=True)}
    path.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="calibrate", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--alarms", type=int, default=5000, help="comparisons of a work with itself (%(default)s)"
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
