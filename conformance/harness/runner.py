"""Runs the planned tests in processes of their own and survives whatever these do.

A test process that dies takes one test with it: that test has crashed (or timed out), and the rest goes on.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, Callable, Dict, Iterable, Iterator, List, Optional, Set

from cthulhu_conformance.clauses import HERE, UTILITIES, load
from cthulhu_conformance.harness import receipts
from cthulhu_conformance.harness.journal import Journal
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.results.files import from_json
from cthulhu_conformance.results.model import Execution, Finding, ProbeResult, Receipt
from cthulhu_conformance.results.verdicts import decide_by_majority

CONFIRMATIONS = 2  # fresh processes that a test of speed is repeated in, if it fails
POLL = 0.25  # seconds between looks at the journal
LINGERING = (
    5.0  # seconds that a finished test process may take to end (an implementation may have left threads)
)
IMPORT_LIMIT = 300.0  # seconds for the first import

#: Takes how many tests have an outcome, and how many there are.
Progress = Callable[[int, int], None]


class HarnessError(Exception):
    """The suite itself failed; the message says how, with the end of pytest's own output."""


class UsageError(Exception):
    """A request makes no sense; the message says why, in pytest's words where pytest refused it."""


@dataclass
class RunState:
    """The state of a run: all that is known so far.

    `findings` are those of the tests that ran. `tests` maps each test of the selected clauses to its clause, as far as
    pytest has collected them; `deselected` are those that its options left out. `stopped` says why the run ended early
    where a person wanted that. `receipt` tells of the GPUs that the tests of multi_gpu_model had.
    """

    findings: List[Finding] = field(default_factory=list)
    tests: Dict[str, str] = field(default_factory=dict)
    deselected: Set[str] = field(default_factory=set)
    receipt: Optional[Receipt] = None
    stopped: Optional[str] = None

    @property
    def not_run(self) -> List[str]:
        """The tests that neither ran nor were left out."""
        return sorted(set(self.tests) - self.deselected - {finding.test for finding in self.findings})

    def execution(self, clauses: Iterable[str]) -> Execution:
        """Return what became of the tests of these clauses, whose utilities are not missing."""
        tested = set(self.tests.values())
        return Execution(
            collected=len(self.tests),
            deselected=len(self.deselected),
            run=len({finding.test for finding in self.findings}),
            untested=() if self.stopped else tuple(name for name in clauses if name not in tested),
            not_run=() if self.stopped else tuple(self.not_run),
            stopped=self.stopped,
        )


def probe(plan: Plan, environment: Dict[str, str]) -> ProbeResult:
    """Import the plan's implementation in a process of its own, and return the probe result."""
    answer, log = Path(plan.folder) / "probe.json", Path(plan.folder) / "probe.log"
    command = _confined([sys.executable, "-m", "cthulhu_conformance.harness.probe", str(answer)])
    with open(log, "wb") as output:
        process = _start(plan, command, dict(environment, **plan.write()), output)
        try:
            process.wait(IMPORT_LIMIT)
            ending = f"ended its process ({_ending(process.returncode)})"
        except subprocess.TimeoutExpired:
            ending = f"did not end within {IMPORT_LIMIT:g} s"
        finally:
            _kill(process)
    if answer.exists():
        seen = from_json(ProbeResult, json.loads(answer.read_text(encoding="utf-8")))
        answer.unlink()
        return seen
    return ProbeResult(
        plan.spec, error=f"importing {plan.spec} {ending}.\nthe end of its output:\n{_tail(log)}"
    )


def run(
    plan: Plan,
    environment: Dict[str, str],
    pytest_options: List[str],
    log: Optional[Path],
    progress: Progress,
) -> RunState:
    """Run all tests of the plan, restarting after a crash. Pytest's output goes to `log`, or to the terminal.

    Raises:
        UsageError: pytest refuses the options.
        HarnessError: the tests can't be run, for a reason that is not the implementation's.
    """
    state = RunState()
    for part in parts(plan):
        run_part = partial(_run_part, environment=environment, log=log)
        if "quiet" in load()[part.clauses[0]].requires:
            _measure_part(part, state, partial(run_part, pytest_options=[*pytest_options, "-n0"]), progress)
        else:
            run_part(part, state, pytest_options=pytest_options, progress=progress)
        if state.stopped:
            break
    return state


