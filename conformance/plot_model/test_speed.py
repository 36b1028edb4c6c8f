"""What plot_model costs, besides Graphviz: a stand-in takes its place."""

import os
import re
from functools import partial
from pathlib import Path

import pytest

from conformance.clauses import clause
from conformance.speed import LAYERS, models_of

STAND_IN = Path(__file__).parent / "quick"


@pytest.fixture(autouse=True)
def quick_graphviz(monkeypatch):
    """A `dot` that writes the description of the picture in the place of the picture."""
    monkeypatch.setenv("PATH", f"{STAND_IN}{os.pathsep}{os.environ['PATH']}")


def plot(plot_model, model, file, show_shapes=False):
    """Where the description is."""
    plot_model(model, file, show_shapes=show_shapes)
    return Path(file)


def graph(path):
    """Names of layers in a description, and the number of edges. A picture drawn without Graphviz has neither."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return set(re.findall(r"layer_\d+", text)), text.count("->")


def the_same_graph(ours, theirs):
    """Whether two descriptions name the same layers and have as many edges."""
    return graph(ours) == graph(theirs)


@clause("plot_model.speed.layers")
def test_the_time(speed, framework, tmp_path):
    model = models_of(framework, (60,))[60]

    def plotting(plot_model):
        return partial(plot, plot_model, model, str(tmp_path / f"{id(plot_model)}.png"))

    speed.ratio(plotting, the_same_graph)


@clause("plot_model.growth.layers")
def test_the_time_grows_with_the_layers(speed, plot_model, framework, tmp_path):
    models = models_of(framework, LAYERS)
    works = {
        n: partial(plot, plot_model, model, str(tmp_path / f"{n}.png"), True) for n, model in models.items()
    }
    speed.growth(works, exponent=1, of="layers")
