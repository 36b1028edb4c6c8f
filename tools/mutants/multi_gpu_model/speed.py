"""Replicas whose steps are slow."""

import tensorflow as tf

from cthulhu_conformance.tools.mutants.multi_gpu_model.replacements import (
    Right,
    merging,
    model,
    mutant,
    right,
)
from cthulhu_conformance.tools.mutants.slowness import by, slowed


@mutant("speed.step")
def steps_half_as_slow_again(*arguments, **options):
    parallel = right(*arguments, **options)
    parallel.predict_on_batch = slowed(parallel.predict_on_batch, by(1.6))
    return parallel


@mutant("speed.training-step")
def trains_half_as_slow_again(*arguments, **options):
    parallel = right(*arguments, **options)
    parallel.train_on_batch = slowed(parallel.train_on_batch, by(1.6))
    return parallel


@mutant("speed.uncompiled")
def op_by_op_until_compiled(*arguments, **options):
    parallel = right(*arguments, **options)
    parallel.run_eagerly = True
    return parallel


def filled_up_and_added(self, parts):
    """Fill each part up with zeros to a whole batch, and return the sum of them."""
    ends = tf.cumsum([tf.shape(part)[0] for part in parts])
    whole = [
        tf.pad(part, [[end - tf.shape(part)[0], ends[-1] - end]] + [[0, 0]] * (len(part.shape) - 1))
        for part, end in zip(parts, tf.unstack(ends))
    ]
    return tf.add_n(whole)


@mutant("speed.merge")
def merges_whole_batches(*arguments, **options):
    parallel = right(*arguments, **options)
    parallel.__class__ = merging(filled_up_and_added)
    return parallel


@model("growth.overhead")
class steps_slower_by_each_replica(Right):
    predict_on_batch = slowed(Right.predict_on_batch, lambda self, *_, **__: 2 * len(self._replicas))
