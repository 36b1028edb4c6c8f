"""Measure what normalize costs."""

from functools import partial

import numpy as np

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.implementation import load_current

LENGTH = 128
MANY = 120_000


def numbers(*shape):
    return np.random.RandomState(0).standard_normal(shape).astype("float32")


@cases(
    "shape, axis, order",
    {
        "normalize.speed.many-vectors": [((20_000, LENGTH), -1, 2)],
        "normalize.speed.short-vectors": [((16, 32, 32, 3), -1, 2)],
        "normalize.speed.batch": [((32, 64), -1, 2)],
        "normalize.speed.first-axis": [((LENGTH, 20_000), 0, 2)],
        "normalize.speed.order": [((20_000, LENGTH), -1, 1)],
    },
)
def test_the_time(speed, shape, axis, order):
    x = numbers(*shape)
    speed.ratio(lambda normalize: partial(normalize, x, axis, order), same=partial(np.allclose, rtol=1e-4))


@clause("normalize.growth.vectors")
def test_the_time_grows_with_the_vectors(speed, normalize):
    sizes = [500 << doublings for doublings in range(4)]
    speed.growth({n: partial(normalize, numbers(n, LENGTH)) for n in sizes}, exponent=1, of="vectors")


def normalizing(number):
    normalize = load_current().find("normalize")
    x = numbers(number, LENGTH)
    normalize(x[:100])
    yield
    normalize(x)


@clause("normalize.memory.result")
def test_the_memory(speed):
    speed.memory(normalizing, MANY, need=MANY * LENGTH * 4, what="the result")
