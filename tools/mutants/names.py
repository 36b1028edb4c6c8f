"""The names of all mutants and conforming variants, as committed in mutants.toml: one that vanishes is noticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, Iterator, List

from cthulhu_conformance import clauses
from cthulhu_conformance.tools import mutants, variants

FILE = Path(__file__).parent.with_name("mutants.toml")

HEADER = """\
# The mutants of each utility and of Keras 2.3.1's own code, and the conforming variants, written by
# `python -m cthulhu_conformance.tools.ledger --write`. One that is here and not defined has vanished.
"""

Names = Dict[str, List[str]]


def registered() -> Names:
    """Return the names that are defined, sorted: of each utility's mutants, of "original" and of "variants".

    This imports TensorFlow.
    """
    registries = {**mutants.REGISTRIES, "variants": variants.REGISTRY}
    return {group: sorted(registry.load()) for group, registry in registries.items()}


def read(path: Path = FILE) -> Names:
    """Return the names that are committed."""
    found: Names = clauses.parse(path) if path.exists() else {}
    return found


def write(names: Names, path: Path = FILE) -> None:
    """Enter the names that are meant."""
    tables = (
        f"{group} = [\n" + "".join(f"    {json.dumps(name)},\n" for name in own) + "]\n"
        for group, own in names.items()
    )
    path.write_text(HEADER + "".join(tables), encoding="utf-8")


def differences(defined: Names, committed: Names) -> Iterator[str]:
    """Yield a line for each name that has vanished, and for each that is not entered."""
    for group in dict.fromkeys([*committed, *defined]):
        now, before = set(defined.get(group, [])), set(committed.get(group, []))
        for name in sorted(before - now):
            yield f"{group}: {name} has vanished, and is in mutants.toml"
        for name in sorted(now - before):
            yield f"{group}: {name} is not entered into mutants.toml"
