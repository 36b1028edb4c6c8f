"""The graph that is drawn: the layers, and the arrows between them."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.cases import cases


@clause("plot_model.layers.every-layer")
@pytest.mark.parametrize("kind", ["pair", "chain", "branches", "skips", "two_inputs", "two_outputs", "kinds"])
def test_every_layer_is_a_box(draw, examples, kind):
    example = examples.make(kind)
    layers = draw(example.model).graph(example.layers).layers
    assert sorted(set(layers) & set(example.layers)) == example.layers


@clause("plot_model.layers.nothing-else")
@pytest.mark.parametrize("kind", ["pair", "chain", "branches", "skips", "two_inputs", "two_outputs", "kinds"])
def test_nothing_else_is_a_box(draw, examples, kind):
    example = examples.make(kind)
    assert draw(example.model).graph(example.layers).layers == example.layers


@clause("plot_model.layers.sequential")
def test_layers_of_a_sequential_model(draw, examples):
    example = examples.make("sequential")
    assert draw(example.model).graph(example.layers, example.free).layers == example.layers


@clause("plot_model.layers.shared-once")
@pytest.mark.parametrize("kind", ["shared", "onto_itself", "same_twice"])
def test_a_layer_that_is_called_twice_is_one_box(draw, examples, kind):
    example = examples.make(kind)
    assert draw(example.model).graph(example.layers).layers == example.layers


@clause("plot_model.layers.of-this-model")
def test_layers_of_other_models_are_not_drawn(draw, examples):
    example = examples.make("part")
    assert draw(example.model).graph(example.layers).layers == example.layers


@clause("plot_model.layers.hundred")
def test_a_hundred_layers(draw, examples):
    example = examples.make("many")
    assert draw(example.model).graph(example.layers) == (example.layers, example.arrows)


@clause("plot_model.layers.names-alike")
def test_names_that_are_alike(draw, examples):
    example = examples.make("alike")
    assert draw(example.model).graph(example.layers) == (example.layers, example.arrows)


@clause("plot_model.layers.punctuated-names")
def test_names_with_dots_and_hyphens(draw, examples):
    example = examples.make("punctuated")
    assert draw(example.model).graph(example.layers) == (example.layers, example.arrows)


@clause("plot_model.layers.after-use")
def test_a_model_that_was_trained(draw, examples, framework):
    import numpy as np

    example = examples.make("chain")
    framework.compile(example.model)
    framework.fit(example.model, np.ones((4, 4)), np.ones((4, 2)))
    assert draw(example.model).graph(example.layers) == (example.layers, example.arrows)


@cases(
    "kind",
    {
        "plot_model.arrows.chain": ["pair", "chain"],
        "plot_model.arrows.branches": ["kinds", "branches"],
        "plot_model.arrows.past-layers": ["skips"],
        "plot_model.arrows.two-inputs": ["two_inputs"],
        "plot_model.arrows.two-outputs": ["two_outputs"],
        "plot_model.arrows.shared-layer": ["shared"],
        "plot_model.arrows.onto-itself": ["onto_itself"],
        "plot_model.arrows.same-twice": ["same_twice"],
        "plot_model.arrows.sequential": ["sequential"],
        "plot_model.arrows.of-this-model": ["part"],
    },
)
def test_arrows_are_the_model_s_connections(draw, examples, kind):
    example = examples.make(kind)
    assert draw(example.model).graph(example.layers, example.free).arrows == example.arrows


@clause("plot_model.arrows.direction")
@pytest.mark.parametrize("kind", ["chain", "branches", "skips"])
@pytest.mark.parametrize("rankdir", ["TB", "LR"])
def test_arrows_point_from_giver_to_taker(draw, examples, kind, rankdir):
    example = examples.make(kind)
    arrows = draw(example.model, rankdir=rankdir).graph(example.layers).arrows
    assert {(head, tail) for tail, head in example.arrows} & arrows == set()
    assert arrows & example.arrows == example.arrows
