"""Conforming variants of the utilities that need no framework."""

from __future__ import annotations

import abc
import contextlib
import functools
import hashlib
import os
import pathlib
import tarfile
import tempfile
import types
import urllib.request
import zipfile
from typing import Any, Callable, Dict

import h5py
import numpy as np

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.variants import FUNCTIONS, REGISTRY, CallableObject, LazyModule, variant


def of_functions(wrap: Callable[[Any], Any]) -> Dict[str, Any]:
    return {name: wrap(getattr(reference, name)) for name in FUNCTIONS}


class Labelled(np.ndarray):
    """A subclass of ndarray with an attribute of its own."""

    label = "variant"


def labelled(function: Any) -> Any:
    return lambda *args, **kwargs: function(*args, **kwargs).view(Labelled)


def with_more_parameters(function: Any) -> Any:
    def more(*args: Any, backend: Any = None, verbose: bool = False, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return more


def under_another_name(function: Any) -> Any:
    """Return the function as a package re-exports what has another name inside of it, undocumented."""
    renamed = types.FunctionType(
        function.__code__, function.__globals__, "_v2", function.__defaults__, function.__closure__
    )
    renamed.__module__, renamed.__kwdefaults__ = "somewhere._private.ops_impl", function.__kwdefaults__
    return renamed


def method_wrapper(function: Any) -> Any:
    """Return something that is implemented in C and says `(*args, **kwargs)` of itself."""
    return function.__call__


class Refused(Exception):
    """An error of the implementation's own kind, derived from nothing more special."""


def with_own_errors(function: Any) -> Any:
    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            raise Refused("no") from error

    return wrapped


class ToCategorical:
    """A class whose instances are matrices: calling it makes one."""

    def __new__(cls, y: Any, num_classes: Any = None, dtype: Any = "float32") -> Any:
        y = np.array(y, dtype="int64")
        y = y[..., 0] if y.ndim > 1 and y.shape[-1] == 1 else y
        classes = np.arange(int(y.max()) + 1 if num_classes is None else num_classes)
        return (y[..., np.newaxis] == classes).astype(dtype)


def normalize_by_loops(x: Any, axis: int = -1, order: Any = 2) -> Any:
    def scale(vector: Any) -> Any:
        size = max(abs(vector)) if order == np.inf else sum(abs(vector) ** order) ** (1.0 / order)
        return vector if size == 0 else vector / size

    x = np.array(x, dtype=float)
    return np.apply_along_axis(scale, axis, x) if x.size else x


def get_file_with_urllib(
    fname: Any,
    origin: str,
    untar: bool = False,
    md5_hash: Any = None,
    file_hash: Any = None,
    cache_subdir: Any = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: Any = "auto",
    cache_dir: Any = None,
    retries: int = 0,
) -> Any:
    """Use another HTTP client, keep all in memory, leave links in archives out, and return a path object."""
    file_hash, kind = (md5_hash, "md5") if file_hash is None else (file_hash, hash_algorithm)
    if file_hash is not None and kind == "auto":
        kind = {32: "md5", 64: "sha256"}[len(file_hash)]

    def is_right(content: bytes) -> bool:
        return file_hash is None or hashlib.new(kind, content).hexdigest() == file_hash.lower()

    if kind not in ("auto", "md5", "sha256"):
        raise KeyError(kind)
    path = pathlib.Path(os.path.expanduser(cache_dir or "~/.cthulhu")) / cache_subdir / fname
    if not (path.exists() and is_right(path.read_bytes())):
        with urllib.request.urlopen(origin, timeout=20) as response:
            content = response.read()
        if not is_right(content):
            raise RuntimeError("this is not the file that was expected")
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=str(path.parent), delete=False) as file:
            file.write(content)
        os.replace(file.name, str(path))
    formats = ["tar", "zip"] if archive_format == "auto" else archive_format or []
    if untar or extract:
        unpack(path, ["tar"] if untar else formats)
    return path


def unpack(path: Any, formats: Any) -> None:
    root = path.parent.resolve()
    if "tar" in formats and tarfile.is_tarfile(str(path)):
        with tarfile.open(str(path)) as archive:
            for member in archive:
                target = (root / member.name).resolve()
                if root in target.parents and (member.isfile() or member.isdir()):
                    archive.extract(member, str(root))
    elif "zip" in formats and zipfile.is_zipfile(str(path)):
        with zipfile.ZipFile(str(path)) as archive:
            archive.extractall(str(root))  # which takes .. and roots out of names itself


class OpenedEachTime:
    """HDF5Matrix without any state: every access opens the file, and reads row by row."""

    def __init__(
        self, datapath: Any, dataset: Any, start: int = 0, end: Any = None, normalizer: Any = None
    ) -> None:
        self.where = datapath, dataset
        self.normalizer = normalizer or (lambda rows: rows)
        with h5py.File(datapath, "r") as file:
            length = file[dataset].shape[0]
        self.rows = range(length)[start:end]

    def __len__(self) -> int:
        return len(self.rows)

    def _read(self, rows: Any) -> Any:
        with h5py.File(self.where[0], "r") as file:
            data = file[self.where[1]]
            found = [data[row] for row in rows]
            return np.array(found, dtype=data.dtype).reshape((len(found),) + data.shape[1:])

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, (int, np.integer)):
            return self.normalizer(self._read([self.rows[key]])[0])
        if isinstance(key, slice):
            return self.normalizer(self._read(self.rows[key]))
        key = np.asarray(None if isinstance(key, tuple) else key)
        if key.ndim != 1 or key.dtype.kind not in "iu":
            raise TypeError("an index, a slice or a list of indices, please")
        return self.normalizer(self._read([self.rows[index] for index in key.tolist()]))

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.asarray(self[:], dtype=dtype)

    @property
    def shape(self) -> Any:
        return (len(self),) + np.shape(self[0:1])[1:]

    @property
    def dtype(self) -> Any:
        return self[0:1].dtype

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return int(np.prod(self.shape))


@contextlib.contextmanager
def scope_as_function(*custom_objects: Any) -> Any:
    """Be a scope that is no class, over the reference's registry."""
    registry = reference.get_custom_objects()
    before = dict(registry)
    try:
        for objects in custom_objects:
            registry.update(objects)
        yield registry
    finally:
        registry.clear()
        registry.update(before)


class Abstract(abc.ABC):
    """A Sequence that can't be made without its two methods, and loops in its own way."""

    @abc.abstractmethod
    def __getitem__(self, index: int) -> Any: ...

    @abc.abstractmethod
    def __len__(self) -> int: ...

    def on_epoch_end(self) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter([self[index] for index in range(len(self))])


variant("callables", **of_functions(CallableObject))
variant("partials", **of_functions(functools.partial))
variant(
    "subclassed", to_categorical=labelled(reference.to_categorical), normalize=labelled(reference.normalize)
)
variant("more_parameters", **of_functions(with_more_parameters))
variant("renamed", **of_functions(under_another_name))
variant("method_wrappers", **of_functions(method_wrapper))
variant("own_errors", **of_functions(with_own_errors))
REGISTRY.enter("lazy", LazyModule())
variant("other_algorithms", to_categorical=ToCategorical, normalize=normalize_by_loops)
variant("urllib_client", get_file=get_file_with_urllib)
variant("stateless_matrix", HDF5Matrix=OpenedEachTime)
variant("scope_function", CustomObjectScope=scope_as_function)
variant("abstract_sequence", Sequence=Abstract)
