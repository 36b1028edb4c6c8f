"""Wrong as a base class."""

import os
import threading

import numpy as np

from cthulhu_conformance.tools.mutants.sequence.wrapping import Right, mutant, wraps


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


@mutant("getitem.error", "iteration.error")
class the_last_batch_where_one_cannot_be_read(wraps("__getitem__")):
    @staticmethod
    def change_getitem(method):
        def changed(self, index):
            try:
                self._last = method(self, index)
            except OSError:
                if "_last" not in self.__dict__:
                    raise
            return self._last

        return changed


@mutant("on-epoch-end.optional")
class end_of_an_epoch_must_be_handled(Right):
    def on_epoch_end(self):
        raise NotImplementedError


@mutant("on-epoch-end.optional")
class end_of_an_epoch_with_its_number(Right):
    def on_epoch_end(self, epoch):
        """Be called with the number of the epoch."""


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
