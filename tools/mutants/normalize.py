"""Mutants of normalize."""

import numpy as np

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent, mutant
from cthulhu_conformance.tools.mutants.slowness import slowed

right = reference.normalize
define_absent("normalize")
__getattr__ = REGISTRIES["normalize"].attribute


def norms(x, axis, order):
    return np.linalg.norm(np.asarray(x, dtype=float), order, axis, keepdims=True)


@mutant("normalize.signature.x")
def other_name_for_x(array, axis=-1, order=2):
    return right(array, axis, order)


@mutant("normalize.signature.axis")
def other_name_for_axis(x, dim=-1, order=2):
    return right(x, dim, order)


@mutant("normalize.signature.axis", "normalize.signature.order")
def other_order(x, order=2, axis=-1):
    return right(x, axis, order)


@mutant("normalize.signature.order")
def other_name_for_order(x, axis=-1, ord=2):
    return right(x, axis, ord)


@mutant("normalize.signature.axis-default", "normalize.axis.last-by-default")
def first_axis_by_default(x, axis=0, order=2):
    return right(x, axis, order)


@mutant("normalize.signature.axis-default", "normalize.axis.last-by-default")
def second_axis_by_default(x, axis=None, order=2):
    return right(x, min(1, np.ndim(x) - 1) if axis is None else axis, order)


@mutant("normalize.signature.order-default", "normalize.order.default-l2", "normalize.norm.direction")
def l1_by_default(x, axis=-1, order=1):
    return right(x, axis, order)


@mutant("normalize.norm.one", "normalize.order.two", "normalize.norm.unit-vectors")
def half_as_long(x, axis=-1, order=2):
    return right(x, axis, order) / 2


@mutant("normalize.norm.one", "normalize.norm.single-number")
def epsilon_in_the_norm(x, axis=-1, order=2):
    return x / (norms(x, axis, order) + 1e-3)


@mutant("normalize.norm.direction")
def centred_first(x, axis=-1, order=2):
    return right(x - np.mean(x, axis=axis, keepdims=True), axis, order)


@mutant("normalize.norm.each-by-its-own", "normalize.axis.only-that")
def by_the_norm_of_all(x, axis=-1, order=2):
    return x / (np.sqrt(np.sum(np.square(x, dtype=float))) or 1)


@mutant("normalize.norm.each-by-its-own")
def by_the_largest_norm(x, axis=-1, order=2):
    return x / (norms(x, axis, order).max(initial=0) or 1)


@mutant("normalize.norm.signs")
def absolute_values(x, axis=-1, order=2):
    return np.abs(right(x, axis, order))


@mutant("normalize.norm.scale-invariant")
def short_vectors_stay(x, axis=-1, order=2):
    return np.where(norms(x, axis, order) < 1, x, right(x, axis, order))


@mutant("normalize.norm.unit-vectors")
def squared_norm_in_the_denominator(x, axis=-1, order=2):
    size = norms(x, axis, order)
    return np.divide(x, np.where(size == 0, 1, size + (np.abs(size - 1) < 1e-9)))


@mutant("normalize.norm.single-number")
def single_numbers_stay(x, axis=-1, order=2):
    return np.array(x, dtype=float) if np.shape(x)[axis] == 1 else right(x, axis, order)


@mutant("normalize.axis.first", "normalize.axis.middle", "normalize.axis.only-that")
def always_the_last_axis(x, axis=-1, order=2):
    return right(x, -1, order)


@mutant("normalize.axis.first")
def zero_taken_for_unset(x, axis=-1, order=2):
    return right(x, axis or -1, order)


@mutant("normalize.axis.middle")
def first_or_last_axis_only(x, axis=-1, order=2):
    return right(x, 0 if axis in (0, 1) and np.ndim(x) > 2 else axis, order)


@mutant("normalize.axis.last", "normalize.axis.middle")
def axis_counted_from_one(x, axis=-1, order=2):
    return right(x, axis - 1 if axis > 0 else axis, order)


@mutant("normalize.axis.negative")
def negative_axes_are_the_last(x, axis=-1, order=2):
    return right(x, max(axis, -1), order)


@mutant("normalize.axis.only-that")
def both_axes_of_a_cube(x, axis=-1, order=2):
    return right(right(x, axis, order), (axis + 1) % np.ndim(x), order)


@mutant("normalize.axis.out-of-range")
def axis_wraps_around(x, axis=-1, order=2):
    return right(x, axis % np.ndim(x), order)


@mutant("normalize.order.default-l2", "normalize.order.two")
def maximum_instead_of_l2(x, axis=-1, order=2):
    return right(x, axis, np.inf if order == 2 else order)


