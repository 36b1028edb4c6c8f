"""Define the benchmarks: workloads of the utilities, and what NumPy, h5py, hashlib or a loop take for the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import urllib.request
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

import h5py
import numpy as np

from cthulhu_conformance.fixtures.file_server import FileServer
from cthulhu_conformance.fixtures.hdf5 import Shelf
from cthulhu_conformance.fixtures.paired import Workload
from cthulhu_conformance.testing import framework as frameworks
from cthulhu_conformance.testing import implementation
from cthulhu_conformance.testing.layered_models import models_of

LARGE = 64 << 20  # bytes


@dataclass(frozen=True)
class Bench:
    """A workload of one utility and the bare yardstick for it, which `make` makes when they are measured.

    `bare` says in words what the yardstick does. The reference is to take at most `within` times as long as
    that, or to be `ahead` times faster than the best of the others.
    """

    name: str
    bare: str
    make: Callable[[Any, Path], Iterator[Workload]]
    within: Optional[float] = None
    ahead: float = 1.0


def categorical(number: int, utilities: Any, folder: Path) -> Iterator[Workload]:
    labels = np.random.RandomState(0).randint(10, size=number)

    def scatter() -> Any:
        matrix = np.zeros((number, 10), "float32")
        matrix[np.arange(number), labels] = 1
        return matrix

    return iter([Workload(partial(utilities.to_categorical, labels, 10)), Workload(scatter)])


def normalized(rows: int, length: int, utilities: Any, folder: Path) -> Iterator[Workload]:
    x = np.random.RandomState(0).standard_normal((rows, length)).astype("float32")
    bare = Workload(lambda: x / np.sqrt(np.einsum("ij,ij->i", x, x))[:, None])
    return iter([Workload(partial(utilities.normalize, x)), bare])


def rows(key: Any, utilities: Any, folder: Path) -> Iterator[Workload]:
    stored = Shelf(folder).table((8192, 128))
    matrix = utilities.HDF5Matrix(stored.path, stored.name)
    with h5py.File(stored.path, "r") as file:
        yield Workload(partial(matrix.__getitem__, key))
        yield Workload(partial(file[stored.name].__getitem__, key))


def chosen(among: int) -> List[int]:
    """Choose 256 indices in order, of so many."""
    return np.sort(np.random.RandomState(0).choice(among, 256, replace=False)).tolist()


def downloaded(size: int, utilities: Any, folder: Path) -> Iterator[Workload]:
    target, cached = folder / "bare", folder / "datasets" / "downloaded"
    with FileServer(folder) as server:
        url, digest = server.file(size)

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
        yield Workload(partial(utilities.get_file, "downloaded", url, **options), fresh)
        yield Workload(loop, fresh)


def verified(utilities: Any, folder: Path) -> Iterator[Workload]:
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
    return iter(
        [Workload(partial(utilities.get_file, "stored", "http://127.0.0.1:9/", **options)), Workload(loop)]
    )


def cached(utilities: Any, folder: Path) -> Iterator[Workload]:
    path = folder / "datasets" / "stored"
    path.parent.mkdir()
    path.touch()

    def check() -> bool:
        return os.path.isfile(os.path.join(str(folder), "datasets", "stored"))

    options = {"cache_dir": str(folder)}
    return iter(
        [Workload(partial(utilities.get_file, "stored", "http://127.0.0.1:9/", **options)), Workload(check)]
    )


def extracted(name: str, count: int, size: int, utilities: Any, folder: Path) -> Iterator[Workload]:
    datasets = folder / "datasets"
    datasets.mkdir()
    archive = FileServer(folder).archive(name, count, size).rename(datasets / name)

    def bare() -> None:
        with tarfile.open(archive) as opened:
            opened.extractall(datasets)

    def fresh() -> None:
        shutil.rmtree(datasets / "inside", ignore_errors=True)

    options = {"extract": True, "cache_dir": str(folder)}
    yield Workload(partial(utilities.get_file, name, "http://127.0.0.1:9/", **options), fresh)
    yield Workload(bare, fresh)


def scoped(utilities: Any, folder: Path) -> Iterator[Workload]:
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

    return iter([Workload(scope), Workload(bare)])


def iterated(utilities: Any, folder: Path) -> Iterator[Workload]:
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

    return iter([Workload(iterating), Workload(bare)])


def summarized(utilities: Any, folder: Path) -> Iterator[Workload]:
    model = models_of(_framework(), (60,))[60]

    def bare() -> List[str]:
        return [f"{layer.name} {layer.output.shape} {layer.count_params()}" for layer in model.layers]

    return iter(
        [Workload(partial(utilities.print_summary, model, print_fn=lambda line: None)), Workload(bare)]
    )


def plotted(utilities: Any, folder: Path) -> Iterator[Workload]:
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

    return iter([Workload(partial(utilities.plot_model, model, file)), Workload(bare)])


def replicated(utilities: Any, folder: Path) -> Iterator[Workload]:
    import tensorflow as tf

    framework = _framework()
    with tf.device("/cpu:0"):
        template = framework.models.Sequential([framework.layers.Dense(3, input_shape=(4,))])
    parallel = framework.compile(utilities.multi_gpu_model(template, 2))
    framework.compile_plain(template)
    batch = np.ones((64, 4), "float32")
    for model in (parallel, template):
        yield Workload(partial(framework.call, model, "predict_on_batch", batch))


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
    Bench("get_file, a file in the cache", "one check of the path", cached),
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
    return frameworks.current(implementation.load_current())
