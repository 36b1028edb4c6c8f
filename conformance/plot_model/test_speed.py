"""Measure what plot_model costs, besides Graphviz: a stand-in takes its place."""

import os
import re
from functools import partial
from pathlib import Path

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.layered_models import LAYERS, models_of

STAND_IN = Path(__file__).parent / "quick"
NESTED = (100, 200, 400, 800)  # layers of a model that is called as one


@pytest.fixture(autouse=True)
def quick_graphviz(monkeypatch):
    """Have a `dot` that writes the description of the picture in the place of the picture."""
    monkeypatch.setenv("PATH", f"{STAND_IN}{os.pathsep}{os.environ['PATH']}")


def plot(plot_model, model, file, **options):
    """Return the path of the description."""
    plot_model(model, file, **options)
    return Path(file)


def graph(path):
    """Return the names of layers in a description, and the number of edges.

    A picture drawn without Graphviz has neither.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    return set(re.findall(r"layer_\d+", text)), text.count("->")


def the_same_graph(ours, theirs):
    """Tell whether two descriptions name the same layers and have as many edges."""
    return graph(ours) == graph(theirs)


@clause("plot_model.speed.layers")
def test_the_time(speed, framework, tmp_path):
    model = models_of(framework, (60,))[60]

    def plotting(plot_model):
        return partial(plot, plot_model, model, str(tmp_path / f"{id(plot_model)}.png"))

    speed.ratio(plotting, the_same_graph)


@clause("plot_model.growth.layers")
def test_the_time_grows_with_the_layers(speed, plot_model, framework, tmp_path):
    workloads = {
        n: partial(plot, plot_model, model, str(tmp_path / f"{n}.png"), show_shapes=True)
        for n, model in models_of(framework, LAYERS).items()
    }
    speed.growth(workloads, exponent=1, of="layers")


@clause("plot_model.growth.nested-layers")
def test_the_time_grows_with_the_layers_of_a_nested_model(speed, plot_model, framework, tmp_path):
    def plotting(number, inner):
        entry = framework.layers.Input((3,))
        model = framework.models.Model(entry, inner(entry))
        return partial(plot, plot_model, model, str(tmp_path / f"{number}.png"), expand_nested=True)

    workloads = {n: plotting(n, inner) for n, inner in models_of(framework, NESTED).items()}
    speed.growth(workloads, exponent=1, of="layers")
