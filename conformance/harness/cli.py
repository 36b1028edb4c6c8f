"""The command line: which implementation, which clauses, and what the exit code says."""

from __future__ import annotations

import argparse
import contextlib
import enum
import io
import math
import signal
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

from cthulhu_conformance import __version__, clauses
from cthulhu_conformance.harness import judging, runner
from cthulhu_conformance.harness.judging import Request
from cthulhu_conformance.plan import REFERENCE
from cthulhu_conformance.reports import terminal
from cthulhu_conformance.results import files
from cthulhu_conformance.results.model import Run

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
    TERMINATED = 143


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Judge what the command line names, and return the exit code (see `Exit`)."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # what its encoding lacks is shown as an escape
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with _terminated():
            request, only_list = _parse(arguments)
            if only_list:
                terminal.list_clauses(request.selected.values())
                return Exit.CONFORMS
            with terminal.progress(request.selected.values(), request.gate) as announce:
                run = judging.judge(request, announce)
            terminal.show(run, request.output.resolve() / files.FILE)
            return _exit_code(run)
    except runner.UsageError as error:
        return _fail(Exit.USAGE, str(error))
    except judging.NoImplementationError as error:
        return _fail(Exit.NO_IMPLEMENTATION, str(error))
    except judging.TooFewGpusError as error:
        return _fail(Exit.TOO_FEW_GPUS, str(error))
    except (runner.HarnessError, clauses.SpecificationError) as error:
        return _fail(Exit.SUITE_FAILED, f"the suite itself failed, not the implementation:\n{error}")
    except KeyboardInterrupt:
        return _fail(Exit.INTERRUPTED, "interrupted before anything was judged")
    except runner.Terminated:
        return _fail(Exit.TERMINATED, "terminated before anything was judged")


@contextlib.contextmanager
def _terminated() -> Iterator[None]:
    """Have SIGTERM end the run like an interruption, with what was found so far."""

    def end(*_: Any) -> None:
        raise runner.Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _parse(arguments: Optional[Sequence[str]]) -> Tuple[Request, bool]:
    parser = argparse.ArgumentParser(
        prog="conformance",
        description="Judge, clause by clause, whether an implementation of cthulhu.utils does what the documentation "
        "says.",
        epilog="Other options go to pytest (-k, -x, -n, -v ...). Exit codes: "
        + ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in Exit),
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--impl", default=REFERENCE, metavar="PKG.UTILS",
        help="module with the utilities, or module:attribute (default: %(default)s, the bundled reference); "
        "looked for in the working directory, in src/ there, and in this environment")  # fmt: skip
    add("--utility", dest="utilities", action="append", default=[], metavar="NAME",
        help=f"judge by the clauses of this utility only (repeatable): {', '.join(clauses.UTILITIES)}")  # fmt: skip
    add("--level", dest="levels", action="append", default=[], choices=clauses.LEVELS,
        help="judge by the clauses of this level only, and let it decide the exit code (repeatable; by default all "
        f"levels are tested, and {' and '.join(clauses.GATED_BY_DEFAULT)} decide)")  # fmt: skip
    add("--clause", dest="clauses", action="append", default=[], metavar="PREFIX",
        help="judge by the clauses whose id starts with this only (repeatable)")  # fmt: skip
    add("--list", action="store_true", help="list the selected clauses, and import nothing")
    add("--output", type=Path, default=Path("conformance-results"), metavar="DIR",
        help="where verdicts.json and pytest.log go (default: %(default)s)")  # fmt: skip
    add("--explore", type=_positive, metavar="N",
        help="search with N fresh random examples for each property, not the same ones in every run")  # fmt: skip
    add("--timeout", type=_positive, default=60, metavar="S",
        help="seconds that one test may take (default: %(default)s)")  # fmt: skip
    add("--framework", metavar="PKG",
        help="package with layers and models, where it is not the one with the utilities")  # fmt: skip
    add("--vocabulary", type=_file, metavar="FILE",
        help="TOML with the framework's names, where they are neither the documentation's nor Keras's")  # fmt: skip
    add("--setup", type=_file, metavar="FILE",
        help="Python file to run before the implementation is imported, in each process")  # fmt: skip
    add("--speed", choices=("off", "report", "gate"), default="report",
        help="whether speed is measured, and whether it decides the exit code (default: %(default)s)")  # fmt: skip
    add("--baseline", default=REFERENCE, metavar="PKG.UTILS",
        help="what speed is compared with, such as an older release (default: %(default)s)")  # fmt: skip
    add("--baseline-path", type=_folder, metavar="DIR",
        help="folder that the baseline is imported from: there it may have the implementation's name")  # fmt: skip
    add("--speed-tolerance", type=_factor, metavar="X",
        help="how many times the baseline's time is allowed, instead of what each clause says")  # fmt: skip
    add("--gpus", choices=("simulated", "real"), default="simulated",
        help="test multi_gpu_model on simulated GPUs, which any machine has, or on real ones, where a single one is "
        "split into eight (default: %(default)s)")  # fmt: skip
    add("--require-gpu", type=_positive, metavar="N",
        help=f"with --gpus=real: end with exit code {Exit.TOO_FEW_GPUS:d} for fewer than N (default: 1)")  # fmt: skip
    add("--version", action="version", version=__version__)
    options, rest = parser.parse_known_args(arguments)
    for name, spec in ("impl", options.impl), ("baseline", options.baseline):
        if "/" in spec or spec.endswith(".py"):
            parser.error(
                f"--{name}={spec} is a path; give the name that it is imported by, such as mypkg.utils"
            )
    if options.baseline_path and options.baseline == REFERENCE:
        parser.error(
            "--baseline-path is the folder that --baseline is imported from: add --baseline=PKG.UTILS"
        )
    if options.require_gpu and options.gpus != "real":
        parser.error("--require-gpu counts real GPUs: add --gpus=real")
    if rest and not rest[0].startswith("-"):
        parser.error(f"unexpected argument {rest[0]!r}; to name an implementation, add --impl={rest[0]}")
    only_list = options.__dict__.pop("list")
    return _request(vars(options), rest), only_list


