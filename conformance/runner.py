"""Runs the planned tests in processes of their own and survives whatever these do.

A test process that dies takes one test with it: that test has crashed (or timed out), and the rest goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, Optional

from conformance import outcomes, receipts
from conformance import plan as plans
from conformance.clauses import HERE, UTILITIES, load
from conformance.implementation import VARIABLE as IMPLEMENTATION
from conformance.outcomes import Finding
from conformance.plan import Plan
from conformance.probe import Sighting
from fixtures import gpus

CONFIRMATIONS = 2  # fresh processes that a test of speed is repeated in, if it fails
POLL = 0.25  # seconds between looks at the journal
LINGERING = 5.0  # seconds that a finished test process may take to end (a guest may have left threads)
IMPORT_LIMIT = 300.0  # seconds for the first import


class HarnessError(Exception):
    """The suite itself failed; the message says how, with the end of pytest's own output."""


class UsageError(Exception):
    """What a person asked for makes no sense to pytest; the message is pytest's."""


@dataclass
class Result:
    """`findings` of all tests that ran; `tests` maps every test that was to run to its clause.

    `receipt` tells of the GPUs that replication was judged on.
    """

    findings: List[Finding]
    tests: Dict[str, str]
    receipt: Optional[Dict[str, Any]] = None
    interrupted: bool = False

    @property
    def not_run(self) -> List[str]:
        """Tests that pytest ended without."""
        return sorted(set(self.tests) - {finding.test for finding in self.findings})


def probe(folder: Path, environment: Dict[str, str]) -> Sighting:
    """Look at the implementation in a process of its own."""
    spec = environment[IMPLEMENTATION]
    answer = folder / "sighting.json"
    command = _confined([sys.executable, "-m", "conformance.probe", str(answer)])
    log = folder / "probe.log"
    with open(log, "wb") as output:
        process = _start(command, environment, output)
        try:
            process.wait(IMPORT_LIMIT)
            ending = f"ended its process ({_ending(process.returncode)})"
        except subprocess.TimeoutExpired:
            ending = f"did not end within {IMPORT_LIMIT:g} s"
        finally:
            _kill(process)
    if answer.exists():
        seen = Sighting(**json.loads(answer.read_text(encoding="utf-8")))
        answer.unlink()
        return seen
    return Sighting(spec, error=f"importing {spec} {ending}.\nits last words:\n{_tail(log)}")


def run(
    plan: Plan,
    environment: Dict[str, str],
    pytest_options: List[str],
    output: Optional[Path],
    progress: Callable[[int, int], None],
) -> Result:
    """Run all tests of the plan, restarting after a crash. Pytest's output goes to `output`, or to the terminal.

    Raises:
        UsageError: pytest refuses the options.
        HarnessError: the tests can't be run, for a reason that is not the implementation's.
    """
    result = Result([], {})
    for part in parts(plan):
        variables = dict(environment)
        if part.gpus:
            variables[gpus.VARIABLE] = part.gpus
        run_part = partial(_run_part, environment=variables, output=output)
        if load()[part.clauses[0]].level == "speed":
            _measure_part(part, result, partial(run_part, pytest_options=[*pytest_options, "-n0"]), progress)
        else:
            run_part(part, result, pytest_options=pytest_options, progress=progress)
        if result.interrupted:
            break
    return result


def parts(plan: Plan) -> Iterator[Plan]:
    """The plan, divided by what processes the tests need.

    Pretend GPUs must be there before TensorFlow starts. What is about speed runs alone, after the rest.
    """
    for wants_quiet in (False, True):
        names = [name for name in plan.clauses if (load()[name].level == "speed") == wants_quiet]
        replication = [name for name in names if load()[name].utility == "multi_gpu_model"]
        others = [name for name in names if name not in replication]
        if others:
            yield replace(plan, clauses=others, gpus="")
        if replication:
            yield replace(plan, clauses=replication)


def _measure_part(
    plan: Plan, result: Result, run_part: Callable[..., None], progress: Callable[[int, int], None]
) -> None:
    """Run tests of speed; those that fail are repeated in fresh processes, and the majority counts."""
    before = len(result.findings)
    run_part(plan, result, progress=progress)
    found = {finding.test: [finding] for finding in result.findings[before:] if finding.exceeds}
    for _ in range(CONFIRMATIONS if found and not result.interrupted else 0):
        clauses = list(dict.fromkeys(findings[0].clause for findings in found.values()))
        again = Result([], {})
        run_part(replace(plan, clauses=clauses), again, progress=lambda done, total: None)
        for finding in again.findings:
            if finding.test in found:
                found[finding.test].append(finding)
        result.interrupted = again.interrupted
    result.findings[before:] = [
        outcomes.majority(found[finding.test]) if finding.test in found else finding
        for finding in result.findings[before:]
    ]


