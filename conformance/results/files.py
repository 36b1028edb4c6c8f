"""Results as JSON: the verdict file, and what the processes of a run report to each other."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any, Dict, Mapping, Tuple, Type, TypeVar, Union

import cattrs

from cthulhu_conformance.results.model import FORMAT, Run

FILE = "verdicts.json"
SCHEMA = Path(__file__).with_name("verdicts.schema.json")

#: Fields for readers in other languages, which the model works out itself.
_DERIVED = ("format", "counts", "complete")

T = TypeVar("T")


def _converter() -> cattrs.Converter:
    """Return a converter that takes values of the right types only: no number for a text, no text for a list."""
    made = cattrs.Converter(forbid_extra_keys=True)

    def plain(value: Any, kind: Type[T]) -> T:
        if type(value) is kind or kind is float and type(value) is int:
            return kind(value)  # type: ignore[call-arg]
        raise TypeError(value)

    def items(value: Any, kind: Any) -> Tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(value)
        return tuple(made.structure(item, kind.__args__[0]) for item in value)

    for kind in (str, int, float, bool):
        made.register_structure_hook(kind, plain)
    made.register_structure_hook_func(lambda kind: getattr(kind, "__origin__", None) is tuple, items)
    return made


_CONVERTER = _converter()


class UnreadableError(Exception):
    """A file is not there, or is no complete verdict file; the message says which and what to do."""


def from_json(kind: Type[T], content: Mapping[str, Any]) -> T:
    """Return the result of `kind` that `dataclasses.asdict` made `content` of.

    Raises:
        UnreadableError: the content has another form.
    """
    try:
        return _CONVERTER.structure(content, kind)
    except Exception as error:  # cattrs raises a group of whatever its parts raised
        why = "; ".join(cattrs.transform_error(error, path="it"))
        raise UnreadableError(f"no {kind.__name__}: {why}") from error


def write(run: Run, path: Path, names: Mapping[str, str]) -> None:
    """Write the verdict file. `names` maps texts that differ from run to run (folders) to those that replace them."""
    content = dict(dataclasses.asdict(run), format=FORMAT, counts=run.counts, complete=run.complete)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(
        timeless(text, names) + "\n", encoding="utf-8", errors="backslashreplace"
    )  # as JSON escapes


def read(path: Union[str, Path]) -> Run:
    """Return the run that a verdict file tells of.

    Raises:
        UnreadableError: there is no such file, or it is no complete verdict file of this format.
    """
    try:
        content: Dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        found = content["format"]
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}; a run writes one: nox -s conformance") from error
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableError(
            f"{path} is no complete {FILE}; a run writes one: nox -s conformance"
        ) from error
    if found != FORMAT:
        raise UnreadableError(
            f"{path} has format {found}, and this suite reads format {FORMAT}; a new run writes one of that format"
        )
    try:
        return from_json(Run, {name: value for name, value in content.items() if name not in _DERIVED})
    except UnreadableError as error:
        raise UnreadableError(f"{path} is no complete {FILE}: {error}") from error


def timeless(text: str, names: Mapping[str, str]) -> str:
    """Return `text` with fixed words for what differs from run to run: folders, ports, addresses, temporary files."""
    for name, stands_for in sorted(names.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(name, stands_for)
    text = re.sub(r"(?<=<run>/pytest)/popen-gw\d+|(?<=<run>/home)-gw\d+|(?<=<run>/work)-gw\d+", "", text)
    text = re.sub(r"(?<=<run>/pytest/)(\w+?)\d+\b", r"\1", text)
    text = re.sub(r"(127\.0\.0\.1|localhost|\[::1\]):\d{4,5}", r"\1:<port>", text)
    text = re.sub(r"\b0x[0-9a-f]{6,}", "0x<address>", text)
    return re.sub(r"\btmp[a-z0-9_]{8}\b", "<temporary>", text)


def comparable(run: Run) -> Run:
    """Return a run without times: equal for two runs of the same on the same."""
    verdicts = tuple(dataclasses.replace(verdict, duration=0, measurements=()) for verdict in run.verdicts)
    return dataclasses.replace(run, started="", duration=0, verdicts=verdicts)