def _request(options: Dict[str, Any], pytest_options: List[str]) -> Request:
    """Return what the options ask for: they go by the names of the request's fields."""
    try:
        options["utilities"] = clauses.folders_of(options["utilities"])
    except KeyError as error:
        known = ", ".join(clauses.UTILITIES.values())
        raise runner.UsageError(f"there is no utility {error}; the utilities are {known}") from None
    for name in ("levels", "utilities", "clauses"):
        options[name] = tuple(options[name])
    options["require_gpu"] = options["require_gpu"] or (1 if options["gpus"] == "real" else None)
    return Request(
        **options,
        pytest=tuple(pytest_options),
        talks=any(word.startswith(TALKATIVE) for word in pytest_options),
        here=Path.cwd(),
    )


def _positive(text: str) -> int:
    with contextlib.suppress(ValueError):
        if int(text) >= 1:
            return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a whole number of 1 or more")


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
    with contextlib.suppress(ValueError):
        if 1 < float(text) < math.inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text} is not a finite number above 1")


def _fail(code: Exit, message: str) -> int:
    print(f"conformance: {message}", file=sys.stderr)
    return code


def _exit_code(run: Run) -> int:
    """Return the exit code of a run, and print the reason where no verdict tells it."""
    execution = run.execution
    if execution.stopped in ("interrupted", "terminated"):
        return Exit.INTERRUPTED if execution.stopped == "interrupted" else Exit.TERMINATED
    if execution.untested:
        return _fail(Exit.SUITE_FAILED, f"clauses without a test: {', '.join(execution.untested)}")
    if execution.not_run:
        return _fail(Exit.SUITE_FAILED, f"tests that did not run: {', '.join(execution.not_run)}")
    if run.failures:
        return Exit.VIOLATES
    if "speed" in run.options.gate and not any(verdict.measured for verdict in run.verdicts):
        return _fail(
            Exit.NOTHING_JUDGED,
            "speed is to decide (--speed=gate), but no measurement was conclusive; try a quieter machine",
        )
    if all(verdict.verdict in ("absent", "untestable") for verdict in run.verdicts):
        return _fail(Exit.NOTHING_JUDGED, "nothing was judged: each clause is absent, untestable or left out")
    return Exit.CONFORMS