def parts(plan: Plan) -> Iterator[Plan]:
    """Yield the plan divided by what the clauses require of their processes.

    GPUs must be there before TensorFlow starts. What requires quiet runs alone, after the rest.
    """
    known = load()
    for wants_quiet, wants_gpus in itertools.product((False, True), repeat=2):
        names = tuple(
            name
            for name in plan.clauses
            if ("quiet" in known[name].requires, "gpus" in known[name].requires) == (wants_quiet, wants_gpus)
        )
        if names:
            yield replace(plan, clauses=names, gpus=plan.gpus if wants_gpus else "")


def _measure_part(plan: Plan, state: RunState, run_part: Callable[..., None], progress: Progress) -> None:
    """Run tests of speed; repeat those that exceed their bound in fresh processes, where the majority counts."""
    before = len(state.findings)
    run_part(plan, state, progress=progress)
    found = {finding.test: [finding] for finding in state.findings[before:] if finding.exceeds}
    for _ in range(CONFIRMATIONS if found and not state.stopped else 0):
        clauses = tuple(dict.fromkeys(findings[0].clause for findings in found.values()))
        again = RunState()
        run_part(replace(plan, clauses=clauses), again, progress=lambda done, total: None)
        for finding in again.findings:
            if finding.test in found:
                found[finding.test].append(finding)
        state.stopped = state.stopped or again.stopped
    state.findings[before:] = [
        decide_by_majority(found[finding.test]) if finding.test in found else finding
        for finding in state.findings[before:]
    ]


def _run_part(
    plan: Plan,
    state: RunState,
    environment: Dict[str, str],
    pytest_options: List[str],
    log: Optional[Path],
    progress: Progress,
) -> None:
    while True:
        plan = replace(plan, done=tuple(sorted(finding.test for finding in state.findings)))
        variables = dict(environment, **plan.write())
        Journal.of(plan).clear()
        command = _confined(
            [sys.executable, "-m", "pytest", *options(plan), f"--basetemp={plan.folder}/pytest"]
            + [*pytest_options, *tests_of(plan.clauses)]
        )
        try:
            status = _watch(plan, command, variables, log, state, progress)
        except (KeyboardInterrupt, Terminated) as signal_:
            take_over(plan, state)
            state.stopped = "terminated" if isinstance(signal_, Terminated) else "interrupted"
            return
        has_news = take_over(plan, state)
        if status in (0, 1, 5) or state.stopped:
            return
        if status == 4:
            raise UsageError(f"pytest refused the options {' '.join(pytest_options)}:\n{_tail(log)}")
        if not has_news:
            raise HarnessError(f"pytest ended with status {status}\n{_tail(log)}")


class Terminated(BaseException):
    """Raised where the command is told to end by SIGTERM, so that what was found is not lost."""


def tests_of(names: Iterable[str]) -> List[str]:
    """Return the paths that have the tests of the named clauses, for pytest."""
    utilities = {load()[name].utility for name in names}
    return [str(HERE / "test_names.py")] + [str(HERE / u) for u in UTILITIES if u in utilities]


def options(plan: Plan) -> List[str]:
    """Return pytest's options, by which it ignores the person's configuration and writes no cache."""
    fixed = ["-c", str(HERE / "harness" / "pytest.ini"), "--rootdir", str(HERE)]
    for plugin in ("cthulhu_conformance.harness.plugin", "cthulhu_conformance.harness.isolated"):
        fixed += ["-p", plugin]
    fixed += ["-p", "pytest_timeout", "-p", "xdist.plugin"]
    fixed += ["-p", "no:cacheprovider", "--max-worker-restart", "1000"]
    fixed += [f"--timeout={plan.timeout:g}", "--timeout-method=signal"]
    return fixed


