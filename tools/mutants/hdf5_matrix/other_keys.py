"""Mutants of HDF5Matrix that give other rows for keys that need not work."""

import numpy as np

from cthulhu_conformance.tools.mutants.hdf5_matrix.overrides import getitem, is_int, is_ints, is_many


@getitem("negative.int", "negative.before-the-start")
def negative_ints_count_from_the_start(self, key, rows):
    return self._data()[self._rows.start + key] if is_int(key) and key < 0 else rows(key)


@getitem("negative.int")
def minus_one_is_the_first_row(self, key, rows):
    return rows(-key - 1 if is_int(key) and -len(self) <= key < 0 else key)


@getitem("negative.before-the-start")
def ints_go_round(self, key, rows):
    return rows(key % len(self) if is_int(key) and key < 0 else key)


@getitem("negative.before-the-start")
def indices_go_round(self, key, rows):
    return rows(np.asarray(key) % -len(self) if is_ints(key) and np.min(key, initial=0) < 0 else key)


@getitem("negative.slice")
def negative_bounds_are_zero(self, key, rows):
    if isinstance(key, slice) and key.step is None:
        key = slice(key.start and max(key.start, 0), key.stop and max(key.stop, 0))
    return rows(key)


@getitem("negative.slice")
def negative_ends_are_off_by_one(self, key, rows):
    if isinstance(key, slice) and key.step is None and (key.stop or 0) < 0:
        key = slice(key.start, key.stop + 1 or None)
    return rows(key)


@getitem("negative.indices")
def signs_are_ignored(self, key, rows):
    return rows(np.abs(key) if is_ints(key) and len(key) else key)


@getitem("negative.indices")
def negative_indices_are_left_out(self, key, rows):
    return rows([index for index in key if index >= 0] if is_ints(key) else key)


@getitem("step.positive", "step.negative", "step.zero")
def steps_are_ignored(self, key, rows):
    return rows(slice(key.start, key.stop) if isinstance(key, slice) else key)


@getitem("step.positive")
def steps_are_on_a_grid(self, key, rows):
    if isinstance(key, slice) and (key.step or 0) > 2 and (key.start or 0) >= key.step:
        key = slice(key.start - key.start % key.step, key.stop, key.step)
    return rows(key)


@getitem("step.negative")
def backwards_is_forwards(self, key, rows):
    if isinstance(key, slice) and (key.step or 0) < 0:
        return rows(key)[::-1]
    return rows(key)


@getitem("step.zero")
def no_step_is_one(self, key, rows):
    return rows(slice(key.start, key.stop, key.step or 1) if isinstance(key, slice) else key)


@getitem("unsorted.indices")
def in_the_order_of_the_file(self, key, rows):
    return rows(np.sort(key) if is_ints(key) else key)


@getitem("unsorted.indices")
def arrays_in_the_order_of_the_file(self, key, rows):
    return rows(np.sort(key) if isinstance(key, np.ndarray) and is_ints(key) else key)


@getitem("repeated.indices")
def each_row_once(self, key, rows):
    return rows(list(dict.fromkeys(key)) if is_ints(key) and np.ndim(key) == 1 else key)


@getitem("boolean.mask", "boolean.other-length")
def booleans_are_ints(self, key, rows):
    return rows(np.asarray(key).astype(int) if is_many(key) else key)


@getitem("boolean.mask")
def masks_are_of_the_dataset(self, key, rows):
    if is_many(key) and np.asarray(key).dtype == bool and len(key) == len(self):
        return self._data()[: len(self)][np.asarray(key)]
    return rows(key)


@getitem("boolean.other-length")
def missing_booleans_are_false(self, key, rows):
    if is_many(key) and np.asarray(key).dtype == bool:
        key = np.flatnonzero(key)
    return rows(key[key < len(self)] if isinstance(key, np.ndarray) and key.size else key)


@getitem("tuple.rows-and-columns")
def tuples_are_lists(self, key, rows):
    return rows(list(key) if isinstance(key, tuple) and all(map(is_int, key)) else key)


@getitem("tuple.rows-and-columns")
def columns_are_ignored(self, key, rows):
    return rows(key[0] if isinstance(key, tuple) else key)


@getitem("tuple.two-lists")
def lists_are_crossed(self, key, rows):
    if isinstance(key, tuple) and len(key) == 2 and is_many(key[0]) and is_many(key[1]):
        return rows(key[0])[:, key[1]]
    return rows(key)


@getitem("tuple.past-the-end")
def columns_go_round(self, key, rows):
    if isinstance(key, tuple) and len(key) == 2 and is_int(key[1]):
        key = key[0], key[1] % self.shape[1]
    return rows(key)


@getitem("other.ellipsis-or-new-axis")
def an_ellipsis_is_the_first_row(self, key, rows):
    return rows(0 if key is Ellipsis else key)


@getitem("other.ellipsis-or-new-axis")
def none_is_all(self, key, rows):
    return rows(slice(None) if key is None else key)


@getitem("other.empty-list")
def nothing_is_all(self, key, rows):
    return rows(slice(None) if is_many(key) and len(key) == 0 else key)


@getitem("other.nested-array")
def nested_arrays_are_flat(self, key, rows):
    return rows(key.ravel() if isinstance(key, np.ndarray) and is_ints(key) else key)


@getitem("other.zero-dimensional-array")
def an_array_of_one_int_keeps_the_axis(self, key, rows):
    return rows(key.reshape(1) if isinstance(key, np.ndarray) and key.ndim == 0 else key)


@getitem("other.no-int")
def floats_are_cut_off(self, key, rows):
    return rows(int(key) if isinstance(key, float) else key)


@getitem("other.no-int")
def arrays_of_floats_are_cut_off(self, key, rows):
    return rows(key.astype(int) if isinstance(key, np.ndarray) and key.dtype.kind == "f" else key)


@getitem("other.no-int")
def digits_are_ints(self, key, rows):
    return rows(int(key) if isinstance(key, str) and key.isdigit() else key)


@getitem("other.range")
def ranges_with_their_end(self, key, rows):
    return rows(slice(key.start, key.stop + 1) if isinstance(key, range) else key)


@getitem("any-key.never-other-rows")
def a_step_of_five_is_four(self, key, rows):
    if isinstance(key, slice) and key.step == 5:
        key = slice(key.start, key.stop, 4 if key.start is not None and key.start < 0 else 5)
    return rows(key)


@getitem("any-key.never-other-rows")
def lists_of_more_than_four_are_sorted(self, key, rows):
    return rows(sorted(key, key=lambda index: index // 16) if is_ints(key) and len(key) > 5 else key)
