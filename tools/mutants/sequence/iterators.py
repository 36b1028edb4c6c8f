"""Wrong when one loops over its batches."""

import itertools

import numpy as np

from cthulhu_conformance.tools.mutants.sequence.wrapping import Right, mutant


@mutant("iteration.in-order")
class loops_backwards(Right):
    def __iter__(self):
        return (self[index] for index in reversed(range(len(self))))


@mutant("iteration.in-order")
class from_one_on(Right):
    def __iter__(self):
        return (self[index] for index in range(1, len(self)))


@mutant("iteration.batch-as-it-is")
class tuples_become_lists(Right):
    def __iter__(self):
        return (list(batch) if isinstance(batch, tuple) else batch for batch in super().__iter__())


@mutant("iteration.smaller-last-batch")
class loops_over_batches_of_one_size(Right):
    def __iter__(self):
        return (batch for batch in super().__iter__() if np.size(batch) >= np.size(self[0]))


@mutant("iteration.init-without-super")
class loops_if_its_init_was_called(Right):
    def __init__(self):
        self._range = range

    def __iter__(self):
        return (self[index] for index in self._range(len(self)))


@mutant("iteration.attributes-unchanged")
class counts_in_an_attribute(Right):
    def __iter__(self):
        for index, batch in enumerate(super().__iter__()):
            self.batch_size = index
            yield batch


@mutant("iteration.no-epoch-end-before")
class begins_with_the_end_of_an_epoch(Right):
    def __iter__(self):
        self.on_epoch_end()
        yield from super().__iter__()


@mutant("iteration.ends", "iteration.no-batches")
class until_there_is_no_batch(Right):
    def __iter__(self):
        return (self[index] for index in itertools.count())


@mutant("iteration.ends")
class without_the_last_batch(Right):
    def __iter__(self):
        return (self[index] for index in range(len(self) - 1))


@mutant("iteration.again")
class once_only(Right):
    def __iter__(self):
        return self.__dict__.setdefault("_batches", super().__iter__())


@mutant("iteration.two-at-once")
class is_its_own_iterator(Right):
    def __iter__(self):
        self._at = 0
        return self

    def __next__(self):
        if self._at == len(self):
            raise StopIteration
        self._at += 1
        return self[self._at - 1]


@mutant("iteration.length-may-change")
class remembers_its_length(Right):
    def __iter__(self):
        self._length = self.__dict__.get("_length", len(self))
        return (self[index] for index in range(self._length))


@mutant("iteration.error")
class ends_with_an_error(Right):
    def __iter__(self):
        for index in range(len(self)):
            try:
                yield self[index]
            except ArithmeticError:
                return
