"""The stored examples, and the tables of what must be read from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from cthulhu_conformance.clauses import parse

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"

Entry = Dict[str, Any]


def table(name: str) -> Dict[str, Entry]:
    """Return the entries of a table by the names of the files."""
    return dict(parse(HERE / f"{name}.toml"))


def files(*extensions: str) -> List[str]:
    """Return the names of the stored files that end so."""
    return sorted(path.name for path in DATA.iterdir() if path.suffix in extensions)
