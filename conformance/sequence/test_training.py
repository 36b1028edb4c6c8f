"""Training on a sequence: every sample once an epoch, whoever makes the batches."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.expectations import close_to, outcome_of, raises
from cthulhu_conformance.testing.training import Counter, noting_batches, samples, targets

DEFAULT, NONE, THREADS = {}, {"workers": 0}, {"workers": 3}
PROCESSES = {"workers": 2, "processes": True}


def by(*pools):
    """Have a test run with each of the pools of workers that make the batches."""
    return pytest.mark.parametrize("pool", pools, ids=str)


@pytest.fixture
def fit(framework):
    """Give a function that trains a counting model on a sequence, and returns the counter."""

    def fit(sequence, pool, **options):
        counter = Counter(framework, sequence.number, sequence.batch_size)
        framework.fit_sequence(counter.model, sequence, **dict(pool, **options))
        return counter

    return fit


@clause("sequence.training.every-sample-once")
@by(DEFAULT)
@pytest.mark.parametrize("number, batch_size", [(12, 4), (9, 1), (5, 5)])
def test_every_sample_once(examples, fit, pool, number, batch_size):
    assert fit(examples.OneHot(number, batch_size), pool).counts == [1] * number


@clause("sequence.training.threads")
@by(THREADS)
@pytest.mark.parametrize("number, batch_size", [(12, 4), (40, 2)])
def test_every_sample_once_with_threads(examples, fit, pool, number, batch_size):
    assert fit(examples.OneHot(number, batch_size), pool).counts == [1] * number


@clause("sequence.training.no-workers")
@by(NONE)
def test_every_sample_once_without_workers(examples, fit, pool):
    assert fit(examples.OneHot(10, 4), pool, epochs=2).counts == [2] * 10


@clause("sequence.training.processes")
@by(PROCESSES)
def test_every_sample_once_with_processes(examples, fit, pool):
    assert fit(examples.OneHot(12, 2), pool).counts == [1] * 12


@clause("sequence.training.smaller-last-batch")
@by(DEFAULT, THREADS)
@pytest.mark.parametrize("number, batch_size", [(10, 4), (7, 6)])
def test_samples_of_a_smaller_last_batch(examples, fit, pool, number, batch_size):
    assert fit(examples.OneHot(number, batch_size), pool).counts == [1] * number


@clause("sequence.training.once-an-epoch")
@by(DEFAULT, THREADS)
def test_every_sample_once_in_each_of_several_epochs(examples, fit, pool):
    assert fit(examples.OneHot(10, 2), pool, epochs=3).counts == [3] * 10


@clause("sequence.training.processes-once-an-epoch")
@by(PROCESSES)
def test_every_sample_once_in_each_of_several_epochs_with_processes(examples, fit, pool):
    assert fit(examples.OneHot(10, 2), pool, epochs=3).counts == [3] * 10


@clause("sequence.training.in-order")
@by(DEFAULT, THREADS)
def test_batches_come_in_order(framework, examples, pool):
    sequence = examples.OneHot(12, 2)
    counter = Counter(framework, 12, 2)
    noting = noting_batches(framework, counter)
    options = dict(pool, shuffle=False, callbacks=[noting])
    framework.fit_sequence(counter.model, sequence, **options)
    assert noting.batches == [0, 1, 2, 3, 4, 5]


@clause("sequence.training.indices")
@by(DEFAULT, THREADS)
def test_only_batches_that_there_are_are_asked_for(examples, fit, pool):
    sequence = examples.OneHot(6, 2)
    fit(sequence, pool, epochs=2)
    assert set(sequence.asked_for) == {0, 1, 2}


@pytest.fixture(scope="module")
def noting_ends(examples):
    """Give a class of sequences that enter the end of an epoch into `asked_for`."""

    class NotingEnds(examples.OneHot):
        def on_epoch_end(self):
            self.asked_for.append("end")

    return NotingEnds


@clause("sequence.training.epoch-ends")
@by(DEFAULT, THREADS)
@pytest.mark.parametrize("epochs", [1, 3])
def test_on_epoch_end_is_called_between_epochs(noting_ends, fit, pool, epochs):
    sequence = noting_ends(6, 2)
    fit(sequence, pool, epochs=epochs)
    assert sequence.asked_for.count("end") in (epochs - 1, epochs)


@clause("sequence.training.epoch-ends-with-validation")
def test_on_epoch_end_is_called_where_there_is_validation_data(noting_ends, fit):
    sequence = noting_ends(6, 2)
    fit(sequence, DEFAULT, epochs=3, validation_data=(samples(6), targets(6)))
    assert sequence.asked_for.count("end") in (2, 3)


@clause("sequence.training.no-epoch-end-before")
@by(DEFAULT, THREADS)
def test_on_epoch_end_is_not_called_before_the_first_epoch(framework, noting_ends, pool):
    sequence = noting_ends(6, 2)
    counter = Counter(framework, 6, 2)
    ends = []

    class Noting(framework.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if not ends:
                ends.append(sequence.asked_for.count("end"))

    framework.fit_sequence(counter.model, sequence, callbacks=[Noting()], epochs=1, **pool)
    assert ends == [0]


@clause("sequence.training.changed-data")
@by(DEFAULT, THREADS)
def test_what_on_epoch_end_changes_is_trained_on(framework, examples, pool):
    class Narrowing(examples.OneHot):
        """A sequence whose batches have, from the second epoch on, their first sample only, twice."""

        narrow = False

        def __getitem__(self, idx):
            x, y = super().__getitem__(idx)
            return (x[[0, 0]], y) if self.narrow else (x, y)

        def on_epoch_end(self):
            self.narrow = True

    counter = Counter(framework, 8, 2)
    framework.fit_sequence(counter.model, Narrowing(8, 2), epochs=2, **pool)
    assert counter.counts == [3, 1] * 4


@clause("sequence.training.shorter-epoch")
@by(DEFAULT, THREADS)
def test_a_sequence_that_becomes_shorter(framework, examples, pool):
    class Shrinking(examples.OneHot):
        length = 4

        def __len__(self):
            return self.length

        def on_epoch_end(self):
            self.length = 2

    sequence = Shrinking(8, 2)
    counter = Counter(framework, 8, 2)
    framework.fit_sequence(counter.model, sequence, epochs=2, **pool)
    assert counter.counts == [2] * 4 + [1] * 4


@clause("sequence.training.error")
@by(DEFAULT, THREADS, PROCESSES)
def test_an_error_reaches_the_caller(examples, fit, pool):
    assert outcome_of(fit, examples.Failing(6, 2), pool) == raises(Exception)


@clause("sequence.training.error-text")
@by(DEFAULT, THREADS)
def test_the_errors_text_reaches_the_caller(examples, fit, pool):
    error = outcome_of(fit, examples.Failing(6, 2), pool).error
    texts = []
    while error is not None:
        texts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    assert any("batch 1 can't be read" in text for text in texts), f"{texts} does not tell what happened"


@clause("sequence.training.predict")
@pytest.mark.parametrize("number, batch_size", [(12, 4), (10, 4)])
def test_predictions_for_a_sequence(framework, examples, number, batch_size):
    counter = Counter(framework, number, batch_size)
    weights = np.arange(number, dtype="float32")[:, np.newaxis]
    counter.model.set_weights([weights])
    name = "predict_generator" if framework.method(counter.model, "predict_generator") else "predict"
    found = framework.call(counter.model, name, examples.OneHot(number, batch_size))
    assert found == close_to(weights, rtol=1e-5, atol=1e-5)


@clause("sequence.training.evaluate")
@pytest.mark.parametrize("number, batch_size", [(12, 4), (10, 4)])
def test_the_loss_over_a_sequence(framework, examples, number, batch_size):
    counter = Counter(framework, number, batch_size)
    counter.model.set_weights([1000 * np.arange(number, dtype="float32")[:, np.newaxis]])
    name = "evaluate_generator" if framework.method(counter.model, "evaluate_generator") else "evaluate"
    found = framework.call(counter.model, name, examples.OneHot(number, batch_size))
    assert found == close_to(1e6 - 1000.0 * (number - 1) / 2, rtol=1e-5)


@clause("sequence.training.example")
def test_training_on_the_example(framework, examples):
    layers = framework.layers
    entry = layers.Input((2, 3))
    model = framework.models.Model(entry, layers.Dense(1)(layers.Flatten()(entry)))
    framework.compile(model)
    before = model.get_weights()
    framework.fit_sequence(model, examples.cifar10(batch_size=4), epochs=2)
    moved = [bool((weight != old).any()) for weight, old in zip(model.get_weights(), before)]
    assert moved == [True, True]
