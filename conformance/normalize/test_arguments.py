"""The parameters, what comes back, and what happens to the argument."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.normalize.norms import CUBE, X, norms
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import close_to, exactly, outcome_of


@clause("normalize.signature.x")
def test_x_by_name_and_first(normalize):
    assert normalize(x=X) == close_to(X / norms(X))
    assert normalize(X) == close_to(X / norms(X))


@clause("normalize.signature.axis")
def test_axis_by_name_and_second(normalize):
    expected = close_to(CUBE / norms(CUBE, 1))
    assert normalize(CUBE, axis=1) == expected
    assert normalize(CUBE, 1) == expected


@clause("normalize.signature.axis-default")
@pytest.mark.parametrize("x", [X, CUBE])
def test_axis_is_the_last_by_default(normalize, x):
    assert normalize(x, axis=-1) == exactly(normalize(x))


@clause("normalize.signature.order")
def test_order_by_name_and_third(normalize):
    expected = close_to(X / norms(X, order=1))
    assert normalize(X, order=1) == expected
    assert normalize(X, -1, 1) == expected


@clause("normalize.signature.order-default")
@pytest.mark.parametrize("x", [X, CUBE])
def test_order_is_two_by_default(normalize, x):
    assert normalize(x, order=2) == exactly(normalize(x))


@clause("normalize.copy.argument-unchanged")
@pytest.mark.parametrize("kind", ["float64", "float32", "int64"])
def test_the_argument_stays(normalize, kind):
    x = X.astype(kind)
    normalize(x)
    assert x == exactly(X, dtype=kind)


@clause("normalize.copy.any-layout-unchanged")
@pytest.mark.parametrize("axis", [0, -1])
@pytest.mark.parametrize(
    "x",
    [
        pytest.param(X[0], id="vector"),
        pytest.param(CUBE, id="cube"),
        pytest.param(np.asfortranarray(X), id="fortran"),
        pytest.param(CUBE.T, id="transposed"),
        pytest.param(CUBE[:, ::2], id="strided"),
    ],
)
def test_an_argument_of_any_layout_stays(normalize, x, axis):
    before, base = x.copy(), x if x.base is None else x.base
    whole = base.copy()
    outcome_of(normalize, x, axis)  # what comes out is another clause's
    assert x == exactly(before)
    assert base == exactly(whole)


@clause("normalize.copy.zeros-unchanged")
@pytest.mark.parametrize("axis", [0, -1])
def test_an_argument_with_zeros_stays(normalize, axis):
    x = np.array([[0.0, 0.0], [0.0, 5.0]])
    normalize(x, axis)
    assert x == exactly([[0, 0], [0, 5]])


@cases(
    "x",
    {
        "normalize.copy.not-shared": [X, CUBE],
        "normalize.copy.not-shared-when-normalized": [np.eye(3), np.zeros((2, 2)), np.eye(3, dtype="f4")],
    },
)
def test_the_result_is_a_copy(normalize, x):
    assert np.shares_memory(normalize(x), x) == False  # noqa: E712 (the two sides are reported)


@clause("normalize.copy.read-only-argument")
def test_an_argument_that_cannot_be_written(normalize):
    x = X.copy()
    x.setflags(write=False)
    assert normalize(x) == close_to(X / norms(X))


@clause("normalize.result.array")
@pytest.mark.parametrize("x", [X, X.astype("f4"), CUBE])
def test_the_result_is_a_numpy_array(normalize, x):
    assert isinstance(normalize(x), np.ndarray), "the result is no numpy.ndarray"


@clause("normalize.result.shape")
@pytest.mark.parametrize("shape", [(2, 3), (1, 3), (3, 1), (2, 3, 4), (2, 1, 3, 2)])
def test_the_shape_stays(normalize, shape):
    assert normalize(np.ones(shape)).shape == shape


@clause("normalize.result.vector")
@pytest.mark.parametrize("arguments", [(), (-1,), (0,)])
def test_one_axis(normalize, arguments):
    assert normalize(np.array([3.0, -4.0]), *arguments) == close_to([0.6, -0.8])


@clause("normalize.result.no-rows")
def test_no_rows(normalize):
    assert normalize(np.zeros((0, 3))).shape == (0, 3)


@clause("normalize.result.integers")
@pytest.mark.parametrize("kind", ["int64", "int32", "int8", "uint8"])
def test_integers_become_floating(normalize, kind):
    x = np.array([[3, 4], [100, 0], [5, 12]], dtype=kind)
    assert normalize(x) == close_to([[0.6, 0.8], [1, 0], [5 / 13, 12 / 13]])


@clause("normalize.result.integers-at-the-limit")
@pytest.mark.parametrize("order", [1, 2, np.inf])
@pytest.mark.parametrize("x", [np.array([[-128, 127]], "int8"), np.array([[255, 254]], "uint8")])
def test_integers_at_the_limit(normalize, x, order):
    assert normalize(x, order=order) == close_to(x / norms(x, order=order))


@clause("normalize.result.single-precision")
def test_single_precision(normalize):
    assert normalize(CUBE.astype("float32")) == close_to(CUBE / norms(CUBE), rtol=1e-5)


@clause("normalize.result.half-precision")
def test_half_precision(normalize):
    x = np.array([[300.0, 400.0], [-3.0, 4.0]], dtype="float16")
    assert normalize(x) == close_to([[0.6, 0.8], [-0.6, 0.8]], rtol=2e-3)


@clause("normalize.surroundings.error-settings")
@pytest.mark.parametrize("x", [X, np.zeros((2, 2))])
def test_error_settings_stay(normalize, x):
    with np.errstate(all="warn"):
        before = np.geterr()
        normalize(x)
        assert np.geterr() == before


@clause("normalize.result.views")
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(CUBE.T, id="transposed"),
        pytest.param(CUBE[::-1], id="reversed"),
        pytest.param(CUBE[:, ::2, 1:], id="strided"),
        pytest.param(np.asfortranarray(CUBE), id="fortran"),
    ],
)
def test_views(normalize, view):
    assert normalize(view) == close_to(view / norms(view))
