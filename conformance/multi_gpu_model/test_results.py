"""The model that comes out computes what the template computes."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.multi_gpu_model.templates import samples, targets
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import close_to


def listed(arrays):
    return list(arrays) if isinstance(arrays, (list, tuple)) else [arrays]


def like(expected):
    return [close_to(array, rtol=1e-4, atol=1e-5) for array in listed(expected)]


@pytest.fixture(scope="session")
def predictions(templates, replicate):
    """Give a function that returns predictions for so many samples, by a template's replicas and by the template."""
    made = {}

    def predict(kind, number, gpus=2, batch_size=None, **options):
        framework = templates.framework
        key = (kind, str(gpus), str(options))
        if key not in made:
            template = templates.make(kind)
            parallel = framework.compile(replicate(template, gpus, **options))
            made[key] = parallel, framework.compile_plain(template)
        x = samples(made[key][1], number)
        return tuple(
            listed(framework.predict(model, x, batch_size=batch_size or number)) for model in made[key]
        )

    return predict


@clause("multi_gpu_model.result.is-a-model")
def test_the_result_is_a_model(replicate, templates):
    parallel = replicate(templates.make("plain"))
    assert isinstance(parallel, templates.framework.models.Model), f"it is a {type(parallel)}"


@clause("multi_gpu_model.result.same-predictions")
def test_the_predictions_are_the_templates(predictions):
    parallel, plain = predictions("plain", 8)
    assert parallel == like(plain)


@cases(
    "kind",
    {
        "multi_gpu_model.template.sequential": ["sequential"],
        "multi_gpu_model.template.two-inputs": ["two_inputs"],
        "multi_gpu_model.template.two-outputs": ["two_outputs"],
        "multi_gpu_model.template.shared-layer": ["shared_layer"],
        "multi_gpu_model.template.nested": ["nested"],
        "multi_gpu_model.template.normalizing": ["normalizing"],
        "multi_gpu_model.template.images": ["images"],
        "multi_gpu_model.template.whole-numbers": ["whole_numbers"],
        "multi_gpu_model.template.sequences-out": ["sequences_out"],
    },
)
@pytest.mark.parametrize("number", [8, 7])
def test_the_predictions_of_a_template(predictions, kind, number):
    parallel, plain = predictions(kind, number)
    assert parallel == like(plain)


@clause("multi_gpu_model.template.of-one-name")
def test_two_templates_of_one_name(replicate, templates):
    framework = templates.framework
    both = [templates.make("named") for _ in range(2)]
    both[1].set_weights([2 * weight for weight in both[0].get_weights()])
    parallel = [framework.compile(replicate(template)) for template in both]
    x = samples(both[0], 8)
    for model, template in zip(parallel, both):
        expected = framework.predict(framework.compile_plain(template), x)
        assert framework.predict(model, x) == close_to(expected, rtol=1e-4, atol=1e-5)


@clause("multi_gpu_model.result.order-of-three")
def test_the_order_of_three_replicas(predictions):
    parallel, plain = predictions("plain", 9, gpus=3)
    assert parallel == like(plain)


@clause("multi_gpu_model.result.order-of-four")
def test_the_order_of_four_replicas(predictions):
    parallel, plain = predictions("plain", 16, gpus=4)
    assert parallel == like(plain)


@clause("multi_gpu_model.result.order-of-eight")
@pytest.mark.parametrize("number", [16, 11])
def test_the_order_of_eight_replicas(predictions, number):
    parallel, plain = predictions("plain", number, gpus=8)
    assert parallel == like(plain)


@clause("multi_gpu_model.result.order-with-ids")
@pytest.mark.parametrize("ids", [[0, 1], [1, 0], [2, 0], [3, 1, 2]], ids=str)
def test_the_order_with_a_list_of_ids(predictions, ids):
    parallel, plain = predictions("plain", 6, gpus=ids)
    assert parallel == like(plain)


@clause("multi_gpu_model.batch.odd")
@pytest.mark.parametrize("number", [3, 5, 7, 9])
def test_an_odd_batch(predictions, number):
    parallel, plain = predictions("plain", number)
    assert parallel == like(plain)


@clause("multi_gpu_model.batch.remainder-of-four")
@pytest.mark.parametrize("number", [5, 6, 7, 13])
def test_a_batch_that_four_does_not_divide(predictions, number):
    parallel, plain = predictions("plain", number, gpus=4)
    assert parallel == like(plain)


@clause("multi_gpu_model.batch.one-sample")
def test_a_batch_of_one_sample(predictions):
    parallel, plain = predictions("plain", 1)
    assert parallel == like(plain)


@clause("multi_gpu_model.batch.fewer-than-replicas")
@pytest.mark.parametrize("number", [2, 3])
def test_a_batch_smaller_than_the_number_of_replicas(predictions, number):
    parallel, plain = predictions("plain", number, gpus=4)
    assert parallel == like(plain)


@clause("multi_gpu_model.batch.several")
@pytest.mark.parametrize("number, batch_size", [(20, 8), (21, 8), (9, 2)])
def test_several_batches(predictions, number, batch_size):
    parallel, plain = predictions("plain", number, batch_size=batch_size)
    assert parallel == like(plain)


@clause("multi_gpu_model.cpu-merge.same-predictions")
@pytest.mark.parametrize("kind", ["plain", "two_outputs"])
@pytest.mark.parametrize("number", [8, 7])
def test_the_predictions_when_merged_on_a_gpu(predictions, kind, number):
    parallel, plain = predictions(kind, number, cpu_merge=False)
    assert parallel == like(plain)


@clause("multi_gpu_model.use.evaluate")
@pytest.mark.parametrize("number", [8, 7])
def test_it_is_evaluated_like_the_template(replicate, templates, number):
    template = templates.make("plain")
    framework = templates.framework
    parallel, plain = framework.compile(replicate(template)), framework.compile_plain(template)
    data = samples(template, number), targets(template, number)
    losses = [framework.evaluate(model, *data, batch_size=number) for model in (parallel, plain)]
    assert losses[0] == close_to(losses[1], rtol=1e-4)


@clause("multi_gpu_model.use.regularizers-once")
def test_a_weights_regularizer_counts_once(replicate, templates):
    template = templates.make("regularized")
    framework = templates.framework
    parallel, plain = framework.compile(replicate(template)), framework.compile_plain(template)
    data = samples(template, 8), targets(template, 8)
    losses = [framework.evaluate(model, *data, batch_size=8) for model in (parallel, plain)]
    assert losses[0] == close_to(losses[1], rtol=1e-4)


@clause("multi_gpu_model.use.template-still-works")
def test_the_template_still_predicts(replicate, templates):
    template = templates.make("plain")
    framework = templates.framework
    x = samples(template, 6)
    before = framework.predict(framework.compile_plain(template), x)
    replicate(template)
    assert framework.predict(template, x) == close_to(before, rtol=1e-5, atol=1e-6)
    assert np.isfinite(before).all(), "the template predicts numbers"
