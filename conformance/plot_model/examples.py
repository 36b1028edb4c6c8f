"""Makes the models that are drawn, each with what is in it."""

from __future__ import annotations

from typing import Any, Iterable, List, NamedTuple, Optional, Sequence, Set, Tuple

from cthulhu_conformance.testing.framework import Namespace
from cthulhu_conformance.testing.models import Models

Arrow = Tuple[str, ...]


class Example(NamedTuple):
    """A model, and the names in its drawing: as it is, and when nested models are expanded into frames of layers."""

    model: Any
    layers: List[str]
    arrows: Set[Arrow]
    free: Sequence[str]
    expanded_layers: List[str]
    expanded_arrows: Set[Arrow]
    frames: List[List[str]]


def pairs(text: str) -> Set[Arrow]:
    """Return `a>b b>c` as a set of pairs."""
    return {tuple(pair.split(">")) for pair in text.split()}


def example(
    model: Any,
    arrows: str,
    expanded: Optional[str] = None,
    frames: Iterable[str] = (),
    free: Iterable[str] = (),
) -> Example:
    """Return a model with its arrows between layers, and those when nested models are expanded into frames.

    `free` are layers that need not be drawn: what a Sequential or a nested model begins with.
    """
    flat, deep = pairs(arrows), pairs(expanded or arrows)
    return Example(
        model, _ends(flat), flat, tuple(free), _ends(deep), deep, sorted(sorted(f.split()) for f in frames)
    )


def _ends(arrows: Set[Arrow]) -> List[str]:
    return sorted({layer for arrow in arrows for layer in arrow})


