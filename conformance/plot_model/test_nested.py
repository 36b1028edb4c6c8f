"""Nested models: one box each, or expanded into a frame with what they consist of."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.cases import cases

KINDS = ["nested", "nested_sequential", "nested_in_sequential", "nested_at_both_ends"]


@clause("plot_model.expand-nested.one-box")
@pytest.mark.parametrize("kind", KINDS + ["nested_in_nested", "nested_called_twice"])
def test_without_it_a_nested_model_is_one_box(draw, examples, kind):
    example = examples.make(kind)
    drawing = draw(example.model, expand_nested=False)
    assert drawing.graph(example.layers, example.free).layers == example.layers
    assert drawing.frames == []


@clause("plot_model.expand-nested.arrows-without-it")
@pytest.mark.parametrize(
    "kind",
    KINDS + ["nested_in_nested", "nested_called_twice", "nested_with_two_inputs", "nested_with_two_outputs"],
)
def test_without_it_arrows_lead_to_that_box(draw, examples, kind):
    example = examples.make(kind)
    assert (
        draw(example.model, expand_nested=False).graph(example.layers, example.free).arrows == example.arrows
    )


def expanded(draw, example, **options):
    drawing = draw(example.model, expand_nested=True, **options)
    return drawing, drawing.graph(example.expanded_layers, example.free, example.expanded_arrows)


@cases(
    "kind",
    {
        "plot_model.expand-nested.frame": ["nested", "nested_at_both_ends"],
        "plot_model.expand-nested.frame-of-sequential": ["nested_sequential"],
        "plot_model.expand-nested.frame-in-sequential": ["nested_in_sequential"],
        "plot_model.expand-nested.frame-in-frame": ["nested_in_nested"],
        "plot_model.expand-nested.frame-of-shared": ["nested_called_twice"],
    },
)
def test_a_frame_is_around_the_layers_of_the_nested_model(draw, examples, kind):
    example = examples.make(kind)
    drawing, _ = expanded(draw, example)
    framed = drawing.framed(example.expanded_layers, example.free)
    assert framed == example.frames


@cases(
    "kind",
    {
        "plot_model.expand-nested.layers": KINDS,
        "plot_model.expand-nested.layers-in-deep": ["nested_in_nested"],
    },
)
def test_the_layers_of_the_nested_model_are_boxes_and_it_is_none(draw, examples, kind):
    example = examples.make(kind)
    assert expanded(draw, example)[1].layers == example.expanded_layers


@cases(
    "kind",
    {
        "plot_model.expand-nested.arrows": ["nested"],
        "plot_model.expand-nested.arrows-between-frames": ["nested_at_both_ends"],
        "plot_model.expand-nested.arrows-of-sequential": ["nested_sequential"],
        "plot_model.expand-nested.arrows-in-sequential": ["nested_in_sequential"],
        "plot_model.expand-nested.arrows-in-deep": ["nested_in_nested"],
        "plot_model.expand-nested.arrows-of-shared": ["nested_called_twice", "nested_called_three_times"],
        "plot_model.expand-nested.arrows-of-two-inputs": ["nested_with_two_inputs"],
        "plot_model.expand-nested.arrows-of-two-outputs": ["nested_with_two_outputs"],
    },
)
def test_arrows_lead_into_and_out_of_the_nested_model(draw, examples, kind):
    example = examples.make(kind)
    assert expanded(draw, example)[1].arrows == example.expanded_arrows


@clause("plot_model.expand-nested.names-alike")
def test_layers_of_the_same_names_in_different_models(draw, examples):
    example = examples.make("nested_with_names_alike")
    drawing, graph = expanded(draw, example)
    assert graph.layers == ["alpha", "alpha", "alpha", "entry", "join"]
    assert graph.arrows == example.expanded_arrows
    assert drawing.framed(example.expanded_layers, example.free) == example.frames


@clause("plot_model.expand-nested.frame-name")
@pytest.mark.parametrize(
    "kind, names",
    [("nested", ["inner"]), ("nested_at_both_ends", ["head", "tail"]), ("nested_sequential", ["inner"])],
)
def test_frames_say_the_names_of_the_models(draw, examples, kind, names):
    frames = draw(examples.make(kind).model, expand_nested=True).frames
    assert [name for name in names if not any(name in frame.text for frame in frames)] == []


@clause("plot_model.expand-nested.nothing-to-expand")
@pytest.mark.parametrize("kind", ["branches", "shared", "sequential"])
def test_a_model_without_nested_ones_stays_the_same(draw, examples, kind):
    example = examples.make(kind)
    drawing, graph = expanded(draw, example)
    assert graph == (example.layers, example.arrows)
    assert drawing.frames == []


@clause("plot_model.options.together")
@pytest.mark.parametrize("show_shapes", [False, True])
@pytest.mark.parametrize("show_layer_names", [False, True])
@pytest.mark.parametrize("rankdir", ["TB", "LR"])
@pytest.mark.parametrize("expand_nested", [False, True])
def test_options_together(draw, examples, show_shapes, show_layer_names, rankdir, expand_nested):
    options = dict(
        show_shapes=show_shapes,
        show_layer_names=show_layer_names,
        rankdir=rankdir,
        expand_nested=expand_nested,
    )
    drawing = draw(examples.make("nested_numbers").model, **options)
    observed = dict(
        show_shapes="127" in drawing.text,
        show_layer_names="last" in drawing.text,
        rankdir={"right": "LR", "down": "TB"}.get(drawing.direction),
        expand_nested=len(drawing.frames) == 1,
    )
    assert observed == options
