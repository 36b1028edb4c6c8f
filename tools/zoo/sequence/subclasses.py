"""Wrong as a base class."""

import itertools
import os
import threading

import numpy as np

from reference import utils as reference
from tools.zoo import Mutant

Right = reference.Sequence
absent = Mutant("absent", ("sequence.name.available",), replaced={"Sequence": None})


def mutant(*breaks):
    """Like that of the zoo; the first part of the clauses' ids is understood."""
    names = tuple(f"sequence.{name}" for name in breaks)
    return lambda wrong: Mutant(wrong.__name__, names, replaced={"Sequence": wrong})


def wraps(*methods):
    """A base class that replaces subclasses' methods by what `change_<method>` makes of them."""

    class Wrapping(Right):
        def __init_subclass__(cls, **options):
            super().__init_subclass__(**options)
            for name in methods:
                if name in cls.__dict__:
                    change = getattr(cls, "change_" + name.strip("_"))
                    setattr(cls, name, change(cls.__dict__[name]))

    return Wrapping


@mutant("signature.no-arguments", "subclass.getitem-and-len-suffice", "subclass.init-with-super")
class wants_workers(Right):
    def __init__(self, workers):
        self.workers = workers


@mutant("subclass.getitem-and-len-suffice")
class wants_a_third_method(Right):
    def __new__(cls, *args, **options):
        if cls.on_epoch_end is Right.on_epoch_end and not hasattr(cls, "batch_size"):
            raise TypeError("on_epoch_end is missing")
        return super().__new__(cls)


@mutant("subclass.needs-getitem", "subclass.base-has-no-batches")
class batches_of_nothing(Right):
    def __getitem__(self, index):
        return None


@mutant("subclass.needs-len", "subclass.base-has-no-batches")
class no_batches_by_default(Right):
    def __len__(self):
        return 0


@mutant("subclass.is-a-class")
class no_base_of_its_subclasses(Right):
    def __new__(cls):
        methods = {k: v for k, v in cls.__dict__.items() if k in ("__len__", "__getitem__")}
        return object.__new__(type(cls.__name__, (), methods))


@mutant("subclass.init-without-super")
class wants_its_init_called(Right):
    def __init__(self):
        self._made = True

    def __getattribute__(self, name):
        if name == "batch_size" and "_made" not in object.__getattribute__(self, "__dict__"):
            raise AttributeError("super().__init__() has not been called")
        return super().__getattribute__(name)


@mutant("subclass.init-with-super")
class wants_arguments_of_subclasses(Right):
    def __init__(self, *data):
        if not data and "__init__" in type(self).__dict__:
            raise TypeError("data is missing")


@mutant("subclass.own-arguments")
class takes_arguments_by_position_only(Right):
    def __new__(cls, *args):
        return super().__new__(cls)


@mutant("subclass.own-attributes")
class keeps_its_own_attributes(Right):
    def __setattr__(self, name, value):
        super().__setattr__(name, 0 if name == "epoch" else value)


@mutant("subclass.own-attributes", "example.complete-batches")
class has_no_place_for_x(Right):
    x = property(lambda self: [], lambda self, value: None)


@mutant("subclass.of-a-subclass")
class one_generation(Right):
    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if len(cls.__mro__) > 4:
            raise TypeError("subclasses have no subclasses")


@mutant("subclass.with-a-mixin")
class alone(Right):
    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if len(cls.__bases__) > 1:
            raise TypeError("no other base classes")


@mutant("len.number-of-batches", "iteration.no-batches")
class one_batch_at_least(wraps("__len__")):
    @staticmethod
    def change_len(method):
        return lambda self: max(1, method(self))


@mutant("len.number-of-batches")
class a_hundred_batches_at_most(wraps("__len__")):
    @staticmethod
    def change_len(method):
        return lambda self: min(100, method(self))


