"""The reference's plot_model where the documentation leaves a choice."""

import json
import os
import sys
from types import ModuleType
from xml.etree import ElementTree

import pytest

from cthulhu_conformance.fixtures import graphviz
from cthulhu_conformance.reference.utils import plot_model

pydot = pytest.importorskip("pydot")
layers = pytest.importorskip("cthulhu_conformance.reference.layers")
models = pytest.importorskip("cthulhu_conformance.reference.models")


@pytest.fixture(autouse=True)
def _dot(tmp_path, monkeypatch):
    """Graphviz, as runs of the suite have it, and no IPython."""
    variables = dict(os.environ)
    graphviz.put_dot_on_path(tmp_path, variables)
    monkeypatch.setenv("PATH", variables["PATH"])
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.setitem(sys.modules, "IPython.display", None)


@pytest.fixture
def drawn(tmp_path):
    """What dot says about the graph of a model."""

    def draw(model, **options):
        file = tmp_path / "plot.json"
        plot_model(model, str(file), **options)
        return json.loads(file.read_text(encoding="utf-8"))

    return draw


def labels(graph):
    return [item.get("label", "") for item in graph["objects"] if "nodes" not in item]


@pytest.mark.parametrize("name", ["a{b}", "a|b", "<a>", 'a"b"', "a\\b", "a->b", "a:b", "größe"])
def test_any_name_of_a_layer(drawn, tmp_path, name):
    entry = layers.Input((2,), name="entry")
    model = models.Lump(entry, layers.Dense(2, name=name)(entry))
    graph = drawn(model, show_shapes=True)
    assert len(labels(graph)) == 2
    assert len(graph["edges"]) == 1
    plot_model(model, str(tmp_path / "plot.svg"))
    texts = ElementTree.parse(str(tmp_path / "plot.svg")).iter("{http://www.w3.org/2000/svg}text")
    assert f"{name}: Dense" in [text.text for text in texts]


def test_a_wrapper_says_what_it_wraps(drawn):
    entry = layers.Input((3, 2))
    wrapped = layers.TimeDistributed(layers.Dense(2, name="inside"), name="around")
    assert "around(inside): TimeDistributed(Dense)" in labels(drawn(models.Lump(entry, wrapped(entry))))


def test_a_model_that_knows_no_shapes_yet(drawn):
    model = models.Sequential([layers.Dense(2, name="first"), layers.Dense(3, name="second")])
    assert ["?" in label for label in labels(drawn(model, show_shapes=True))] == [True, True]


def test_a_subclassed_model(drawn):
    class Own(models.Lump):
        def __init__(self):
            super().__init__()
            self.first = layers.Dense(2, name="first")

        def call(self, x):
            return self.first(x)

    assert labels(drawn(Own())) == ["first: Dense"]


@pytest.mark.parametrize("name", ["plot", "plot.PNG", "plot.png"])
def test_png_without_an_extension_and_in_capital_letters(tmp_path, name):
    entry = layers.Input((2,))
    plot_model(models.Lump(entry, layers.Dense(2)(entry)), tmp_path / name)
    assert (tmp_path / name).read_bytes()[:4] == b"\x89PNG"


def test_an_unknown_format_leaves_no_file(tmp_path):
    entry = layers.Input((2,))
    with pytest.raises(Exception, match="xyz"):
        plot_model(models.Lump(entry, layers.Dense(2)(entry)), tmp_path / "plot.xyz")
    assert not (tmp_path / "plot.xyz").exists()


def test_images_of_what_notebooks_show(tmp_path, monkeypatch):
    display = ModuleType("IPython.display")
    display.Image = lambda filename, format: (format, filename)
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    entry = layers.Input((2,))
    model = models.Lump(entry, layers.Dense(2)(entry))
    for name, extension in [("plot.png", "png"), ("plot.JPG", "jpg"), ("plot", "png")]:
        assert plot_model(model, str(tmp_path / name)) == (extension, str(tmp_path / name))
    assert plot_model(model, str(tmp_path / "plot.svg")) is None


def test_what_is_missing(tmp_path, monkeypatch):
    entry = layers.Input((2,))
    model = models.Lump(entry, layers.Dense(2)(entry))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(OSError, match="Graphviz"):
        plot_model(model, str(tmp_path / "plot.png"))
    monkeypatch.setitem(sys.modules, "pydot", None)
    with pytest.raises(ImportError, match="pydot"):
        plot_model(model, str(tmp_path / "plot.png"))
    assert not (tmp_path / "plot.png").exists()
