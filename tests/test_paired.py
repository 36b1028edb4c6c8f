"""Test paired measurement, with rounds that are made up and with workloads that really take time."""

import hashlib
import itertools
import mmap
import platform
import random
import statistics
import time
from functools import partial

import numpy as np
import pytest

from cthulhu_conformance.fixtures import memory, paired
from cthulhu_conformance.fixtures.paired import Workload
from cthulhu_conformance.fixtures.processes import in_fresh_process


def rounds(ratio, spread=0.0, control=1.0, seed=0):
    """Yield ratios without end, spread evenly (on a logarithmic scale) around one."""
    lots = random.Random(seed)
    return (
        ([ratio * 2 ** lots.gauss(0, spread)], control * 2 ** lots.gauss(0, spread))
        for _ in itertools.count()
    )


@pytest.mark.parametrize(
    "ratio, outcome, rounds_taken",
    [
        (1.0, "within", 12),
        (1.19, "within", 12),
        (1.21, "slower", 12),
        (2.0, "slower", 12),
        (0.1, "within", 12),
    ],
)
def test_without_noise_the_first_interim_analysis_decides(ratio, outcome, rounds_taken):
    found = paired.decide(rounds(ratio), 1.2)
    assert (found.outcome, found.rounds) == (outcome, rounds_taken)
    assert found.low == found.ratio == found.high == pytest.approx(ratio)


def test_noise_costs_rounds():
    found = paired.decide(rounds(1.3, spread=0.3), 1.2)
    assert found.rounds > 12
    assert found.low < found.ratio < found.high


def test_what_is_open_after_a_long_time_is_left_so(monkeypatch):
    monkeypatch.setattr(paired, "PATIENCE", 0.001)
    slow = ([time.sleep(0.001) or ratio] for ratio in itertools.cycle([1.0, 1.5]))
    found = paired.decide(((ratios, 1.0) for ratios in slow), 1.2)
    assert (found.outcome, found.rounds) == ("inconclusive", 14)


def test_at_the_bound_nothing_is_decided_mostly():
    outcomes = [paired.decide(rounds(1.2, 0.2, seed=seed), 1.2).outcome for seed in range(300)]
    assert outcomes.count("inconclusive") > 280


def disturbed(usual, probability, seed=0):
    """Yield rounds of several ratios, each of which is doubled with a probability."""
    lots = random.Random(seed)
    return (
        ([ratio * (2 if lots.random() < probability else 1) for ratio in usual], 1.0)
        for _ in itertools.count()
    )


def test_ratios_that_are_disturbed_in_turns_are_not_slower():
    outcomes = {paired.decide(disturbed([1, 1, 1], 0.4, seed), 1.7).outcome for seed in range(300)}
    assert "slower" not in outcomes


def test_one_ratio_above_the_bound_is_enough():
    found = paired.decide(disturbed([1, 1, 1.8], 0.1), 1.7)
    assert (found.outcome, found.ratio) == ("slower", 1.8)
    assert paired.decide(disturbed([1, 1, 1], 0.1), 1.7).outcome == "within"


def test_several_ratios_that_are_all_too_large_are_found_so_early():
    found = paired.decide(disturbed([2, 2, 2], 0), 1.7)
    assert (found.outcome, found.rounds) == ("slower", 14)


def test_something_far_slower_is_not_called_as_often_as_the_yardstick():
    calls = []
    found = paired.compare(Workload(lambda: calls.append(time.sleep(0.01))), Workload(int), 1.2)
    assert (found.outcome, found.rounds) == ("slower", 12)
    assert len(calls) <= 3 + 2 * 2 * 12


@pytest.mark.parametrize("interrupted", [{1}, {3}, {8, 9}])
def test_an_interruption_does_not_make_a_workload_seem_long(interrupted):
    calls = itertools.count(1)

    def workload():
        if next(calls) in interrupted:
            time.sleep(2 * paired.SHORT)

    assert paired.cost(Workload(workload)) < paired.SHORT / 100


class Processor:
    """A processor that others have for 6 ms after one has had it for 3 ms, with its clock."""

    def __init__(self):
        self.now, self.left, self.lots = 0.0, 0.0, random.Random(0)

    def spend(self, seconds):
        while seconds > self.left:
            self.now += self.left + self.lots.uniform(0.8, 1.2) * 6e-3
            seconds -= self.left
            self.left = self.lots.uniform(0.8, 1.2) * 3e-3
        self.left -= seconds
        self.now += seconds

    def perf_counter(self):
        return self.now


@pytest.fixture
def processor(monkeypatch):
    processor = Processor()
    monkeypatch.setattr(paired, "time", processor)
    return processor