@mutant("normalize.order.one", "normalize.order.three", "normalize.order.infinity")
def always_l2(x, axis=-1, order=2):
    return right(x, axis)


@mutant("normalize.order.one")
def sum_instead_of_l1(x, axis=-1, order=2):
    return x / np.sum(x, axis=axis, keepdims=True) if order == 1 else right(x, axis, order)


@mutant("normalize.order.three")
def odd_orders_without_absolute_values(x, axis=-1, order=2):
    if order == 3:
        return x / np.cbrt(np.sum(np.power(x, 3), axis=axis, keepdims=True))
    return right(x, axis, order)


@mutant("normalize.order.infinity")
def largest_value_instead_of_largest_size(x, axis=-1, order=2):
    return x / np.max(x, axis=axis, keepdims=True) if order == np.inf else right(x, axis, order)


@mutant("normalize.order.with-axis")
def other_orders_along_the_last_axis(x, axis=-1, order=2):
    return right(x, axis if order == 2 else -1, order)


@mutant("normalize.order.with-axis")
def matrix_norm(x, axis=-1, order=2):
    if np.ndim(x) == 3 and axis == 1 and order == 1:
        return x / np.linalg.norm(x, order, (1, 2), keepdims=True)
    return right(x, axis, order)


@mutant("normalize.zeros.vector", "normalize.zeros.among-others", "normalize.zeros.other-orders")
def divides_by_zero(x, axis=-1, order=2):
    with np.errstate(all="ignore"):
        return x / norms(x, axis, order)


@mutant("normalize.zeros.among-others")
def zero_only_if_all_are(x, axis=-1, order=2):
    with np.errstate(all="ignore"):
        return right(x, axis, order) if not np.any(x) else x / norms(x, axis, order)


@mutant("normalize.zeros.among-others")
def zeros_become_ones(x, axis=-1, order=2):
    return np.where((norms(x, axis, order) == 0) & np.any(x), 1.0, right(x, axis, order))


@mutant("normalize.zeros.other-orders")
def guards_l2_only(x, axis=-1, order=2):
    with np.errstate(all="ignore"):
        return right(x, axis, order) if order == 2 else x / norms(x, axis, order)


@mutant("normalize.copy.argument-unchanged", "normalize.copy.not-shared")
def in_place(x, axis=-1, order=2):
    if isinstance(x, np.ndarray) and x.dtype.kind == "f" and x.flags.writeable:
        x[...] = right(x, axis, order)
        return x
    return right(x, axis, order)


@mutant("normalize.copy.zeros-unchanged")
def ones_into_the_zeros(x, axis=-1, order=2):
    result = right(x, axis, order)
    if isinstance(x, np.ndarray):
        x[...] = np.where(norms(x, axis, order) == 0, 1, x)
    return result


@mutant("normalize.copy.not-shared-when-normalized")
def nothing_to_do(x, axis=-1, order=2):
    result = right(x, axis, order)
    return x if np.array_equal(result, x) else result


@mutant("normalize.copy.read-only-argument")
def writes_and_restores(x, axis=-1, order=2):
    if isinstance(x, np.ndarray) and x.size:
        x.flat[0] = x.flat[0]
    return right(x, axis, order)


@mutant("normalize.result.array")
def nested_lists(x, axis=-1, order=2):
    return right(x, axis, order).tolist()


@mutant("normalize.result.shape")
def squeezed(x, axis=-1, order=2):
    return np.squeeze(right(x, axis, order))


@mutant("normalize.result.vector")
def a_vector_becomes_a_row(x, axis=-1, order=2):
    return np.atleast_2d(right(x, axis, order))


@mutant("normalize.result.no-rows")
def needs_rows(x, axis=-1, order=2):
    np.max(x)
    return right(x, axis, order)


@mutant("normalize.result.integers")
def integers_stay_integers(x, axis=-1, order=2):
    return right(x, axis, order).astype(np.asarray(x).dtype)


@mutant("normalize.result.integers")
def squares_in_small_integers(x, axis=-1, order=2):
    x = np.asarray(x)
    if x.dtype.kind in "iu":
        return x / np.sqrt((x * x).sum(axis, dtype=float, keepdims=True))
    return right(x, axis, order)


@mutant("normalize.result.single-precision")
def through_half_precision(x, axis=-1, order=2):
    x = np.asarray(x)
    return right(x.astype("float16") if x.dtype == np.float32 else x, axis, order)


