"""The reader of SVGs, on stored pictures: of several libraries and Graphvizes, right ones and wrong ones."""

import re

import pytest

from cthulhu_conformance.plot_model.svg import Drawing, Frame
from tests.readers.stored import DATA, files, table

TABLE = table("pictures")
PICTURES = {name: entry for name, entry in TABLE.items() if "error" not in entry}
OTHERS = {name: entry for name, entry in TABLE.items() if "error" in entry}
WITH_LAYERS = {name: entry["graph"] for name, entry in PICTURES.items() if "graph" in entry}


def read(name):
    return Drawing((DATA / name).read_bytes())


def pairs(text):
    return {tuple(pair.split(">")) for pair in text.split()}


def called(end):
    """The first word of a box, which is its layer's name; a frame's label; the id of what has no text."""
    return f"[{end.text}]" if isinstance(end, Frame) else re.split("[: ]", end.text)[0] or end.id


def test_the_table_has_every_file():
    assert files(".svg") == sorted(TABLE)


@pytest.mark.parametrize("name", PICTURES)
def test_boxes(name):
    assert sorted(node.text for node in read(name).nodes) == sorted(PICTURES[name]["boxes"])


@pytest.mark.parametrize("name", PICTURES)
def test_arrows(name):
    observed = sorted(f"{called(start)}>{called(end)}" for start, end in read(name).arrows)
    assert observed == PICTURES[name]["arrows"].split()


@pytest.mark.parametrize("name", PICTURES)
def test_frames(name):
    observed = {frame.text: " ".join(sorted(map(called, frame.nodes))) for frame in read(name).frames}
    assert observed == PICTURES[name].get("frames", {})


@pytest.mark.parametrize("name", PICTURES)
def test_direction(name):
    assert read(name).direction == PICTURES[name]["direction"]


@pytest.mark.parametrize("name", [name for name in PICTURES if "size" in PICTURES[name]])
def test_size(name):
    box = read(name).box
    observed = [box.right - box.left, box.bottom - box.top]
    assert observed == pytest.approx(PICTURES[name]["size"], abs=0.5)


@pytest.mark.parametrize("name", PICTURES)
def test_all_text(name):
    """The text of a picture is what boxes, frames and labels of arrows say. Titles are none."""
    drawing = read(name)
    said = [part.text for part in [*drawing.nodes, *drawing.frames]] + [PICTURES[name].get("besides", "")]
    assert sorted(drawing.text.split()) == sorted(" ".join(said).split())


@pytest.mark.parametrize("name", WITH_LAYERS)
def test_the_graph_of_layers(name):
    entry = WITH_LAYERS[name]
    graph = read(name).graph(entry["layers"].split(), entry["free"].split())
    assert graph == (entry["layers"].split(), pairs(entry["past"]))


@pytest.mark.parametrize("name", [name for name in WITH_LAYERS if "frames" in PICTURES[name]])
def test_the_layers_in_frames(name):
    entry, free = WITH_LAYERS[name], WITH_LAYERS[name]["free"].split()
    inside = [set(frame.split()) - set(free) for frame in PICTURES[name]["frames"].values()]
    assert read(name).framed(entry["layers"].split(), free) == sorted(map(sorted, inside))


BRANCHES = WITH_LAYERS["branches.reference.svg"]
WRONG = [
    "edge-missing.graphviz-pure.svg",
    "edge-reversed.graphviz-pure.svg",
    "head-reversed.graphviz-16.1.svg",
    "node-dropped.graphviz-pure.svg",
    "label-cut.graphviz-pure.svg",
    "titles-missing.svg",
    "classes-missing.svg",
]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_picture_shows_another_graph(name):
    assert read(name).graph(BRANCHES["layers"].split()) != (
        BRANCHES["layers"].split(),
        pairs(BRANCHES["past"]),
    )


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_said_of_a_file_that_is_none(name):
    with pytest.raises((AssertionError, SyntaxError), match=OTHERS[name]["error"]):
        read(name)
