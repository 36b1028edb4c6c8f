"""Mutants of the reference made by a tool (cosmic-ray), and the tests of the conformance suite run on them.

`python -m cthulhu_conformance.tools.mutation --module hdf5`. Each must be killed, or be listed as equivalent, with the
reason, in equivalents.toml. Exit code 1 for one that survives, and for an entry of the list that is killed or no longer
there.
`--impl=cthulhu_conformance.tools.mutation:hdf5__NumberReplacer__7` takes a single one.
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

from cthulhu_conformance import clauses, reference
from cthulhu_conformance.harness import runner
from cthulhu_conformance.results.model import FAILING
from cthulhu_conformance.tools import forks
from cthulhu_conformance.tools.forks import Case

EQUIVALENTS = Path(__file__).with_name("equivalents.toml")
PACKAGE = reference.__name__
FOLDER = Path(reference.__file__).parent

#: The modules of the reference that have something to mutate, and prefixes of the clauses about them.
MODULES = {
    "arrays": ("utils/arrays.py", ("to_categorical", "normalize")),
    "archives": ("utils/archives.py", ("get_file",)),
    "downloads": ("utils/downloads.py", ("get_file",)),
    "hdf5": ("utils/hdf5.py", ("hdf5_matrix",)),
    "scopes": ("utils/scopes.py", ("custom_object_scope",)),
    "sequences": ("utils/sequences.py", ("sequence",)),
    "summaries": ("utils/summaries.py", ("print_summary",)),
    "plots": ("utils/plots.py", ("plot_model",)),
    "graphs": ("utils/graphs.py", ("print_summary", "plot_model")),
    "parallel": ("utils/parallel.py", ("multi_gpu_model",)),
    "replicas": ("replicas.py", ("multi_gpu_model",)),
    "framework": (
        "framework.py",
        ("custom_object_scope.framework", "hdf5_matrix.models", "sequence.training", "print_summary.called"),
    ),
}


@dataclass(frozen=True)
class Mutation:
    """A change of one place by one operator: the line before and after, as in equivalents.toml."""

    module: str
    operator: str
    occurrence: int
    line: int
    before: str
    after: str

    @property
    def spec(self) -> str:
        return f"cthulhu_conformance.tools.mutation:{self.module}__{self.operator}__{self.occurrence}"

    @property
    def change(self) -> str:
        return f"{self.place} -> {self.after}"

    @property
    def place(self) -> str:
        return f"{self.module}: {self.before}"


def mutations(module: str) -> Iterator[Mutation]:
    """Yield all mutations that the tool's operators make of a module, each text once."""
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
    return (FOLDER / MODULES[module][0]).read_text(encoding="utf-8")


def _mutated(source: str, operator: str, occurrence: int) -> Optional[str]:
    from cosmic_ray import mutating, plugins

    found: Optional[str] = mutating.mutate_code(
        source, plugins.get_operator(f"core/{operator}")(), occurrence
    )
    return found


def _difference(source: str, mutated: str) -> Tuple[int, str, str]:
    """Return the number and the text of the first line that differs, and the text that replaces it."""
    before, after = source.splitlines(), mutated.splitlines()
    number = next(n for n, (old, new) in enumerate(zip(before, after)) if old != new)
    is_gone = len(after) < len(before)
    return number + 1, before[number].strip(), "" if is_gone else after[number].strip()


def __getattr__(name: str) -> Any:
    """Return the utilities of the reference mutated in that way, imported in place of any that was imported before.

    Raises:
        AttributeError: the name is that of no mutation.
    """
    module, _, rest = name.partition("__")
    operator, _, occurrence = rest.partition("__")
    if module not in MODULES or not occurrence:
        raise AttributeError(name)
    source = _mutated(_source(module), operator, int(occurrence))
    if source is None:
        raise AttributeError(
            f"{name}: {operator} changes fewer than {int(occurrence) + 1} places in {module}"
        )
    for loaded in [loaded for loaded in sys.modules if loaded.startswith(PACKAGE)]:
        del sys.modules[loaded]
    path = MODULES[module][0]
    sys.meta_path.insert(
        0, _Finder(f"{PACKAGE}.{path[: -len('.py')]}".replace("/", "."), str(FOLDER / path), source)
    )
    return importlib.import_module(f"{PACKAGE}.utils")


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
    """Return the changes that no test can see, and the lines of which all changes may be such, each with the reason."""
    groups = clauses.parse(EQUIVALENTS)["equivalent"]
    return {
        text: group["reason"]
        for group in groups
        for text in (*group.get("changes", ()), *group.get("lines", ()))
    }


def survivors_of(todo: Sequence[Mutation]) -> List[Mutation]:
    """Return those that survive the tests of all clauses of their module."""
    by_spec = {mutation.spec: mutation for mutation in todo}
    cases = [
        Case(
            mutation.spec,
            tuple(clauses.select(clauses.BEHAVIOUR, prefixes=MODULES[mutation.module][1])),
            until_first=True,
        )
        for mutation in todo
    ]
    survivors: List[Mutation] = []

    def run(run_cases: forks.Evaluate) -> None:
        for found in bar.track(run_cases(cases), total=len(cases), description="mutation"):
            if not found.error and not any(verdict in FAILING for verdict in found.verdicts.values()):
                survivors.append(by_spec[found.case.spec])

    with forks.progress() as bar:
        forks.in_session(cases, run, ["keras"])
    return sorted(survivors, key=lambda mutation: (mutation.module, mutation.line))


def report(todo: Sequence[Mutation], survivors: Sequence[Mutation], known: Dict[str, str]) -> int:
    """Print what is wrong, and the score; return the exit code."""
    unknown = [m for m in survivors if m.change not in known and m.place not in known]
    wrong = [f"survivor: {m.change}  (line {m.line}, --impl={m.spec})" for m in unknown]
    modules = {m.module for m in todo}
    alive, there = ({text for m in some for text in (m.change, m.place)} for some in (survivors, todo))
    for text in known:
        if text.partition(":")[0] in modules and text not in alive:
            why = "killed" if text in there else "no longer a mutant"
            wrong.append(f"listed as equivalent, but {why}: {text}")
    for line in wrong:
        print(line)
    equivalent = len(survivors) - len(unknown)
    killed, possible = len(todo) - len(survivors), len(todo) - equivalent
    print(
        f"mutants killed: {killed} of {possible} ({killed / (possible or 1):.1%}); equivalent: {equivalent}"
    )
    return 1 if wrong or not todo else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutation", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--module", action="append", choices=list(MODULES), help="mutate this module only (repeatable)"
    )
    options = parser.parse_args()
    todo = [mutation for module in options.module or MODULES for mutation in mutations(module)]
    return report(todo, survivors_of(todo), equivalents())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except runner.HarnessError as error:
        sys.exit(f"no mutant was tried, pytest failed:\n{error}")
