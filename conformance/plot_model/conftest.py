"""What the tests of plot_model share: models, and pictures of them."""

import itertools
import os

import pytest

from conformance.expect import outcome_of
from conformance.outcomes import untestable
from conformance.plot_model import graphviz
from conformance.plot_model.elsewhere import DRAWING, NOTEBOOK, outcomes
from conformance.plot_model.examples import Examples
from conformance.plot_model.raster import read_png
from conformance.plot_model.svg import Drawing
from fixtures.processes import in_forks_of_a_fresh_process


@pytest.fixture(scope="session")
def examples(framework):
    """Makes models by what is special about them."""
    return Examples(framework)


@pytest.fixture
def need_format():
    """A function that ends a test that needs a format which this machine's Graphviz does not write."""

    def need(extension):
        if not graphviz.can_write(extension):
            untestable(f"there is no Graphviz that writes {extension} on this machine")

    return need


@pytest.fixture
def plotted(plot_model, need_format, tmp_path):
    """The content of the file that a call writes. Whether the call then ends well is another clause's question."""
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
    """The drawing of a model, with the layers' names unless something else is said."""

    def draw(model, **options):
        return Drawing(plotted(model, **dict({"show_layer_names": True}, **options)))

    return draw


@pytest.fixture
def png_size(plotted):
    """Width and height in pixels of the PNG of a model."""

    def size(model, *arguments, **options):
        picture = read_png(plotted(model, *arguments, extension="png", **options))
        return picture.width, picture.height

    return size


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory, framework):
    """What calls end with in processes of their own, with a notebook's pictures or without some packages."""
    situations = [(), NOTEBOOK, NOTEBOOK + DRAWING]
    found = {}

    def ends(*missing):
        if not found:
            folders = [str(tmp_path_factory.mktemp("elsewhere")) for _ in situations]
            results = in_forks_of_a_fresh_process(
                outcomes, list(zip(folders, situations)), os.path.join(folders[0], "outcomes")
            )
            found.update(zip(situations, results))
        return found[missing]

    return ends
