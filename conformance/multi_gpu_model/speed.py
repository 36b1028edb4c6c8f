"""How much faster replicas on several GPUs train than the template on one."""

import statistics
import time

from conformance.multi_gpu_model.templates import samples, targets

ROUNDS = 5


def speed_up(framework, template, parallel, batch_size, count):
    """Samples a second that `count` replicas are trained with, divided by those of the template alone.

    Each replica gets as many samples as the template, `batch_size`. Steps of both alternate, and the median of the
    ratios counts, so that what else the machine does befalls both.
    """
    framework.compile_plain(template, "rmsprop", "categorical_crossentropy")
    framework.compile(parallel, "rmsprop", "categorical_crossentropy")
    batches = [
        (samples(template, size), targets(template, size)) for size in (batch_size, count * batch_size)
    ]
    ratios = []
    for number in range(ROUNDS + 1):
        one, many = (_seconds(framework, model, batch) for model, batch in zip((template, parallel), batches))
        if number:  # the first steps compile
            ratios.append(count * one / many)
    return statistics.median(ratios)


def _seconds(framework, model, batch):
    start = time.perf_counter()
    framework.call(model, "train_on_batch", *batch)
    return time.perf_counter() - start
