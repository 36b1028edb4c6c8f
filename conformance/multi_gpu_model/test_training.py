"""Training the parallel model trains the template: the weights are shared, and the steps are the same."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.multi_gpu_model.templates import samples, targets, with_fixed_weights
from cthulhu_conformance.testing.expectations import close_to, exactly

STEP = dict(rtol=1e-3, atol=1e-5)


def moved(model, before):
    """Return for each of the model's weights whether it differs from the one before."""
    return [not np.array_equal(weight, old) for weight, old in zip(model.get_weights(), before)]


def trained(framework, model, data, **options):
    """Train the model with a batch, and return its weights after this step."""
    framework.call(model, "train_on_batch", *data, **options)
    return model.get_weights()


@pytest.fixture
def step(replicate, templates):
    """Give a function that returns the weights of a template after its replicas' step, and of a twin after its own."""

    def take(kind, number, count=2, compiling=None, **options):
        framework = templates.framework
        template, twin = templates.make(kind), templates.make(kind)
        parallel = framework.compile(replicate(template, count), **(compiling or {}))
        framework.compile_plain(twin, **(compiling or {}))
        data = samples(template, number), targets(template, number)
        framework.call(parallel, "train_on_batch", *data, **options)
        return template.get_weights(), trained(framework, twin, data, **options)

    return take


@clause("multi_gpu_model.weights.shared")
def test_training_moves_the_templates_weights(replicate, templates):
    template = templates.make("plain")
    parallel = templates.framework.compile(replicate(template))
    before = template.get_weights()
    trained(templates.framework, parallel, (samples(template, 8), targets(template, 8)))
    assert moved(template, before) == [True] * len(before)


@clause("multi_gpu_model.weights.one-set")
def test_there_is_one_set_of_weights(replicate, templates):
    template = templates.make("plain")
    parallel = replicate(template)
    assert sorted(w.shape for w in parallel.get_weights()) == sorted(w.shape for w in template.get_weights())


@clause("multi_gpu_model.weights.set-in-the-template")
def test_weights_set_in_the_template_count(replicate, templates):
    framework = templates.framework
    template = templates.make("plain")
    parallel = framework.compile(replicate(template))
    x = samples(template, 8)
    first = framework.predict(parallel, x)
    template.set_weights([2 * weight for weight in template.get_weights()])
    second = framework.predict(parallel, x)
    assert second == close_to(framework.predict(framework.compile_plain(template), x), rtol=1e-4, atol=1e-5)
    assert not np.allclose(first, second), "the predictions are those from before"


@clause("multi_gpu_model.weights.two-parallel-models")
def test_two_parallel_models_of_one_template(replicate, templates):
    framework = templates.framework
    template = templates.make("plain")
    one, other = (framework.compile(replicate(template)) for _ in range(2))
    data = samples(template, 8), targets(template, 8)
    before = framework.predict(other, data[0])
    trained(framework, one, data)
    after = framework.predict(other, data[0])
    assert after == close_to(framework.predict(one, data[0]), rtol=1e-4, atol=1e-5)
    assert not np.allclose(before, after), "training the one does not reach the other"


@clause("multi_gpu_model.weights.frozen")
def test_a_frozen_layer_stays(replicate, templates):
    template = templates.make("plain")
    template.layers[1].trainable = False
    parallel = templates.framework.compile(replicate(template))
    before = template.get_weights()
    trained(templates.framework, parallel, (samples(template, 8), targets(template, 8)))
    assert moved(template, before) == [False, False, True, True]


@clause("multi_gpu_model.training.same-step")
def test_a_step_is_that_of_the_plain_model(step):
    parallel, plain = step("plain", 8)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.same-step-of-four")
def test_a_step_of_four_replicas(step):
    parallel, plain = step("plain", 16, count=4)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.odd-batch")
@pytest.mark.parametrize("number, count", [(7, 2), (3, 2), (10, 4)])
def test_a_step_with_an_odd_batch(step, number, count):
    parallel, plain = step("plain", number, count)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.small-batch")
@pytest.mark.parametrize("number", [1, 3])
def test_a_step_with_fewer_samples_than_replicas(step, number):
    parallel, plain = step("plain", number, count=4)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.two-inputs")
def test_a_step_with_two_inputs(step):
    parallel, plain = step("two_inputs", 8)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.two-outputs")
@pytest.mark.parametrize("weights", [[1.0, 1.0], [0.25, 4.0]], ids=str)
def test_a_step_with_two_outputs(step, weights):
    parallel, plain = step("two_outputs", 8, compiling={"loss": ["mse", "mse"], "loss_weights": weights})
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.shared-layer")
def test_a_step_with_a_shared_layer(step):
    parallel, plain = step("shared_layer", 8)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.nested")
def test_a_step_with_a_nested_model(step):
    parallel, plain = step("nested", 8)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.regularizers-once")
def test_a_step_with_a_weights_regularizer(step):
    parallel, plain = step("regularized", 8)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@clause("multi_gpu_model.training.sample-weights")
def test_a_step_with_weights_of_samples(step):
    weights = np.array([0, 1, 0.5, 3, 0, 0, 2, 1], "float32")
    parallel, plain = step("plain", 8, sample_weight=weights)
    assert parallel == [close_to(weight, **STEP) for weight in plain]


