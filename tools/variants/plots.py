"""Conforming variants of plot_model: dot's language written by hand, other boxes, other arrows, no pydot."""

from __future__ import annotations

import html
import itertools
import os
import subprocess
from typing import Any, Dict, List, Tuple

from cthulhu_conformance.reference.utils.graphs import vertices
from cthulhu_conformance.tools.variants import variant

BACKWARDS = {"TB": "BT", "LR": "RL", "BT": "TB", "RL": "LR"}


def is_model(layer: Any) -> bool:
    return bool(getattr(layer, "layers", None) and getattr(layer, "inputs", None))


class Tables:
    """Boxes are tables, known by numbers. Inputs of nested and of Sequential models are left out, and batch sizes."""

    settings = "splines=polyline nodesep=0.6"
    frame = 'style="rounded,filled" fillcolor=lightyellow'

    def __init__(self, show_shapes: bool, show_layer_names: bool, expand_nested: bool) -> None:
        self.show_shapes, self.show_layer_names, self.expand_nested = (
            show_shapes,
            show_layer_names,
            expand_nested,
        )
        self.lines: List[str] = []
        self.numbers = itertools.count(1)

    def rankdir(self, rankdir: str) -> str:
        return rankdir

    def draws(self, vertex: Any, depth: int, model: Any) -> bool:
        is_input = type(vertex.layer).__name__ == "InputLayer"
        return not is_input or depth == 0 and "Sequential" not in type(model).__name__

    def draw(self, model: Any, depth: int = 0) -> Dict[str, str]:
        """Write a model; return the ids of its boxes, or of the frames' first and last boxes, by the layers' names."""
        ids: Dict[str, Any] = {}
        inner: Dict[str, Tuple[Any, Dict[str, Any]]] = {}
        for vertex in vertices(model):
            layer = vertex.layer
            if self.expand_nested and is_model(layer):
                self.lines.append(f"subgraph cluster_{next(self.numbers)} {{ {self.frame}")
                self.lines.append(
                    f"label=<<b>{html.escape(layer.name)}</b>>" if self.show_layer_names else 'label=""'
                )
                inner[layer.name] = layer, self.draw(layer, depth + 1)
                self.lines.append("}")
            elif self.draws(vertex, depth, model):
                ids[layer.name] = f"n{next(self.numbers)}"
                self.lines.append(f"{ids[layer.name]} [{self.box(vertex)}]")
            for number, (source, _, tensor) in enumerate(vertex.sources):
                tails = self.outs(source, tensor, ids, inner)
                heads = self.ins(layer, number, ids, inner)
                self.lines += [f"{tail}:p0 -> {head}:p0" for tail in tails for head in heads]
        ids.update({name: (model_in, boxes) for name, (model_in, boxes) in inner.items()})
        return ids

    def outs(self, layer: Any, tensor: int, ids: Any, inner: Any) -> List[str]:
        """Return the boxes that a tensor comes out of: none for an input that is not drawn."""
        if layer.name in inner:
            nested, boxes = inner[layer.name]
            source, _, number = nested.outputs[tensor]._keras_history
            return self.outs(source, number, boxes, self.models_in(boxes))
        return [ids[layer.name]] if layer.name in ids else []

    def ins(self, layer: Any, number: int, ids: Any, inner: Any) -> List[str]:
        """Return the boxes that a tensor goes into: those that take the nested model's input if that is not drawn."""
        if layer.name not in inner:
            return [ids[layer.name]] if layer.name in ids else []
        nested, boxes = inner[layer.name]
        entry = nested.inputs[number % len(nested.inputs)]._keras_history[0]
        found: List[str] = []
        for vertex in vertices(nested):
            for place, (source, _, _) in enumerate(vertex.sources):
                if source is entry:
                    found += self.ins(vertex.layer, place, boxes, self.models_in(boxes))
        return found

    def models_in(self, boxes: Any) -> Any:
        return {name: found for name, found in boxes.items() if isinstance(found, tuple)}

    def box(self, vertex: Any) -> str:
        layer = vertex.layer
        rows = [f"<i>{type(layer).__name__}</i>"]
        rows += [html.escape(layer.name)] if self.show_layer_names else []
        if self.show_shapes:
            rows += [f"output {self.shape(s)}" for s in vertex.outputs[:1]]
            rows += [f"input {self.shape(s)}" for s in vertex.inputs]
        table = "".join(f'<tr><td port="p{place}">{row}</td></tr>' for place, row in enumerate(rows))
        return f'shape=plain label=<<table border="0" cellborder="1" cellspacing="0">{table}</table>>'

    def shape(self, shape: Any) -> str:
        return " x ".join(map(str, shape[1:])) or "scalar"