@pytest.mark.parametrize("milliseconds", [0.01, 0.3, 0.9, 1.5, 2, 3, 5, 10, 30])
@pytest.mark.parametrize("times", [1, 1.2, 1.4, 2, 8])
def test_what_takes_longer_is_not_interrupted_more_often(processor, milliseconds, times):
    """Otherwise both timings would last about a slice of time: one would be within it, and the other not."""
    workloads = [Workload(partial(processor.spend, k * milliseconds / 1000)) for k in (1, times)]
    ratios = [slower / usual for usual, slower in itertools.islice(paired.timings(workloads), 100)]
    assert statistics.median(ratios) == pytest.approx(times, rel=0.2)


@pytest.mark.parametrize("milliseconds", [0.01, 0.1, 0.5, 1, 5])
def test_interruptions_are_no_growth(processor, milliseconds):
    workloads = {n: Workload(partial(processor.spend, n * milliseconds / 1000)) for n in (1, 2, 4, 8)}
    found, curve = paired.grow(workloads, 1, 1.7)
    assert found.outcome == "within"
    assert curve[8] == pytest.approx(8, rel=0.3)


@pytest.mark.parametrize("control", [1.5, 1 / 1.5])
def test_a_workload_that_differs_from_itself_is_noise(control):
    assert paired.decide(rounds(1.5, control=control), 1.2).outcome == "noisy"
    assert paired.decide(rounds(1.0, control=control), 1.2).outcome == "within"


@pytest.mark.parametrize("count, heads", [(12, 12), (14, 14), (30, 25), (60, 44), (120, 80)])
def test_critical_numbers(count, heads):
    tail = sum(_ways(count, k) for k in range(heads, count + 1)) / 2**count
    before = tail + _ways(count, heads - 1) / 2**count
    assert tail <= paired.ERROR < before
    assert paired.critical(count) == heads


def _ways(n, k):
    ways = 1
    for i in range(k):
        ways = ways * (n - i) // (i + 1)
    return ways


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_a_workload_is_as_fast_as_itself_and_slower_than_half_of_it():
    workload, half = (Workload(partial(spin, seconds)) for seconds in (2e-3, 1e-3))
    assert paired.compare(workload, workload, 1.2).outcome == "within"
    assert paired.compare(workload, half, 1.2).outcome == "slower"
    assert paired.compare(half, workload, 1.2).outcome == "faster"


@pytest.mark.parametrize("power, outcome", [(1, "within"), (2, "slower")])
def test_growth(processor, power, outcome):
    workloads = {n: Workload(partial(processor.spend, 2e-4 * n**power)) for n in (1, 2, 4, 8)}
    found, curve = paired.grow(workloads, 1, 2.0)
    assert found.outcome == outcome
    assert curve[1] == 1
    assert curve[8] == pytest.approx(8**power, rel=0.3)


def test_preparation_comes_before_each_call_and_is_not_timed():
    calls = []
    prepared = Workload(lambda: calls.append("call"), prepare=lambda: (spin(1e-3), calls.append("prepare")))
    (seconds,) = next(paired.timings([prepared]))
    assert calls[:2] == ["prepare", "call"]
    assert calls == calls[:2] * (len(calls) // 2)
    assert seconds < 1e-3


def taking(size):
    yield
    assert len(b"x" * size) == size


@pytest.mark.parametrize("size", [0, 64 << 20])
def test_the_peak_of_memory(tmp_path, size):
    assert abs(memory.peak_of(taking, (size,), str(tmp_path / "peak")) - size) < 4 << 20


def mapping(path):
    yield
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        hashlib.sha256(mapped)
        time.sleep(0.1)


def test_a_file_that_is_mapped_takes_no_memory(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(64 << 20))
    assert memory.peak_of(mapping, (str(path),), str(tmp_path / "peak")) < 8 << 20


def faults_after_timing():
    """Count the pages that the process asks for to make a megabyte 100 times, once something was timed."""
    import resource

    megabyte = partial(bytearray, 2**20)
    next(paired.timings([Workload(megabyte)]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(100):
        megabyte()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators can't be told")
def test_memory_that_is_freed_is_kept_for_the_next_call(tmp_path, monkeypatch):
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", str(2**17))  # from the system, each time, as it is at first
    assert in_fresh_process(faults_after_timing, (), str(tmp_path / "faults")) < 1000


def places_while_timing():
    """Count the places in a page where an array comes to lie, in all timings, with a gap before it."""
    paired.keep_memory()
    blocks = [np.empty(paired.SHIFT, "uint8"), np.empty(8 << 20, "uint8")]
    del blocks[0]
    places = set()
    workload = Workload(lambda: places.add(np.empty(2**20, "uint8").ctypes.data % 4096))
    list(itertools.islice(paired.timings([workload]), 20))
    return len(places)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators can't be told")
def test_arrays_lie_elsewhere_in_each_timing(tmp_path):
    assert in_fresh_process(places_while_timing, (), str(tmp_path / "places")) > 10
