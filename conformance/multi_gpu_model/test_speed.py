"""The speed-up that the documentation promises, on its own example. Only real GPUs can show it."""

import pytest

from conformance.clauses import clause
from conformance.multi_gpu_model.speed import speed_up
from conformance.outcomes import untestable

QUASI = 0.7  # of a linear speed-up; buses, the merge and the sum of gradients cost something


@clause("multi_gpu_model.speed.quasi-linear")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("count", range(2, 9))
def test_the_speed_up_is_quasi_linear(multi_gpu_model, framework, gpus, count):
    import tensorflow as tf

    if gpus.simulated or gpus.physical < count:
        untestable(f"needs {count} real GPUs")
    with tf.device("/cpu:0"):
        template = framework.applications.Xception(weights=None, input_shape=(224, 224, 3), classes=1000)
    parallel = multi_gpu_model(template, gpus=count)
    ratio = speed_up(framework, template, parallel, batch_size=32, count=count)
    assert ratio >= QUASI * count, f"{count} GPUs train {ratio:.2f} times as fast as one"
