"""Measure what a Sequence costs, besides what its own methods do."""

from functools import partial

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing import framework as frameworks
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.implementation import load_current

LENGTHS = [1_000 << doublings for doublings in range(4)]
EPOCH, BATCH = 64, (1024, 1024)  # an epoch of 256 MB in batches of 4 MB
SIZE = BATCH[0] * BATCH[1] * 4
TRAINED = 128
#: Batches that Keras holds ready for workers: the queue's, one a worker, and that of the step.
WORKERS, HELD = 2, 10 + 2 + 1


def of(Sequence, batches):
    """Make a sequence of batches that are there already."""

    class There(Sequence):
        def __len__(self):
            return len(batches)

        def __getitem__(self, index):
            return batches[index]

    return There()


def iterating(sequence):
    for batch in sequence:
        last = batch
    return last


def first(sequence):
    return next(iter(sequence))


def shuffled(Sequence, vectors, order):
    """Make a sequence of 32 vectors at a time, in that order."""

    class Shuffled(Sequence):
        def __len__(self):
            return len(order) // 32

        def __getitem__(self, index):
            return vectors[order[32 * index : 32 * (index + 1)]]

    return Shuffled()


@clause("sequence.speed.epoch")
def test_the_time(speed):
    random = np.random.RandomState(0)
    vectors = random.standard_normal((8000, 64)).astype("float32")
    order = random.permutation(len(vectors))
    speed.ratio(lambda Sequence: partial(iterating, shuffled(Sequence, vectors, order)))


@clause("sequence.speed.large-batches")
def test_the_time_of_batches_that_are_there(speed):
    batches = [np.zeros((256, 1024), "float32")] * 64
    speed.ratio(lambda Sequence: partial(iterating, of(Sequence, batches)))


@cases(
    "workload, exponent",
    {
        "sequence.growth.first-batch": [(first, 0)],
        "sequence.growth.batch": [(lambda sequence: sequence[500], 0)],
        "sequence.growth.epoch": [(iterating, 1)],
    },
)
def test_the_time_grows_with_the_length(speed, Sequence, workload, exponent):
    workloads = {length: partial(workload, of(Sequence, range(length))) for length in LENGTHS}
    speed.growth(workloads, exponent, of="batches")


def images(Sequence, length):
    """Make a sequence of batches that are made of nothing and take memory."""

    class Images(Sequence):
        def __len__(self):
            return length

        def __getitem__(self, index):
            return np.full(BATCH, index, "float32"), np.zeros((BATCH[0], 1), "float32")

    return Images()


def going_through(length):
    utility = load_current().find("Sequence")
    iterating(images(utility, 2))
    yield
    iterating(images(utility, length))


@clause("sequence.memory.epoch")
def test_the_memory_of_an_epoch(speed):
    speed.memory(going_through, EPOCH, need=SIZE, what="a batch")


def training(length):
    implementation = load_current()
    framework = frameworks.find(implementation)
    utility = implementation.find("Sequence")
    model = framework.models.Sequential([framework.layers.Dense(1, input_shape=BATCH[1:])])
    framework.compile(model, "sgd", "mse")
    framework.fit_sequence(model, images(utility, 2), workers=WORKERS)
    yield
    framework.fit_sequence(model, images(utility, length), workers=WORKERS)


@clause("sequence.memory.workers")
@pytest.mark.usefixtures("framework")
def test_the_memory_of_training_with_workers(speed):
    speed.memory(training, TRAINED, need=HELD * SIZE, what="the batches held ready")
