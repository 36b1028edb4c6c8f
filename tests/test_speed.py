"""Test speed clauses: options, exit codes, confirmation in fresh processes, and the picture."""

import contextlib
import os
import signal
import time
from functools import partial
from types import SimpleNamespace

import pytest

from cthulhu_conformance.fixtures import paired
from cthulhu_conformance.fixtures.fork_server import opened
from cthulhu_conformance.reports.terminal import draw_interval
from cthulhu_conformance.results.model import Measurement
from cthulhu_conformance.testing.speed import Speed
from cthulhu_conformance.testing.untestable import Untestable

BATCH = "--clause=to_categorical.speed.batch"
#: Six times as slow: everything is done six times.
SLOW = """
def to_categorical(y, num_classes=None, dtype="float32"):
    for _ in range(5):
        cthulhu_conformance.reference.utils.to_categorical(y, num_classes, dtype)
    return cthulhu_conformance.reference.utils.to_categorical(y, num_classes, dtype)
"""
#: Slow in the first process that measures it.
SLOW_ONCE = """
import os
from pathlib import Path
import cthulhu_conformance.plan
mark = Path(os.environ[cthulhu_conformance.plan.VARIABLE]).with_name("measured")
right, times = cthulhu_conformance.reference.utils.to_categorical, []
def to_categorical(y, num_classes=None, dtype="float32"):
    if not times:
        times.append(1 if mark.exists() else 6)
        mark.touch()
    for _ in range(times[0] - 1):
        right(y, num_classes, dtype)
    return right(y, num_classes, dtype)
"""
#: So slow that to measure how its time grows would take minutes.
SLOWEST = """
import time
def to_categorical(y, num_classes=None, dtype="float32"):
    time.sleep(len(y) / 4000)
    return cthulhu_conformance.reference.utils.to_categorical(y, num_classes, dtype)
"""
WRONG = """
def to_categorical(y, num_classes=None, dtype="float32"):
    return cthulhu_conformance.reference.utils.to_categorical(y, num_classes, dtype) * 2
"""


def measured(done):
    (verdict,) = done.run.verdicts
    return verdict.measurements[0]


def test_the_reference_is_as_fast_as_itself(judge):
    done = judge(BATCH, "--speed=gate")
    assert done.code == 0
    assert measured(done).outcome in ("within", "faster")
    assert measured(done).processes == 1


def test_a_slow_one_fails_the_gate_after_two_more_processes(judge, write_implementation):
    done = judge(write_implementation(SLOW), BATCH, "--speed=gate")
    assert done.code == 1
    assert measured(done).outcome == "slower"
    assert (measured(done).exceeding, measured(done).processes) == (3, 3)
    assert 4.8 < measured(done).ratio < 7.2
    failure = done.failure("to_categorical.speed.batch")
    assert failure.expected == "at most 3.5 times the time of cthulhu_conformance.reference.utils"
    assert "times the time of cthulhu_conformance.reference.utils" in failure.observed
    assert "┃" in done.output
    assert "slower" in done.output


@pytest.mark.parametrize("options", [["--speed=report"], ["--speed=gate", "--speed-tolerance=10"]])
def test_a_slow_one_passes_where_speed_is_only_reported_or_more_is_allowed(
    judge, write_implementation, options
):
    done = judge(write_implementation(SLOW), BATCH, *options)
    assert done.code == 0
    assert 4.8 < measured(done).ratio < 7.2


def test_what_one_process_alone_finds_is_nothing_for_sure(judge, write_implementation):
    done = judge(write_implementation(SLOW_ONCE), BATCH, "--speed=gate")
    assert done.code == 5
    assert "no measurement was conclusive" in done.errors
    assert measured(done).outcome == "inconclusive"
    assert (measured(done).exceeding, measured(done).processes) == (1, 3)
    assert "in only 1 of 3 processes" in done.output


def test_a_very_slow_one_is_not_said_to_grow_in_another_way(judge, write_implementation):
    done = judge(write_implementation(SLOWEST), "--clause=to_categorical.growth.labels", "--speed=gate")
    assert done.code == 5
    assert "4000 labels take 1 s: too long to measure how that grows" in done.output


@pytest.mark.parametrize(
    "seconds, sizes",
    [
        ({1: 0.01, 2: 0.02, 4: 0.04, 8: 0.08}, "1248"),
        ({1: 0.01, 2: 0.08, 4: 0.64, 8: 5.12}, "12"),
        ({1: 0.001, 2: 0.002, 4: 0.004, 8: 0.2}, "1248"),
    ],
    ids=["in-proportion", "far-too-fast", "late"],
)
def test_what_grows_far_too_fast_is_measured_at_sizes_that_there_is_time_for(
    monkeypatch, tmp_path, seconds, sizes
):
    monkeypatch.setattr(paired, "PATIENCE", 5.0)
    found = []
    speed = Speed(SimpleNamespace(tolerance=1.7), None, None, None, tmp_path, None, found.append)
    is_too_fast = seconds[8] > 0.1
    with pytest.raises(AssertionError) if is_too_fast else contextlib.nullcontext():
        speed.growth({n: partial(time.sleep, cost) for n, cost in seconds.items()}, exponent=1, of="naps")
    (measured,) = found
    assert measured.outcome == ("slower" if is_too_fast else "within")
    assert "".join(measured.curve) == sizes


def take_too_long():
    yield
    os.kill(os.getpid(), signal.SIGALRM)


def test_what_takes_too_long_is_not_said_to_take_memory(tmp_path):
    found = []
    speed = Speed(SimpleNamespace(tolerance=2.0), None, None, None, tmp_path, None, found.append)
    with opened(str(tmp_path / "fork-server"), []), pytest.raises(Untestable, match="too long to measure"):
        speed.memory(take_too_long, need=1, what="nothing")
    assert not found


def test_times_of_another_result_say_nothing(judge, write_implementation):
    done = judge(write_implementation(WRONG), BATCH, "--speed=gate")
    assert done.code == 5
    assert "another result than the baseline's" in done.output


def test_speed_is_off(judge):
    assert judge(BATCH).code == 2
    assert ".speed." not in judge("--list").output


def test_an_older_release_is_the_baseline(judge, write_implementation, tmp_path):
    implementation = write_implementation("")
    older = tmp_path / "older" / "mypkg"
    older.mkdir(parents=True)
    (older / "__init__.py").write_text("")
    (older / "utils.py").write_text(
        "from cthulhu_conformance.reference.utils import *\nimport cthulhu_conformance.reference.utils\n"
        + SLOW
    )
    done = judge(
        implementation, BATCH, "--speed=gate", "--baseline=mypkg.utils", f"--baseline-path={older.parent}"
    )
    assert done.code == 0
    assert 0.12 < measured(done).ratio < 0.22
    assert done.run.options.baseline == "mypkg.utils"


@pytest.mark.parametrize(
    "options, code, message",
    [
        (["--baseline=nowhere.utils"], 3, "the baseline can't be used: nowhere.utils can't be imported"),
        (["--baseline-path=."], 2, "add --baseline=PKG.UTILS"),
        (["--baseline=../older/utils.py"], 2, "is a path; give the name"),
        (["--baseline=x.utils", "--baseline-path=nowhere"], 2, "there is no folder"),
        (["--speed-tolerance=1"], 2, "is not a finite number above 1"),
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
    assert draw_interval(Measurement("ratio", "the time", "within", ratio, low, high, bound=1.2)) == picture
