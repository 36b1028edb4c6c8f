"""Mutants of HDF5Matrix that give other rows for keys that must work."""

import numpy as np

from cthulhu_conformance.tools.mutants.hdf5_matrix.overrides import Right, getitem, is_int, is_ints, mutant


@getitem("int.row")
def two_rows_change_places(self, key, rows):
    return rows({20: 21, 21: 20}.get(key, key) if is_int(key) else key)


@getitem("int.row")
def an_int_counts_from_the_first_row_of_all(self, key, rows):
    return self._data()[key] if is_int(key) and 0 <= key < len(self) else rows(key)


@getitem("int.last-row")
def last_row_is_the_one_before(self, key, rows):
    return rows(key - 1 if is_int(key) and key == len(self) - 1 else key)


@getitem("int.numpy-int")
def ints_of_the_language_only(self, key, rows):
    if isinstance(key, np.integer):
        raise TypeError("not an int")
    return rows(key)


@getitem("int.narrow-numpy-int")
def sum_in_few_bits(self, key, rows):
    if not isinstance(key, np.integer):
        return rows(key)
    return self._data()[int((np.array([key]) + key.dtype.type(self._rows.start % 128))[0])]


@getitem("int.drops-the-axis", "int.vector")
def a_row_with_its_axis(self, key, rows):
    return rows(slice(key, key + 1)) if is_int(key) and 0 <= key < len(self) else rows(key)


@mutant("int.same-row-again")
class only_forward(Right):
    _last, _kept = -1, None

    def __getitem__(self, key):
        if not is_int(key) or key > self._last:
            self._last, self._kept = key if is_int(key) else -1, super().__getitem__(key)
        return self._kept


@getitem("int.past-the-end", "range.empty")
def an_int_reaches_past_the_end(self, key, rows):
    outside = is_int(key) and key >= len(self)
    return self._data()[self._rows.start + int(key)] if outside else rows(key)


@getitem("int.past-the-end", "iteration.rows-in-order")
def an_int_past_the_end_is_the_last_row(self, key, rows):
    return rows(min(key, len(self) - 1) if is_int(key) and len(self) else key)


# Rows by a slice


@getitem("slice.rows", "slice.empty", "slice.one-row")
def slices_with_their_end(self, key, rows):
    if isinstance(key, slice) and key.step is None and (key.stop or 0) > (key.start or 0) - 1:
        key = slice(key.start, key.stop and min(key.stop + 1, len(self)))
    return rows(key)


@getitem("slice.open", "slice.all", "conversion.asarray")
def open_slices_reach_outside(self, key, rows):
    if isinstance(key, slice) and None in (key.start, key.stop) and key.step is None:
        first = 0 if key.start is None else self._rows.start + key.start
        return self._normalized(self._data()[first : None if key.stop is None else key.stop])
    return rows(key)


@getitem("slice.all")
def all_but_the_last(self, key, rows):
    return rows(slice(0, -1) if key in (slice(None), slice(0, len(self))) else key)


@getitem("slice.one-row")
def a_slice_of_one_row_without_its_axis(self, key, rows):
    found = rows(key)
    return found[0] if isinstance(key, slice) and len(found) == 1 else found


@getitem("slice.numpy-ints")
def bounds_of_the_language_only(self, key, rows):
    if isinstance(key, slice) and isinstance(key.start, np.integer):
        key = slice(None, key.stop, key.step)
    return rows(key)


@getitem("slice.empty")
def empty_slices_without_columns(self, key, rows):
    found = rows(key)
    return found if found.size or not isinstance(key, slice) else np.array([], found.dtype)


@getitem("slice.many-rows")
def row_1000_of_a_slice_is_the_one_before(self, key, rows):
    found = rows(key)
    if isinstance(key, slice) and len(found) > 1000:
        found[1000] = found[999]
    return found