@pytest.fixture
def normalized(replicate, templates):
    """Give a function that trains BatchNormalization with one batch.

    It returns the means before, those of the batch, and the statistics after.
    """

    def train(number, count):
        framework = templates.framework
        template = templates.make("normalizing")
        x = samples(template, number)
        kernel, bias, _, _, mean = template.get_weights()[:5]
        parallel = framework.compile(replicate(template, count))
        trained(framework, parallel, (x, targets(template, number)))
        return mean, (x @ kernel + bias).mean(axis=0), template.get_weights()[4:6]

    return train


@clause("multi_gpu_model.training.batch-normalization")
@pytest.mark.parametrize("number, count", [(8, 2), (7, 2)])
def test_statistics_move_towards_those_of_the_batch(normalized, number, count):
    before, of_the_batch, (after, _) = normalized(number, count)
    assert (abs(after - of_the_batch) < abs(before - of_the_batch)).all(), f"from {before} to {after}"


@clause("multi_gpu_model.training.batch-normalization-small")
@pytest.mark.parametrize("number, count", [(1, 2), (3, 4)])
def test_statistics_stay_numbers_in_small_batches(normalized, number, count):
    _, _, statistics = normalized(number, count)
    assert np.isfinite(statistics).all(), f"the moving mean and variance are {statistics}"


@clause("multi_gpu_model.use.fit")
def test_it_is_fitted_like_the_template(replicate, templates):
    framework = templates.framework
    template, twin = templates.make("plain"), templates.make("plain")
    parallel, plain = framework.compile(replicate(template)), framework.compile_plain(twin)
    data = samples(template, 21), targets(template, 21)
    options = dict(batch_size=8, epochs=2, shuffle=False)
    losses = [framework.fit(model, *data, **options).history["loss"] for model in (parallel, plain)]
    assert losses[0] == close_to(losses[1], rtol=1e-3)
    assert template.get_weights() == [close_to(weight, **STEP) for weight in twin.get_weights()]


@clause("multi_gpu_model.saving.template")
@pytest.mark.parametrize("name", ["my_model.h5"])
def test_the_saved_template_has_what_was_trained(replicate, templates, tmp_path, name):
    framework = templates.framework
    template = templates.make("plain")
    parallel = framework.compile(replicate(template))
    data = samples(template, 8), targets(template, 8)
    trained(framework, parallel, data)
    template.save(str(tmp_path / name))
    loaded = framework.models.load_model(str(tmp_path / name), compile=False)
    assert framework.predict(framework.compile_plain(loaded), data[0]) == close_to(
        framework.predict(parallel, data[0]), rtol=1e-4, atol=1e-5
    )


@clause("multi_gpu_model.saving.template-weights")
def test_the_saved_weights_are_what_was_trained(replicate, templates, tmp_path):
    framework = templates.framework
    template, other = templates.make("plain"), templates.make("plain")
    parallel = framework.compile(replicate(template))
    data = samples(template, 8), targets(template, 8)
    trained(framework, parallel, data)
    template.save_weights(str(tmp_path / "my.weights.h5"))
    with_fixed_weights(other).load_weights(str(tmp_path / "my.weights.h5"))
    assert framework.predict(framework.compile_plain(other), data[0]) == close_to(
        framework.predict(parallel, data[0]), rtol=1e-4, atol=1e-5
    )


@clause("multi_gpu_model.example.weights-merge-on-cpu")
def test_the_first_example(multi_gpu_model, templates, tmp_path, gpus, need, parts_may_be_refused):
    import tensorflow as tf

    need(2)
    framework = templates.framework
    num_samples, classes = 20, 5
    layers = framework.layers
    with tf.device("/cpu:0"):
        entry = layers.Input((6, 6, 2))
        outputs = layers.Dense(classes, activation="softmax")(layers.Flatten()(layers.Conv2D(3, 3)(entry)))
        model = framework.models.Model(entry, outputs)
    with parts_may_be_refused():
        parallel_model = multi_gpu_model(model, gpus=gpus.count)
    framework.compile(parallel_model, loss="categorical_crossentropy", optimizer="rmsprop")
    x = np.random.RandomState(0).uniform(size=(num_samples, 6, 6, 2)).astype("float32")
    y = np.eye(classes, dtype="float32")[np.arange(num_samples) % classes]
    before = model.get_weights()
    history = framework.fit(parallel_model, x, y, epochs=3, batch_size=8).history["loss"]
    model.save(str(tmp_path / "my_model.h5"))
    assert len(history) == 3
    assert moved(model, before) == [True] * len(before)
    loaded = framework.models.load_model(str(tmp_path / "my_model.h5"), compile=False)
    assert loaded.get_weights() == [exactly(weight) for weight in model.get_weights()]


@clause("multi_gpu_model.example.fall-back")
@pytest.mark.parametrize("options", [{"cpu_relocation": True}, {"cpu_merge": False}], ids=str)
def test_the_other_examples(multi_gpu_model, templates, gpus, options, parts_may_be_refused):
    framework = templates.framework
    model = templates.make("plain", scope=None)
    try:
        with parts_may_be_refused():
            parallel_model = multi_gpu_model(model, **options)
    except ValueError:
        parallel_model = model
    framework.compile(parallel_model)
    data = samples(model, 8), targets(model, 8)
    loss = framework.fit(parallel_model, *data, epochs=1).history["loss"]
    assert np.isfinite(loss).all(), f"the loss is {loss}"
    assert (parallel_model is not model) == (gpus.count >= 2)
