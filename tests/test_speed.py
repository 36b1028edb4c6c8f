"""Speed clauses: options, exit codes, confirmation in fresh processes, and the picture."""

import contextlib
import os
import signal
import time
from functools import partial
from types import SimpleNamespace

import pytest

from conformance.outcomes import Untestable
from conformance.speed import Speed
from conformance.summary import interval_of
from fixtures import paired
from fixtures.nursery import opened
from fixtures.processes import CAN_FORK

BATCH = "--clause=to_categorical.speed.batch"
#: Six times as slow: everything is done six times.
SLOW = """
def to_categorical(y, num_classes=None, dtype="float32"):
    for _ in range(5):
        reference.utils.to_categorical(y, num_classes, dtype)
    return reference.utils.to_categorical(y, num_classes, dtype)
"""
#: Slow in the first process that measures it.
SLOW_ONCE = """
import os
from pathlib import Path
import conformance.plan
plan = os.environ.get(conformance.plan.VARIABLE)
slow = plan is not None and not Path(plan).with_name("measured").exists()
if slow:
    Path(plan).with_name("measured").touch()
right = reference.utils.to_categorical
def to_categorical(y, num_classes=None, dtype="float32"):
    for _ in range(5 * slow):
        right(y, num_classes, dtype)
    return right(y, num_classes, dtype)
"""
#: So slow that to measure how its time grows would take minutes.
SLOWEST = """
import time
def to_categorical(y, num_classes=None, dtype="float32"):
    time.sleep(len(y) / 4000)
    return reference.utils.to_categorical(y, num_classes, dtype)
"""
WRONG = """
def to_categorical(y, num_classes=None, dtype="float32"):
    return reference.utils.to_categorical(y, num_classes, dtype) * 2
"""


def measured(done):
    (verdict,) = done.run["verdicts"]
    return verdict["measurements"][0]


def test_a_run_may_use_what_these_tests_have_compiled(pytestconfig):
    """Assertions are counted by a hook that is compiled in, and pytest keeps compiled files for its next run."""
    assert pytestconfig.getini("enable_assertion_pass_hook")


def test_the_reference_is_as_fast_as_itself(judge):
    done = judge(BATCH, "--speed=gate")
    assert done.code == 0
    assert measured(done)["outcome"] in ("within", "faster")
    assert "processes" not in measured(done)


def test_a_slow_one_fails_the_gate_after_two_more_processes(judge, guest):
    done = judge(guest(SLOW), BATCH, "--speed=gate")
    assert done.code == 1
    assert measured(done)["outcome"] == "slower"
    assert (measured(done)["exceeding"], measured(done)["processes"]) == (3, 3)
    assert 4.8 < measured(done)["ratio"] < 7.2
    failure = done.failure("to_categorical.speed.batch")
    assert failure["expected"] == "at most 3.5 times the time of reference.utils"
    assert "times the time of reference.utils" in failure["observed"]
    assert "┃" in done.output
    assert "slower" in done.output


@pytest.mark.parametrize("options", [["--speed=report"], ["--speed=gate", "--speed-tolerance=10"]])
def test_a_slow_one_passes_where_speed_is_only_reported_or_more_is_allowed(judge, guest, options):
    done = judge(guest(SLOW), BATCH, *options)
    assert done.code == 0
    assert 4.8 < measured(done)["ratio"] < 7.2


def test_what_one_process_alone_finds_is_nothing_for_sure(judge, guest):
    done = judge(guest(SLOW_ONCE), BATCH, "--speed=gate")
    assert done.code == 5
    assert "no speed was measured for sure" in done.errors
    assert measured(done)["outcome"] == "inconclusive"
    assert (measured(done)["exceeding"], measured(done)["processes"]) == (1, 3)
    assert "in 1 of 3 processes only" in done.output


def test_a_very_slow_one_is_not_said_to_grow_in_another_way(judge, guest):
    done = judge(guest(SLOWEST), "--clause=to_categorical.growth.labels", "--speed=gate")
    assert done.code == 5
    assert "4000 labels take 1 s: too long to measure how that grows" in done.output


