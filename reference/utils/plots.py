"""A model as a picture."""

import os
import re
from typing import Any

from .graphs import vertices

#: The formats that a notebook shows inline.
_IMAGES = ("png", "jpg", "jpeg", "gif")


def plot_model(
    model,
    to_file="model.png",
    show_shapes=False,
    show_layer_names=True,
    rankdir="TB",
    expand_nested=False,
    dpi=96,
):
    """Draw a model's layers and what connects them (documentation: plot_model).

    Args:
        model: built or not; shapes that are not known yet are drawn as "?".
        to_file: where the picture is written to; the extension says in which of Graphviz's formats, png without one.
        show_shapes: whether to draw the shapes of what each layer takes and gives.
        show_layer_names: whether to draw the layers' names, and not their types only.
        rankdir: "TB" from top to bottom, "LR" from left to right, "BT" or "RL".
        expand_nested: whether to draw what nested models consist of, each within a frame.
        dpi: dots per inch.

    Returns:
        IPython's Image of the file, or None without IPython and for formats that notebooks don't show inline.

    Raises:
        ImportError: pydot is not installed.
        OSError: Graphviz is not installed, or the file can't be written.
    """
    try:
        import pydot
    except ImportError as error:
        raise ImportError("plot_model needs pydot: pip install pydot") from error

    graph = pydot.Dot(rankdir=rankdir, dpi=dpi)
    graph.set_node_defaults(shape="record")
    _draw(pydot, graph, model, "", show_shapes, show_layer_names, expand_nested)

    to_file = os.fspath(to_file)
    extension = os.path.splitext(to_file)[1][1:].lower() or "png"
    try:
        picture: Any = graph.create(format=extension)
    except FileNotFoundError as error:
        raise OSError("plot_model needs Graphviz: there is no program called dot on PATH") from error
    with open(to_file, "wb") as file:
        file.write(picture)

    try:
        from IPython.display import Image
    except ImportError:
        return None
    return Image(filename=to_file, format=extension) if extension in _IMAGES else None


def _draw(pydot, graph, model, prefix, show_shapes, show_layer_names, expand_nested):
    """Add a box for each layer of `model` to `graph`, and the edges between them."""
    drawn = set()
    for vertex in vertices(model):
        layer = vertex.layer
        if expand_nested and _is_model(layer):
            name = (prefix + layer.name).encode().hex()  # of any layer's name a word without quotes
            frame = pydot.Cluster(name, label=_quoted(layer.name), labeljust="l", style="dashed")
            _draw(pydot, frame, layer, f"{prefix}{layer.name}/", show_shapes, show_layer_names, True)
            graph.add_subgraph(frame)
        else:
            label = _label(vertex, show_shapes, show_layer_names)
            graph.add_node(pydot.Node(_quoted(prefix + layer.name), label=_quoted(label)))
        for number, (source, _, tensor) in enumerate(vertex.sources):
            ends = (source.name, layer.name)
            if expand_nested:
                of_call = number % len(layer.inputs) if _is_model(layer) else 0
                ends = _innermost(source, "outputs", tensor), _innermost(layer, "inputs", of_call)
            if ends not in drawn:
                drawn.add(ends)
                graph.add_edge(pydot.Edge(*(_quoted(prefix + end) for end in ends)))


def _innermost(layer, side, number):
    """Return the box, in nested frames, that a tensor comes out of (`side` is "outputs") or goes into ("inputs")."""
    path = layer.name
    while _is_model(layer):
        layer, _, number = getattr(layer, side)[number]._keras_history
        path += "/" + layer.name
    return path


def _is_model(layer):
    """Return whether there is a graph of layers in the layer."""
    return hasattr(layer, "layers") and bool(getattr(layer, "inputs", None))


def _label(vertex, show_shapes, show_layer_names):
    kind, name = type(vertex.layer).__name__, vertex.layer.name
    wrapped = getattr(vertex.layer, "layer", None)
    if wrapped is not None:
        kind, name = f"{kind}({type(wrapped).__name__})", f"{name}({wrapped.name})"
    text = _escaped(f"{name}: {kind}" if show_layer_names else kind)
    if not show_shapes:
        return text
    inputs, outputs = (
        _escaped(", ".join(dict.fromkeys(map(str, s))) or "?") for s in (vertex.inputs, vertex.outputs)
    )
    return text + "|{input:|output:}|{{" + inputs + "}|{" + outputs + "}}"


def _escaped(text):
    """Return text for a record-shaped box, with escapes for the characters that draw the box."""
    return re.sub(r"([{}|<>\\])", r"\\\1", text)


def _quoted(text):
    return '"' + text.replace('"', '\\"') + '"'
