"""HDF5Matrix in the place of a NumPy array, where models are trained, evaluated and asked for predictions."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.hdf5 import store
from cthulhu_conformance.testing.expectations import close_to
from cthulhu_conformance.testing.training import Counter, samples, targets

ROWS = 10


@pytest.fixture
def stored(tmp_path):
    """Give a function that stores rows as the dataset "data" and returns the path of the file."""

    def stored(rows, name="rows"):
        return store(tmp_path / f"{name}.hdf5", np.asarray(rows)).path

    return stored


@pytest.fixture(scope="module")
def model(framework):
    """Give a model of four inputs and two outputs."""
    layers = framework.layers
    entry = layers.Input((4,))
    return framework.compile(framework.models.Model(entry, layers.Dense(2, activation="tanh")(entry)))


X = np.random.RandomState(0).uniform(-1, 1, (ROWS, 4)).astype("float32")
Y = np.random.RandomState(1).uniform(-1, 1, (ROWS, 2)).astype("float32")


@clause("hdf5_matrix.models.predict")
@pytest.mark.parametrize("batch_size", [32, 4])
def test_predictions(HDF5Matrix, framework, model, stored, batch_size):
    expected = framework.predict(model, X, batch_size=batch_size)
    x_data = HDF5Matrix(stored(X), "data")
    assert framework.predict(model, x_data, batch_size=batch_size) == close_to(expected, rtol=1e-5, atol=1e-6)


@clause("hdf5_matrix.models.slice")
@pytest.mark.parametrize("start, end", [(2, 9), (3, None)])
def test_predictions_for_a_slice(HDF5Matrix, framework, model, stored, start, end):
    expected = framework.predict(model, X[start:end], batch_size=3)
    x_data = HDF5Matrix(stored(X), "data", start, end)
    assert framework.predict(model, x_data, batch_size=3) == close_to(expected, rtol=1e-5, atol=1e-6)


@clause("hdf5_matrix.models.normalizer")
def test_predictions_with_a_normalizer(HDF5Matrix, framework, model, stored):
    expected = framework.predict(model, X / 2 + 1, batch_size=4)
    x_data = HDF5Matrix(stored(X), "data", normalizer=lambda rows: rows / 2 + 1)
    assert framework.predict(model, x_data, batch_size=4) == close_to(expected, rtol=1e-5, atol=1e-6)


@clause("hdf5_matrix.models.evaluate")
@pytest.mark.parametrize("batch_size", [32, 4])
def test_evaluation(HDF5Matrix, framework, model, stored, batch_size):
    expected = framework.evaluate(model, X, Y, batch_size=batch_size)
    data = HDF5Matrix(stored(X, "x"), "data"), HDF5Matrix(stored(Y, "y"), "data")
    assert framework.evaluate(model, *data, batch_size=batch_size) == close_to(expected, rtol=1e-5)


@pytest.fixture
def counts(HDF5Matrix, framework, stored):
    """Give a function that trains a model from matrices, and returns how often on each sample."""

    def counts(first=0, last=ROWS, batch_size=4, **options):
        number = last - first
        counter = Counter(framework, number, batch_size)
        around = np.zeros((first, number)), samples(number), np.zeros((3, number))
        x = HDF5Matrix(stored(np.concatenate(around).astype("float32"), "x"), "data", first, last)
        y = HDF5Matrix(stored(targets(last + 3), "y"), "data", first, last)
        framework.fit(counter.model, x, y, batch_size=batch_size, **options)
        return counter.counts

    return counts


@clause("hdf5_matrix.models.fit")
def test_training_without_shuffling(counts):
    assert counts(shuffle=False, epochs=2) == [2] * ROWS


@clause("hdf5_matrix.models.fit-slice")
def test_training_on_a_slice(counts):
    assert counts(first=2, last=9, shuffle=False) == [1] * 7


@clause("hdf5_matrix.models.shuffle-in-batches")
def test_training_shuffled_in_batches(counts):
    assert counts(shuffle="batch", epochs=2, batch_size=5) == [2] * ROWS


@clause("hdf5_matrix.models.reads-in-batches")
def test_no_more_than_a_batch_is_read_at_a_time(HDF5Matrix, framework, model, stored):
    read = []

    def note(rows):
        read.append(len(rows))
        return rows

    many = np.concatenate([X] * 10)
    x_data = HDF5Matrix(stored(many), "data", normalizer=note)
    del read[:]
    framework.predict(model, x_data, batch_size=8)
    assert max(read) <= 8
