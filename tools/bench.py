"""Measure how fast implementations are, beside the same bare yardsticks.

`measure NAME keras.utils` measures what is installed in this environment, and writes NAME.json into the folder
of results. `table` prints all results there; `table --write` also enters them into `bench.json`, from which the
table in docs/speed.md is made. A figure is the median ratio of paired rounds, so that those of several
environments can be compared; no absolute time counts.

It is run as `python -m cthulhu_conformance.tools.bench`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Optional

from rich.console import Console
from rich.progress import track
from rich.table import Table

from cthulhu_conformance.fixtures import gpus, graphviz, paired
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.testing import implementation
from cthulhu_conformance.tools.benchmarks import BENCHES, Bench

FIGURES = Path(__file__).parent / "bench.json"
ROUNDS = 30
REFERENCE = "reference"
#: Packages whose versions are noted, where they are imported.
PACKAGES = ("numpy", "h5py", "keras", "tf_keras", "tensorflow")

#: What a run found: "python", "versions", and "ratios" by the name of the benchmark.
Found = Dict[str, Any]


def measure(utilities: Any) -> Found:
    """Measure for each workload the median ratio to the yardstick and its interval, or say why there is none."""
    ratios: Dict[str, Any] = {}
    for bench in track(BENCHES, "measuring", transient=True):
        with tempfile.TemporaryDirectory() as name:
            try:
                workloads = bench.make(utilities, Path(name))
                subject, yardstick = next(workloads), next(workloads)
                if subject.prepare is not None:
                    subject.prepare()
                subject.call()
            except Exception as error:
                ratios[bench.name] = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
                continue
            timed = itertools.islice(paired.timings([subject, yardstick]), ROUNDS)
            found = [ours / bare for ours, bare in timed]
            low, high = paired.interval(found)
            ratios[bench.name] = [round(value, 3) for value in (statistics.median(found), low, high)]
            list(workloads)
    return {"python": "{}.{}".format(*sys.version_info), "versions": _versions(), "ratios": ratios}


def _versions() -> Dict[str, str]:
    versions = {name: getattr(sys.modules.get(name), "__version__", None) for name in PACKAGES}
    return {name: version for name, version in versions.items() if version is not None}


def table(results: Dict[str, Found]) -> Table:
    """Return a table with a row a workload and a column an implementation, the best of each row in bold."""
    shown = Table("workload", "yardstick", *results, "target", box=None, pad_edge=False, header_style="dim")
    pythons = {name: found["python"] for name, found in results.items()}
    for bench in BENCHES:
        ratios = {
            name: found["ratios"][bench.name][0]
            for name, found in results.items()
            if is_measured(found["ratios"].get(bench.name))
        }
        best = min(ratios.values(), default=None)
        cells = [_cell(ratios.get(name), best) for name in results]
        met = is_met(bench, ratios, pythons)
        shown.add_row(bench.name, bench.bare, *cells, "[green]met[/]" if met else "[red]missed[/]")
    return shown


def _cell(ratio: Optional[float], best: Optional[float]) -> str:
    if ratio is None:
        return "-"
    return f"[bold]{ratio:.2f}[/]" if ratio == best else f"{ratio:.2f}"


def is_measured(found: Any) -> bool:
    """Tell a measured ratio from the reason why there is none."""
    return isinstance(found, list)


def is_met(bench: Bench, ratios: Dict[str, float], pythons: Dict[str, str]) -> bool:
    """Tell whether the reference is as fast as it is to be; a twentieth is allowed for what processes differ by.

    It is compared with each of the others on that one's Python, if it was measured there: calls cost differently.
    """
    own = {pythons[name]: ratio for name, ratio in ratios.items() if name.startswith(REFERENCE)}
    if REFERENCE not in ratios:
        return False
    leads = all(
        own.get(pythons[name], ratios[REFERENCE]) * bench.ahead <= 1.05 * ratio
        for name, ratio in ratios.items()
        if not name.startswith(REFERENCE)
    )
    return leads or (bench.within is not None and max(own.values()) <= bench.within)


def merged(known: Optional[Found], found: Found) -> Found:
    """Return an implementation's figures in `bench.json` after a run: `known` is what was there.

    The ratio is that of the run. The range has those of earlier runs too, unless they had other versions.
    """
    before = known["ratios"] if known is not None and is_same_environment(known, found) else {}
    rows: Dict[str, Any] = {}
    for name, values in found["ratios"].items():
        if is_measured(values):
            rows[name] = row = {"ratio": round(values[0], 2)}
            earlier = before.get(name, {})
            seen = [
                row["ratio"],
                *earlier.get("range", []),
                *([earlier["ratio"]] if "ratio" in earlier else []),
            ]
            if min(seen) < max(seen):
                row["range"] = [min(seen), max(seen)]
    return {"python": found["python"], "versions": found["versions"], "ratios": rows}


def is_same_environment(known: Found, found: Found) -> bool:
    """Tell whether two runs had the same Python, and the same versions as far as both noted them."""
    shared = set(known["versions"]) & set(found["versions"])
    return known["python"] == found["python"] and all(
        f"{found['versions'][name]}.".startswith(f"{known['versions'][name]}.") for name in shared
    )


def write(results: Dict[str, Found], path: Path, fresh: bool) -> None:
    """Merge results into the file of figures; with `fresh`, ranges of earlier runs are forgotten."""
    figures = json.loads(path.read_text(encoding="utf-8"))
    known = figures["implementations"]
    for name, found in results.items():
        known[name] = merged(None if fresh else known.get(name), found)
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> Dict[str, Found]:
    """Return the results in a folder by their names, those of the reference first."""
    files = sorted(folder.glob("*.json"), key=lambda file: (file.stem != REFERENCE, file.stem))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def _measure_here(spec: str, setup: Optional[str]) -> Found:
    """Measure the implementation that this environment has."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(folder, spec, search=(os.getcwd(),), setup=os.path.abspath(setup) if setup else None)
        os.environ.update(plan.write())
        implementation.prepare(plan)
        try:
            gpus.set_up("simulated:2")
        except ImportError as error:
            print(f"multi_gpu_model is not measured: {error}")
        graphviz.put_dot_on_path(Path(folder) / "bin", os.environ)
        return measure(implementation.load_current().target)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--results", type=Path, default=Path(".bench"), metavar="DIR", help="default: %(default)s"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("measure", help="measure an implementation that is installed here")
    one.add_argument("name")
    one.add_argument("impl", metavar="PKG.UTILS")
    one.add_argument(
        "--setup", metavar="FILE", help="Python file to run before the implementation is imported"
    )
    everything = commands.add_parser("table", help="print all that has been measured")
    everything.add_argument("--write", action="store_true", help="enter it into tools/bench.json")
    everything.add_argument("--fresh", action="store_true", help="forget the ranges of earlier runs")
    return parser


def main() -> int:
    options = _parser().parse_args()
    if options.command == "measure":
        options.results.mkdir(parents=True, exist_ok=True)
        found = _measure_here(options.impl, options.setup)
        file = options.results / f"{options.name}.json"
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        for name, why in found["ratios"].items():
            if not is_measured(why):
                print(f"not measured: {name}: {why}")
    results = read(options.results)
    Console(width=None if sys.stdout.isatty() else 160).print(table(results))
    if options.command == "table" and options.write:
        write(results, FIGURES, options.fresh)
        print(
            f"{FIGURES.name} is written; cthulhu_conformance.tools.figures writes the table in docs/speed.md"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
