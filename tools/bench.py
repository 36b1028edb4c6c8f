"""How fast implementations are, each beside the same bare yardsticks: what NumPy, h5py, hashlib or a loop take.

`python -m tools.bench measure NAME keras.utils` measures what is installed in this environment and enters it into the
folder's NAME.json; `python -m tools.bench table` prints all that has been measured. A figure is the median ratio of
paired rounds, so that those of several environments can be compared; no absolute time counts.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import shutil
import statistics
import sys
import tarfile
import tempfile
import urllib.request
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

import h5py
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from conformance import framework as frameworks
from conformance import implementation
from conformance.speed import models_of
from fixtures import gpus, paired, sandbox
from fixtures.hdf5 import Shelf
from fixtures.paired import Work
from fixtures.shop import Shop

ROUNDS = 30
REFERENCE = "reference"
LARGE = 64 << 20  # bytes


@dataclass(frozen=True)
class Bench:
    """A work of one utility and the bare yardstick for it: both are made when they are measured.

    `bare` says in words what the yardstick does. The reference is to take at most `within` times as long as that, or
    to be `ahead` times faster than the best of the others.
    """

    name: str
    bare: str
    make: Callable[[Any, Path], Iterator[Work]]
    within: Optional[float] = None
    ahead: float = 1.0


def categorical(number: int, utilities: Any, folder: Path) -> Iterator[Work]:
    labels = np.random.RandomState(0).randint(10, size=number)

    def scatter() -> Any:
        matrix = np.zeros((number, 10), "float32")
        matrix[np.arange(number), labels] = 1
        return matrix

    return iter([Work(partial(utilities.to_categorical, labels, 10)), Work(scatter)])


def normalized(rows: int, length: int, utilities: Any, folder: Path) -> Iterator[Work]:
    x = np.random.RandomState(0).standard_normal((rows, length)).astype("float32")
    bare = Work(lambda: x / np.sqrt(np.einsum("ij,ij->i", x, x))[:, None])
    return iter([Work(partial(utilities.normalize, x)), bare])


def rows(key: Any, utilities: Any, folder: Path) -> Iterator[Work]:
    stored = Shelf(folder).table((8192, 128))
    matrix = utilities.HDF5Matrix(stored.path, stored.name)
    with h5py.File(stored.path, "r") as file:
        yield Work(partial(matrix.__getitem__, key))
        yield Work(partial(file[stored.name].__getitem__, key))


def chosen(among: int) -> List[int]:
    """256 indices in order, of so many."""
    return np.sort(np.random.RandomState(0).choice(among, 256, replace=False)).tolist()


def downloaded(size: int, utilities: Any, folder: Path) -> Iterator[Work]:
    target, cached = folder / "bare", folder / "datasets" / "downloaded"
    with Shop(folder) as shop:
        url, digest = shop.file(size)

        def loop() -> None:
            hasher = hashlib.sha256()
            with urllib.request.urlopen(url) as source, target.open("wb") as sink:
                for piece in iter(lambda: source.read(1 << 18), b""):
                    hasher.update(piece)
                    sink.write(piece)
            assert hasher.hexdigest() == digest

        def fresh() -> None:
            for path in (target, cached):
                if path.exists():
                    path.unlink()

        options = {"file_hash": digest, "cache_dir": str(folder)}
        yield Work(partial(utilities.get_file, "downloaded", url, **options), fresh)
        yield Work(loop, fresh)


def verified(utilities: Any, folder: Path) -> Iterator[Work]:
    path = folder / "datasets" / "stored"
    path.parent.mkdir()
    path.write_bytes(bytes(LARGE // 4))

    def loop() -> str:
        hasher = hashlib.sha256()
        with path.open("rb") as source:
            for piece in iter(lambda: source.read(1 << 18), b""):
                hasher.update(piece)
        return hasher.hexdigest()

    options = {"file_hash": loop(), "cache_dir": str(folder)}
    return iter([Work(partial(utilities.get_file, "stored", "http://127.0.0.1:9/", **options)), Work(loop)])


def cached(utilities: Any, folder: Path) -> Iterator[Work]:
    path = folder / "datasets" / "stored"
    path.parent.mkdir()
    path.touch()

    def look() -> bool:
        return os.path.isfile(os.path.join(str(folder), "datasets", "stored"))

    options = {"cache_dir": str(folder)}
    return iter([Work(partial(utilities.get_file, "stored", "http://127.0.0.1:9/", **options)), Work(look)])


def extracted(name: str, count: int, size: int, utilities: Any, folder: Path) -> Iterator[Work]:
    datasets = folder / "datasets"
    datasets.mkdir()
    archive = Shop(folder).archive(name, count, size).rename(datasets / name)

    def bare() -> None:
        with tarfile.open(archive) as opened:
            opened.extractall(datasets)

    def fresh() -> None:
        shutil.rmtree(datasets / "inside", ignore_errors=True)

    options = {"extract": True, "cache_dir": str(folder)}
    yield Work(partial(utilities.get_file, name, "http://127.0.0.1:9/", **options), fresh)
    yield Work(bare, fresh)


def scoped(utilities: Any, folder: Path) -> Iterator[Work]:
    objects: Dict[str, Any] = {f"object_{number}": number for number in range(20)}
    registry: Dict[str, Any] = {}

    def scope() -> None:
        with utilities.CustomObjectScope(objects):
            pass

    def bare() -> None:
        before = registry.copy()
        registry.update(objects)
        registry.clear()
        registry.update(before)

    return iter([Work(scope), Work(bare)])


def iterated(utilities: Any, folder: Path) -> Iterator[Work]:
    class Numbers(utilities.Sequence):  # type: ignore[name-defined]
        def __len__(self) -> int:
            return 1000

        def __getitem__(self, index: int) -> int:
            return index

    numbers = Numbers()

    def bare() -> None:
        for index in range(len(numbers)):
            numbers[index]

    def iterating() -> None:
        for _ in numbers:
            pass

    return iter([Work(iterating), Work(bare)])


def summarized(utilities: Any, folder: Path) -> Iterator[Work]:
    model = models_of(_framework(), (60,))[60]

    def bare() -> List[str]:
        return [f"{layer.name} {layer.output.shape} {layer.count_params()}" for layer in model.layers]

    return iter([Work(partial(utilities.print_summary, model, print_fn=lambda line: None)), Work(bare)])


def plotted(utilities: Any, folder: Path) -> Iterator[Work]:
    import pydot

    model = models_of(_framework(), (20,))[20]
    file, other = str(folder / "model.png"), str(folder / "bare.png")

    def bare() -> None:
        graph = pydot.Dot(rankdir="TB", dpi=96)
        names = [layer.name for layer in model.layers]
        for name in names:
            graph.add_node(pydot.Node(name, label=name, shape="record"))
        for pair in zip(names, names[1:]):
            graph.add_edge(pydot.Edge(*pair))
        graph.write(other, format="png")

    return iter([Work(partial(utilities.plot_model, model, file)), Work(bare)])


def replicated(utilities: Any, folder: Path) -> Iterator[Work]:
    import tensorflow as tf

    framework = _framework()
    with tf.device("/cpu:0"):
        template = framework.models.Sequential([framework.layers.Dense(3, input_shape=(4,))])
    parallel = framework.compile(utilities.multi_gpu_model(template, 2))
    framework.compile_plain(template)
    batch = np.ones((64, 4), "float32")
    for model in (parallel, template):
        yield Work(partial(framework.call, model, "predict_on_batch", batch))


BENCHES = [
    Bench("to_categorical, 10⁶ labels", "a scatter into zeros", partial(categorical, 10**6), 1.2, 1.5),
    Bench("to_categorical, 256 labels", "a scatter into zeros", partial(categorical, 256)),
    Bench("normalize, 10⁵ × 128", "x / sqrt(einsum(x, x))", partial(normalized, 10**5, 128), 1.2, 1.5),
    Bench("normalize, 256 × 64", "x / sqrt(einsum(x, x))", partial(normalized, 256, 64)),
    Bench("HDF5Matrix, 256 of 1024 rows", "h5py's list", partial(rows, chosen(1024)), 0.33),
    Bench("HDF5Matrix, 256 of 8192 rows", "h5py's list", partial(rows, chosen(8192)), 1.1),
    Bench("HDF5Matrix, a slice", "h5py's slice", partial(rows, slice(512, 768)), 1.2),
    Bench("get_file, 64 MB", "read, hash, write", partial(downloaded, LARGE), 1.1),
    Bench("get_file, 1 kB", "read, hash, write", partial(downloaded, 1024)),
    Bench("get_file, a file in the cache", "one look at the path", cached),
    Bench("get_file, 16 MB in the cache", "read, hash", verified, 1.1),
    Bench("get_file, a tar of 50 files", "tarfile", partial(extracted, "many.tar", 50, 16 << 10)),
    Bench("get_file, a tar.gz of 16 MB", "tarfile", partial(extracted, "packed.tar.gz", 4, LARGE // 16)),
    Bench("CustomObjectScope", "copy, update, restore", scoped),
    Bench("Sequence, 1000 batches", "a loop of indices", iterated),
    Bench("print_summary, 60 layers", "names, shapes, counts", summarized),
    Bench("plot_model, 20 layers", "pydot and dot", plotted),
    Bench("multi_gpu_model, a step of 2", "the template's step", replicated),
]


def _framework() -> frameworks.Framework:
    return frameworks.find(implementation.load_current())


def measure(utilities: Any) -> Dict[str, Any]:
    """For each work the median ratio to the yardstick and its interval, or why there is none."""
    found: Dict[str, Any] = {"python": "{}.{}".format(*sys.version_info)}
    for bench in track(BENCHES, "measuring", transient=True):
        with tempfile.TemporaryDirectory() as name:
            try:
                works = bench.make(utilities, Path(name))
                subject, yardstick = next(works), next(works)
                if subject.prepare is not None:
                    subject.prepare()
                subject.call()
            except Exception as error:
                found[bench.name] = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
                continue
            timed = itertools.islice(paired.timings([subject, yardstick]), ROUNDS)
            ratios = [ours / bare for ours, bare in timed]
            low, high = paired.interval(ratios)
            found[bench.name] = [round(value, 3) for value in (statistics.median(ratios), low, high)]
            list(works)
    return found


def table(results: Dict[str, Dict[str, Any]]) -> Table:
    """A row a work, a column an implementation, the best of each in bold."""
    shown = Table("work", "yardstick", *results, "target", box=None, pad_edge=False, header_style="dim")
    pythons = {name: found["python"] for name, found in results.items()}
    for bench in BENCHES:
        ratios = {
            name: found[bench.name][0] for name, found in results.items() if is_measured(found[bench.name])
        }
        best = min(ratios.values(), default=None)
        cells = [_cell(ratios.get(name), best) for name in results]
        met = is_met(bench, ratios, pythons)
        shown.add_row(bench.name, bench.bare, *cells, "[green]met[/]" if met else "[red]missed[/]")
    return shown


def _cell(ratio: Optional[float], best: Optional[float]) -> str:
    if ratio is None:
        return "-"
    return f"[bold]{ratio:.2f}[/]" if ratio == best else f"{ratio:.2f}"


def is_measured(found: Any) -> bool:
    return isinstance(found, list)


def is_met(bench: Bench, ratios: Dict[str, float], pythons: Dict[str, str]) -> bool:
    """Whether the reference is as fast as it is to be; a twentieth is allowed for what no two processes share.

    It is compared with each of the others on that one's Python, if it was measured there: calls cost differently.
    """
    own = {pythons[name]: ratio for name, ratio in ratios.items() if name.startswith(REFERENCE)}
    if REFERENCE not in ratios:
        return False
    leads = all(
        own.get(pythons[name], ratios[REFERENCE]) * bench.ahead <= 1.05 * ratio
        for name, ratio in ratios.items()
        if not name.startswith(REFERENCE)
    )
    return leads or (bench.within is not None and max(own.values()) <= bench.within)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--results", type=Path, default=Path(".bench"), metavar="DIR", help="default: %(default)s"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("measure", help="measure an implementation that is installed here")
    one.add_argument("name")
    one.add_argument("impl", metavar="PKG.UTILS")
    one.add_argument(
        "--setup", metavar="FILE", help="Python file to run before the implementation is imported"
    )
    commands.add_parser("table", help="print all that has been measured")
    options = parser.parse_args()
    if options.command == "measure":
        os.environ[implementation.VARIABLE] = options.impl
        os.environ[implementation.SETUP_VARIABLE] = os.path.abspath(options.setup) if options.setup else ""
        implementation.prepare()
        try:
            gpus.set_up("simulated:2")
        except ImportError as error:
            print(f"multi_gpu_model is not measured: {error}")
        options.results.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as programs:
            sandbox.put_dot_on_path(Path(programs), os.environ)
            found = measure(implementation.load_current().target)
        file = options.results / f"{options.name}.json"
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        for name, why in found.items():
            if name != "python" and not is_measured(why):
                print(f"not measured: {name}: {why}")
    results = {
        file.stem: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(
            options.results.glob("*.json"), key=lambda file: (file.stem != REFERENCE, file.stem)
        )
    }
    Console(width=None if sys.stdout.isatty() else 160).print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
