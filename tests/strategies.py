"""Values of any type of the results, made up by Hypothesis from the types' own annotations."""

import string
from dataclasses import fields, is_dataclass
from typing import Any, Dict, Union, get_type_hints

from hypothesis import strategies as st

from cthulhu_conformance.clauses import LEVELS, UTILITIES
from cthulhu_conformance.results import files
from cthulhu_conformance.results.model import (
    FAILING,
    VERDICTS,
    Failure,
    ImplementationFacts,
    Measurement,
    Options,
    Run,
    Surroundings,
    Verdict,
)

COUNT, POSITIVE = st.integers(0, 2**40), st.integers(1, 2**40)
SECONDS = st.floats(0, 1e9)
WORD = st.text(string.ascii_lowercase, min_size=1, max_size=8)
#: Text is written as it is but for what no two runs share.
TEXT = st.text(max_size=20).filter(lambda text: files.timeless(text, {}) == text)

PLAIN = {str: TEXT, int: COUNT, float: st.floats(-1e9, 1e9), bool: st.booleans(), type(None): st.none()}


def optional(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | values


def several(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=3).map(tuple)


#: Fields that may not have every value of their type.
NARROW: Dict[Any, Dict[str, st.SearchStrategy]] = {
    ImplementationFacts: {"dialect": st.sampled_from(["cthulhu", "keras"])},
    Options: {
        "levels": several(st.sampled_from(LEVELS)),
        "explore": optional(POSITIVE),
        "timeout": st.floats(0.1, 1e9),
        "speed": st.sampled_from(["off", "report", "gate"]),
        "speed_tolerance": optional(st.floats(1.1, 1e9)),
        "gpus": st.sampled_from(["simulated", "real"]),
        "require_gpu": optional(POSITIVE),
        "gate": st.lists(st.sampled_from(LEVELS), min_size=1, max_size=2).map(tuple),
    },
    Surroundings: {"network": st.sampled_from(["namespace", "guard", "not confined"])},
    Measurement: {
        "kind": st.sampled_from(["ratio", "growth", "memory"]),
        "outcome": st.sampled_from(["faster", "within", "slower", "more", "inconclusive", "noisy"]),
        "bound": st.floats(0.1, 1e9),
        "rounds": POSITIVE,
        "processes": POSITIVE,
    },
    Verdict: {"duration": SECONDS},
    Run: {"duration": SECONDS, "versions": st.builds(dict, python=TEXT, conformance=TEXT)},
}


def of_type(kind: Any) -> st.SearchStrategy:
    """Return the strategy for a type: a data class, or what its fields are annotated with."""
    if is_dataclass(kind):
        hints, narrow = get_type_hints(kind), NARROW.get(kind, {})
        values = {f.name: of_type(hints[f.name]) for f in fields(kind) if f.name not in narrow}
        made = st.builds(kind, **values, **narrow)
        return made.flatmap(consistent) if kind is Verdict else made
    if kind in PLAIN:
        return PLAIN[kind]
    parts = kind.__args__
    if kind.__origin__ is Union:
        return st.one_of([of_type(part) for part in parts])
    if kind.__origin__ is tuple:
        return several(of_type(parts[0]))
    return st.dictionaries(of_type(parts[0]), of_type(parts[1]), max_size=3)


@st.composite
def consistent(draw: Any, verdict: Verdict) -> Verdict:
    """Return a verdict that could be one: with a clause's name, and with the evidence that it needs."""
    utility, words = draw(st.sampled_from(list(UTILITIES))), "-".join(draw(st.lists(WORD, min_size=1)))
    named = draw(st.sampled_from(VERDICTS))
    more: Dict[str, Any] = {"verdict": named, "utility": utility, "level": draw(st.sampled_from(LEVELS))}
    more["clause"] = f"{utility}.{draw(WORD)}.{words}"
    if named == "conforms":
        more.update(failure=None, assertions=draw(POSITIVE), examples=draw(POSITIVE))
    elif named in FAILING:
        more["failure"] = draw(of_type(Failure))
    else:
        more["because"] = draw(TEXT)
    return Verdict(**{**vars(verdict), **more})
