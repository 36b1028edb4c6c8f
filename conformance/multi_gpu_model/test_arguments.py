"""The parameters: their names, order and defaults, and how many GPUs are too few."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.processes import in_forks_of_a_fresh_process
from cthulhu_conformance.multi_gpu_model.fewer_gpus import outcomes_with
from cthulhu_conformance.multi_gpu_model.observer import matmuls, merges
from cthulhu_conformance.multi_gpu_model.templates import samples
from cthulhu_conformance.multi_gpu_model.weights import weights_of
from cthulhu_conformance.testing.expectations import outcome_of, raises
from cthulhu_conformance.testing.implementation import need_import_path


@clause("multi_gpu_model.signature.by-position")
def test_arguments_by_position(multi_gpu_model, templates, observer, gpus, need, parts_may_be_refused):
    need(2)
    template = templates.make("plain", scope="/gpu:1")
    with parts_may_be_refused():
        parallel = multi_gpu_model(template, 2, False, True)
    templates.framework.compile(parallel)
    ops = observer.predicting(parallel, samples(template, 8))
    assert (len(matmuls(ops)), "cpu" in merges(ops)) == (2, False)
    assert weights_of(parallel, gpus) == {"cpu"}


@clause("multi_gpu_model.signature.by-name")
def test_arguments_by_name(multi_gpu_model, templates, observer, gpus, need, parts_may_be_refused):
    need(2)
    template = templates.make("plain", scope="/gpu:1")
    with parts_may_be_refused():
        parallel = multi_gpu_model(cpu_relocation=True, cpu_merge=False, gpus=[0, 1], model=template)
    templates.framework.compile(parallel)
    ops = observer.predicting(parallel, samples(template, 8))
    assert (set(matmuls(ops)), "cpu" in merges(ops)) == ({"gpu:0", "gpu:1"}, False)
    assert weights_of(parallel, gpus) == {"cpu"}


@clause("multi_gpu_model.signature.gpus-optional")
def test_gpus_is_optional(multi_gpu_model, templates, observer, gpus, need, parts_may_be_refused):
    need(2)
    template = templates.make("plain")
    with parts_may_be_refused():
        parallel = multi_gpu_model(template)
    templates.framework.compile(parallel)
    ops = observer.predicting(parallel, samples(template, 8))
    assert set(matmuls(ops)) == {f"gpu:{number}" for number in range(gpus.count)}


@clause("multi_gpu_model.gpus.none-is-all")
def test_none_is_all_gpus(multi_gpu_model, templates, observer, gpus, need, parts_may_be_refused):
    need(2)
    template = templates.make("plain")
    with parts_may_be_refused():
        parallel = multi_gpu_model(template, gpus=None)
    templates.framework.compile(parallel)
    ops = observer.predicting(parallel, samples(template, 8))
    assert set(matmuls(ops)) == {f"gpu:{number}" for number in range(gpus.count)}


@clause("multi_gpu_model.gpus.one")
def test_one_gpu_is_too_few(multi_gpu_model, templates):
    assert outcome_of(multi_gpu_model, templates.make("plain"), gpus=1) == raises(ValueError)


@clause("multi_gpu_model.gpus.list-of-one")
@pytest.mark.parametrize("gpu", [0, 1])
def test_a_list_of_one_gpu_is_too_short(multi_gpu_model, templates, gpu):
    assert outcome_of(multi_gpu_model, templates.make("plain"), gpus=[gpu]) == raises(ValueError)


@clause("multi_gpu_model.gpus.more-than-there-are")
@pytest.mark.parametrize("more", [1, 4])
def test_more_gpus_than_there_are(multi_gpu_model, templates, gpus, more):
    assert outcome_of(multi_gpu_model, templates.make("plain"), gpus=gpus.count + more) == raises(ValueError)


@clause("multi_gpu_model.gpus.unknown-id")
@pytest.mark.parametrize("past_the_last", [0, 5])
def test_an_id_that_is_not_there(multi_gpu_model, templates, gpus, past_the_last):
    ids = [0, gpus.count + past_the_last]
    assert outcome_of(multi_gpu_model, templates.make("plain"), gpus=ids) == raises(ValueError)


@pytest.fixture(scope="module")
def with_few_gpus(tmp_path_factory, framework, gpus):
    """Give a function that returns how calls end in a process with as many GPUs: none or one."""
    found = []

    def outcomes(count):
        if not found:
            need_import_path("a call with fewer GPUs")
            file = str(tmp_path_factory.mktemp("few") / "outcomes")
            calls = [(0, gpus.simulated), (1, gpus.simulated)]
            found.extend(in_forks_of_a_fresh_process(outcomes_with, calls, file))
        return found[count]

    return outcomes


@clause("multi_gpu_model.gpus.none-with-one-gpu")
def test_all_gpus_where_there_is_one(with_few_gpus):
    assert with_few_gpus(1)["none"] == "ValueError"


@clause("multi_gpu_model.gpus.none-without-gpus")
def test_all_gpus_where_there_are_none(with_few_gpus):
    assert with_few_gpus(0)["none"] == "ValueError"


@clause("multi_gpu_model.gpus.two-with-one-gpu")
def test_two_gpus_where_there_is_one(with_few_gpus):
    assert with_few_gpus(1)["two"] == "ValueError"


@clause("multi_gpu_model.gpus.two-without-gpus")
def test_two_gpus_where_there_are_none(with_few_gpus):
    assert with_few_gpus(0)["two"] == "ValueError"
