"""Makes the models that are summarized. No size of one could be taken for another."""

from __future__ import annotations

from typing import Any

import numpy as np

from cthulhu_conformance.testing.framework import Namespace
from cthulhu_conformance.testing.models import Models

#: The layers of `tree` that are connected to one other: name, units, count of parameters, name of the other.
TREE = [
    ("rill", 23, 184, "hill"),
    ("considerably_longer_name", 29, 348, "moor"),
    ("torrent", 211, 21522, "glacier"),
    ("estuary", 31, 8184, "confluence"),
]
#: All layers of `tree`.
NAMES = [name for row in TREE for name in (row[3], row[0])]

#: What is connected to what: from, to.
EDGES = {
    "tree": [(source, layer) for layer, _, _, source in TREE]
    + [(layer, "confluence") for layer, _, _, _ in TREE[:3]],
    "crossed": [
        ("hill", "brook"),
        ("hill", "sea"),
        ("moor", "sea"),
        ("brook", "sea"),
        ("sea", "harbour"),
    ],
    "delta": [("spring", "river"), ("river", "west"), ("river", "north"), ("river", "east")],
    "shared_layer": [("hill", "mill"), ("moor", "mill"), ("mill", "grist"), ("grist", "estuary")],
    "nested_twice": [("hill", "lake"), ("moor", "lake"), ("lake", "confluence"), ("confluence", "river")],
    "nested_outputs": [("spring", "delta"), ("delta", "sea")],
}


def parameters(*parts: Any) -> int:
    """Return how many numbers the weights of layers or models are."""
    return sum(weights.size for part in parts for weights in part.get_weights())


