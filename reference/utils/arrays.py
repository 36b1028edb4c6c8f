"""Labels to one-hot matrices, and vectors to norm one."""

import numpy as np


def to_categorical(y, num_classes=None, dtype="float32"):
    """One-hot encode integer labels (documentation: to_categorical).

    Labels of shape ``(...)`` or ``(..., 1)`` become a matrix of shape ``(..., num_classes)`` and of
    type `dtype`: 1 at each label's class, 0 elsewhere. `num_classes` is by default the largest
    label plus one.

    Raises ValueError for a label that is no integer or not in ``range(num_classes)``, and where
    there are neither labels nor `num_classes`.
    """
    labels = _as_integers(y)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if num_classes is None:
        num_classes = labels.max() + 1

    matrix = np.zeros((*labels.shape, num_classes), dtype)
    try:
        places = np.arange(labels.size), labels.ravel()
        ones = np.ravel_multi_index(places, (labels.size, num_classes))
    except ValueError:
        raise ValueError(f"a label is negative or not below num_classes={num_classes}") from None
    matrix.ravel()[ones] = 1
    return matrix


def normalize(x, axis=-1, order=2):
    """Scale every vector along `axis` to norm one (documentation: normalize).

    Returns a new array of x's shape and floating type (float64 for integers). Vectors of norm zero
    come back as they are. `order` is any vector norm of `numpy.linalg.norm`.
    """
    x = np.asarray(x)
    if x.dtype.kind not in "fc":
        x = x.astype(float)
    norms = _norms(x, axis, order)
    norms[norms == 0] = 1
    return (x / norms).astype(x.dtype, copy=False)


def _as_integers(y):
    given = np.asarray(y)
    if given.dtype.kind in "iu":
        return given.astype(np.intp, copy=False)
    with np.errstate(invalid="ignore"):  # NaN is found out below
        labels = given.astype(np.intp)
    if not np.array_equal(labels, given):
        raise ValueError("labels must be integers")
    return labels


def _norms(x, axis, order):
    """Return the norms along `axis`, which is kept with length one."""
    wide = np.promote_types(x.dtype, np.float32)  # squares of half-precision numbers overflow
    if order == 2 and isinstance(axis, int):
        # numpy.linalg.norm writes out the squares first: three times the memory traffic.
        vectors = x.astype(wide, copy=False).swapaxes(axis, -1)
        squares = np.einsum("...i,...i->...", vectors, vectors.conj()).real
        return np.sqrt(squares)[..., np.newaxis].swapaxes(axis, -1)
    return np.linalg.norm(x.astype(wide, copy=False), order, axis, keepdims=True)
