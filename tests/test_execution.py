"""What a run says of how it was executed: what was left out, what stopped it, and clauses without a test."""

import contextlib
import functools
import os
import signal
import subprocess
import sys
import time

import pytest

from cthulhu_conformance.results import files
from tests.conftest import command

#: A clause of which there is no test, in a process that has this done; the command is one, and so are those for tests.
UNTESTED = """
from dataclasses import replace
from cthulhu_conformance import clauses
known = clauses.load()
known["normalize.zeros.forgotten"] = replace(known["normalize.zeros.vector"], id="normalize.zeros.forgotten")
"""
COMMAND = (
    UNTESTED + "import sys\nfrom cthulhu_conformance.harness import cli\nsys.exit(cli.main(sys.argv[1:]))\n"
)
QUICK = "--clause=normalize.zeros"
#: Everything is wrong.
WRONG = "def normalize(x, axis=-1, order=2):\n    return None\n"


@pytest.fixture
def judge_with_untested(tmp_path):
    """Function that runs the command where a clause has no test; returns the exit code and what it says of that."""
    (tmp_path / "untested.py").write_text(UNTESTED)

    def run(*options):
        words = [
            sys.executable,
            "-c",
            COMMAND,
            *command(tmp_path / "results", *options, "-p", "untested")[3:],
        ]
        environment = dict(os.environ, PYTHONPATH=str(tmp_path))
        done = subprocess.run(words, cwd=str(tmp_path), env=environment, stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stderr.strip()

    return run


@pytest.mark.parametrize(
    "options",
    [["-n0"], ["-n2"], ["-n0", "--tb=short"], ["-n0", "--durations=3"], ["-n0", "-v"], ["-n0", "-k", "zeros"],
     ["-n0", "--utility=normalize"]],
    ids=" ".join,
)  # fmt: skip
def test_a_clause_without_a_test_is_a_failure_of_the_suite(judge_with_untested, options):
    code, errors = judge_with_untested(QUICK, *options)
    assert (code, errors) == (4, "conformance: clauses without a test: normalize.zeros.forgotten")


ZEROS = "normalize/test_norm.py::test_zeros_stay_zero"


@pytest.mark.parametrize(
    "options", [["-k", "not zeros_stay"], [f"--deselect={ZEROS}"]], ids=["-k", "--deselect"]
)
@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_what_options_leave_out_is_told(judge, options, workers):
    done = judge(QUICK, workers, *options)
    execution = done.run.execution
    assert execution.deselected > 0
    assert (execution.run, execution.not_run) == (execution.collected - execution.deselected, ())
    assert (done.code, done.run.complete) == (0 if execution.run else 5, False)


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_a_run_that_a_failure_is_to_stop_says_so(judge, write_implementation, workers):
    done = judge(write_implementation(WRONG), "--utility=normalize", "-x", workers)
    execution = done.run.execution
    assert (done.code, execution.stopped, execution.not_run) == (1, "pytest's maxfail", ())
    assert 0 < execution.run < execution.collected
    assert not done.run.complete


def test_the_first_failure_is_the_last_test(judge, write_implementation):
    done = judge(write_implementation(WRONG), "--utility=normalize", "-x", "-n0")
    assert list(done.verdicts.values()).count("violates") == 1


def test_a_run_that_nothing_stops_is_complete(judge):
    done = judge(QUICK, "-x", "-n0")
    assert (done.code, done.run.execution.stopped, done.run.complete) == (0, None, True)


#: `normalize` says that it has been called, and does not come back.
SLEEPING = """
import time
from pathlib import Path
def normalize(x, axis=-1, order=2):
    Path({mark!r}).touch()
    time.sleep(600)
"""


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
@pytest.mark.parametrize(
    "sent, code, stopped", [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_a_signal_ends_the_run_with_the_verdicts_so_far(
    write_implementation, tmp_path, workers, sent, code, stopped
):
    mark, results = tmp_path / "mark", tmp_path / "results"
    spec = write_implementation(SLEEPING.format(mark=str(mark)))
    words = command(results, spec, "--clause=to_categorical.shape", "--clause=normalize.norm", workers)
    with started(words, tmp_path) as process:
        wait_for(mark, process)
        process.send_signal(sent)
        assert process.wait(60) == code
    run = files.read(results / files.FILE)
    assert run.execution.stopped == stopped
    assert {verdict.utility for verdict in run.verdicts if verdict.verdict == "conforms"} == {
        "to_categorical"
    }


@contextlib.contextmanager
def started(words, folder):
    """Have a process that takes signals, also where these tests run in the background; it ends with the block."""
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(words, cwd=str(folder), stdout=subprocess.DEVNULL, preexec_fn=heed)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(path, process):
    """Wait until there is such a file; a process that ends before won't make it."""
    end = time.monotonic() + 200
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.1)
