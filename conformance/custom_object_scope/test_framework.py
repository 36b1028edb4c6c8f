"""Custom objects in layers, in compiled models and in files: the framework finds them by their names."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.expectations import close_to, outcome_of, raises

X = np.arange(12, dtype="float32").reshape(3, 4)


class Configured:
    """A base of classes whose instances layers are given."""

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


class MyObject(Configured):
    """A regularizer, as in the documentation's example: 3 for any weights."""

    def __call__(self, weights):
        return 3.0 + 0.0 * weights[0, 0]


class AllOnes(Configured):
    """An initializer of ones."""

    def __call__(self, shape, dtype=None, **options):
        return np.ones(tuple(int(length) for length in shape), "float32")


def twice(x):
    return 2 * x


def off_by_seven(y_true, y_pred):
    return 0.0 * (y_pred - y_true)[:, 0] + 7.0


@pytest.fixture(scope="module")
def doubling(framework):
    """Give the class of a layer that the framework does not know."""

    class Doubling(framework.layers.Layer):
        def call(self, inputs):
            return 2.0 * inputs

        def compute_output_shape(self, input_shape):
            return input_shape

    return Doubling


@pytest.fixture(scope="module")
def model_of(framework):
    """Give a function that makes a model of one layer."""

    def model_of(layer):
        entry = framework.layers.Input((4,))
        return framework.models.Model(entry, layer(entry))

    return model_of


@clause("custom_object_scope.framework.example")
def test_the_example_as_it_is_written(CustomObjectScope, framework, model_of):
    with CustomObjectScope({"MyObject": MyObject}):
        model = model_of(framework.layers.Dense(2, kernel_regularizer="MyObject"))
    framework.compile(model)
    y = framework.predict(model, X)
    assert framework.evaluate(model, X, y) == close_to(3.0, rtol=1e-5)


@clause("custom_object_scope.framework.activation")
def test_an_activation(CustomObjectScope, framework, model_of):
    with CustomObjectScope({"my_activation": twice}):
        custom = model_of(framework.layers.Dense(2, activation="my_activation"))
    plain = model_of(framework.layers.Dense(2))
    plain.set_weights(custom.get_weights())
    expected = 2 * framework.predict(framework.compile(plain), X)
    assert framework.predict(framework.compile(custom), X) == close_to(expected, rtol=1e-5)


@clause("custom_object_scope.framework.initializer")
def test_an_initializer(CustomObjectScope, framework, model_of):
    with CustomObjectScope({"MyInitializer": AllOnes}):
        model = model_of(framework.layers.Dense(2, kernel_initializer="MyInitializer"))
    assert model.get_weights()[0] == close_to(np.ones((4, 2)))


@clause("custom_object_scope.framework.loss")
def test_a_loss(CustomObjectScope, framework, model_of):
    model = model_of(framework.layers.Dense(2))
    with CustomObjectScope({"my_loss": off_by_seven}):
        framework.compile(model, loss="my_loss")
        found = framework.evaluate(model, X, X[:, :2])
    assert found == close_to(7.0, rtol=1e-5)


@clause("custom_object_scope.framework.unknown-outside")
def test_a_name_that_is_unknown_outside(CustomObjectScope, framework):
    with CustomObjectScope({"only_within": twice}):
        inside = outcome_of(framework.layers.Dense, 2, activation="only_within")
    outside = outcome_of(framework.layers.Dense, 2, activation="only_within")
    assert inside.error is None, f"within the scope it {inside}"
    assert outside == raises(Exception)


@clause("custom_object_scope.framework.load")
def test_a_custom_layer_is_loaded(CustomObjectScope, framework, doubling, model_of, tmp_path):
    path = str(tmp_path / "custom.h5")
    model_of(doubling()).save(path)
    with CustomObjectScope({"Doubling": doubling}):
        loaded = framework.models.load_model(path, compile=False)
    assert isinstance(loaded.layers[-1], doubling), f"{loaded.layers[-1]} is no Doubling"
    assert framework.predict(framework.compile(loaded), X) == close_to(2 * X)


@clause("custom_object_scope.framework.load-needs-scope")
def test_a_custom_layer_is_not_loaded_outside(CustomObjectScope, framework, doubling, model_of, tmp_path):
    path = str(tmp_path / "custom.h5")
    model_of(doubling()).save(path)
    with CustomObjectScope({"Doubling": doubling}):
        framework.models.load_model(path, compile=False)
    assert outcome_of(framework.models.load_model, path, compile=False) == raises(Exception)


@clause("custom_object_scope.framework.config")
def test_a_custom_layer_from_a_config(CustomObjectScope, framework, doubling):
    sequential = framework.models.Sequential
    model = sequential()
    model.add(framework.layers.Dense(4, input_shape=(4,)))
    model.add(doubling())
    config = model.get_config()
    with CustomObjectScope({"Doubling": doubling}):
        again = sequential.from_config(config)
    assert isinstance(again.layers[-1], doubling), f"{again.layers[-1]} is no Doubling"
