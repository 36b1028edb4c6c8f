"""Mutants of the reference made by a tool (cosmic-ray), judged by the conformance suite alone.

`python -m tools.mutation --module hdf5`. Each must be killed, or be listed as equivalent, with the reason, in
equivalents.toml. Exit code 1 for one that survives, and for an entry of the list that is killed or no longer there.
`--impl=tools.mutation:hdf5__NumberReplacer__7` judges a single one.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.machinery
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

from conformance import clauses, runner
from conformance.verdicts import FAILING
from tools import forks
from tools.forks import ROOT, Case

EQUIVALENTS = Path(__file__).with_name("equivalents.toml")

#: The modules of the reference in which there is something to mutate, and beginnings of the clauses that judge them.
MODULES = {
    "arrays": ("reference/utils/arrays.py", ("to_categorical", "normalize")),
    "archives": ("reference/utils/archives.py", ("get_file",)),
    "downloads": ("reference/utils/downloads.py", ("get_file",)),
    "hdf5": ("reference/utils/hdf5.py", ("hdf5_matrix",)),
    "scopes": ("reference/utils/scopes.py", ("custom_object_scope",)),
    "sequences": ("reference/utils/sequences.py", ("sequence",)),
    "summaries": ("reference/utils/summaries.py", ("print_summary",)),
    "plots": ("reference/utils/plots.py", ("plot_model",)),
    "graphs": ("reference/utils/graphs.py", ("print_summary", "plot_model")),
    "parallel": ("reference/utils/parallel.py", ("multi_gpu_model",)),
    "replicas": ("reference/replicas.py", ("multi_gpu_model",)),
    "framework": (
        "reference/framework.py",
        ("custom_object_scope.framework", "hdf5_matrix.models", "sequence.training", "print_summary.called"),
    ),
}


@dataclass(frozen=True)
class Mutation:
    """One place that one operator changes: the line before and after, as in equivalents.toml."""

    module: str
    operator: str
    occurrence: int
    line: int
    before: str
    after: str

    @property
    def spec(self) -> str:
        return f"tools.mutation:{self.module}__{self.operator}__{self.occurrence}"

    @property
    def change(self) -> str:
        return f"{self.place} -> {self.after}"

    @property
    def place(self) -> str:
        return f"{self.module}: {self.before}"


def mutations(module: str) -> Iterator[Mutation]:
    """All that the tool's operators make of a module, each text once."""
    from cosmic_ray import plugins

    source, seen = _source(module), set()
    for name in sorted(plugins.operator_names()):
        if name in ("core/VariableReplacer", "core/VariableInserter"):
            continue  # they must be told which variables
        operator, occurrence = name.partition("/")[2], 0
        while True:
            mutated = _mutated(source, operator, occurrence)
            if mutated is None:
                break
            if mutated not in seen:
                seen.add(mutated)
                yield Mutation(module, operator, occurrence, *_difference(source, mutated))
            occurrence += 1


def _source(module: str) -> str:
    return (ROOT / MODULES[module][0]).read_text(encoding="utf-8")


def _mutated(source: str, operator: str, occurrence: int) -> Optional[str]:
    from cosmic_ray import mutating, plugins

    found: Optional[str] = mutating.mutate_code(
        source, plugins.get_operator(f"core/{operator}")(), occurrence
    )
    return found


def _difference(source: str, mutated: str) -> Tuple[int, str, str]:
    """The number and the text of the first line that differs, and what is there instead."""
    before, after = source.splitlines(), mutated.splitlines()
    number = next(n for n, (old, new) in enumerate(zip(before, after)) if old != new)
    is_gone = len(after) < len(before)
    return number + 1, before[number].strip(), "" if is_gone else after[number].strip()


def __getattr__(name: str) -> Any:
    """The utilities of a reference that is mutated in that way, in the place of the one that may be there."""
    module, _, rest = name.partition("__")
    operator, _, occurrence = rest.partition("__")
    if module not in MODULES or not occurrence:
        raise AttributeError(name)
    source = _mutated(_source(module), operator, int(occurrence))
    if source is None:
        raise AttributeError(f"{name}: {operator} changes fewer places than that in {module}")
    for loaded in [loaded for loaded in sys.modules if loaded.partition(".")[0] == "reference"]:
        del sys.modules[loaded]
    path = MODULES[module][0]
    sys.meta_path.insert(0, _Finder(path[: -len(".py")].replace("/", "."), str(ROOT / path), source))
    return importlib.import_module("reference.utils")


class _Finder:
    """Finds the one module whose source is not that of its file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name: str, path: Any = None, target: Optional[ModuleType] = None) -> Any:
        if name != self.name:
            return None
        return importlib.util.spec_from_loader(name, _Loader(name, self.path, self.source))


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.source, self.path, "exec")
        return code


def equivalents() -> Dict[str, str]:
    """The changes that no test can see, and the lines of which all changes may be such, each with the reason."""
    groups = clauses.parse(EQUIVALENTS)["equivalent"]
    return {
        text: group["reason"]
        for group in groups
        for text in (*group.get("changes", ()), *group.get("lines", ()))
    }


def judge(todo: Sequence[Mutation]) -> List[Mutation]:
    """Those that survive all clauses of their module."""
    by_spec = {mutation.spec: mutation for mutation in todo}
    cases = [
        Case(
            mutation.spec,
            tuple(clauses.select(clauses.BEHAVIOUR, prefixes=MODULES[mutation.module][1])),
            until_first=True,
        )
        for mutation in todo
    ]
    survivors = []

    def work(judge: forks.Judge) -> None:
        for found in bar.track(judge(cases), total=len(cases), description="mutation"):
            if not found.error and not any(verdict in FAILING for verdict in found.verdicts.values()):
                survivors.append(by_spec[found.case.spec])

    with forks.progress() as bar:
        forks.in_session(cases, work, ["keras"])
    return sorted(survivors, key=lambda mutation: (mutation.module, mutation.line))


def report(todo: Sequence[Mutation], survivors: Sequence[Mutation], known: Dict[str, str]) -> int:
    """Print what is wrong and the score; the exit code."""
    unknown = [m for m in survivors if m.change not in known and m.place not in known]
    wrong = [f"survivor: {m.change}  (line {m.line}, --impl={m.spec})" for m in unknown]
    modules = {m.module for m in todo}
    alive, there = ({text for m in some for text in (m.change, m.place)} for some in (survivors, todo))
    for text in known:
        if text.partition(":")[0] in modules and text not in alive:
            why = "is killed" if text in there else "is no mutant any more"
            wrong.append(f"listed as equivalent, but {why}: {text}")
    for line in wrong:
        print(line)
    equivalent = len(survivors) - len(unknown)
    killed, possible = len(todo) - len(survivors), len(todo) - equivalent
    print(
        f"{killed} of {possible} mutants killed ({killed / (possible or 1):.1%}), {equivalent} more are equivalent"
    )
    return 1 if wrong or not todo else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutation", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--module", action="append", choices=list(MODULES), help="this one's only (repeatable)"
    )
    options = parser.parse_args()
    todo = [mutation for module in options.module or MODULES for mutation in mutations(module)]
    return report(todo, judge(todo), equivalents())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except runner.HarnessError as error:
        sys.exit(f"the mutants can't be judged, pytest failed:\n{error}")
