"""The reference's to_categorical and normalize where the documentation leaves a choice."""

import numpy as np
import pytest

from cthulhu_conformance.reference.utils import normalize, to_categorical


@pytest.mark.parametrize(
    "labels, num_classes",
    [
        ([0, 3], 3),
        ([-1, 0], 3),
        ([-1], None),
        ([0.5], None),
        ([float("nan")], 3),
        ([0], 0),
        ([], None),
        (np.array([2**63], dtype="uint64"), 3),
    ],
)
def test_labels_that_are_no_classes(labels, num_classes):
    with pytest.raises(ValueError):
        to_categorical(labels, num_classes)


@pytest.mark.parametrize(
    "labels, shape",
    [
        (1, (3,)),
        ([], (0, 3)),
        ([1], (1, 3)),
        ([[1]], (1, 3)),
        ([[0], [2]], (2, 3)),
        ([[0, 2]], (1, 2, 3)),
        (np.zeros((0, 1), int), (0, 3)),
        (np.zeros((2, 4, 1), int), (2, 4, 3)),
    ],
)
def test_any_shape(labels, shape):
    assert to_categorical(labels, 3).shape == shape


@pytest.mark.parametrize("labels", [[0.0, 2.0], np.array([0, 2], "uint8"), [[0], [2]]])
def test_any_kind_of_integers(labels):
    np.testing.assert_array_equal(to_categorical(labels), [[1, 0, 0], [0, 0, 1]])


@pytest.mark.parametrize("kind", ["bool", "int8", "float16", "float64"])
def test_any_dtype(kind):
    assert to_categorical([0, 1], dtype=kind).dtype == kind


@pytest.mark.parametrize("kind", ["float16", "float32", "float64", "complex64"])
def test_normalize_keeps_floating_types(kind):
    assert normalize(np.ones((2, 2), kind)).dtype == kind


def test_squares_of_half_precision_do_not_overflow():
    assert normalize(np.array([300, 400], "float16")).tolist() == pytest.approx([0.6, 0.8], rel=1e-3)


@pytest.mark.parametrize("order", [0.5, 1, 2, 3, np.inf])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_norms_are_those_of_numpy(axis, order):
    x = np.arange(1.0, 13).reshape(3, 4)
    expected = x / np.linalg.norm(x, order, axis, keepdims=True)
    np.testing.assert_allclose(normalize(x, axis, order), expected)


def test_normalize_takes_lists_and_the_whole_array():
    assert normalize([3, 4]).tolist() == [0.6, 0.8]
    assert normalize(np.ones((2, 2)), axis=None).tolist() == [[0.5, 0.5], [0.5, 0.5]]
