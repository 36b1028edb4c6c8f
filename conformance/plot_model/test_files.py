"""The file of the picture: its name and its format."""

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.plot_model import graphviz
from cthulhu_conformance.plot_model.raster import is_jpeg, is_png, read_png
from cthulhu_conformance.plot_model.svg import Drawing
from cthulhu_conformance.testing.expectations import outcome_of
from cthulhu_conformance.testing.untestable import untestable


def is_svg(data):
    try:
        return ElementTree.fromstring(data).tag.endswith("}svg")
    except ElementTree.ParseError:
        return False


# Formats


@clause("plot_model.format.png")
@pytest.mark.parametrize("kind", ["pair", "branches", "nested"])
def test_png(plotted, examples, need_format, kind):
    need_format("png")
    data = plotted(examples.make(kind).model, extension="png")
    assert is_png(data), f"no PNG: {data[:60]!r}"


@clause("plot_model.format.png-shows-something")
@pytest.mark.parametrize("kind", ["pair", "branches"])
def test_there_is_something_on_a_png(plotted, examples, need_format, kind):
    need_format("png")
    rows = read_png(plotted(examples.make(kind).model, extension="png", show_layer_names=True)).rows
    assert len(set(rows)) >= 10, f"{len(rows)} rows of pixels, {len(set(rows))} different ones"


@clause("plot_model.format.png-shows-the-model")
def test_pngs_of_different_models_differ(plotted, examples, need_format):
    need_format("png")
    chain, branches, again = (
        read_png(plotted(examples.make(kind).model, extension="png", show_layer_names=True))
        for kind in ("chain", "branches", "chain")
    )
    assert chain != branches
    assert (chain.width, chain.height) == (again.width, again.height)


@clause("plot_model.format.svg")
def test_svg(plotted, examples, need_format):
    need_format("svg")
    example = examples.make("pair")
    data = plotted(example.model, extension="svg", show_layer_names=True)
    assert is_svg(data), f"no SVG: {data[:60]!r}"
    assert len(Drawing(data).nodes) == len(example.layers)


@clause("plot_model.format.jpg")
@pytest.mark.parametrize("extension", ["jpg", "jpeg"])
def test_jpeg(plotted, examples, need_format, extension):
    need_format(extension)
    data = plotted(examples.make("pair").model, extension=extension)
    assert is_jpeg(data), f"no JPEG: {data[:60]!r}"


@clause("plot_model.format.pdf")
def test_pdf(plotted, examples, need_format):
    need_format("pdf")
    assert plotted(examples.make("pair").model, extension="pdf")[:5] == b"%PDF-"


@clause("plot_model.format.dot")
@pytest.mark.parametrize("kind", ["pair", "branches", "shared"])
def test_dot(plotted, examples, need_format, kind):
    need_format("svg")
    example = examples.make(kind)
    source = plotted(example.model, extension="dot", show_layer_names=True)
    drawn = graphviz.dot(source, "svg")
    assert Drawing(drawn).graph(example.layers) == (example.layers, example.arrows)


@clause("plot_model.format.dot-options")
def test_options_are_in_a_dot_file_too(plotted, examples, need_format):
    need_format("svg")
    example = examples.make("nested_numbers")
    options = dict(show_shapes=True, show_layer_names=True, rankdir="LR", expand_nested=True)
    drawing = Drawing(graphviz.dot(plotted(example.model, extension="dot", **options), "svg"))
    assert (drawing.direction, len(drawing.frames), "53" in drawing.text) == ("right", 1, True)


@clause("plot_model.format.capital-letters")
@pytest.mark.parametrize("name, is_right", [("PLOT.PNG", is_png), ("Plot.Svg", is_svg)])
def test_extensions_in_capital_letters(plot_model, examples, need_format, tmp_path, name, is_right):
    need_format("png")
    file = tmp_path / name
    outcome = outcome_of(plot_model, examples.make("pair").model, str(file))
    assert file.exists(), f"there is no file: {outcome!r}"
    assert is_right(file.read_bytes()), f"{file.read_bytes()[:60]!r}"