def _confined(command: List[str]) -> List[str]:
    return [sys.executable, "-m", "cthulhu_conformance.harness.network", *command]


def _start(
    plan: Plan, command: List[str], environment: Dict[str, str], output: Optional[IO[bytes]]
) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        env=environment,
        cwd=str(Path(plan.folder) / "work"),
        stdin=None if output is None else subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        start_new_session=output is not None,
    )


def _watch(
    plan: Plan,
    command: List[str],
    environment: Dict[str, str],
    log: Optional[Path],
    state: RunState,
    progress: Progress,
) -> Optional[int]:
    """Run pytest until it ends, or `LINGERING` seconds after it has finished; return its status, None where it died."""
    before, journal = len(state.findings), Journal.of(plan)
    with open(log or os.devnull, "ab") as output:
        process = _start(plan, command, environment, output if log else None)
        finished_at = None
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(POLL)
                events = list(journal.read())
                found = sum(event["event"] in ("finding", "crash") for event in events)
                tests: Set[str] = set()
                for event in events:
                    if event["event"] == "collected":
                        tests.update(event["tests"])
                    elif event["event"] == "deselected":
                        tests.difference_update(event["tests"])
                progress(before + found, before + len(tests.difference(plan.done)))
                if finished_at is None and any(event["event"] == "finish" for event in events):
                    finished_at = time.monotonic()
                if finished_at is not None and time.monotonic() - finished_at > LINGERING:
                    break
        finally:
            _kill(process)
    finish = [event["status"] for event in journal.read() if event["event"] == "finish"]
    if finish:
        return int(finish[-1])
    return 4 if process.returncode == 4 else None


def take_over(plan: Plan, state: RunState) -> bool:
    """Enter into the state what the journal says, and return whether it has any finding.

    The test that ran when the process died has crashed, or timed out.
    """
    running: Dict[str, float] = {}
    found: Dict[str, Finding] = {}
    died_at = time.time()
    for event in Journal.of(plan).read():
        kind = event["event"]
        if kind == "collected":
            state.tests.update(event["tests"])
        elif kind == "deselected":
            state.deselected.update(event["tests"])
        elif kind == "start":
            running[event["test"]] = event["at"]
        elif kind == "finding":
            finding = from_json(Finding, event["finding"])
            earlier = found.get(finding.test)
            if earlier is None or earlier.outcome == "conforms":
                found[finding.test] = finding
            running.pop(finding.test, None)
        elif kind == "crash":
            started = running.pop(event["test"], event["at"])
            found[event["test"]] = _crashed(plan, state, event["test"], event["at"] - started)
        elif kind == "receipt":
            state.receipt = receipts.merge(state.receipt, from_json(Receipt, event["receipt"]))
        elif kind == "finish":
            if event["limits"]:
                state.stopped = f"pytest's {', '.join(event['limits'])}"
            if event["status"] in (0, 1, 5) or event["limits"]:
                running.clear()
    for test, started in running.items():
        found[test] = _crashed(plan, state, test, died_at - started)
    state.findings.extend(found.values())
    return bool(found)


def _crashed(plan: Plan, state: RunState, test: str, seconds: float) -> Finding:
    in_time = seconds < plan.timeout
    return Finding(
        test=test,
        clause=state.tests[test],
        outcome="crashed" if in_time else "timed out",
        expected="the process goes on" if in_time else f"an end within {plan.timeout:g} s",
        observed="the process ended" if in_time else "none",
        duration=round(seconds, 4),
    )


def _kill(process: subprocess.Popen) -> None:
    """End the process and, where it leads a process group of its own, all that it started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nothing of it is left


def _ending(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def _tail(log: Optional[Path], lines: int = 15) -> str:
    if log is None or not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