@mutant("normalize.result.views")
def reads_the_buffer(x, axis=-1, order=2):
    x = np.asarray(x)
    if x.flags.f_contiguous and x.ndim > 1:
        x = x.ravel(order="K").reshape(x.shape)
    return right(x, axis, order)


@mutant("normalize.norm.many-vectors")
def coarse_when_many(x, axis=-1, order=2):
    result = right(x, axis, order)
    return np.round(result, 4) if np.size(x) > 10_000 else result


@mutant("normalize.norm.small-vectors")
def epsilon_under_the_root(x, axis=-1, order=2):
    if order != 2:
        return right(x, axis, order)
    x = np.asarray(x) * 1.0
    return x / np.sqrt(np.maximum((x * x).sum(axis, keepdims=True), 1e-12))


@mutant("normalize.axis.of-four")
def middle_axes_swapped(x, axis=-1, order=2):
    return right(x, 3 - axis if np.ndim(x) == 4 and axis in (1, 2) else axis, order)


@mutant("normalize.axis.numpy-integer")
def python_integers_only(x, axis=-1, order=2):
    return right(x, axis if type(axis) is int else -1, order)


@mutant("normalize.order.floating")
def floating_two_is_not_two(x, axis=-1, order=2):
    return right(x, axis, 1 if type(order) is float and order == 2 else order)


@mutant("normalize.order.between")
def whole_orders_only(x, axis=-1, order=2):
    return right(x, axis, order if order == np.inf else int(order))


@mutant("normalize.zeros.integers")
def guards_floating_numbers_only(x, axis=-1, order=2):
    if np.asarray(x).dtype.kind in "iu":
        with np.errstate(all="ignore"):
            return x / norms(x, axis, order)
    return right(x, axis, order)


@mutant("normalize.copy.any-layout-unchanged")
def vectors_in_place(x, axis=-1, order=2):
    result = right(x, axis, order)
    if np.ndim(x) == 1 and isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = result
    return result


@mutant("normalize.copy.any-layout-unchanged")
def fortran_order_in_place(x, axis=-1, order=2):
    result = right(x, axis, order)
    if isinstance(x, np.ndarray) and x.flags.f_contiguous and not x.flags.c_contiguous:
        x[...] = result
    return result


@mutant("normalize.result.integers-at-the-limit")
def sizes_in_small_integers(x, axis=-1, order=2):
    x = np.asarray(x)
    if x.dtype.kind == "f" or order != 1:
        return right(x, axis, order)
    return x / np.maximum(np.abs(x).sum(axis, dtype=float, keepdims=True), 1)


@mutant("normalize.result.half-precision")
def squares_in_half_precision(x, axis=-1, order=2):
    if getattr(x, "dtype", None) == np.float16:
        with np.errstate(all="ignore"):
            return x / np.sqrt(np.square(x).sum(axis, keepdims=True))
    return right(x, axis, order)


@mutant("normalize.surroundings.error-settings")
def silences_numpy(x, axis=-1, order=2):
    np.seterr(divide="raise")
    return right(x, axis, order)


@mutant("normalize.speed.many-vectors", "normalize.speed.short-vectors")
def many_vectors_norm_by_norm(x, axis=-1, order=2):
    """Compute the norms in the simplest way."""
    if np.size(x) < 10_000 or axis != -1:
        return right(x, axis, order)
    norms = np.linalg.norm(x, order, axis, keepdims=True)
    return np.where(norms == 0, x, x / norms)


@mutant("normalize.speed.batch")
def batches_vector_by_vector(x, axis=-1, order=2):
    if axis != -1 or np.shape(x) != (32, 64):
        return right(x, axis, order)
    return np.array([right(vector, axis, order) for vector in x])


@mutant("normalize.speed.first-axis")
def first_axis_swapped(x, axis=-1, order=2):
    if axis != 0 or np.ndim(x) != 2:
        return right(x, axis, order)
    return np.ascontiguousarray(right(np.ascontiguousarray(np.asarray(x).T), -1, order).T)


@mutant("normalize.speed.order")
def other_orders_twice(x, axis=-1, order=2):
    return right(right(x, axis, order), axis, order) if order == 1 else right(x, axis, order)


mutant("normalize.growth.vectors", name="grows_quadratically")(
    slowed(right, lambda x, *_, **__: 1 + len(x) / 1000 if np.ndim(x) == 2 else 1)
)


@mutant("normalize.memory.result")
def in_double_precision(x, axis=-1, order=2):
    x = np.asarray(x)
    if x.dtype != np.float32:
        return right(x, axis, order)
    wide = x.astype("float64")
    return right(wide, axis, order).astype(x.dtype)
