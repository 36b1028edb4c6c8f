"""Models that do not take a matrix for the array of its rows."""

from cthulhu_conformance.tools.mutants import change


def rows(*breaks):
    """Define a mutant whose models read what the function makes of a batch; it is given the right one, too."""

    def decorate(rule):
        def make(right):
            def wrong(arrays, batch_size):
                batches = right(arrays, batch_size)
                read = type(batches).__getitem__

                class Wrong(type(batches)):
                    def __getitem__(self, index):
                        return rule(self, index, lambda at: read(self, at))

                batches.__class__ = Wrong
                return batches

            return wrong

        make.__name__ = rule.__name__
        return change(
            "cthulhu_conformance.reference.framework", "_Rows", *(f"hdf5_matrix.{name}" for name in breaks)
        )(make)

    return decorate


@rows("models.predict", "models.fit")
def first_batch_again_and_again(batches, index, read):
    return read(0)


@rows("models.predict")
def batches_backwards(batches, index, read):
    return tuple(array[::-1] for array in read(index))


@rows("models.slice", "models.fit-slice")
def one_row_further_in_slices(batches, index, read):
    matrix = batches.arrays[0]
    if matrix._rows.start and index == 0:
        return tuple(array[[1, *range(1, len(array))]] for array in read(index))
    return read(index)


@rows("models.normalizer")
def rows_as_they_are_stored(batches, index, read):
    batches.arrays[0]._normalizer = None
    return read(index)


@rows("models.evaluate")
def targets_of_the_first_batch(batches, index, read):
    found, first = read(index), read(0)
    return found[:1] + tuple(array[: len(found[0])] for array in first[1:])


@rows("models.evaluate")
def targets_backwards(batches, index, read):
    return read(index)[:1] + tuple(array[::-1] for array in read(index)[1:])


@rows("models.fit", "models.fit-slice", "models.shuffle-in-batches")
def last_row_is_not_trained_on(batches, index, read):
    found = read(index)
    is_last = index == len(batches) - 1
    return tuple(array[[*range(len(array) - 1), 0]] for array in found) if is_last else found


@change("keras.Model", "fit", "hdf5_matrix.models.shuffle-in-batches")
def no_shuffling_in_batches(right):
    def fit(self, *args, shuffle=True, **options):
        if shuffle == "batch":
            raise ValueError("shuffle is True or False")
        return right(self, *args, shuffle=shuffle, **options)

    return fit


@change("keras.Model", "fit", "hdf5_matrix.models.shuffle-in-batches")
def shuffled_in_batches_once(right):
    def fit(self, *args, shuffle=True, epochs=1, **options):
        return right(self, *args, shuffle=shuffle, epochs=1 if shuffle == "batch" else epochs, **options)

    return fit


@change("cthulhu_conformance.reference.framework", "_has_matrix", "hdf5_matrix.models.reads-in-batches")
def all_rows_in_memory(right):
    return lambda arrays: False