@pytest.mark.parametrize(
    "seconds, sizes",
    [
        ({1: 0.001, 2: 0.002, 4: 0.004, 8: 0.008}, "1248"),
        ({1: 0.001, 2: 0.008, 4: 0.064, 8: 0.512}, "12"),
        ({1: 0.001, 2: 0.002, 4: 0.004, 8: 0.100}, "1248"),
    ],
    ids=["in-proportion", "far-too-fast", "late"],
)
def test_what_grows_far_too_fast_is_measured_at_sizes_that_there_is_time_for(
    monkeypatch, tmp_path, seconds, sizes
):
    monkeypatch.setattr(paired, "PATIENCE", 0.5)
    found = []
    speed = Speed(SimpleNamespace(tolerance=1.7), None, None, None, tmp_path, None, found.append)
    is_too_fast = seconds[8] > 0.01
    with pytest.raises(AssertionError) if is_too_fast else contextlib.nullcontext():
        speed.growth({n: partial(time.sleep, cost) for n, cost in seconds.items()}, exponent=1, of="naps")
    (measured,) = found
    assert measured.outcome == ("slower" if is_too_fast else "within")
    assert "".join(measured.curve) == sizes


def take_too_long():
    yield
    os.kill(os.getpid(), signal.SIGALRM)


@pytest.mark.skipif(not CAN_FORK, reason="an alarm ends forks")
def test_what_takes_too_long_is_not_said_to_take_memory(tmp_path):
    found = []
    speed = Speed(SimpleNamespace(tolerance=2.0), None, None, None, tmp_path, None, found.append)
    with opened(str(tmp_path / "nursery"), []), pytest.raises(Untestable, match="too long to measure"):
        speed.memory(take_too_long, need=1, what="nothing")
    assert not found


def test_times_of_another_result_say_nothing(judge, guest):
    done = judge(guest(WRONG), BATCH, "--speed=gate")
    assert done.code == 5
    assert "another result than the baseline's" in done.output


def test_speed_is_off(judge):
    assert judge(BATCH).code == 2
    assert ".speed." not in judge("--list").output


def test_an_older_release_is_the_baseline(judge, guest, tmp_path):
    implementation = guest("")
    older = tmp_path / "older" / "guest"
    older.mkdir(parents=True)
    (older / "__init__.py").write_text("")
    (older / "utils.py").write_text("from reference.utils import *\nimport reference.utils\n" + SLOW)
    done = judge(
        implementation, BATCH, "--speed=gate", "--baseline=guest.utils", f"--baseline-path={older.parent}"
    )
    assert done.code == 0
    assert 0.12 < measured(done)["ratio"] < 0.22
    assert done.run["options"]["baseline"] == "guest.utils"


@pytest.mark.parametrize(
    "options, code, message",
    [
        (["--baseline=nowhere.utils"], 3, "the baseline can't be had: there is no module 'nowhere'"),
        (["--baseline-path=."], 2, "name that too"),
        (["--baseline=../older/utils.py"], 2, "is a path; give the name"),
        (["--baseline=x.utils", "--baseline-path=nowhere"], 2, "there is no folder"),
        (["--speed-tolerance=1"], 2, "not more than 1"),
    ],
)
def test_options_that_make_no_sense(judge, options, code, message):
    done = judge(BATCH, "--speed=gate", *options)
    assert done.code == code
    assert message in done.errors


@pytest.mark.parametrize(
    "low, ratio, high, picture",
    [
        (1.0, 1.0, 1.0, "                    ●  ┃                           "),
        (0.5, 1.0, 2.0, "          ──────────●──┃───────                    "),
        (3.0, 4.0, 4.2, "                    ╎  ┃            ────●─         "),
        (0.0, 0.0, 0.0, "◂                   ╎  ┃                           "),
        (90.0, 99.0, 99.0, "                    ╎  ┃                          ▸"),
    ],
)
def test_the_picture_of_a_ratio(low, ratio, high, picture):
    assert interval_of({"low": low, "ratio": ratio, "high": high, "bound": 1.2}) == picture