@mutant("getitem.batch-as-it-is")
class batches_as_arrays(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            batch = method(self, index)
            return np.asarray(batch) if isinstance(batch, list) else batch

        return changed


@mutant("getitem.batch-as-it-is", "example.complete-batches")
class the_first_of_a_batch(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            batch = method(self, index)
            return (batch[0][:1], batch[1]) if isinstance(batch, tuple) else batch

        return changed


@mutant("getitem.index-as-it-is", "getitem.any-order")
class the_next_batch(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            at = self.__dict__.get("_at", -1) + 1
            self._at = at
            return method(self, at)

        return changed


@mutant("getitem.any-order")
class remembers_batches(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            self._last = max(index, self.__dict__.get("_last", 0))
            return method(self, self._last)

        return changed


@mutant("getitem.error", "iteration.error")
class errors_are_no_batches(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            try:
                return method(self, index)
            except ArithmeticError:
                return None

        return changed


@mutant("on-epoch-end.optional")
class end_of_an_epoch_must_be_handled(Right):
    def on_epoch_end(self):
        raise NotImplementedError


@mutant("on-epoch-end.optional")
class end_of_an_epoch_with_its_number(Right):
    def on_epoch_end(self, epoch):
        """Called with the number of the epoch."""


@mutant("on-epoch-end.changes-nothing-by-default")
class reverses_by_default(Right):
    def on_epoch_end(self):
        if hasattr(self, "x"):
            self.x, self.y = self.x[::-1], self.y[::-1]


@mutant("workers.at-the-same-time")
class one_batch_at_a_time(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        lock = threading.RLock()

        def changed(self, index):
            with lock:
                return method(self, index)

        return changed


@mutant("on-epoch-end.may-change-the-data")
class keeps_all_batches(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            kept = self.__dict__.setdefault("_kept", {})
            if index not in kept:
                kept[index] = method(self, index)
            return kept[index]

        return changed


@mutant("on-epoch-end.may-change-the-data")
class keeps_the_last_batch(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            if self.__dict__.get("_last", (None,))[0] != index:
                self._last = index, method(self, index)
            return self._last[1]

        return changed


@mutant("on-epoch-end.may-change-the-data")
class ends_no_epoch(wraps("on_epoch_end")):
    @staticmethod
    def change_on_epoch_end(method):
        return lambda self: None


@mutant("on-epoch-end.only-when-called")
class the_last_batch_ends_the_epoch(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            if index == len(self) - 1:
                self.on_epoch_end()
            return method(self, index)

        return changed


@mutant("example.number-of-batches", "example.every-sample-once")
class complete_batches_only(wraps("__len__")):
    @staticmethod
    def change_len(method):
        return lambda self: len(self.x) // self.batch_size if hasattr(self, "x") else method(self)


@mutant("example.smaller-last-batch", "example.every-sample-once")
class fills_the_last_batch(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            batch = method(self, index)
            if not isinstance(batch, tuple) or len(batch[1]) == self.batch_size:
                return batch
            return tuple(np.resize(part, (self.batch_size,) + part.shape[1:]) for part in batch)

        return changed


@mutant("iteration.in-order")
class backwards(Right):
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


@mutant("workers.threads")
class belongs_to_its_thread(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            if threading.current_thread() is not threading.main_thread():
                index = min(index + 1, len(self) - 1)
            return method(self, index)

        return changed


@mutant("workers.pickle", "workers.fresh-process")
class has_a_lock(Right):
    def __new__(cls, *args, **options):
        self = super().__new__(cls)
        self._lock = threading.Lock()
        return self


@mutant("workers.fresh-process", "workers.pickle")
class unpickled_without_its_last_sample(Right):
    def __getstate__(self):
        return {k: v[:-1] if k in ("x", "y") else v for k, v in self.__dict__.items()}


@mutant("workers.pickle")
class pickled_without_private_attributes(Right):
    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}


@mutant("workers.forked-processes")
class belongs_to_its_process(wraps("__getitem__")):
    process = os.getpid()

    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            return method(self, index if os.getpid() == self.process else 0)

        return changed
