"""The command line: which implementation, which clauses, and what the exit code says."""

from __future__ import annotations

import argparse
import datetime
import enum
import math
import os
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from conformance import __version__, clauses, framework, implementation, runner, summary, verdicts
from conformance.plan import Plan
from conformance.probe import Sighting
from fixtures import gpus, sandbox

ROOT = Path(__file__).resolve().parent.parent
WORKERS = max(1, min(os.cpu_count() or 1, 4))  # more processes cost more imports than they save

#: Options after which pytest itself has something to say on the terminal.
TALKATIVE = ("-v", "-s", "--pdb", "--trace", "--co", "--capture", "--durations", "--setup", "--fixtures")


class Exit(enum.IntEnum):
    """Exit codes."""

    CONFORMS = 0
    VIOLATES = 1
    USAGE = 2
    NO_IMPLEMENTATION = 3
    SUITE_FAILED = 4
    NOTHING_JUDGED = 5
    TOO_FEW_GPUS = 6
    INTERRUPTED = 130


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Judge what the command line names; returns the exit code (see `Exit`)."""
    options, pytest_options = _parse(arguments)
    try:
        selected = _select(options)
        if options.list:
            summary.list_clauses(selected.values())
            return Exit.CONFORMS
        return _judge(options, selected, pytest_options)
    except runner.UsageError as error:
        return _fail(Exit.USAGE, f"pytest refused its options {pytest_options}:\n{error}")
    except (runner.HarnessError, clauses.SpecificationError) as error:
        return _fail(Exit.SUITE_FAILED, f"the suite itself failed, not the implementation:\n{error}")


def _parse(arguments: Optional[Sequence[str]]) -> Tuple[argparse.Namespace, List[str]]:
    parser = argparse.ArgumentParser(
        prog="conformance",
        description="Judge, clause by clause, whether an implementation of cthulhu.utils does what the documentation "
        "says.",
        epilog="Other options go to pytest (-k, -x, -n, -v ...). Exit codes: "
        + ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in Exit),
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--impl", default=implementation.REFERENCE, metavar="PKG.UTILS",
        help="module that has the utilities, or module:attribute (default: %(default)s, the bundled reference); "
        "looked for where you stand, in src/ there, and in this environment")  # fmt: skip
    add("--utility", action="append", default=[], metavar="NAME",
        help=f"judge this utility only (repeatable): {', '.join(clauses.UTILITIES)}")  # fmt: skip
    add("--level", action="append", default=[], choices=clauses.LEVELS,
        help="judge clauses of this level only, and let it decide the exit code (repeatable; by default all levels are "
        f"judged and {' and '.join(clauses.GATED_BY_DEFAULT)} decide)")  # fmt: skip
    add("--clause", action="append", default=[], metavar="PREFIX",
        help="judge clauses whose id starts so (repeatable)")  # fmt: skip
    add("--list", action="store_true", help="show what would be judged, import nothing")
    add("--output", default="conformance-results", metavar="DIR",
        help="where verdicts.json and pytest.log go (default: %(default)s)")  # fmt: skip
    add("--explore", type=_positive, metavar="N",
        help="search with N fresh random examples a property instead of the same ones each run")  # fmt: skip
    add("--timeout", type=_positive, default=60, metavar="S",
        help="seconds that one test may take (default: %(default)s)")  # fmt: skip
    add("--framework", metavar="PKG",
        help="package that has layers and models, where it is not the one that has the utilities")  # fmt: skip
    add("--vocabulary", type=_file, metavar="FILE",
        help="TOML with the framework's names, where they are neither the documentation's nor Keras's "
        "(see conformance/vocabulary.toml)")  # fmt: skip
    add("--setup", type=_file, metavar="FILE",
        help="Python file to run before the implementation is imported, in each process")  # fmt: skip
    add("--speed", choices=("off", "report", "gate"), default="report",
        help="whether speed is measured, and whether it decides the exit code (default: %(default)s)")  # fmt: skip
    add("--baseline", default=implementation.REFERENCE, metavar="PKG.UTILS",
        help="what speed is compared with (default: %(default)s): an older release, say")  # fmt: skip
    add("--baseline-path", type=_folder, metavar="DIR",
        help="folder that the baseline is imported from: there it may have the implementation's name")  # fmt: skip
    add("--speed-tolerance", type=_factor, metavar="X",
        help="how many times the baseline's time is allowed, instead of what each clause says")  # fmt: skip
    add("--gpus", choices=("simulated", "real"), default="simulated",
        help="judge multi_gpu_model on pretend GPUs, which need none, or on real ones; a single real one is split "
        "in eight (default: %(default)s)")  # fmt: skip
    add("--require-gpu", type=_positive, metavar="N",
        help=f"with --gpus=real: fewer than N are an error, exit code {Exit.TOO_FEW_GPUS:d} (default: 1)")  # fmt: skip
    add("--version", action="version", version=__version__)
    options, rest = parser.parse_known_args(arguments)
    for name, spec in ("impl", options.impl), ("baseline", options.baseline):
        if "/" in spec or spec.endswith(".py"):
            parser.error(f"--{name}={spec} is a path; give the name that it is imported by, like mypkg.utils")
    if options.baseline_path and options.baseline == implementation.REFERENCE:
        parser.error("--baseline-path is where --baseline is imported from: name that too")
    if options.require_gpu and options.gpus != "real":
        parser.error("--require-gpu is about real GPUs: add --gpus=real")
    if options.gpus == "real":
        options.require_gpu = options.require_gpu or 1
    positional = [word for word in rest if not word.startswith("-") and word == rest[0]]
    if positional:
        parser.error(f"unexpected {positional[0]!r}; the implementation is named with --impl={positional[0]}")
    return options, rest


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _file(text: str) -> str:
    path = Path(text).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {path}")
    return str(path)


def _folder(text: str) -> str:
    path = Path(text).resolve()
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path}")
    return str(path)


def _factor(text: str) -> float:
    number = float(text)
    if not 1 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not more than 1")
    return number


def _select(options: argparse.Namespace) -> Dict[str, clauses.Clause]:
    try:
        wanted = clauses.folders_of(options.utility)
    except KeyError as error:
        _usage(f"there is no utility {error}; there are {', '.join(clauses.UTILITIES.values())}")
    selected = clauses.select(options.level, wanted, options.clause)
    if options.speed == "off":
        selected = {name: clause for name, clause in selected.items() if clause.level != "speed"}
    if not selected:
        _usage("no clause is selected; --list without other options shows all of them")
    return selected


def _usage(message: str) -> None:
    print(f"conformance: {message}", file=sys.stderr)
    raise SystemExit(int(Exit.USAGE))


def _fail(code: Exit, message: str) -> int:
    print(f"conformance: {message}", file=sys.stderr)
    return code


def _judge(
    options: argparse.Namespace, selected: Dict[str, clauses.Clause], pytest_options: List[str]
) -> int:
    started, clock = datetime.datetime.now(datetime.timezone.utc), time.monotonic()
    here = Path.cwd()
    output = Path(options.output).resolve()
    with sandbox.run_folder() as folder:
        environment = sandbox.environment(folder, str(ROOT))
        environment[implementation.VARIABLE] = options.impl
        environment[implementation.SEARCH_VARIABLE] = os.pathsep.join([str(here), str(here / "src")])
        for variable, value in [
            (implementation.SETUP_VARIABLE, options.setup),
            (framework.VARIABLE, options.framework),
            (framework.VOCABULARY_VARIABLE, options.vocabulary),
        ]:
            if value:
                environment[variable] = value
        if options.vocabulary:
            framework.vocabulary(options.vocabulary)
        sighting = runner.probe(folder, environment)
        if sighting.error:
            return _fail(Exit.NO_IMPLEMENTATION, sighting.error)
        if options.baseline != implementation.REFERENCE:
            problem = runner.probe(folder, _of_baseline(options, environment)).error
            if problem:
                return _fail(Exit.NO_IMPLEMENTATION, f"the baseline can't be had: {problem}")
        if options.require_gpu:
            there = gpus.count_physical()
            if there < options.require_gpu:
                return _fail(Exit.TOO_FEW_GPUS, _too_few(there, options.require_gpu))
        output.mkdir(parents=True, exist_ok=True)
        missing = [name for name, there in sighting.utilities.items() if not there]
        plan = Plan(
            str(folder),
            options.impl,
            list(selected),
            missing,
            options.timeout,
            options.explore,
            gpus="real" if options.gpus == "real" else gpus.SIMULATED,
            baseline=options.baseline,
            baseline_path=options.baseline_path,
            tolerance=options.speed_tolerance,
        )
        gate = options.level or [*clauses.GATED_BY_DEFAULT, *(["speed"] if options.speed == "gate" else [])]
        with summary.progress(sighting, selected.values(), gate) as progress:
            result = runner.run(
                plan,
                environment,
                _with_workers(pytest_options, 1 if options.gpus == "real" else WORKERS),
                None if any(word.startswith(TALKATIVE) for word in pytest_options) else _log(output),
                progress,
            )
        found = verdicts.judge(selected.values(), result.findings, missing)
        run = verdicts.Run(
            implementation=_implementation(sighting),
            versions=dict(sighting.versions, python=sighting.python, conformance=__version__),
            options=_recorded(options, gate, pytest_options),
            surroundings={"platform": sighting.platform, "network": sighting.network},
            gpus=result.receipt,
            started=started.isoformat(timespec="seconds"),
            duration=round(time.monotonic() - clock, 2),
            complete=len(found) == len(selected) and not result.not_run,
            verdicts=found,
        )
        names = {str(folder): "<run>", folder.name: "<run>"}
        verdicts.write(run, output / verdicts.FILE, names)
    summary.show(verdicts.read(output / verdicts.FILE), output / verdicts.FILE)
    return _exit_code(run, result, selected, pytest_options)


def _of_baseline(options: argparse.Namespace, environment: Dict[str, str]) -> Dict[str, str]:
    """The environment in which the baseline would be the implementation."""
    search = [options.baseline_path or "", environment[implementation.SEARCH_VARIABLE]]
    variables = {
        implementation.VARIABLE: options.baseline,
        implementation.SEARCH_VARIABLE: os.pathsep.join(search),
    }
    return dict(environment, **variables)


def _too_few(there: int, wanted: int) -> str:
    return (
        f"TensorFlow sees {there} real GPUs here; wanted are at least {wanted}.\n"
        "to do:    run on a machine that has them, with a TensorFlow built for them "
        "(python -c 'import tensorflow as tf; print(tf.config.list_physical_devices())' lists what it sees)"
    )


def _log(output: Path) -> Path:
    log = output / "pytest.log"
    log.write_bytes(b"")
    return log


def _with_workers(pytest_options: List[str], workers: int) -> List[str]:
    given = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in pytest_options)
    return pytest_options if given else ["-n", str(workers), *pytest_options]


def _implementation(sighting: Sighting) -> Dict[str, Any]:
    return {
        "spec": sighting.spec,
        "file": sighting.file,
        "dialect": sighting.dialect,
        "utilities": sighting.utilities,
    }


def _recorded(options: argparse.Namespace, gate: List[str], pytest_options: List[str]) -> Dict[str, Any]:
    return {
        "levels": options.level,
        "utilities": options.utility,
        "clauses": options.clause,
        "explore": options.explore,
        "timeout": options.timeout,
        "framework": options.framework,
        "vocabulary": options.vocabulary and Path(options.vocabulary).name,
        "setup": options.setup and Path(options.setup).name,
        "speed": options.speed,
        "baseline": options.baseline,
        "speed_tolerance": options.speed_tolerance,
        "gpus": options.gpus,
        "require_gpu": options.require_gpu,
        "gate": gate,
        "pytest": pytest_options,
    }


def _exit_code(
    run: verdicts.Run,
    result: runner.Result,
    selected: Dict[str, clauses.Clause],
    pytest_options: List[str],
) -> int:
    if result.interrupted:
        return Exit.INTERRUPTED
    judged = {verdict.clause for verdict in run.verdicts}
    untested = [clause for clause in selected if clause not in judged]
    if untested and not _selects(pytest_options):
        return _fail(Exit.SUITE_FAILED, f"clauses without a test: {', '.join(untested)}")
    if result.not_run and not _selects(pytest_options):
        return _fail(Exit.SUITE_FAILED, f"tests that did not run: {', '.join(result.not_run)}")
    if run.failures:
        return Exit.VIOLATES
    if "speed" in run.options["gate"] and not any(verdict.measured for verdict in run.verdicts):
        return _fail(
            Exit.NOTHING_JUDGED, "no speed was measured for sure, and it is to decide (--speed=gate)"
        )
    if all(verdict.verdict in ("absent", "untestable") for verdict in run.verdicts):
        return _fail(Exit.NOTHING_JUDGED, "nothing was judged: no clause ran to a verdict")
    return Exit.CONFORMS


def _selects(pytest_options: List[str]) -> bool:
    """Whether the options make pytest leave tests out (the number of workers does not)."""
    rest = [word for word in pytest_options if not word.startswith(("-n", "-v", "-q", "-s"))]
    return any(word.startswith("-") for word in rest)
