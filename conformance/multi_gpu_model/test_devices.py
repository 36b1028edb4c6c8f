"""The devices: the replicas' own GPUs, the split of the batch, the merge of the outputs."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.multi_gpu_model.observer import Rendezvous, matmuls, merges
from cthulhu_conformance.multi_gpu_model.templates import samples, targets
from cthulhu_conformance.testing.untestable import untestable


@pytest.fixture
def predicting(replicate, templates, observer):
    """Give a function that returns the ops of a prediction by replicas."""

    def ops(*arguments, kind="plain", **options):
        template = templates.make(kind)
        parallel = templates.framework.compile(replicate(template, *arguments, **options))
        return observer.predicting(parallel, samples(template, 8))

    return ops


@pytest.fixture
def training(replicate, templates, observer):
    """Give a function that returns the ops of a step of training of replicas."""

    def ops(*arguments, **options):
        template = templates.make("plain")
        parallel = templates.framework.compile(replicate(template, *arguments, **options))
        return observer.training(parallel, samples(template, 8), targets(template, 8))

    return ops


@clause("multi_gpu_model.replicas.own-gpu")
@pytest.mark.parametrize("count", [2, 4, 8])
def test_each_replica_computes_on_its_own_gpu(predicting, count):
    products = matmuls(predicting(count))
    assert len(products) == count, f"matrix products ran on {dict(products)}"
    assert all(place.startswith("gpu") for place in products), f"matrix products ran on {dict(products)}"
    assert min(products.values()) >= 2, f"matrix products ran on {dict(products)}"


@clause("multi_gpu_model.replicas.train-on-own-gpu")
@pytest.mark.parametrize("count", [2, 4])
def test_each_replica_computes_its_gradients_on_its_own_gpu(training, count):
    products = matmuls(training(count))
    assert len(products) == count, f"matrix products ran on {dict(products)}"
    assert all(place.startswith("gpu") for place in products), f"matrix products ran on {dict(products)}"
    assert min(products.values()) >= 5, f"2 products forward, 3 backward expected: {dict(products)}"


@clause("multi_gpu_model.gpus.list-of-ids")
@pytest.mark.parametrize("ids", [[0, 1], [0, 2], [1, 3], [1, 2, 3]], ids=str)
def test_the_gpus_of_the_list_are_used(predicting, ids):
    assert set(matmuls(predicting(ids))) == {f"gpu:{number}" for number in ids}


@clause("multi_gpu_model.gpus.list-of-ids-in-training")
@pytest.mark.parametrize("ids", [[0, 1], [0, 2], [1, 3]], ids=str)
def test_the_gpus_of_the_list_are_trained_on(training, ids):
    assert set(matmuls(training(ids))) == {f"gpu:{number}" for number in ids}


@clause("multi_gpu_model.gpus.number-takes-the-first")
@pytest.mark.parametrize("count", [2, 3])
def test_a_number_takes_the_first_gpus(predicting, count):
    assert set(matmuls(predicting(count))) == {f"gpu:{number}" for number in range(count)}


@clause("multi_gpu_model.cpu-merge.on-cpu")
@pytest.mark.parametrize("options", [{"cpu_merge": True}, {}], ids=str)
@pytest.mark.parametrize("wanted, kind", [(2, "plain"), (4, "plain"), ([1, 2], "two_outputs")], ids=str)
def test_outputs_are_merged_on_the_cpu(predicting, options, wanted, kind):
    found = merges(predicting(wanted, kind=kind, **options))
    if not found:
        untestable("its outputs are put together by no concatenation")
    assert found == {"cpu"}


@clause("multi_gpu_model.cpu-merge.on-a-gpu")
@pytest.mark.parametrize(
    "ids, kind", [([0, 1], "plain"), ([1, 2], "two_outputs"), ([2, 3], "plain")], ids=str
)
def test_outputs_are_merged_on_one_of_the_gpus(predicting, ids, kind):
    found = merges(predicting(ids, kind=kind, cpu_merge=False))
    if not found:
        untestable("its outputs are put together by no concatenation")
    assert len(found) == 1, f"merged on {found}"
    assert found < {f"gpu:{number}" for number in ids}


@clause("multi_gpu_model.cpu-merge.on-the-first-gpu")
@pytest.mark.parametrize("ids", [[0, 1], [2, 3]], ids=str)
def test_outputs_are_merged_on_the_first_gpu(predicting, ids):
    found = merges(predicting(ids, cpu_merge=False))
    if not found:
        untestable("its outputs are put together by no concatenation")
    assert found == {f"gpu:{ids[0]}"}


@pytest.fixture
def seen(replicate, templates, observer):
    """Give a function that returns each replica's device and numbers of samples of a batch, by the first number."""

    def see(number, gpus=2, training=False):
        template, seen = observer.template_that_notes_samples()
        framework = templates.framework
        parallel = framework.compile(replicate(template, gpus))
        x = samples(template, number)
        if training:
            framework.call(parallel, "train_on_batch", x, targets(template, number))
        else:
            framework.call(parallel, "predict_on_batch", x)
        return sorted(seen, key=lambda replica: replica[1])

    return see


