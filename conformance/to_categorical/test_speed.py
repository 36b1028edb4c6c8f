"""What to_categorical costs."""

from functools import partial

import numpy as np
import pytest

from conformance.clauses import clause
from conformance.implementation import load_current

CLASSES = 10
MANY = 2 * 10**6


def labels(number, classes=CLASSES):
    return np.random.RandomState(0).randint(classes, size=number)


@pytest.mark.parametrize(
    "number, classes",
    [
        pytest.param(200_000, 10, marks=clause("to_categorical.speed.many-labels")),
        pytest.param(256, 10, marks=clause("to_categorical.speed.batch")),
        pytest.param(256, 10_000, marks=clause("to_categorical.speed.many-classes")),
    ],
)
def test_the_time(speed, number, classes):
    y = labels(number, classes)
    speed.ratio(lambda to_categorical: partial(to_categorical, y, classes))


@clause("to_categorical.growth.labels")
def test_the_time_grows_with_the_labels(speed, to_categorical):
    sizes = [4_000 << doublings for doublings in range(4)]
    speed.growth({n: partial(to_categorical, labels(n), CLASSES) for n in sizes}, exponent=1, of="labels")


def encoding(number):
    to_categorical = load_current().find("to_categorical")
    y = labels(number)
    to_categorical(y[:100], CLASSES)
    yield
    to_categorical(y, CLASSES)


@clause("to_categorical.memory.result")
def test_the_memory(speed):
    speed.memory(encoding, MANY, need=MANY * CLASSES * 4, what="the matrix")
