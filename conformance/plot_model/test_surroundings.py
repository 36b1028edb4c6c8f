"""Notebooks, missing packages and programs, and what a call leaves behind."""

import re

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.plot_model.missing_packages import DRAWING, NOTEBOOK
from cthulhu_conformance.plot_model.raster import is_png
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import close_to


@clause("plot_model.jupyter.image")
def test_with_jupyter_an_image_is_returned(elsewhere, need_format):
    need_format("png")
    end = elsewhere()["png"]
    assert end.error is None, end.error
    assert end.shown, "the result is no IPython.display.Image of the file"


@clause("plot_model.jupyter.jpeg-image")
def test_with_jupyter_an_image_of_a_jpeg_is_returned(elsewhere, need_format):
    need_format("jpg")
    end = elsewhere()["jpg"]
    assert end.error is None, end.error
    assert end.shown, "the result is no IPython.display.Image of the file"


@clause("plot_model.jupyter.file-too")
def test_with_jupyter_the_file_is_written_all_the_same(elsewhere, need_format):
    need_format("png")
    assert is_png(elsewhere()["png"].content or b""), "there is no file, or it is no PNG"


@cases("extension", {"plot_model.jupyter.other-formats": ["svg", "dot"], "plot_model.jupyter.pdf": ["pdf"]})
def test_with_jupyter_other_formats_are_written_without_an_error(elsewhere, need_format, extension):
    need_format(extension)
    end = elsewhere()[extension]
    assert end.error is None, end.error
    assert end.content, "there is no file, or nothing in it"


@clause("plot_model.jupyter.not-needed")
def test_jupyter_is_not_needed(elsewhere, need_format):
    need_format("png")
    end = elsewhere(*NOTEBOOK)["png"]
    assert end.error is None, end.error
    assert is_png(end.content or b""), "there is no file, or it is no PNG"


@clause("plot_model.jupyter.not-needed-for-other-formats")
@pytest.mark.parametrize("extension", ["jpg", "svg", "dot"])
def test_jupyter_is_not_needed_for_other_formats(elsewhere, need_format, extension):
    need_format(extension)
    end = elsewhere(*NOTEBOOK)[extension]
    assert end.error is None, end.error
    assert end.content, "there is no file, or nothing in it"


@clause("plot_model.missing.pydot")
@pytest.mark.parametrize("extension", ["png", "svg"])
def test_without_pydot_there_is_an_error_or_a_picture(elsewhere, need_format, extension):
    need_format(extension)
    end = elsewhere(*(NOTEBOOK + DRAWING))[extension]
    assert end.error is not None or end.content, "no error, and no file"


@clause("plot_model.missing.graphviz")
def test_without_graphviz_there_is_an_error_or_a_picture(elsewhere):
    end = elsewhere(*NOTEBOOK)["no dot"]
    assert end.error is not None or is_png(end.content or b""), "no error, and no picture"


@clause("plot_model.missing.says-pydot")
def test_the_error_says_what_is_missing_without_pydot(elsewhere):
    error = elsewhere(*(NOTEBOOK + DRAWING))["png"].error
    assert error is None or "pydot" in error.lower(), error


@clause("plot_model.missing.says-graphviz")
def test_the_error_says_what_is_missing_without_graphviz(elsewhere):
    error = elsewhere(*NOTEBOOK)["no dot"].error
    assert error is None or re.search("(?i)graphviz|dot", error), error


@clause("plot_model.missing.leaves-no-file")
def test_an_error_leaves_no_file(elsewhere):
    end = elsewhere(*NOTEBOOK)["no dot"]
    assert end.error is None or end.content is None, "an error, and a file"


# What a call leaves behind


@clause("plot_model.model.unchanged")
@pytest.mark.parametrize("kind", ["branches", "shared", "sequential", "nested", "nested_in_nested"])
def test_the_model_stays_as_it_is(draw, examples, kind):
    model = examples.make(kind).model
    before = model.get_config(), [layer.name for layer in model.layers], len(model.weights)
    draw(model, expand_nested=True, show_shapes=True)
    draw(model)
    assert (model.get_config(), [layer.name for layer in model.layers], len(model.weights)) == before


@clause("plot_model.model.weights-unchanged")
def test_the_weights_stay_as_they_are(draw, examples):
    model = examples.make("nested").model
    before = model.get_weights()
    draw(model, expand_nested=True, show_shapes=True)
    assert model.get_weights() == [close_to(weight) for weight in before]


@clause("plot_model.again.same")
@pytest.mark.parametrize("kind", ["branches", "shared", "nested"])
def test_a_second_plot_shows_the_same(draw, examples, kind):
    example = examples.make(kind)
    first, second = (draw(example.model, expand_nested=True, show_shapes=True) for _ in range(2))
    names = example.expanded_layers, example.free, example.expanded_arrows
    assert second.graph(*names) == first.graph(*names)
    assert sorted(node.text for node in second.nodes) == sorted(node.text for node in first.nodes)


@clause("plot_model.again.other-model")
def test_a_plot_shows_nothing_of_earlier_ones(draw, examples):
    draw(examples.make("branches").model)
    draw(examples.make("nested").model, expand_nested=True)
    drawing, example = draw(examples.make("two_inputs").model), examples.make("two_inputs")
    assert drawing.graph(example.layers) == (example.layers, example.arrows)
    assert drawing.frames == []


@clause("plot_model.again.as-of-now")
def test_a_layer_that_is_added_later(draw, examples):
    example = examples.make("sequential")
    draw(example.model)
    example.model.add(examples.framework.layers.Dense(5, name="third"))
    layers = [*example.layers, "third"]
    assert draw(example.model).graph(layers, example.free) == (layers, example.arrows | {("second", "third")})


@clause("plot_model.again.other-options")
def test_options_of_earlier_plots_don_t_matter(draw, examples):
    model = examples.make("nested_numbers").model
    draw(model, show_shapes=True, show_layer_names=False, rankdir="LR", expand_nested=True)
    drawing = draw(model)
    assert ("127" in drawing.text, "first" in drawing.text, drawing.direction, drawing.frames) == (
        False,
        True,
        "down",
        [],
    )