class Ellipses(Tables):
    """Boxes are ellipses; arrows are written from head to tail, and end at the frames of nested models."""

    settings = "compound=true ranksep=1.5"
    frame = "penwidth=3"

    def rankdir(self, rankdir: str) -> str:
        return BACKWARDS.get(rankdir, rankdir)

    def draw(self, model: Any, depth: int = 0) -> Dict[str, str]:
        ids: Dict[str, Any] = {}
        for vertex in vertices(model):
            layer = vertex.layer
            if self.expand_nested and is_model(layer):
                frame = f"cluster_{next(self.numbers)}"
                title = layer.name if self.show_layer_names else ""
                self.lines.append(f'subgraph {frame} {{ {self.frame} label="{title}"')
                boxes = list(self.draw(layer, depth + 1).values())
                self.lines.append("}")
                ids[layer.name] = boxes[0][0], boxes[-1][1], frame
            else:
                number = f"n{next(self.numbers)}"
                ids[layer.name] = number, number, ""
                self.lines.append(f"{number} [{self.box(vertex)}]")
            for source in dict.fromkeys(source[0] for source in vertex.sources):
                (_, tail, out_of), (head, _, into) = ids[source.name], ids[layer.name]
                ends = (f" lhead={out_of}" if out_of else "") + (f" ltail={into}" if into else "")
                self.lines.append(f"{head} -> {tail} [dir=back{ends}]")
        return ids

    def box(self, vertex: Any) -> str:
        layer = vertex.layer
        text = f"{layer.name}\\n{type(layer).__name__}" if self.show_layer_names else type(layer).__name__
        if self.show_shapes:
            text += "".join(f"\\n{list(shape)}" for shape in vertex.inputs) + f"\\n-> {vertex.outputs}"
        return f'shape=ellipse style=filled fillcolor=lightblue label="{text}"'


def by_hand(kind: Any) -> Any:
    """Return a plot_model that runs `dot` itself."""

    def plot_model(
        model: Any,
        to_file: Any = "model.png",
        show_shapes: bool = False,
        show_layer_names: bool = True,
        rankdir: str = "TB",
        expand_nested: bool = False,
        dpi: int = 96,
        program: str = "dot",
        **others: Any,
    ) -> Any:
        writer = kind(show_shapes, show_layer_names, expand_nested)
        writer.draw(model)
        head = f"graph [rankdir={writer.rankdir(rankdir)} dpi={dpi} {kind.settings}]"
        source = "\n".join(["digraph model {", head, *writer.lines, "}"])
        extension = os.path.splitext(to_file)[1][1:].lower() or "png"
        done = subprocess.run([program, "-T" + extension], input=source.encode(), capture_output=True)
        if done.returncode:
            raise RuntimeError(f"Graphviz: {done.stderr.decode()}")
        with open(to_file, "wb") as file:
            file.write(done.stdout)
        try:
            from IPython import display
        except ImportError:
            return to_file
        if extension in ("png", "jpg", "jpeg"):
            return display.Image(data=done.stdout)
        return display.SVG(data=done.stdout.decode()) if extension == "svg" else done.stdout

    return plot_model


variant("tables_by_hand", plot_model=by_hand(Tables))
variant("ellipses_by_hand", plot_model=by_hand(Ellipses))
