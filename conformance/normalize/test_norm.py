"""Normalized vectors: norm, order, axis, zeros."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.normalize.norms import CUBE, X, arrays, norms
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import close_to, exactly, outcome_of, raises


@clause("normalize.norm.one")
@given(x=arrays())
def test_every_vector_has_norm_one(normalize, x):
    assert norms(normalize(x)) == close_to(np.ones(x.shape[:-1] + (1,)))


@clause("normalize.norm.direction")
@given(x=arrays())
def test_vectors_keep_their_direction(normalize, x):
    assert normalize(x) == close_to(x / norms(x))


@clause("normalize.norm.each-by-its-own")
def test_each_vector_by_its_own_norm(normalize):
    x = np.array([[3.0, 4.0], [3000.0, 4000.0], [0.03, 0.04]])
    assert normalize(x) == close_to([[0.6, 0.8]] * 3)


@clause("normalize.norm.signs")
@given(x=arrays())
def test_signs_stay(normalize, x):
    assert np.sign(normalize(x)) == exactly(np.sign(x))


@clause("normalize.norm.scale-invariant")
@given(x=arrays(), factor=st.floats(0.5, 50))
def test_a_factor_makes_no_difference(normalize, x, factor):
    assert normalize(x * factor) == close_to(normalize(x))


@clause("normalize.norm.unit-vectors")
def test_unit_vectors_stay(normalize):
    assert normalize(np.array([[0.6, 0.8], [1.0, 0.0], [0.0, -1.0]])) == close_to(
        [[0.6, 0.8], [1, 0], [0, -1]]
    )


@clause("normalize.norm.single-number")
def test_a_single_number(normalize):
    assert normalize(np.array([[5.0], [-0.25]])) == close_to([[1], [-1]])


@clause("normalize.norm.many-vectors")
@pytest.mark.parametrize("shape", [(300, 200), (3, 20_000), (20_000, 3)])
def test_many_vectors(normalize, shape):
    x = np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)
    assert normalize(x) == close_to(x / norms(x), atol=1e-9)


@clause("normalize.norm.small-vectors")
@pytest.mark.parametrize("size", [1e-3, 1e-6, 1e-9])
def test_small_vectors(normalize, size):
    assert normalize(np.array([[3.0, 4.0], [-2.0, 0.0]]) * size) == close_to([[0.6, 0.8], [-1, 0]])


@clause("normalize.axis.last-by-default")
@given(x=arrays(max_dims=4))
def test_the_last_axis_by_default(normalize, x):
    assert normalize(x) == close_to(x / norms(x, axis=x.ndim - 1))


@cases(
    "axis",
    {
        "normalize.axis.first": [0],
        "normalize.axis.middle": [1],
        "normalize.axis.last": [2],
        "normalize.axis.negative": [-1, -2, -3],
    },
)
def test_along_the_given_axis(normalize, axis):
    assert normalize(CUBE, axis) == close_to(CUBE / norms(CUBE, axis))


@clause("normalize.axis.first")
@pytest.mark.parametrize("x", [X, X.T, np.ones((3, 3)) * [[1], [2], [2]]])
def test_along_the_columns_of_a_matrix(normalize, x):
    assert normalize(x, axis=0) == close_to(x / norms(x, 0), atol=1e-12)


@clause("normalize.axis.of-four")
@pytest.mark.parametrize("axis", [0, 1, 2, 3, -1, -2, -3, -4])
def test_along_each_of_four_axes(normalize, axis):
    x = np.arange(1.0, 121.0).reshape(2, 3, 4, 5)
    assert normalize(x, axis) == close_to(x / norms(x, axis))


@clause("normalize.axis.numpy-integer")
@pytest.mark.parametrize("axis", [np.int64(0), np.int32(1), np.int64(-1)])
def test_axis_as_numpy_integer(normalize, axis):
    assert normalize(CUBE, axis) == close_to(CUBE / norms(CUBE, int(axis)))


@clause("normalize.axis.only-that")
@pytest.mark.parametrize("axis, other", [(0, 1), (1, 0), (2, 1)])
def test_other_axes_are_not_normalized(normalize, axis, other):
    observed = norms(normalize(CUBE, axis), other)
    assert observed == close_to(norms(CUBE / norms(CUBE, axis), other))


@clause("normalize.axis.out-of-range")
@pytest.mark.parametrize("axis", [2, 5, -3])
def test_an_axis_that_is_not_there(normalize, axis):
    assert outcome_of(normalize, X, axis) == raises(Exception)


@clause("normalize.order.default-l2")
@given(x=arrays())
def test_the_l2_norm_by_default(normalize, x):
    assert (normalize(x) ** 2).sum(axis=-1) == close_to(np.ones(x.shape[:-1]))


@cases(
    "order",
    {
        "normalize.order.two": [2],
        "normalize.order.one": [1],
        "normalize.order.three": [3],
        "normalize.order.infinity": [np.inf],
        "normalize.order.floating": [2.0, 1.0],
        "normalize.order.between": [1.5],
    },
)
@given(x=arrays())
def test_the_given_order(normalize, order, x):
    assert normalize(x, order=order) == close_to(x / norms(x, order=order))


@clause("normalize.order.with-axis")
@pytest.mark.parametrize("axis", [0, 1, 2, -2])
@pytest.mark.parametrize("order", [1, 2, 3, np.inf])
def test_order_and_axis_together(normalize, axis, order):
    assert normalize(CUBE, axis, order) == close_to(CUBE / norms(CUBE, axis, order))


@clause("normalize.zeros.vector")
@pytest.mark.parametrize("shape", [(2, 3), (1, 1), (2, 3, 4)])
def test_zeros_stay_zero(normalize, shape):
    assert normalize(np.zeros(shape)) == exactly(np.zeros(shape))


@clause("normalize.zeros.among-others")
def test_zeros_among_others_stay_zero(normalize):
    x = np.array([[3.0, 4.0], [0.0, 0.0], [0.0, -2.0]])
    assert normalize(x) == close_to([[0.6, 0.8], [0, 0], [0, -1]])


@clause("normalize.zeros.integers")
@pytest.mark.parametrize("kind", ["int64", "uint8"])
def test_zeros_stay_zero_among_integers(normalize, kind):
    assert normalize(np.array([[0, 0], [3, 4]], dtype=kind)) == close_to([[0, 0], [0.6, 0.8]])


@clause("normalize.zeros.other-orders")
@pytest.mark.parametrize("order", [1, 3, np.inf])
def test_zeros_stay_zero_with_any_order(normalize, order):
    x = np.array([[0.0, 0.0], [0.0, 2.0]])
    assert normalize(x, order=order) == exactly([[0, 0], [0, 1]])
