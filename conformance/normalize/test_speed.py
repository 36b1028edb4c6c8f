"""What normalize costs."""

from functools import partial

import numpy as np
import pytest

from conformance.clauses import clause
from conformance.implementation import load_current

LENGTH = 128
MANY = 120_000


def numbers(*shape):
    return np.random.RandomState(0).standard_normal(shape).astype("float32")


@pytest.mark.parametrize(
    "shape, axis, order",
    [
        pytest.param((20_000, LENGTH), -1, 2, marks=clause("normalize.speed.many-vectors")),
        pytest.param((16, 32, 32, 3), -1, 2, marks=clause("normalize.speed.short-vectors")),
        pytest.param((32, 64), -1, 2, marks=clause("normalize.speed.batch")),
        pytest.param((LENGTH, 20_000), 0, 2, marks=clause("normalize.speed.first-axis")),
        pytest.param((20_000, LENGTH), -1, 1, marks=clause("normalize.speed.order")),
    ],
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