class Examples(Models):
    """Makes the models to draw, each as an `Example`, named by what is special about them."""

    def chain(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        first = layers.Dense(3, name="first")(entry)
        return example(
            Model(entry, layers.Dense(2, name="second")(layers.Dropout(0.5, name="drop")(first))),
            "entry>first first>drop drop>second",
        )

    def pair(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        return example(Model(entry, layers.Dense(2, name="only")(entry)), "entry>only")

    def branches(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        first = layers.Dense(3, name="first")(entry)
        left, right = layers.Dense(3, name="left")(first), layers.Dense(3, name="right")(first)
        return example(
            Model(entry, layers.Dense(2, name="last")(layers.Add(name="join")([left, right]))),
            "entry>first first>left first>right left>join right>join join>last",
        )

    def skips(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        first = layers.Dense(3, name="first")(entry)
        second = layers.Dense(3, name="second")(first)
        third = layers.Dense(3, name="third")(second)
        return example(
            Model(entry, layers.Concatenate(name="join")([third, entry, first])),
            "entry>first first>second second>third third>join entry>join first>join",
        )

    def two_inputs(self, layers: Namespace, Model: Any) -> Example:
        one, other = layers.Input((4,), name="one"), layers.Input((3,), name="other")
        both = layers.Concatenate(name="join")([layers.Dense(2, name="first")(one), other])
        return example(
            Model([one, other], layers.Dense(2, name="last")(both)),
            "one>first first>join other>join join>last",
        )

    def two_outputs(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        hidden = layers.Dense(3, name="hidden")(entry)
        first, second = layers.Dense(2, name="first")(hidden), layers.Dense(1, name="second")(hidden)
        return example(
            Model(entry, [layers.Dense(2, name="third")(first), second, hidden]),
            "entry>hidden hidden>first hidden>second first>third",
        )

    def shared(self, layers: Namespace, Model: Any) -> Example:
        one, other = layers.Input((4,), name="one"), layers.Input((4,), name="other")
        both = layers.Dense(3, name="both")
        difference = layers.Subtract(name="difference")([both(one), both(other)])
        return example(Model([one, other], difference), "one>both other>both both>difference")

    def onto_itself(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        again = layers.Dense(4, name="again")
        return example(
            Model(entry, layers.Dense(2, name="last")(again(again(entry)))),
            "entry>again again>again again>last",
        )

    def same_twice(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        first = layers.Dense(3, name="first")(entry)
        return example(Model(entry, layers.Add(name="doubled")([first, first])), "entry>first first>doubled")

    def part(self, layers: Namespace, Model: Any) -> Example:
        """Make a model of layers that are used in other models too, before and after it was made."""
        entry, elsewhere = layers.Input((4,), name="entry"), layers.Input((4,), name="elsewhere")
        first, second = layers.Dense(4, name="first"), layers.Dense(4, name="second")
        Model(elsewhere, second(layers.Dense(4, name="stranger")(first(elsewhere))))
        hidden = second(first(entry))
        model = Model(entry, hidden)
        Model(entry, layers.Dense(2, name="continued")(hidden))
        Model(entry, first(second(entry)))
        first(layers.Dense(4, name="later")(entry))
        return example(model, "entry>first first>second")

    def many(self, layers: Namespace, Model: Any) -> Example:
        names = [f"layer_{number}_of_many" for number in range(100)]
        entry = hidden = layers.Input((2,), name="entry")
        for name in names:
            hidden = layers.Dense(2, name=name)(hidden)
        return example(Model(entry, hidden), " ".join(map("{}>{}".format, ["entry"] + names, names)))

    def alike(self, layers: Namespace, Model: Any) -> Example:
        names = ["entry", "a", "ab", "a_b", "b_a", "aa", "a_1", "a_11"]
        entry = hidden = layers.Input((4,), name="entry")
        for name in names[1:]:
            hidden = layers.Dense(4, name=name)(hidden)
        return example(Model(entry, hidden), " ".join(map("{}>{}".format, names, names[1:])))

    def punctuated(self, layers: Namespace, Model: Any) -> Example:
        names = ["entry", "block1.conv-a", "block1.conv-b", "v1.5"]
        entry = hidden = layers.Input((4,), name="entry")
        for name in names[1:]:
            hidden = layers.Dense(4, name=name)(hidden)
        return example(Model(entry, hidden), " ".join(map("{}>{}".format, names, names[1:])))

    def sequential(self, layers: Namespace, Model: Any) -> Example:
        model = self.chain_of(
            layers.InputLayer((4,), name="start"),
            layers.Dense(3, name="first"),
            layers.Dropout(0.5, name="drop"),
            layers.Dense(2, name="second"),
        )
        return example(model, "first>drop drop>second", free=["start"])

    def kinds(self, layers: Namespace, Model: Any) -> Example:
        """Make a model with no two layers of the same type, and names that no other text has in it."""
        entry = layers.Input((4, 3), name="zebra")
        hidden = layers.Conv1D(5, 2, name="lion")(entry)
        hidden = layers.Flatten(name="otter")(layers.Dropout(0.5, name="heron")(hidden))
        left, right = (
            layers.Dense(2, name="mole")(hidden),
            layers.Activation("relu", name="crow")(hidden),
        )
        return example(
            Model(entry, layers.Concatenate(name="wolf")([left, right])),
            "zebra>lion lion>heron heron>otter otter>mole otter>crow mole>wolf crow>wolf",
        )

    def own_layer(self, layers: Namespace, Model: Any) -> Example:
        class Doubling(layers.Layer):  # type: ignore[name-defined]
            def call(self, x: Any) -> Any:
                return x + x

            def compute_output_shape(self, shape: Any) -> Any:
                return shape

        entry = layers.Input((4,), name="entry")
        return example(
            Model(entry, layers.Dense(2, name="last")(Doubling(name="twofold")(entry))),
            "entry>twofold twofold>last",
        )

    def nested(self, layers: Namespace, Model: Any) -> Example:
        entry, start = layers.Input((4,), name="entry"), layers.Input((3,), name="start")
        inner = Model(start, layers.Dense(5, name="beta")(layers.Dense(6, name="alpha")(start)), name="inner")
        return example(
            Model(entry, layers.Dense(2, name="last")(inner(layers.Dense(3, name="first")(entry)))),
            "entry>first first>inner inner>last",
            "entry>first first>alpha alpha>beta beta>last",
            ["alpha beta"],
            ["start"],
        )

    def nested_at_both_ends(self, layers: Namespace, Model: Any) -> Example:
        """Make a model of nothing but nested models after the input."""
        entry = layers.Input((4,), name="entry")
        head = self._of_one_layer(layers, Model, "head", "alpha")
        tail = self._of_one_layer(layers, Model, "tail", "beta")
        return example(
            Model(entry, tail(head(entry))),
            "entry>head head>tail",
            "entry>alpha alpha>beta",
            ["alpha", "beta"],
            ["start_of_alpha", "start_of_beta"],
        )

    def nested_sequential(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((4,), name="entry")
        inner = self.chain_of(
            layers.InputLayer((3,), name="start"),
            layers.Dense(6, name="alpha"),
            layers.Dense(5, name="beta"),
            name="inner",
        )
        return example(
            Model(entry, layers.Dense(2, name="last")(inner(layers.Dense(3, name="first")(entry)))),
            "entry>first first>inner inner>last",
            "entry>first first>alpha alpha>beta beta>last",
            ["alpha beta"],
            ["start"],
        )

    def nested_in_sequential(self, layers: Namespace, Model: Any) -> Example:
        model = self.chain_of(
            layers.InputLayer((4,), name="begin"),
            layers.Dense(4, name="first"),
            self._of_one_layer(layers, Model, "inner", "alpha"),
            layers.Dense(2, name="last"),
        )
        return example(
            model,
            "first>inner inner>last",
            "first>alpha alpha>last",
            ["alpha"],
            ["begin", "start_of_alpha"],
        )

    def nested_in_nested(self, layers: Namespace, Model: Any) -> Example:
        entry, middle_entry = layers.Input((4,), name="entry"), layers.Input((4,), name="begin")
        inner = self._of_one_layer(layers, Model, "inner", "alpha")
        hidden = inner(layers.Dense(4, name="before")(middle_entry))
        middle = Model(middle_entry, layers.Dense(4, name="after")(hidden), name="middle")
        return example(
            Model(entry, layers.Dense(2, name="last")(middle(layers.Dense(4, name="first")(entry)))),
            "entry>first first>middle middle>last",
            "entry>first first>before before>alpha alpha>after after>last",
            ["alpha", "after alpha before"],
            ["begin", "start_of_alpha"],
        )

    def nested_called_twice(self, layers: Namespace, Model: Any) -> Example:
        one, other = layers.Input((4,), name="one"), layers.Input((4,), name="other")
        inner = self._of_one_layer(layers, Model, "inner", "alpha")
        return example(
            Model([one, other], layers.Add(name="join")([inner(one), inner(other)])),
            "one>inner other>inner inner>join",
            "one>alpha other>alpha alpha>join",
            ["alpha"],
            ["start_of_alpha"],
        )

    def nested_called_three_times(self, layers: Namespace, Model: Any) -> Example:
        one, other, third = (layers.Input((4,), name=name) for name in ("one", "other", "third"))
        inner = self._of_one_layer(layers, Model, "inner", "alpha")
        return example(
            Model([one, other, third], layers.Add(name="join")([inner(one), inner(other), inner(third)])),
            "one>inner other>inner third>inner inner>join",
            "one>alpha other>alpha third>alpha alpha>join",
            ["alpha"],
            ["start_of_alpha"],
        )

    def nested_with_two_inputs(self, layers: Namespace, Model: Any) -> Example:
        one, other = layers.Input((4,), name="one"), layers.Input((3,), name="other")
        starts = layers.Input((4,), name="start_left"), layers.Input((3,), name="start_right")
        parts = layers.Dense(2, name="left")(starts[0]), layers.Dense(2, name="right")(starts[1])
        inner = Model(list(starts), layers.Add(name="join")(list(parts)), name="inner")
        return example(
            Model([one, other], layers.Dense(2, name="last")(inner([one, other]))),
            "one>inner other>inner inner>last",
            "one>left other>right left>join right>join join>last",
            ["join left right"],
            ["start_left", "start_right"],
        )

    def nested_with_two_outputs(self, layers: Namespace, Model: Any) -> Example:
        entry, start = layers.Input((4,), name="entry"), layers.Input((4,), name="start")
        outs = layers.Dense(2, name="left")(start), layers.Dense(3, name="right")(start)
        left, right = Model(start, list(outs), name="inner")(entry)
        return example(
            Model(entry, [layers.Dense(2, name="first")(left), layers.Dense(1, name="second")(right)]),
            "entry>inner inner>first inner>second",
            "entry>left entry>right left>first right>second",
            ["left right"],
            ["start"],
        )

    def _of_one_layer(self, layers: Namespace, Model: Any, name: str, layer: str) -> Any:
        start = layers.Input((4,), name=f"start_of_{layer}")
        return Model(start, layers.Dense(4, name=layer)(start), name=name)

    def nested_with_names_alike(self, layers: Namespace, Model: Any) -> Example:
        """Make a model of two nested ones whose layers have the same names, which layers outside have, too."""
        entry, models = layers.Input((4,), name="entry"), []
        for name in ("inner", "other"):
            start = layers.Input((4,), name="start")
            models.append(Model(start, layers.Dense(4, name="alpha")(start), name=name))
        hidden = layers.Dense(4, name="alpha")(entry)
        return example(
            Model(entry, layers.Add(name="join")([models[0](hidden), models[1](hidden)])),
            "entry>alpha alpha>inner alpha>other inner>join other>join",
            "entry>alpha alpha>alpha alpha>join",
            ["alpha", "alpha"],
            ["start"],
        )

    def numbers(self, layers: Namespace, Model: Any) -> Example:
        """Make a model with shapes that one knows again; names and types have no digits."""
        entry = layers.Input((41,), name="entry")
        hidden = layers.Dense(37, name="wide")(entry)
        return example(Model(entry, layers.Dense(29, name="narrow")(hidden)), "entry>wide wide>narrow")

    def grids(self, layers: Namespace, Model: Any) -> Example:
        entry = layers.Input((9, 13, 3), name="entry")
        hidden = layers.Flatten(name="flat")(layers.ZeroPadding2D((2, 5), name="padded")(entry))
        return example(Model(entry, hidden), "entry>padded padded>flat")

    def joined_numbers(self, layers: Namespace, Model: Any) -> Example:
        one, other = layers.Input((41,), name="one"), layers.Input((37,), name="other")
        return example(
            Model([one, other], layers.Concatenate(name="join")([one, other])), "one>join other>join"
        )

    def nested_numbers(self, layers: Namespace, Model: Any) -> Example:
        """Make a model whose joins make shapes, 90 and 127, that are no arguments of any layer."""
        entry, start = layers.Input((41,), name="entry"), layers.Input((37,), name="start")
        beta = layers.Concatenate(name="beta")([layers.Dense(53, name="alpha")(start), start])
        inner, first = Model(start, beta, name="inner"), layers.Dense(37, name="first")(entry)
        return example(
            Model(entry, layers.Concatenate(name="last")([inner(first), first])),
            "entry>first first>inner inner>last first>last",
            "entry>first first>alpha alpha>beta first>beta beta>last first>last",
            ["alpha beta"],
            ["start"],
        )