# Names


@pytest.fixture
def write(plot_model, need_format, tmp_path):
    """Give a function that plots into a file, named relative to the working directory, and returns its content."""

    def write(model, name):
        os.chdir(str(tmp_path))
        outcome = outcome_of(plot_model, model, name)
        if not os.path.exists(str(name)) and outcome.error is not None:
            need_format("png")
            raise outcome.error
        return Path(str(name)).read_bytes()

    return write


@clause("plot_model.to-file.written")
@pytest.mark.parametrize("name", ["plot.png", "a.png", "model_1.png"])
def test_the_file_has_the_given_name(write, examples, tmp_path, name):
    assert is_png(write(examples.make("pair").model, name)), "it is no PNG"
    assert os.listdir(str(tmp_path)) == [name]


@clause("plot_model.to-file.in-a-folder")
def test_a_file_in_a_folder(write, examples, tmp_path):
    (tmp_path / "plots" / "new").mkdir(parents=True)
    name = os.path.join("plots", "new", "plot.png")
    assert is_png(write(examples.make("pair").model, name)), "it is no PNG"


@clause("plot_model.to-file.absolute")
def test_a_file_with_an_absolute_path(write, examples, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    name = str(tmp_path / "elsewhere" / "plot.png")
    assert is_png(write(examples.make("pair").model, name)), "it is no PNG"


@clause("plot_model.to-file.last-extension")
@pytest.mark.parametrize(
    "name, is_right", [("model.v1.png", is_png), ("model.png.svg", is_svg), ("model.svg.png", is_png)]
)
def test_the_last_extension_counts(write, examples, need_format, name, is_right):
    need_format("svg")
    data = write(examples.make("pair").model, name)
    assert is_right(data), f"{data[:60]!r}"


@clause("plot_model.to-file.dots-in-folders")
def test_a_dot_in_a_folder_s_name_is_no_extension(write, examples, tmp_path):
    (tmp_path / "run.svg").mkdir()
    assert is_png(write(examples.make("pair").model, os.path.join("run.svg", "plot.png"))), "it is no PNG"


@clause("plot_model.to-file.spaces")
def test_a_name_with_spaces(write, examples, tmp_path):
    (tmp_path / "my plots").mkdir()
    name = os.path.join("my plots", "the first plot.png")
    assert is_png(write(examples.make("pair").model, name)), "it is no PNG"


@clause("plot_model.to-file.any-letters")
def test_a_name_in_any_letters(write, examples, tmp_path):
    try:
        (tmp_path / "größe-图").mkdir()
    except (OSError, UnicodeError):
        untestable("this file system allows ASCII letters only in names")
    assert is_png(write(examples.make("pair").model, os.path.join("größe-图", "λ.png"))), "it is no PNG"


@clause("plot_model.to-file.path-object")
def test_a_path_object(write, examples):
    assert is_png(write(examples.make("pair").model, Path("plot.png"))), "it is no PNG"


@clause("plot_model.to-file.replaces")
def test_an_older_picture_is_replaced(write, examples, tmp_path):
    (tmp_path / "plot.png").write_bytes(b"old" * 100000)
    assert is_png(write(examples.make("pair").model, "plot.png")), "it is no PNG"


@clause("plot_model.to-file.nothing-else")
@pytest.mark.parametrize("extension", ["png", "svg"])
def test_nothing_else_is_written(write, examples, need_format, tmp_path, extension):
    need_format(extension)
    write(examples.make("nested").model, "plot." + extension)
    assert os.listdir(str(tmp_path)) == ["plot." + extension]


@clause("plot_model.to-file.no-such-folder")
def test_a_folder_that_is_not_there(plot_model, examples, tmp_path):
    file = tmp_path / "nowhere" / "plot.png"
    outcome = outcome_of(plot_model, examples.make("pair").model, str(file))
    assert outcome.error is not None or file.exists(), "no error, and no file"
