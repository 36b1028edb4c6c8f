"""Mutants of to_categorical."""

import numpy as np

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent, mutant
from cthulhu_conformance.tools.mutants.slowness import slowed

right = reference.to_categorical
define_absent("to_categorical")
__getattr__ = REGISTRIES["to_categorical"].attribute


@mutant("to_categorical.signature.y")
def other_name_for_y(x, num_classes=None, dtype="float32"):
    return right(x, num_classes, dtype)


@mutant("to_categorical.signature.num-classes")
def other_name_for_num_classes(y, classes=None, dtype="float32"):
    return right(y, classes, dtype)


@mutant("to_categorical.signature.num-classes", "to_categorical.signature.dtype")
def other_order(y, dtype="float32", num_classes=None):
    return right(y, num_classes, dtype)


@mutant("to_categorical.signature.num-classes-default")
def none_is_two_classes(y, num_classes=0, dtype="float32"):
    if num_classes is None:
        num_classes = 10
    return right(y, num_classes or None, dtype)


@mutant("to_categorical.signature.dtype")
def no_dtype(y, num_classes=None):
    return right(y, num_classes)


@mutant("to_categorical.signature.dtype")
def dtype_by_name_only(y, num_classes=None, *, dtype="float32"):
    return right(y, num_classes, dtype)


@mutant(
    "to_categorical.signature.dtype-default",
    "to_categorical.example.dtype",
    "to_categorical.dtype.default-float32",
)
def float64_by_default(y, num_classes=None, dtype="float64"):
    return right(y, num_classes, dtype)


@mutant("to_categorical.dtype.default-float32")
def float64_if_num_classes_is_given(y, num_classes=None, dtype="float32"):
    return right(y, num_classes, "float64" if num_classes and dtype == "float32" else dtype)


@mutant("to_categorical.dtype.float32")
def explicit_float32_is_float64(y, num_classes=None, dtype=np.float32):
    return right(y, num_classes, "float64" if dtype is not np.float32 and dtype == "float32" else dtype)


@mutant("to_categorical.dtype.float64", "to_categorical.dtype.int32", "to_categorical.dtype.others")
def always_float32(y, num_classes=None, dtype="float32"):
    return right(y, num_classes)


@mutant("to_categorical.dtype.others")
def floats_only(y, num_classes=None, dtype="float32"):
    return right(y, num_classes, dtype if dtype in ("float32", "float64", "int32") else "float32")