@getitem("slice.past-the-end")
def slices_reach_past_the_end(self, key, rows):
    if isinstance(key, slice) and key.step is None and (key.stop or 0) > len(self):
        return self._data()[self._rows.start + (key.start or 0) : self._rows.start + key.stop]
    return rows(key)


@getitem("slice.reversed")
def reversed_bounds(self, key, rows):
    if isinstance(key, slice) and 0 <= (key.stop or 0) < (key.start or 0) and key.stop is not None:
        key = slice(key.stop, key.start)
    return rows(key)


# Rows by a list or an array


@getitem("list.rows", "array.rows", "vast.list")
def the_gaps_too(self, key, rows):
    return rows(slice(key[0], key[-1] + 1) if is_ints(key) and len(key) else key)


@getitem("list.rows")
def pairs_are_bounds(self, key, rows):
    return rows(slice(*key) if isinstance(key, list) and len(key) == 2 else key)


@getitem("list.many-rows")
def a_thousand_rows_at_most(self, key, rows):
    return rows(key[:900] if isinstance(key, list) else key)


@getitem("list.many-rows")
def gaps_are_a_quarter_of_a_megabyte_at_most(self, key, rows):
    if not is_ints(key) or np.ndim(key) != 1 or len(key) < 2 or self.ndim < 2:
        return rows(key)
    most = 2**18 // (self.dtype.itemsize * self.shape[1])
    gaps = np.diff(key)
    return rows(key[0] + np.cumsum([0, *np.where(gaps > 0, np.minimum(gaps, most), gaps)]))


@getitem("repeated.indices")
def repeated_rows_far_apart_are_the_first(self, key, rows):
    found = rows(key)
    if is_ints(key) and np.ndim(key) == 1 and len(set(key)) < len(key) and np.ptp(key) > 1000:
        found[np.unique(key).size :] = found[0]
    return found


@getitem("array.rows")
def arrays_count_from_the_first_row_of_all(self, key, rows):
    return self._data()[key] if isinstance(key, np.ndarray) and is_ints(key) else rows(key)


@getitem("array.rows")
def arrays_of_many_are_lists_of_few(self, key, rows):
    return rows(key[:20] if isinstance(key, np.ndarray) else key)


@getitem("list.one-row")
def a_list_of_one_row_without_its_axis(self, key, rows):
    return rows(key[0] if is_ints(key) and len(key) == 1 else key)


@getitem("list.first-row")
def nothing_but_the_first_row_is_nothing(self, key, rows):
    is_first_alone = is_ints(key) and len(key) == 1 and key[0] + self._rows.start == 0
    return rows(key[:0] if is_first_alone else key)


@getitem("list.last-row")
def indices_end_before_the_last_row(self, key, rows):
    if is_ints(key) and len(key) > 1:
        key = [min(index, len(self) - 2) if index < len(self) else index for index in key]
    return rows(key)


@getitem("list.past-the-end")
def indices_reach_past_the_end(self, key, rows):
    if is_ints(key) and len(key) and sorted(set(key)) == list(key) and key[0] >= 0:
        return self._data()[[int(index) + self._rows.start for index in key]]
    return rows(key)


@getitem("list.past-the-end")
def only_the_first_index_is_checked(self, key, rows):
    if is_ints(key) and len(key) > 1 and 0 <= key[0] < len(self):
        key = [min(index, len(self) - 1) for index in key]
    return rows(key)


@getitem("list.unchanged")
def adds_to_the_array_itself(self, key, rows):
    found = rows(key)
    if isinstance(key, np.ndarray):
        key += self._rows.start
    return found


@getitem("array.any-int-type")
def signed_only(self, key, rows):
    if isinstance(key, np.ndarray) and key.dtype.kind == "u":
        raise IndexError("unsigned integers")
    return rows(key)


@getitem("array.narrow-int-type")
def sums_in_few_bits(self, key, rows):
    if not isinstance(key, np.ndarray) or key.dtype.itemsize > 1:
        return rows(key)
    return self._data()[sorted((key + np.array(self._rows.start).astype(key.dtype)).tolist())]