@clause("multi_gpu_model.split.number-of-parts")
@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_batch_has_as_many_parts_as_there_are_replicas(seen, count):
    assert len(seen(12, count)) == count


@clause("multi_gpu_model.split.equal-parts")
@pytest.mark.parametrize("number, count", [(64, 2), (8, 2), (12, 3), (64, 8)])
def test_parts_are_equal_where_the_batch_divides(seen, number, count):
    assert [len(numbers) for _, numbers in seen(number, count)] == [number // count] * count


@clause("multi_gpu_model.split.every-sample-once")
@pytest.mark.parametrize("number, count", [(8, 2), (7, 2), (9, 2), (13, 3), (10, 4), (11, 4), (15, 4)])
def test_every_sample_goes_to_one_replica(seen, number, count):
    numbers = sorted(number for _, part in seen(number, count) for number in part)
    # A replica that would get nothing may be given a sample on loan; here each gets something.
    assert numbers == list(range(number))


@clause("multi_gpu_model.split.every-sample-once-in-training")
@pytest.mark.parametrize("number, count", [(8, 2), (7, 2), (10, 4)])
def test_every_sample_is_trained_on_by_one_replica(seen, number, count):
    numbers = sorted(number for _, part in seen(number, count, training=True) for number in part)
    assert numbers == list(range(number))


@clause("multi_gpu_model.split.contiguous")
@pytest.mark.parametrize("number, count", [(8, 2), (7, 2), (12, 3), (11, 4)])
def test_parts_follow_each_other(seen, number, count):
    assert [number for _, part in seen(number, count) for number in part] == list(range(number))


@clause("multi_gpu_model.split.own-device")
@pytest.mark.parametrize("ids", [[0, 1], [2, 3]], ids=str)
def test_parts_go_to_different_devices(seen, ids):
    assert {place for place, _ in seen(8, ids)} == {f"gpu:{number}" for number in ids}


@clause("multi_gpu_model.gpus.order-of-ids")
@pytest.mark.parametrize("ids", [[0, 1], [1, 0], [3, 0, 2]], ids=str)
def test_parts_go_to_the_gpus_in_the_order_of_the_list(seen, ids):
    assert [place for place, _ in seen(6, ids)] == [f"gpu:{number}" for number in ids]


def together(observer, replicate, framework, count, train):
    """Return how many of the replicas were at work at the same time, forward or backward."""
    rendezvous = Rendezvous(count)

    def ignore(place, rows):
        return None

    watching = [ignore, rendezvous.attend] if train else [rendezvous.attend, None]
    layers = framework.layers
    entry = layers.Input((4,))
    hidden = observer.layer(*watching)(layers.Dense(3)(entry))
    template = framework.models.Model(entry, layers.Dense(2)(hidden))
    parallel = framework.compile(replicate(template, count))
    x = samples(template, 2 * count)
    if train:
        framework.call(parallel, "train_on_batch", x, targets(template, 2 * count))
    else:
        framework.call(parallel, "predict_on_batch", x)
    return rendezvous.met


@clause("multi_gpu_model.replicas.at-the-same-time")
@pytest.mark.parametrize("count", [2, 4])
def test_replicas_predict_at_the_same_time(observer, replicate, framework, count):
    assert together(observer, replicate, framework, count, train=False) == count


@clause("multi_gpu_model.replicas.train-at-the-same-time")
@pytest.mark.parametrize("count", [2, 4])
def test_replicas_compute_gradients_at_the_same_time(observer, replicate, framework, count):
    assert together(observer, replicate, framework, count, train=True) == count
