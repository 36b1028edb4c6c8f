"""Batches that are divided or put together wrongly."""

from cthulhu_conformance.reference import replicas
from cthulhu_conformance.tools.mutants.multi_gpu_model.replacements import (
    Right,
    bounds,
    merge,
    model,
    replica,
    right_bounds,
)

tf, tree = replicas.tf, replicas.tree
DROPPED = ("batch.odd", "batch.remainder-of-four", "batch.several", "split.every-sample-once")


@merge(
    "result.same-predictions",
    "result.order-with-ids",
    "use.fit",
    "batch.several",
    "cpu-merge.same-predictions",
)
def merged_backwards(self, parts):
    return tf.concat(parts[::-1], axis=0)


@merge("result.order-of-three", "result.order-of-four")
def right_order_of_two_only(self, parts):
    return tf.concat(parts[:1] + parts[:0:-1], axis=0)


@merge("result.order-of-eight")
def fifth_and_sixth_swapped(self, parts):
    return tf.concat(parts[:4] + parts[4:6][::-1] + parts[6:], axis=0)


@bounds("result.order-of-eight")
def eight_by_rounded_steps(batch_size, number, count):
    if count < 8:
        return right_bounds(batch_size, number, count)
    step = tf.maximum(1, batch_size // count)
    return tf.minimum(step * number, batch_size), tf.minimum(step * (number + 1), batch_size)


@merge("result.order-of-four")
def last_two_swapped(self, parts):
    return tf.concat(parts[:2] + parts[:1:-1], axis=0)


@merge("cpu-merge.same-predictions")
def merged_backwards_on_a_gpu(self, parts):
    return tf.concat(parts if self._merge_device == replicas.CPU else parts[::-1], axis=0)


@merge("template.sequences-out")
def merged_along_the_last_but_one_axis(self, parts):
    return tf.concat(parts, axis=-2)


@merge("result.same-predictions")
def mean_of_the_parts(self, parts):
    return tf.concat([sum(parts) / len(parts)] * len(parts), axis=0)


@bounds(*DROPPED, "training.odd-batch")
def remainder_dropped(batch_size, number, count):
    part = batch_size // count
    return part * number, part * (number + 1)


@bounds("batch.remainder-of-four")
def remainder_of_four_dropped(batch_size, number, count):
    if count == 2:
        return right_bounds(batch_size, number, count)
    part = batch_size // count
    return part * number, part * (number + 1)


@bounds("batch.remainder-of-four", "batch.fewer-than-replicas")
def remainder_of_more_than_one_cut(batch_size, number, count):
    part = batch_size // count
    rest = tf.minimum(batch_size % count, 1)
    return part * number, part * (number + 1) + (rest if number == count - 1 else 0)


@bounds("batch.one-sample")
def one_sample_lost(batch_size, number, count):
    return right_bounds(tf.where(batch_size == 1, 0, batch_size), number, count)


@bounds("batch.fewer-than-replicas", "training.small-batch")
def small_batches_lost(batch_size, number, count):
    return right_bounds(tf.where(batch_size < count, 0, batch_size), number, count)


@bounds("batch.several")
def half_a_last_batch_lost(batch_size, number, count):
    return right_bounds(tf.where(batch_size == 4, 2, batch_size), number, count)


@bounds("split.equal-parts")
def first_part_larger(batch_size, number, count):
    start, end = right_bounds(batch_size, number, count)
    return (start + 1 if number else start), (end + 1 if number < count - 1 else end)


@bounds("split.equal-parts")
def one_part_takes_most(batch_size, number, count):
    return number, (number + 1 if number < count - 1 else batch_size)


@bounds("split.number-of-parts", "split.equal-parts")
def third_replica_idle(batch_size, number, count):
    if count == 2:
        return right_bounds(batch_size, number, count)
    if number == count - 1:
        return batch_size, batch_size
    return right_bounds(batch_size, number, count - 1)


@replica("split.every-sample-once", "split.every-sample-once-in-training", "split.equal-parts")
def each_replica_does_it_all_and_trims(process, inputs, number, count, training):
    outputs = process(inputs, 0, 1, training)
    start, end = right_bounds(tf.shape(tree.flatten(inputs)[0])[0], number, count)
    return tree.map_structure(lambda tensor: tensor[start:end], outputs)


@replica("split.every-sample-once-in-training")
def each_does_it_all_in_training(process, inputs, number, count, training):
    if not training:
        return process(inputs, number, count, training)
    outputs = process(inputs, 0, 1, training)
    start, end = right_bounds(tf.shape(tree.flatten(inputs)[0])[0], number, count)
    return tree.map_structure(lambda tensor: tensor[start:end], outputs)


@replica("split.every-sample-once")
def one_sample_too_many(process, inputs, number, count, training):
    batch_size = tf.shape(tree.flatten(inputs)[0])[0]
    start, end = right_bounds(batch_size, number, count)
    more = tree.map_structure(lambda tensor: tensor[start : tf.minimum(end + 1, batch_size)], inputs)
    return tree.map_structure(lambda tensor: tensor[: end - start], process(more, 0, 1, training))


@model("split.contiguous")
class deals_samples_like_cards(Right):
    """The right results in the right order, but samples that follow each other are on different replicas."""

    def call(self, inputs, training=None, mask=None):
        inputs = tree.map_structure(tf.convert_to_tensor, inputs)
        batch_size, count = tf.shape(tree.flatten(inputs)[0])[0], len(self._replicas)
        order = tf.concat([tf.range(first, batch_size, count) for first in range(count)], axis=0)
        dealt = tree.map_structure(lambda tensor: tf.gather(tensor, order), inputs)
        outputs = super().call(dealt, training=training)
        return tree.map_structure(lambda tensor: tf.gather(tensor, tf.argsort(order)), outputs)