def _run_part(
    plan: Plan,
    result: Result,
    environment: Dict[str, str],
    pytest_options: List[str],
    output: Optional[Path],
    progress: Callable[[int, int], None],
) -> None:
    while True:
        plan = replace(plan, done=sorted(finding.test for finding in result.findings))
        path = plan.write()
        if plan.journal.path.exists():
            plan.journal.path.unlink()
        command = _confined(
            [sys.executable, "-m", "pytest", *options(plan), f"--basetemp={plan.folder}/pytest"]
            + [*pytest_options, *tests_of(plan.clauses)]
        )
        variables = dict(environment, **{plans.VARIABLE: str(path)})
        try:
            status = _watch(plan, command, variables, output, result, progress)
        except KeyboardInterrupt:
            collect(plan, result)
            result.interrupted = True
            return
        progressed = collect(plan, result)
        if status in (0, 1, 5):
            return
        if status == 4:
            raise UsageError(_tail(output))
        if not progressed:
            raise HarnessError(f"pytest ended with status {status}\n{_tail(output)}")


def tests_of(names: Iterable[str]) -> List[str]:
    """The folders with the tests of the named clauses."""
    utilities = {load()[name].utility for name in names}
    return [str(HERE / "test_names.py")] + [str(HERE / u) for u in UTILITIES if u in utilities]


def options(plan: Plan) -> List[str]:
    """Nothing of the person's pytest configuration takes part, and nothing is written beside the tests."""
    fixed = ["-c", str(HERE / "pytest.ini"), "--rootdir", str(HERE.parent)]
    fixed += [
        "-p",
        "conformance.plugin",
        "-p",
        "conformance.speed",
        "-p",
        "pytest_timeout",
        "-p",
        "xdist.plugin",
    ]
    fixed += ["-p", "no:cacheprovider", "--max-worker-restart", "1000"]
    fixed += [f"--timeout={plan.timeout:g}", "--timeout-method=signal"]
    return fixed


def _confined(command: List[str]) -> List[str]:
    return [sys.executable, "-m", "fixtures.network", *command]


def _start(command: List[str], environment: Dict[str, str], output: Optional[IO[bytes]]) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        env=environment,
        cwd=environment["CONFORMANCE_WORK"],
        stdin=None if output is None else subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        start_new_session=output is not None,
    )


def _watch(
    plan: Plan,
    command: List[str],
    environment: Dict[str, str],
    output: Optional[Path],
    result: Result,
    progress: Callable[[int, int], None],
) -> Optional[int]:
    """Run pytest to its end, or to some time after it has said that it has finished; returns its status, if it told."""
    before = len(result.findings)
    with open(output or os.devnull, "ab") as log:
        process = _start(command, environment, log if output else None)
        finished_at = None
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(POLL)
                events = list(plan.journal.read())
                found = sum(event["event"] in ("finding", "crash") for event in events)
                total = max([len(e["tests"]) for e in events if e["event"] == "collected"], default=0)
                progress(before + found, before + total)
                if finished_at is None and any(event["event"] == "finish" for event in events):
                    finished_at = time.monotonic()
                if finished_at is not None and time.monotonic() - finished_at > LINGERING:
                    break
        finally:
            _kill(process)
    finish = [event["status"] for event in plan.journal.read() if event["event"] == "finish"]
    if finish:
        return int(finish[-1])
    return 4 if process.returncode == 4 else None


def collect(plan: Plan, result: Result) -> bool:
    """Take over what the journal says; the test that ran when the process died has crashed. True if that is news."""
    running: Dict[str, float] = {}
    found: Dict[str, Finding] = {}
    died_at = time.time()
    for event in plan.journal.read():
        kind = event["event"]
        if kind == "collected":
            result.tests.update(event["tests"])
        elif kind == "start":
            running[event["test"]] = event["at"]
        elif kind == "finding":
            finding = Finding(**event["finding"])
            earlier = found.get(finding.test)
            if earlier is None or earlier.outcome == "conforms":
                found[finding.test] = finding
            running.pop(finding.test, None)
        elif kind == "crash":
            started = running.pop(event["test"], event["at"])
            found[event["test"]] = _crashed(plan, result, event["test"], event["at"] - started)
        elif kind == "receipt":
            result.receipt = receipts.merged(result.receipt, event["receipt"])
        elif kind == "finish" and event["status"] in (0, 1, 5):
            running.clear()
    for test, started in running.items():
        found[test] = _crashed(plan, result, test, died_at - started)
    result.findings.extend(found.values())
    return bool(found)


def _crashed(plan: Plan, result: Result, test: str, seconds: float) -> Finding:
    in_time = seconds < plan.timeout
    return Finding(
        test=test,
        clause=result.tests[test],
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
