"""Measure what replication gains and costs.

On simulated GPUs a device's workload is to let time pass.
"""

import threading
import time
from collections import defaultdict

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.multi_gpu_model.templates import samples, targets
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.untestable import untestable

SAMPLE = 0.002  # seconds that a device takes for a sample
BATCH = 64


class Devices:
    """Devices that each do one thing at a time, and take a time for each sample."""

    def __init__(self):
        self.locks = defaultdict(threading.Lock)

    def process(self, place, rows):
        with self.locks[place]:
            time.sleep(SAMPLE * len(rows))


@pytest.fixture(scope="module")
def models(templates, observer, replicate):
    """Return a template that takes a time for each sample, and replicas of it, by their number."""
    import tensorflow as tf

    devices, layers, framework = Devices(), templates.framework.layers, templates.framework
    with tf.device("/cpu:0"):
        entry = layers.Input((4,))
        hidden = observer.layer(devices.process, devices.process)(layers.Dense(3)(entry))
        template = framework.models.Model(entry, layers.Dense(2)(hidden))
    return compiled(framework, template, {count: replicate(template, count) for count in (2, 4, 8)})


def compiled(framework, template, parallel):
    found = {1: framework.compile_plain(template)}
    found.update({count: framework.compile(model) for count, model in parallel.items()})
    return found


def steps(framework, models, method, batches):
    """Return for each of the models a function that takes a step with the batch of its number."""
    return {n: lambda n=n: framework.call(models[n], method, *batches[n]) for n in models}


@pytest.mark.timeout(240)
@cases(
    "method",
    {
        "multi_gpu_model.growth.predicting": ["predict_on_batch"],
        "multi_gpu_model.growth.training": ["train_on_batch"],
    },
)
def test_replicas_share_the_workload(speed, framework, gpus, models, method):
    if not gpus.simulated:
        untestable("real GPUs take the time that they take")
    x, y = samples(models[1], BATCH), targets(models[1], BATCH)
    batch = (x,) if method == "predict_on_batch" else (x, y)
    workloads = steps(framework, models, method, dict.fromkeys(models, batch))
    speed.growth(workloads, exponent=-1, of="replicas")


@cases(
    "kind, replicas, is_compiled, method",
    {
        "multi_gpu_model.speed.step": [("plain", 2, True, "predict_on_batch")],
        "multi_gpu_model.speed.uncompiled": [("plain", 2, False, "predict_on_batch")],
        "multi_gpu_model.speed.training-step": [("plain", 2, True, "train_on_batch")],
        "multi_gpu_model.speed.merge": [("wide", 8, True, "predict_on_batch")],
    },
)
def test_the_time_of_a_step(
    speed, framework, templates, need, parts_may_be_refused, kind, replicas, is_compiled, method
):
    need(replicas)

    def stepping(multi_gpu_model):
        template = templates.make(kind)  # its own, which only it trains
        x, y = samples(template, BATCH), targets(template, BATCH)
        batch = (x,) if method == "predict_on_batch" else (x, y)
        with parts_may_be_refused():
            parallel = multi_gpu_model(template, replicas)
        if is_compiled:
            framework.compile(parallel)
        return lambda: framework.call(parallel, method, *batch)

    speed.ratio(stepping)


@clause("multi_gpu_model.growth.overhead")
@pytest.mark.timeout(240)
def test_replicas_cost_little(speed, framework, gpus, templates, replicate):
    if not gpus.simulated:
        untestable("real GPUs are what replication is for")
    template = templates.make("plain")
    models = compiled(framework, template, {count: replicate(template, count) for count in (2, 4, 8)})
    workloads = steps(
        framework, models, "predict_on_batch", dict.fromkeys(models, (samples(template, BATCH),))
    )
    speed.growth(workloads, exponent=1, of="replicas")


@clause("multi_gpu_model.speed.quasi-linear")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("count", range(2, 9))
def test_the_speed_up_is_quasi_linear(speed, multi_gpu_model, framework, gpus, count):
    import tensorflow as tf

    if gpus.simulated or gpus.physical < count:
        untestable(f"needs {count} real GPUs")
    with tf.device("/cpu:0"):
        template = framework.applications.Xception(weights=None, input_shape=(224, 224, 3), classes=1000)
    models = compiled(framework, template, {count: multi_gpu_model(template, gpus=count)})
    batches = {n: (samples(template, 32 * n), targets(template, 32 * n)) for n in models}
    speed.growth(
        steps(framework, models, "train_on_batch", batches), exponent=0, of="replicas, each with its samples"
    )
