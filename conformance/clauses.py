"""Clauses: the atomic statements that the suite judges, in `<utility>/clauses.toml` and, about speed, `speed.toml`."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
BEHAVIOUR = ("documented", "implied", "hardened")
LEVELS = (*BEHAVIOUR, "speed")
GATED_BY_DEFAULT = ("documented", "implied")

#: The documented utilities: folder, which is also the first part of a clause's id -> public name.
UTILITIES = {
    "custom_object_scope": "CustomObjectScope",
    "hdf5_matrix": "HDF5Matrix",
    "sequence": "Sequence",
    "to_categorical": "to_categorical",
    "normalize": "normalize",
    "get_file": "get_file",
    "print_summary": "print_summary",
    "plot_model": "plot_model",
    "multi_gpu_model": "multi_gpu_model",
}

#: Marks a test with the clause that it judges: `@clause("normalize.axis.last-by-default")`.
clause = pytest.mark.clause

_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9]+(-[a-z0-9]+)*){2}")


class SpecificationError(Exception):
    """The clause files contradict themselves; the message says where."""


@dataclass(frozen=True)
class Clause:
    """One statement about one utility: where the documentation makes it, and what it says in our words.

    One about speed has a `tolerance`, by which a bound may be exceeded, and `why` it is not another.
    """

    id: str
    level: str
    source: str
    says: str
    needs: Tuple[str, ...] = ()
    tolerance: Optional[float] = None
    why: str = ""

    @property
    def utility(self) -> str:
        return self.id.partition(".")[0]

    @property
    def topic(self) -> str:
        return self.id.split(".")[1]

    @property
    def statement(self) -> str:
        """The id without the utility."""
        return self.id.partition(".")[2]

    @property
    def is_availability(self) -> bool:
        """Whether it says that the utility is there at all: judged even where the utility is missing."""
        return self.id.endswith(".name.available")


@lru_cache(maxsize=None)
def load(folder: Path = HERE) -> Dict[str, Clause]:
    """All clauses by id, in the documentation's order of utilities.

    Raises:
        SpecificationError: an id, a level, a missing text or an unknown `needs`.
    """
    found: Dict[str, Clause] = {}
    for utility in UTILITIES:
        for path in (folder / utility / "clauses.toml", folder / utility / "speed.toml"):
            for item in _read(path) if path.exists() else ():
                if item.utility != utility:
                    raise SpecificationError(f"{path}: {item.id} belongs into another folder")
                found[item.id] = item
    for item in found.values():
        unknown = [need for need in item.needs if need not in found]
        if unknown:
            raise SpecificationError(f"{item.id} needs {unknown[0]}, which is no clause")
        for need in item.needs:
            if item.level in GATED_BY_DEFAULT and found[need].level not in GATED_BY_DEFAULT:
                # A blocked clause fails no gate, so what blocks it must.
                raise SpecificationError(f"{item.id} ({item.level}) needs {need} ({found[need].level})")
    return found


def _read(path: Path) -> Iterator[Clause]:
    for name, entry in tables(path):
        keys, wanted = set(entry), {"level", "source", "says"}
        if entry.get("level") == "speed":
            wanted |= {"tolerance", "why"}
        if not wanted <= keys <= wanted | {"needs"}:
            raise SpecificationError(
                f"{path}: {name} has {sorted(keys)}; {', '.join(sorted(wanted))} expected"
            )
        if not _ID.fullmatch(name):
            raise SpecificationError(f"{path}: {name} is not utility.topic.statement in lowercase")
        if entry["level"] not in LEVELS:
            raise SpecificationError(f"{path}: {name} has level {entry['level']!r}, not one of {LEVELS}")
        yield Clause(name, **dict(entry, needs=tuple(entry.get("needs", ()))))


def tables(path: Path) -> Iterator[Tuple[str, Dict[str, Any]]]:
    """The tables of a TOML file, each with its dotted name.

    Raises:
        SpecificationError: it is no TOML.
    """
    return leaves(parse(path))


def parse(path: Path) -> Dict[str, Any]:
    """The content of a TOML file.

    Raises:
        SpecificationError: it is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SpecificationError(f"{path}: {error}") from None


def leaves(table: Dict[str, Any], prefix: Tuple[str, ...] = ()) -> Iterator[Tuple[str, Dict[str, Any]]]:
    """The innermost of nested tables, each with its dotted name."""
    for key, value in table.items():
        if not isinstance(value, dict):
            yield ".".join(prefix), table
            return
        yield from leaves(value, prefix + (key,))


def folders_of(names: Iterable[str]) -> List[str]:
    """The folders of utilities, which may be named as in the documentation or as their folders.

    Raises:
        KeyError: there is no such utility.
    """
    folders = {name.lower(): folder for folder, name in UTILITIES.items()}
    folders.update({folder: folder for folder in UTILITIES})
    return [folders[name.lower()] for name in names]


def select(
    levels: Sequence[str] = (), utilities: Sequence[str] = (), prefixes: Sequence[str] = ()
) -> Dict[str, Clause]:
    """The clauses of the given levels and utilities whose id starts with one of the prefixes; empty means all."""
    return {
        item.id: item
        for item in load().values()
        if (not levels or item.level in levels)
        and (not utilities or item.utility in utilities)
        and (not prefixes or item.id.startswith(tuple(prefixes)))
    }
