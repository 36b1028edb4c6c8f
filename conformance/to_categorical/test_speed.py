"""Measure what to_categorical costs."""

from functools import partial

import numpy as np

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.implementation import load_current

CLASSES = 10
MANY = 2 * 10**6


def labels(shape, classes=CLASSES):
    return np.random.RandomState(0).randint(classes, size=shape)


@cases(
    "shape, classes",
    {
        "to_categorical.speed.many-labels": [(10**6, 10)],
        "to_categorical.speed.sequences": [((1000, 20), 100)],
        "to_categorical.speed.batch": [(256, 10)],
        "to_categorical.speed.many-classes": [(256, 10_000)],
        "to_categorical.speed.classes-left-out": [(100_000, None)],
    },
)
def test_the_time(speed, shape, classes):
    y = labels(shape, classes or CLASSES)
    speed.ratio(lambda to_categorical: partial(to_categorical, y, classes))


@clause("to_categorical.speed.dtype")
def test_the_time_of_another_type(speed):
    y = labels(10**6)
    speed.ratio(lambda to_categorical: partial(to_categorical, y, CLASSES, dtype="uint8"))


@clause("to_categorical.speed.list")
def test_the_time_of_a_list(speed):
    y = labels(10_000).tolist()
    speed.ratio(lambda to_categorical: partial(to_categorical, y, CLASSES))


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
