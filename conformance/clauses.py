"""Clauses: the atomic statements that the suite tests, in `<utility>/clauses.toml` and, about speed, `speed.toml`.

Such a file has groups of clauses, `[[clauses]]`, each with a `topic`, a `level` and a `source`. Each `says.NAME` of a
group is a clause, `<utility>.<topic>.NAME`. It `needs` other clauses if it can't be tested where they are not kept, and
`requires` what `REQUIREMENTS` explains, besides what the file requires at its top. A group about speed has `tolerance`
and `why`, too. Any of these four is a table where statements differ in it: `needs.NAME = ["normalize.norm.one"]`.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterable, Iterator, List, Optional, Sequence, Tuple

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

#: Marks a test with its clause: `@clause("normalize.axis.last-by-default")`.
clause = pytest.mark.clause

#: What a clause may require of the processes in which its tests run.
REQUIREMENTS = {
    "models": "builds models in the implementation's framework",
    "gpus": "GPUs, simulated or real, are set up before TensorFlow starts",
    "quiet": "nothing else runs beside it: it is measured",
    "fresh-process": "something is done in processes in which TensorFlow has not been started",
}

_WORDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SpecificationError(Exception):
    """A clause file or the vocabulary is malformed, or contradicts itself; the message says where."""


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
    requires: FrozenSet[str] = frozenset()

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
        """True if it says that the utility is there at all: it is tested even where the utility is missing."""
        return self.id.endswith(".name.available")


@lru_cache(maxsize=None)
def load(folder: Path = HERE) -> Dict[str, Clause]:
    """Read all clauses, in the documentation's order of utilities, and return them by id.

    Raises:
        SpecificationError: a file or one of its groups makes no sense, or a clause needs what it must not.
    """
    found: Dict[str, Clause] = {}
    places: Dict[str, str] = {}
    for utility in UTILITIES:
        for path in (folder / utility / "clauses.toml", folder / utility / "speed.toml"):
            for place, item in _read(path, utility) if path.exists() else ():
                if item.id in found:
                    raise SpecificationError(f"{place}: {item.id} is already defined in {places[item.id]}")
                found[item.id], places[item.id] = item, place
    for item in found.values():
        _check_needs(item, found, places[item.id])
    return found


def _check_needs(item: Clause, known: Dict[str, Clause], place: str) -> None:
    for need in item.needs:
        if need not in known:
            raise SpecificationError(f"{place}: {item.id} needs {need}, which is no clause")
        if item.level in GATED_BY_DEFAULT and known[need].level not in GATED_BY_DEFAULT:
            # A blocked clause fails no gate, so what blocks it must.
            raise SpecificationError(f"{place}: {item.id} ({item.level}) needs {need} ({known[need].level})")


def _read(path: Path, utility: str) -> Iterator[Tuple[str, Clause]]:
    """Yield the clauses of a file, each with its place in words."""
    content = parse(path)
    groups, required = content.pop("clauses", None), content.pop("requires", [])
    if content or not isinstance(groups, list):
        raise SpecificationError(
            f"{path}: [[clauses]] expected, and optionally requires, not {sorted(content)}"
        )
    for number, group in enumerate(groups, 1):
        place = f"{path}, group {number} ({group.get('topic')})"
        _check_group(group, place)
        for statement in group["says"]:
            yield place, _clause(utility, statement, group, required, place)


def _check_group(group: Dict[str, Any], place: str) -> None:
    keys, wanted = set(group), {"topic", "level", "source", "says"}
    if group.get("level") == "speed":
        wanted |= {"tolerance", "why"}
    if not wanted <= keys <= wanted | {"needs", "requires"}:
        raise SpecificationError(
            f"{place} has {', '.join(sorted(keys))}; {', '.join(sorted(wanted))} expected (and needs, requires)"
        )
    if group["level"] not in LEVELS:
        raise SpecificationError(
            f"{place} has level {group['level']!r}, which is none of {', '.join(LEVELS)}"
        )
    if not isinstance(group["says"], dict):
        raise SpecificationError(f"{place} has a statement without a name; says.NAME expected")
    for key, value in group.items():
        unsaid = sorted(set(value) - set(group["says"])) if isinstance(value, dict) else []
        if unsaid:
            raise SpecificationError(f"{place} has {key}.{unsaid[0]}, but no says.{unsaid[0]}")


def _clause(utility: str, statement: str, group: Dict[str, Any], required: List[str], place: str) -> Clause:
    """Return the clause that a group makes of one of its statements, whose own values tables of the group have."""
    own: Dict[str, Any] = {
        key: value.get(statement) if isinstance(value, dict) else value for key, value in group.items()
    }
    topic, needs = own.pop("topic"), own.pop("needs", None) or ()
    requires = {*required, *(own.pop("requires", None) or ())}
    if not (_WORDS.fullmatch(topic) and _WORDS.fullmatch(statement)):
        raise SpecificationError(f"{place}: {topic}.{statement} must be lowercase words, joined by hyphens")
    if not isinstance(own["says"], str):
        raise SpecificationError(f"{place}: says.{statement} must be a text")
    if None in own.values():
        missing = min(key for key, value in own.items() if value is None)
        raise SpecificationError(f"{place} has no {missing}.{statement}")
    if not requires <= set(REQUIREMENTS):
        unknown = min(requires - set(REQUIREMENTS))
        raise SpecificationError(f"{place} requires {unknown!r}, which is none of {', '.join(REQUIREMENTS)}")
    return Clause(f"{utility}.{topic}.{statement}", **own, needs=tuple(needs), requires=frozenset(requires))


def parse(path: Path) -> Dict[str, Any]:
    """Return the content of a TOML file.

    Raises:
        SpecificationError: it is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SpecificationError(f"{path}: {error}") from None


def leaves(table: Dict[str, Any], prefix: Tuple[str, ...] = ()) -> Iterator[Tuple[str, Dict[str, Any]]]:
    """Yield the innermost of nested tables, each with its dotted name."""
    for key, value in table.items():
        if not isinstance(value, dict):
            yield ".".join(prefix), table
            return
        yield from leaves(value, prefix + (key,))


def folders_of(names: Iterable[str]) -> List[str]:
    """Return the folders of utilities, which may be named as in the documentation or as their folders.

    Raises:
        KeyError: there is no such utility.
    """
    folders = {name.lower(): folder for folder, name in UTILITIES.items()}
    folders.update({folder: folder for folder in UTILITIES})
    return [folders[name.lower()] for name in names]


def select(
    levels: Sequence[str] = (), utilities: Sequence[str] = (), prefixes: Sequence[str] = ()
) -> Dict[str, Clause]:
    """Return the clauses of these levels and utilities whose id starts with one of the prefixes; empty means all."""
    return {
        item.id: item
        for item in load().values()
        if (not levels or item.level in levels)
        and (not utilities or item.utility in utilities)
        and (not prefixes or item.id.startswith(tuple(prefixes)))
    }
