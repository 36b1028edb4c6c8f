"""The direction of the plot, and its size in pixels."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.plot_model.raster import jpeg_size
from cthulhu_conformance.plot_model.svg import Drawing
from cthulhu_conformance.testing.cases import cases

MODELS = ["chain", "branches", "two_inputs", "sequential", "nested"]


@cases(
    "rankdir, direction",
    {
        "plot_model.rankdir.vertical": [("TB", "down")],
        "plot_model.rankdir.horizontal": [("LR", "right")],
        "plot_model.rankdir.others-of-dot": [("BT", "up"), ("RL", "left")],
    },
)
@pytest.mark.parametrize("kind", MODELS)
def test_where_the_arrows_go(draw, examples, kind, rankdir, direction):
    assert draw(examples.make(kind).model, rankdir=rankdir).direction == direction


@cases(
    "rankdir, direction",
    {
        "plot_model.rankdir.vertical-when-expanded": [("TB", "down")],
        "plot_model.rankdir.horizontal-when-expanded": [("LR", "right")],
    },
)
@pytest.mark.parametrize("kind", ["nested", "nested_in_nested"])
def test_where_the_arrows_go_with_frames(draw, examples, kind, rankdir, direction):
    assert draw(examples.make(kind).model, rankdir=rankdir, expand_nested=True).direction == direction


@cases(
    "rankdir, is_vertical",
    {
        "plot_model.rankdir.vertical-png": [("TB", True)],
        "plot_model.rankdir.horizontal-png": [("LR", False)],
    },
)
def test_the_picture_of_a_chain_is_high_or_wide(png_size, examples, rankdir, is_vertical):
    width, height = png_size(examples.make("alike").model, rankdir=rankdir)
    assert (height > width) == is_vertical


@clause("plot_model.dpi.proportional")
@pytest.mark.parametrize("dpi", [48, 150, 192, 300])
@pytest.mark.parametrize(
    "kind, options", [("pair", {}), ("nested", {"expand_nested": True, "rankdir": "LR"})]
)
def test_the_picture_s_size_is_proportional_to_dpi(png_size, examples, kind, options, dpi):
    model = examples.make(kind).model
    expected = tuple(
        pytest.approx(size * dpi / 96, rel=0.02, abs=8) for size in png_size(model, dpi=96, **options)
    )
    assert png_size(model, dpi=dpi, **options) == expected


@clause("plot_model.dpi.jpg")
def test_the_size_of_a_jpeg_is_proportional_to_dpi(plotted, examples):
    model = examples.make("branches").model
    small, large = (jpeg_size(plotted(model, extension="jpg", dpi=dpi)) for dpi in (60, 120))
    assert large == tuple(pytest.approx(2 * length, rel=0.02, abs=8) for length in small)


@clause("plot_model.dpi.dots-per-inch")
@pytest.mark.parametrize("dpi", [72, 144])
def test_the_picture_has_that_many_dots_per_inch(plotted, png_size, examples, dpi):
    model = examples.make("pair").model
    box = Drawing(plotted(model, dpi=dpi)).box  # in points, of which 72 are an inch
    expected = tuple(
        pytest.approx(length * dpi / 72, rel=0.08, abs=8)
        for length in (box.right - box.left, box.bottom - box.top)
    )
    assert png_size(model, dpi=dpi) == expected


@clause("plot_model.dpi.same-drawing")
@pytest.mark.parametrize("dpi", [60, 300])
def test_what_is_drawn_is_the_same(draw, examples, dpi):
    example = examples.make("branches")
    assert draw(example.model, dpi=dpi).graph(example.layers) == (example.layers, example.arrows)


@clause("plot_model.options.in-png")
@pytest.mark.parametrize(
    "options", [{"show_shapes": True}, {"expand_nested": True}, {"show_layer_names": True}], ids=str
)
def test_options_change_a_png_too(png_size, examples, options):
    # Each of them puts more into the picture.
    model = examples.make("nested_numbers").model
    without = png_size(model, **{name: False for name in options})
    with_it = png_size(model, **options)
    assert with_it[0] * with_it[1] > without[0] * without[1]
