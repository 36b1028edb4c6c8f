"""Base classes that make an epoch slow, or keep all of it in memory."""

import copy
import functools

import numpy as np

from cthulhu_conformance.tools.mutants.sequence.wrapping import Right, mutant


@mutant("speed.epoch")
class looks_whether_there_is_a_next_batch(Right):
    def __iter__(self):
        for index in range(len(self)):
            if self[index] is not None:
                yield self[index]


@mutant("speed.epoch")
class copies_batches(Right):
    def __iter__(self):
        return (copy.deepcopy(self[index]) for index in range(len(self)))


@mutant("speed.large-batches")
class has_arrays_of_its_own(Right):
    def __iter__(self):
        return (np.array(self[index]) for index in range(len(self)))


@mutant("growth.first-batch", "memory.epoch")
class makes_all_batches_first(Right):
    def __iter__(self):
        return iter([self[index] for index in range(len(self))])


@mutant("growth.epoch")
class remembers_in_a_list(Right):
    def __iter__(self):
        seen = []
        for index in range(len(self)):
            if index not in seen:
                seen.append(index)
                yield self[index]


class Wrapping(Right):
    """Replaces `__getitem__` of subclasses by what `wrapped` makes of it."""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if "__getitem__" in cls.__dict__ and "wrapped" not in cls.__dict__:
            cls.__getitem__ = cls.wrapped(cls.__getitem__)


@mutant("growth.batch")
class counts_the_batches_first(Wrapping):
    @staticmethod
    def wrapped(getitem):
        @functools.wraps(getitem)
        def counted(self, index):
            return getitem(self, list(range(max(len(self), index + 1)))[index])

        return counted


@mutant("memory.workers")
class keeps_batches(Wrapping):
    @staticmethod
    def wrapped(getitem):
        kept = {}

        @functools.wraps(getitem)
        def keeping(self, index):
            kept[index] = getitem(self, index)
            return kept[index]

        return keeping