class Examples(Models):
    """Makes the models to summarize, named by what is special about them."""

    def chain(self, layers: Namespace, Model: Any) -> Any:
        """Make three layers in a row: 11 -> 17 -> 23 -> 31."""
        return self.chain_of(
            layers.Dense(17, input_shape=(11,), name="rain"),
            layers.Dense(23, name="brook"),
            layers.Dense(31, name="river"),
        )

    def single(self, layers: Namespace, Model: Any) -> Any:
        """Make a model of one layer only."""
        return self.chain_of(layers.Dense(17, input_shape=(11,), name="rain"))

    def layers_without_weights(self, layers: Namespace, Model: Any) -> Any:
        return self.chain_of(
            layers.Dense(5, input_shape=(7, 3), name="rain"),
            layers.Flatten(name="plain"),
            layers.Activation("relu", name="weir"),
            layers.Dropout(0.5, name="drought"),
            layers.Dense(23, name="river"),
        )

    def line(self, layers: Namespace, Model: Any) -> Any:
        """Make a graph that is a row of layers."""
        spring = layers.Input((11,), name="spring")
        return Model(spring, layers.Dense(23, name="river")(layers.Dense(17, name="rain")(spring)))

    def tree(self, layers: Namespace, Model: Any, long_name: str = "considerably_longer_name") -> Any:
        """Make three inputs, each with a layer of its own, that flow together: see `TREE`."""
        springs = [
            layers.Input((size,), name=name) for name, size in [("hill", 7), ("moor", 11), ("glacier", 101)]
        ]
        brooks = [
            layers.Dense(units, name=name)(spring)
            for spring, name, units in zip(springs, ["rill", long_name, "torrent"], [23, 29, 211])
        ]
        confluence = layers.concatenate(brooks, name="confluence")
        return Model(springs, layers.Dense(31, name="estuary")(confluence), name="tree")

    def wide_tree(self, layers: Namespace, Model: Any) -> Any:
        """Make a layer that is connected to twelve others: `branch_0` to `branch_11`."""
        spring = layers.Input((11,), name="spring")
        branches = [layers.Dense(5, name=f"branch_{number}")(spring) for number in range(12)]
        return Model(
            spring, layers.Dense(31, name="estuary")(layers.concatenate(branches, name="confluence"))
        )

    def crossed(self, layers: Namespace, Model: Any) -> Any:
        """Make a sea into which two inputs flow, one of them in two ways."""
        hill, moor = layers.Input((11,), name="hill"), layers.Input((17,), name="moor")
        brook = layers.Dense(19, name="brook")(hill)
        sea = layers.concatenate([hill, moor, brook], name="sea")
        return Model([hill, moor], layers.Dense(31, name="harbour")(sea), name="crossed")

    def delta(self, layers: Namespace, Model: Any) -> Any:
        """Make a model of one input, and outputs of 13, 17 and 19."""
        spring = layers.Input((11,), name="spring")
        river = layers.Dense(23, name="river")(spring)
        arms = [
            layers.Dense(units, name=name)(river)
            for name, units in [("west", 13), ("north", 17), ("east", 19)]
        ]
        return Model(spring, arms, name="delta")

    def shared_layer(self, layers: Namespace, Model: Any) -> Any:
        """Make one layer, called on two inputs. It is called in another model, too."""
        hill, moor, fen = (layers.Input((11,), name=name) for name in ("hill", "moor", "fen"))
        mill = layers.Dense(11, name="mill")
        self.other_model = Model(fen, mill(fen), name="elsewhere")
        grist = layers.concatenate([mill(hill), mill(moor)], name="grist")
        return Model([hill, moor], layers.Dense(31, name="estuary")(grist), name="shared_layer")

    def lake(self, layers: Namespace, Model: Any, name: str = "lake") -> Any:
        """Make a model to be used within others: 11 -> 17 -> 13."""
        inflow = layers.Input((11,), name=name + "_inflow")
        depth = layers.Dense(17, name=name + "_depth")(inflow)
        return Model(inflow, layers.Dense(13, name=name + "_outflow")(depth), name=name)

    def nested(self, layers: Namespace, Model: Any) -> Any:
        """Make a model within a model, between two layers."""
        spring = layers.Input((7,), name="spring")
        lake = self.lake(layers, Model)(layers.Dense(11, name="brook")(spring))
        return Model(spring, layers.Dense(31, name="river")(lake), name="nested")

    def nested_chain(self, layers: Namespace, Model: Any) -> Any:
        """Make a row of layers within another."""
        cascade = self.chain_of(
            layers.Dense(17, input_shape=(11,), name="upper"), layers.Dense(13, name="lower"), name="cascade"
        )
        return self.chain_of(
            layers.Dense(11, input_shape=(7,), name="brook"), cascade, layers.Dense(31, name="river")
        )

    def nested_twice(self, layers: Namespace, Model: Any) -> Any:
        """Make a model called on two inputs."""
        hill, moor = (layers.Input((11,), name=name) for name in ("hill", "moor"))
        lake = self.lake(layers, Model)
        confluence = layers.add([lake(hill), lake(moor)], name="confluence")
        return Model([hill, moor], layers.Dense(31, name="river")(confluence), name="nested_twice")

    def nested_deep(self, layers: Namespace, Model: Any) -> Any:
        """Make a model within a model within a model."""
        inflow = layers.Input((11,), name="basin_inflow")
        basin = Model(
            inflow, layers.Dense(19, name="basin_outflow")(self.lake(layers, Model)(inflow)), name="basin"
        )
        spring = layers.Input((11,), name="spring")
        return Model(spring, layers.Dense(31, name="river")(basin(spring)), name="nested_deep")

    def nested_outputs(self, layers: Namespace, Model: Any) -> Any:
        """Make a model within a model, with outputs of 17 and 19."""
        inflow = layers.Input((11,), name="inflow")
        arms = [layers.Dense(units, name=name)(inflow) for name, units in [("west", 17), ("east", 19)]]
        delta = Model(inflow, arms, name="delta")
        spring = layers.Input((11,), name="spring")
        west, east = delta(spring)
        return Model(spring, layers.concatenate([west, east], name="sea"), name="nested_outputs")

    def inside_and_outside(self, layers: Namespace, Model: Any) -> Any:
        """Make a layer that is in the model, and in a model within it."""
        mill = layers.Dense(11, name="mill")
        inflow = layers.Input((11,), name="inflow")
        pond = Model(inflow, layers.Dense(11, name="weir")(mill(inflow)), name="pond")
        spring = layers.Input((11,), name="spring")
        return Model(spring, layers.Dense(31, name="river")(pond(mill(spring))), name="inside_and_outside")

    def normalizing(self, layers: Namespace, Model: Any) -> Any:
        """Make a model with a layer `locks` of 68 weights, of which 34 are trained."""
        return self.chain_of(
            layers.Dense(17, input_shape=(11,), name="rain"),
            layers.BatchNormalization(name="locks"),
            layers.Dense(31, name="river"),
        )

    def partly_frozen(self, layers: Namespace, Model: Any) -> Any:
        """Make layers of 204, 414, 744 and 1,184 weights, of which those in the middle are not trained."""
        model = self.chain(layers, Model)
        model.add(layers.Dense(37, name="sea"))
        for layer in model.layers[1:3]:
            layer.trainable = False
        return model

    def frozen(self, layers: Namespace, Model: Any) -> Any:
        model = self.chain(layers, Model)
        model.trainable = False
        return model

    def nested_frozen(self, layers: Namespace, Model: Any) -> Any:
        model = self.nested(layers, Model)
        model.get_layer("lake").trainable = False
        return model

    def frozen_when_compiled(self, layers: Namespace, Model: Any) -> Any:
        model = self.framework.compile(self.chain(layers, Model))
        model.layers[1].trainable = False
        return model

    def large(self, layers: Namespace, Model: Any) -> Any:
        """Make layers with counts of 1,313 and of 1,215,821, which is 2003 rows of 607."""
        spring = layers.Input((5,), name="spring")
        return Model(
            spring,
            layers.concatenate(
                [
                    layers.Embedding(101, 13, name="pool")(spring),
                    layers.Embedding(2003, 607, name="ocean")(spring),
                ],
                name="water",
            ),
            name="large",
        )

    def long_chain(self, layers: Namespace, Model: Any, length: int = 60) -> Any:
        return self.chain_of(
            layers.Dense(1, input_shape=(100,), name="step_0"),
            *[layers.Dense(number + 1, name=f"step_{number}") for number in range(1, length)],
        )

    def any_length(self, layers: Namespace, Model: Any) -> Any:
        """Make a model of sequences of any length."""
        spring = layers.Input((None, 11), name="spring")
        river = layers.Dense(23, name="river")(spring)
        return Model(spring, layers.Dense(31, name="estuary")(river), name="any_length")

    def own_layer(self, layers: Namespace, Model: Any) -> Any:
        """Make a layer of a class of the user's, with 17 weights that are trained and 19 that are not."""

        class Waterwheel(layers.Layer):  # type: ignore[name-defined]
            def build(self, input_shape: Any) -> None:
                self.blades = self.add_weight(name="blades", shape=(17,), initializer="ones")
                self.axle = self.add_weight(name="axle", shape=(19,), initializer="ones", trainable=False)
                self.built = True

            def call(self, x: Any) -> Any:
                return x * self.blades

            def compute_output_shape(self, input_shape: Any) -> Any:
                return input_shape

        return self.chain_of(
            layers.Dense(17, input_shape=(11,), name="rain"),
            Waterwheel(name="mill"),
            layers.Dense(31, name="river"),
        )

    def chain_to_build(self, layers: Namespace, Model: Any) -> Any:
        """Make a row of layers that does not know its input yet."""
        return self.chain_of(
            layers.Dense(17, name="rain"), layers.Dense(23, name="brook"), layers.Dense(31, name="river")
        )

    def subclassed_to_build(self, layers: Namespace, Model: Any) -> Any:
        """Make a model of the user's class, which has not been called yet."""

        class Estuary(Model):  # type: ignore[misc]
            def __init__(self) -> None:
                super().__init__(name="subclassed")
                self.rain = layers.Dense(17, name="rain")
                self.brook = layers.Dense(23, name="brook")
                self.river = layers.Dense(31, name="river")

            def call(self, x: Any) -> Any:
                return self.river(self.brook(self.rain(x)))

        return Estuary()

    def called(self, name: str) -> Any:
        """Make the model of that name, and have it predict, which builds it."""
        model = self.framework.compile(self.make(name))
        self.framework.predict(model, np.ones((2, 11), "float32"))
        return model
