"""The devices of the weights, with cpu_relocation and without."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.multi_gpu_model.templates import samples, targets
from cthulhu_conformance.multi_gpu_model.test_training import STEP, moved, trained
from cthulhu_conformance.multi_gpu_model.weights import weights_of
from cthulhu_conformance.testing.expectations import close_to

WITH, WITHOUT = {"cpu_relocation": True}, {"cpu_relocation": False}


@pytest.fixture
def relocated(replicate, templates, need):
    """Give a template whose weights were on a GPU, and the replicas made of it with cpu_relocation."""
    need(2)
    template = templates.make("plain", scope="/gpu:1")
    return template, templates.framework.compile(replicate(template, **WITH))


@clause("multi_gpu_model.cpu-relocation.on-cpu")
@pytest.mark.parametrize("kind", ["plain", "normalizing", "nested"])
def test_weights_move_to_the_cpu(replicate, templates, gpus, need, kind):
    need(2)
    parallel = replicate(templates.make(kind, scope="/gpu:1"), **WITH)
    assert weights_of(parallel, gpus) == {"cpu"}


@clause("multi_gpu_model.cpu-relocation.only-then")
@pytest.mark.parametrize("options", [WITHOUT, {}], ids=str)
def test_weights_stay_without_it(replicate, templates, gpus, need, options):
    need(2)
    parallel = replicate(templates.make("plain", scope="/gpu:1"), **options)
    assert weights_of(parallel, gpus) == {"gpu:1"}


@clause("multi_gpu_model.cpu-relocation.keeps-values")
@pytest.mark.parametrize("kind", ["plain", "normalizing"])
def test_weights_keep_their_values(replicate, templates, need, kind):
    need(2)
    template = templates.make(kind, scope="/gpu:1")
    parallel = replicate(template, **WITH)
    expected = templates.make(kind).get_weights()
    assert sorted(map(str, parallel.get_weights())) == sorted(map(str, expected))
    assert template.get_weights() == [close_to(weight) for weight in expected]


@clause("multi_gpu_model.cpu-relocation.same-predictions")
def test_predictions_are_the_same(relocated, templates):
    framework = templates.framework
    x = samples(relocated[0], 6)
    expected = framework.predict(framework.compile_plain(templates.make("plain")), x)
    assert framework.predict(relocated[1], x) == close_to(expected, rtol=1e-4, atol=1e-5)


@clause("multi_gpu_model.cpu-relocation.keeps-sharing")
def test_training_still_reaches_the_template(relocated, templates):
    template, parallel = relocated
    before = template.get_weights()
    trained(templates.framework, parallel, (samples(template, 8), targets(template, 8)))
    assert moved(template, before) == [True] * len(before)


@clause("multi_gpu_model.cpu-relocation.same-step")
def test_a_step_of_training_is_the_same(relocated, templates):
    template, parallel = relocated
    framework = templates.framework
    data = samples(template, 8), targets(template, 8)
    twin = framework.compile_plain(templates.make("plain"))
    trained(framework, parallel, data)
    assert parallel.get_weights() == [close_to(weight, **STEP) for weight in trained(framework, twin, data)]


@clause("multi_gpu_model.cpu-relocation.of-a-trained-template")
def test_a_template_that_has_been_trained_keeps_its_weights(replicate, templates):
    framework = templates.framework
    template = framework.compile_plain(templates.make("plain"))
    data = samples(template, 8), targets(template, 8)
    expected = trained(framework, template, data)
    parallel = framework.compile(replicate(template, **WITH))
    assert parallel.get_weights() == [close_to(weight) for weight in expected]
    assert framework.predict(parallel, data[0]) == close_to(
        framework.predict(framework.compile_plain(template), data[0]), rtol=1e-4, atol=1e-5
    )