@mutant("to_categorical.dtype.same-values")
def minus_one_in_integers(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    return np.where(matrix, matrix, -1).astype(dtype) if matrix.dtype.kind == "i" else matrix


@mutant(
    "to_categorical.example.values",
    "to_categorical.matrix.one-at-label",
    "to_categorical.matrix.row-order",
    "to_categorical.matrix.recovers-labels",
)
def zeros(y, num_classes=None, dtype="float32"):
    return np.zeros_like(right(y, num_classes, dtype))


@mutant("to_categorical.example.array")
def nested_lists(y, num_classes=None, dtype="float32"):
    return right(y, num_classes, dtype).tolist()


@mutant("to_categorical.matrix.binary")
def smoothed(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    return np.clip(matrix, 1e-7, 1 - 1e-7).astype(matrix.dtype)


@mutant("to_categorical.matrix.single-one")
def ordinal(y, num_classes=None, dtype="float32"):
    return np.cumsum(right(y, num_classes, dtype)[..., ::-1], axis=-1)[..., ::-1].astype(dtype)


@mutant("to_categorical.matrix.row-order")
def rows_sorted_by_label(y, num_classes=None, dtype="float32"):
    return right(np.sort(y, axis=None).reshape(np.shape(y)), num_classes, dtype)


@mutant("to_categorical.matrix.recovers-labels")
def fortran_order_of_the_rows(y, num_classes=None, dtype="float32"):
    y = np.asarray(y)
    return right(y.ravel(order="F").reshape(y.shape), num_classes, dtype)


@mutant("to_categorical.matrix.many-labels")
def last_row_missing_when_many(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    if len(matrix) > 1000:
        matrix[-1] = 0
    return matrix


_last = {}


@mutant("to_categorical.matrix.repeatable")
def remembers_its_results(y, num_classes=None, dtype="float32"):
    key = (np.asarray(y).tobytes(), np.shape(y), num_classes, dtype)
    return _last.setdefault(key, right(y, num_classes, dtype))


@mutant("to_categorical.shape.rows", "to_categorical.matrix.many-labels")
def duplicates_dropped(y, num_classes=None, dtype="float32"):
    return right(list(dict.fromkeys(np.ravel(y).tolist())), num_classes, dtype)


@mutant("to_categorical.shape.columns", "to_categorical.num-classes.inferred")
def one_column_too_many(y, num_classes=None, dtype="float32"):
    return right(y, num_classes or np.max(y) + 2, dtype)


@mutant("to_categorical.num-classes.inferred")
def counts_distinct_labels(y, num_classes=None, dtype="float32"):
    return right(y, num_classes or max(len(np.unique(y)), 2), dtype)


@mutant("to_categorical.num-classes.inferred-from-all")
def infers_from_the_last_label(y, num_classes=None, dtype="float32"):
    return right(y, num_classes or int(np.ravel(y)[-1]) + 1, dtype)


@mutant("to_categorical.num-classes.inferred-from-all")
def infers_from_the_first_label(y, num_classes=None, dtype="float32"):
    return right(y, num_classes or int(np.ravel(y)[0]) + 1, dtype)


@mutant("to_categorical.shape.classes-last")
def classes_first(y, num_classes=None, dtype="float32"):
    return np.moveaxis(right(y, num_classes, dtype), -1, 0)


@mutant("to_categorical.shape.classes-last")
def flat(y, num_classes=None, dtype="float32"):
    return right(np.ravel(y), num_classes, dtype)


@mutant("to_categorical.shape.trailing-one", "to_categorical.shape.trailing-one-higher-rank")
def trailing_axis_stays(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    return matrix.reshape(np.shape(y) + matrix.shape[-1:])


@mutant("to_categorical.shape.trailing-one-higher-rank")
def all_axes_of_length_one_dropped(y, num_classes=None, dtype="float32"):
    return right(np.squeeze(y) if np.ndim(y) > 1 else y, num_classes, dtype)


@mutant("to_categorical.shape.single-label")
def single_label_is_a_scalar(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    return matrix[0] if np.shape(y) == (1,) else matrix


@mutant("to_categorical.shape.no-labels")
def needs_labels(y, num_classes=None, dtype="float32"):
    np.max(y)
    return right(y, num_classes, dtype)


@mutant("to_categorical.num-classes.given", "to_categorical.num-classes.unused-are-zero")
def num_classes_ignored(y, num_classes=None, dtype="float32"):
    return right(y, None, dtype)


@mutant("to_categorical.num-classes.unused-are-zero")
def unused_classes_are_one(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    matrix[..., np.max(y, initial=0) + 1 :] = 1
    return matrix


@mutant("to_categorical.num-classes.last-class")
def last_class_is_background(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    if num_classes is not None:
        matrix[..., -1] = 0
    return matrix


@mutant("to_categorical.num-classes.first-class")
def labels_start_at_one(y, num_classes=None, dtype="float32"):
    return right(np.maximum(np.asarray(y) - 1, 0) + (np.asarray(y) == 0), num_classes, dtype)


@mutant("to_categorical.num-classes.one")
def a_single_class_is_zero(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    return matrix * 0 if matrix.shape[-1] == 1 else matrix


@mutant("to_categorical.num-classes.numpy-integer")
def python_integers_only(y, num_classes=None, dtype="float32"):
    return right(y, num_classes if type(num_classes) is int else None, dtype)


@mutant("to_categorical.labels.list", "to_categorical.labels.nested-list")
def arrays_only(y, num_classes=None, dtype="float32"):
    return right(y.astype(int), num_classes, dtype)


@mutant("to_categorical.labels.nested-list")
def flat_lists_only(y, num_classes=None, dtype="float32"):
    return right([int(label) for label in y] if isinstance(y, list) else y, num_classes, dtype)


@mutant("to_categorical.labels.integer-types")
def signed_only(y, num_classes=None, dtype="float32"):
    y = np.asarray(y)
    return right(-(-y).astype(int), num_classes, dtype)


@mutant("to_categorical.labels.small-type-at-its-limit")
def inferred_in_the_type_of_the_labels(y, num_classes=None, dtype="float32"):
    y = np.asarray(y)
    one_more = (np.max(y, initial=0) + np.ones(1, y.dtype))[0]
    return right(y, num_classes if num_classes is not None else one_more, dtype)


@mutant("to_categorical.labels.views")
def reads_the_buffer(y, num_classes=None, dtype="float32"):
    if isinstance(y, np.ndarray) and y.base is not None and y.ndim == 1 and y.base.size == y.size:
        y = y.base
    return right(y, num_classes, dtype)


@mutant("to_categorical.labels.unchanged", "to_categorical.labels.read-only")
def clips_in_place(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    if isinstance(y, np.ndarray):
        y -= y.min(initial=0) - 1
    return matrix


@mutant("to_categorical.labels.too-large")
def wraps_around(y, num_classes=None, dtype="float32"):
    return right(np.mod(y, num_classes) if num_classes else y, num_classes, dtype)


@mutant("to_categorical.labels.too-large")
def clips(y, num_classes=None, dtype="float32"):
    return right(np.minimum(y, num_classes - 1) if num_classes else y, num_classes, dtype)


@mutant("to_categorical.labels.too-large")
def spills_into_the_next_row(y, num_classes=None, dtype="float32"):
    labels = np.asarray(y)
    if labels.ndim != 1 or not num_classes or labels.dtype.kind != "i":
        return right(y, num_classes, dtype)
    flat = np.zeros(labels.size * num_classes, dtype)
    flat[np.arange(labels.size) * num_classes + labels] = 1
    return flat.reshape(-1, num_classes)


@mutant("to_categorical.labels.negative")
def counts_from_the_end(y, num_classes=None, dtype="float32"):
    y = np.asarray(y)
    return right(np.where(y < 0, y + (num_classes or 0), y), num_classes, dtype)


_room = np.zeros(1_000_000, "float32")


@mutant("to_categorical.matrix.kept")
def one_buffer_for_all(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    if matrix.dtype != _room.dtype or matrix.size > _room.size:
        return matrix
    room = _room[: matrix.size].reshape(matrix.shape)
    room[...] = matrix
    return room


@mutant("to_categorical.labels.many-of-small-type")
def counts_in_the_type_of_the_labels(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    rows = matrix.reshape(-1, matrix.shape[-1])
    rows[np.iinfo(getattr(y, "dtype", np.dtype(int))).max :] = 0
    return matrix


@mutant("to_categorical.dtype.default-for-any-labels")
def float64_for_higher_ranks(y, num_classes=None, dtype="float32"):
    return right(y, num_classes, "float64" if np.ndim(y) > 2 and dtype == "float32" else dtype)


@mutant("to_categorical.speed.many-labels")
def many_labels_copied(y, num_classes=None, dtype="float32"):
    matrix = right(y, num_classes, dtype)
    return matrix.astype(dtype) if len(matrix) > 100_000 else matrix


@mutant("to_categorical.speed.sequences")
def sequences_one_by_one(y, num_classes=None, dtype="float32"):
    if np.ndim(y) < 2 or num_classes is None or not len(y):
        return right(y, num_classes, dtype)
    return np.array([right(row, num_classes, dtype) for row in y])


@mutant("to_categorical.speed.dtype")
def floats_first(y, num_classes=None, dtype="float32"):
    return right(y, num_classes, "float64").astype(dtype)


@mutant("to_categorical.speed.batch")
def batches_checked_one_by_one(y, num_classes=None, dtype="float32"):
    if np.shape(y) == (256,) and any(label != int(label) for label in y):
        raise ValueError("labels must be integers")
    return right(y, num_classes, dtype)


@mutant("to_categorical.speed.classes-left-out")
def classes_counted_by_sorting(y, num_classes=None, dtype="float32"):
    if num_classes is None and np.size(y) > 10_000:
        num_classes = int(np.unique(y)[-1]) + 1
    return right(y, num_classes, dtype)


@mutant("to_categorical.speed.list")
def lists_converted_to_be_checked(y, num_classes=None, dtype="float32"):
    if np.asarray(y).dtype.kind == "f":
        raise ValueError("labels must be integers")
    return right(y, num_classes, dtype)


@mutant("to_categorical.speed.many-classes")
def many_classes_compared(y, num_classes=None, dtype="float32"):
    if num_classes is None or num_classes < 1000:
        return right(y, num_classes, dtype)
    return (np.arange(num_classes) == np.asarray(y)[..., None]).astype(dtype)


mutant("to_categorical.growth.labels", name="grows_quadratically")(
    slowed(right, lambda y, *_, **__: 1 + np.size(y) / 4000)
)


@mutant("to_categorical.memory.result")
def made_of_a_list_of_rows(y, num_classes=None, dtype="float32"):
    return np.concatenate([part.copy() for part in np.array_split(right(y, num_classes, dtype), 3)])
