"""Tables of cases: for each clause the values of a test's parameters that test it."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable, Iterator, Mapping, Tuple, Union

import pytest

from cthulhu_conformance.clauses import clause

#: For each clause the values that test it, or these by the name that they have in the test's id.
Table = Mapping[str, Union[Iterable[Any], Mapping[str, Any]]]
LONG = 45  # characters


def cases(names: str, table: Table) -> pytest.MarkDecorator:
    """Have a test run with each value of the table, for the clause that it stands beside.

    With several names of parameters, as in `pytest.mark.parametrize`, a value is a tuple of as many.
    """
    return pytest.mark.parametrize(names, list(_parameters(table, "," in names)))


def _parameters(table: Table, is_tuple: bool) -> Iterator[Any]:
    seen: Counter = Counter()
    for said, found in table.items():
        named = found.items() if isinstance(found, Mapping) else ((None, value) for value in found)
        for name, value in named:
            values = tuple(value) if is_tuple else (value,)
            shown = name or _shown(values, said)
            seen[shown] += 1
            yield pytest.param(
                *values, marks=clause(said), id=f"{shown}-{seen[shown]}" if seen[shown] > 1 else shown
            )


def _shown(values: Tuple[Any, ...], said: str) -> str:
    """Return an id for values: their texts or, where these are long or may change, the name of the clause."""
    shown = "-".join(str(getattr(value, "__name__", value)) for value in values)
    is_short = 0 < len(shown) <= LONG and shown.isprintable() and "<" not in shown
    return shown if is_short else said.rpartition(".")[2]
