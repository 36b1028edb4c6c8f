"""Training that does not take a sequence as it is."""

import contextlib
import random

import numpy as np

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import change


class Other(reference.Sequence):
    """A sequence that takes another's place, and is the same but for what a subclass changes."""

    def __init__(self, right, **pool):
        self.right, self.pool = right, pool

    def __len__(self):
        return len(self.right)

    def __getitem__(self, index):
        return self.right[index]

    def on_epoch_end(self):
        self.right.on_epoch_end()

    @property
    def threads(self):
        return self.pool["workers"] > 1 and not self.pool["use_multiprocessing"]

    @property
    def processes(self):
        return self.pool["use_multiprocessing"]


def training(*breaks):
    """Define a mutant that trains on the sequence that the decorated class makes of the user's."""

    def decorate(other):
        def rule(right):
            return lambda sequence, **pool: right(other(sequence, **pool), **pool)

        rule.__name__ = other.__name__
        return change(
            "cthulhu_conformance.reference.framework",
            "_Dataset",
            *(f"sequence.training.{name}" for name in breaks),
        )(rule)

    return decorate


def fitting(*breaks):
    """Define a mutant whose models are trained by what the decorated function makes of `fit`."""
    return change("keras.Model", "fit", *(f"sequence.training.{name}" for name in breaks))


@training("every-sample-once", "once-an-epoch", "smaller-last-batch", "predict", "evaluate", "indices")
class last_batch_left_out(Other):
    def __len__(self):
        return max(1, super().__len__() - 1)


@training("every-sample-once", "once-an-epoch", "threads", "no-workers", "predict", "evaluate")
class first_batch_twice(Other):
    def __len__(self):
        return super().__len__() + 1

    def __getitem__(self, index):
        return super().__getitem__(max(0, index - 1))


@training("every-sample-once", "threads", "processes", "once-an-epoch")
class with_replacement(Other):
    def __getitem__(self, index):
        return super().__getitem__(random.Random(index).randrange(len(self)))


@training("smaller-last-batch")
class smaller_batches_left_out(Other):
    def __len__(self):
        number = super().__len__()
        smaller = number > 1 and len(self.right[number - 1][0]) < len(self.right[0][0])
        return number - smaller


@training("smaller-last-batch")
class last_batch_filled_up(Other):
    def __getitem__(self, index):
        batch, first = super().__getitem__(index), self.right[0]
        size = len(first[0])
        return tuple(np.concatenate([array, more])[:size] for array, more in zip(batch, first))


@training("threads", "in-order")
class threads_do_all_twice(Other):
    def __len__(self):
        return super().__len__() * (2 if self.threads else 1)

    def __getitem__(self, index):
        return super().__getitem__(index // 2 if self.threads else index)


@training("processes", "processes-once-an-epoch")
class processes_leave_one_out(Other):
    def __len__(self):
        return super().__len__() - (1 if self.processes else 0)


@training("no-workers")
class no_workers_leave_one_out(Other):
    def __len__(self):
        return super().__len__() - (self.pool["workers"] == 0)


@training("in-order")
class backwards(Other):
    def __getitem__(self, index):
        return super().__getitem__(len(self) - 1 - index)


@training("in-order")
class last_two_swapped(Other):
    def __getitem__(self, index):
        last = len(self) - 1
        return super().__getitem__({last: last - 1, last - 1: last}.get(index, index))


@training("indices")
class looks_one_further(Other):
    def __getitem__(self, index):
        if index == len(self) - 1:
            super().__getitem__(index + 1)
        return super().__getitem__(index)


@training("indices")
class looks_from_behind(Other):
    def __getitem__(self, index):
        return super().__getitem__(index - len(self) if index == len(self) - 1 else index)


@training("changed-data", "shorter-epoch")
class read_once_and_for_all(Other):
    def __init__(self, right, **pool):
        super().__init__(right, **pool)
        self.batches = [right[index] for index in range(len(right))]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]


@training("shorter-epoch")
class as_long_as_at_first(Other):
    def __init__(self, right, **pool):
        super().__init__(right, **pool)
        self.length = len(right)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return super().__getitem__(index % len(self.right))


@training("error", "error-text")
class errors_skipped(Other):
    def __getitem__(self, index):
        try:
            return super().__getitem__(index)
        except ArithmeticError:
            return super().__getitem__(0)


@training("error")
class errors_of_threads_skipped(Other):
    def __getitem__(self, index):
        try:
            return super().__getitem__(index)
        except ArithmeticError:
            if not self.threads:
                raise
            return super().__getitem__(0)


@training("error-text")
class errors_without_a_reason(Other):
    def __getitem__(self, index):
        with contextlib.suppress(ArithmeticError):
            return super().__getitem__(index)
        raise RuntimeError("something went wrong")


@training("no-epoch-end-before", "epoch-ends")
class an_end_at_the_beginning(Other):
    def __init__(self, right, **pool):
        super().__init__(right, **pool)
        right.on_epoch_end()


@training("predict")
class predictions_backwards(Other):
    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return x[::-1], y[::-1]


@training("evaluate")
class last_batch_counts_twice(Other):
    def __len__(self):
        return super().__len__() + 1

    def __getitem__(self, index):
        return super().__getitem__(min(index, len(self) - 2))


@training("example")
class no_double_precision(Other):
    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        if x.dtype == "float64":
            raise TypeError("float32 is expected")
        return x, y


def ends(*breaks):
    """Define a mutant in which the decorated function has the place of LambdaCallback, which ends the epochs."""
    return change("keras.callbacks", "LambdaCallback", *(f"sequence.training.{name}" for name in breaks))


@ends("epoch-ends", "changed-data", "shorter-epoch")
def epochs_never_end(right):
    return lambda on_epoch_end: right()


@ends("epoch-ends")
def epochs_end_twice(right):
    return lambda on_epoch_end: right(
        on_epoch_end=lambda epoch, logs: [on_epoch_end(epoch, logs), on_epoch_end(epoch, logs)]
    )


@ends("epoch-ends", "changed-data")
def every_batch_ends_an_epoch(right):
    return lambda on_epoch_end: right(on_train_batch_end=on_epoch_end)


@ends("changed-data")
def only_the_second_epoch_ends(right):
    return lambda on_epoch_end: right(
        on_epoch_end=lambda epoch, logs: on_epoch_end(epoch, logs) if epoch else None
    )


@ends("epoch-ends-with-validation")
def epochs_end_without_validation_only(right):
    return lambda on_epoch_end: right(
        on_epoch_end=lambda epoch, logs: None if "val_loss" in logs else on_epoch_end(epoch, logs)
    )


@fitting("once-an-epoch", "processes-once-an-epoch")
def one_epoch_less(right):
    def fit(self, *args, epochs=1, **options):
        return right(self, *args, epochs=max(1, epochs - 1), **options)

    return fit


@fitting("processes-once-an-epoch")
def processes_for_one_epoch(right):
    def fit(self, *args, epochs=1, use_multiprocessing=False, **options):
        epochs = 1 if use_multiprocessing else epochs
        return right(self, *args, epochs=epochs, use_multiprocessing=use_multiprocessing, **options)

    return fit


@fitting("no-workers")
def no_workers_refused(right):
    def fit(self, *args, workers=1, **options):
        if workers < 1:
            raise ValueError("workers must be positive")
        return right(self, *args, workers=workers, **options)

    return fit


@fitting("in-order")
def always_shuffles(right):
    def fit(self, *args, shuffle=True, **options):
        return right(self, *args, shuffle=True, **options)

    return fit
