"""The parameters: their names, order and defaults."""

import os

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.plot_model.raster import is_png, read_png
from cthulhu_conformance.plot_model.svg import Drawing

NAMES = ("show_shapes", "show_layer_names", "rankdir", "expand_nested")
CALLS = [
    (True,),
    (False,),
    (False, False),
    (False, True),
    (False, True, "LR"),
    (True, True, "TB"),
    (False, True, "TB", True),
    (True, True, "LR", False),
    (False, False, "LR", True),
]


def seen(drawing, count=4):
    """Return the first `count` arguments that have the effects which are seen in the drawing."""
    direction = {"right": "LR", "down": "TB"}.get(drawing.direction, drawing.direction)
    return ("127" in drawing.text, "last" in drawing.text, direction, bool(drawing.frames))[:count]


@clause("plot_model.signature.by-position")
@pytest.mark.parametrize("arguments", CALLS, ids=str)
def test_arguments_by_position(plotted, examples, arguments):
    drawing = Drawing(plotted(examples.make("nested_numbers").model, *arguments))
    assert seen(drawing, len(arguments)) == arguments


@clause("plot_model.signature.by-position")
def test_dpi_by_position(png_size, examples):
    model = examples.make("pair").model
    width, height = png_size(model, False, True, "TB", False, 60)
    assert png_size(model, False, True, "TB", False, 120) == (
        pytest.approx(2 * width, abs=3),
        pytest.approx(2 * height, abs=3),
    )


@clause("plot_model.signature.by-name")
@pytest.mark.parametrize("arguments", CALLS, ids=str)
def test_arguments_by_name(plotted, examples, arguments):
    options = dict(zip(NAMES, arguments))
    drawing = Drawing(plotted(examples.make("nested_numbers").model, **options))
    assert seen(drawing, len(arguments)) == arguments


@clause("plot_model.signature.by-name")
def test_model_file_and_dpi_by_name(plot_model, examples, tmp_path):
    model = examples.make("pair").model
    small, large = str(tmp_path / "small.png"), str(tmp_path / "large.png")
    plot_model(to_file=small, model=model, dpi=60)
    plot_model(dpi=120, to_file=large, model=model)
    pictures = [read_png(open(file, "rb").read()) for file in (small, large)]  # noqa: SIM115
    assert pictures[1].width == pytest.approx(2 * pictures[0].width, abs=3)


@clause("plot_model.default.to-file")
def test_the_file_is_model_png_by_default(plot_model, examples, need_format, tmp_path):
    need_format("png")
    os.chdir(str(tmp_path))
    plot_model(examples.make("pair").model)
    assert os.listdir(".") == ["model.png"]
    assert is_png((tmp_path / "model.png").read_bytes()), "model.png is no PNG"


@clause("plot_model.default.show-shapes")
def test_shapes_are_hidden_by_default(draw, examples):
    text = draw(examples.make("nested_numbers").model).text
    assert "127" not in text, text
    assert "90" not in text, text


@clause("plot_model.default.show-layer-names")
@pytest.mark.parametrize("options", [{}, {"show_shapes": True}, {"expand_nested": True}], ids=str)
def test_names_are_shown_by_default(plotted, examples, options):
    example = examples.make("nested")
    graph = Drawing(plotted(example.model, **options)).graph(example.layers + example.expanded_layers)
    expected = example.expanded_layers if options.get("expand_nested") else example.layers
    assert [name for name in graph.layers if name in expected] == expected


@clause("plot_model.default.rankdir")
@pytest.mark.parametrize("kind", ["chain", "branches"])
def test_from_top_to_bottom_by_default(draw, examples, kind):
    assert draw(examples.make(kind).model).direction == "down"


@clause("plot_model.default.expand-nested")
@pytest.mark.parametrize("kind", ["nested", "nested_sequential", "nested_in_nested"])
def test_nested_models_are_not_expanded_by_default(draw, examples, kind):
    example = examples.make(kind)
    drawing = draw(example.model)
    assert drawing.frames == []
    assert drawing.graph(example.layers).layers == example.layers


@clause("plot_model.default.dpi")
@pytest.mark.parametrize("options", [{}, {"show_shapes": True}], ids=str)
def test_the_resolution_is_96_by_default(png_size, examples, options):
    model = examples.make("chain").model
    assert png_size(model, **options) == png_size(model, dpi=96, **options)
