"""Fixtures for plot_model: models, and pictures of them."""

import itertools
import os

import pytest

from cthulhu_conformance.fixtures.processes import in_forks_of_a_fresh_process
from cthulhu_conformance.plot_model import graphviz
from cthulhu_conformance.plot_model.examples import Examples
from cthulhu_conformance.plot_model.missing_packages import DRAWING, NOTEBOOK, outcomes
from cthulhu_conformance.plot_model.raster import read_png
from cthulhu_conformance.plot_model.svg import Drawing
from cthulhu_conformance.testing.expectations import outcome_of
from cthulhu_conformance.testing.implementation import need_import_path
from cthulhu_conformance.testing.untestable import untestable


@pytest.fixture(scope="session")
def examples(framework):
    """Give the models to draw, which are made by their names."""
    return Examples(framework)


@pytest.fixture
def need_format():
    """Give a function that ends the test where this machine's Graphviz does not write a format."""

    def need(extension):
        if not graphviz.can_write(extension):
            untestable(f"this machine has no Graphviz that writes the format {extension}")

    return need


@pytest.fixture
def plotted(plot_model, need_format, tmp_path):
    """Give a function that returns the content of the file that a call writes.

    An error of a call that has written its file does not count: other clauses are about that.
    """
    numbers = itertools.count()

    def plotted(model, *arguments, extension="svg", **options):
        file = str(tmp_path / f"plot{next(numbers)}.{extension}")
        outcome = outcome_of(plot_model, model, file, *arguments, **options)
        if outcome.error is not None and not os.path.exists(file):
            need_format(extension)
            raise outcome.error
        with open(file, "rb") as content:
            return content.read()

    return plotted


@pytest.fixture
def draw(plotted):
    """Give a function that returns the drawing of a model, with the layers' names unless an option says otherwise."""

    def draw(model, **options):
        return Drawing(plotted(model, **dict({"show_layer_names": True}, **options)))

    return draw


@pytest.fixture
def png_size(plotted):
    """Give a function that returns width and height in pixels of the PNG of a model."""

    def size(model, *arguments, **options):
        picture = read_png(plotted(model, *arguments, extension="png", **options))
        return picture.width, picture.height

    return size


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory, framework):
    """Give a function that returns how calls end in processes without the `missing` packages, by file extension."""
    situations = [(), NOTEBOOK, NOTEBOOK + DRAWING]
    found = {}

    def ends(*missing):
        if not found:
            need_import_path("a call without some packages")
            folders = [str(tmp_path_factory.mktemp("elsewhere")) for _ in situations]
            results = in_forks_of_a_fresh_process(
                outcomes, list(zip(folders, situations)), os.path.join(folders[0], "outcomes")
            )
            found.update(zip(situations, results))
        return found[missing]

    return ends
