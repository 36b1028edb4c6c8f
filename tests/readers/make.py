"""Makes the stored examples in data/: `python tests/readers/make.py MAKER ...` from the root of the project.

- A library (`reference`, `keras-2.3.1`, `tf_keras-2.21`, `keras-3.15`) plots and summarizes models, in an environment
  that has it, pydot and graphviz-pure (`nox -s compat` makes such environments).
- A Graphviz (`graphviz-pure`, `graphviz-2.40`, `graphviz-16.1`) draws the graphs of graphs.py. The last two are npm's:
  `npm install viz.js@2.1.2 @viz-js/viz@3.31`, and NODE_PATH is that node_modules.
- `rasters` makes pictures of other kinds, and damages some. It needs Pillow.
- `damaged` makes wrong examples of right ones that are stored.

What must be read from each file is in pictures.toml, rasters.toml and summaries.toml: a file that is made anew may need
other labels or sizes there, and never another graph.
"""

from __future__ import annotations

import importlib
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, Dict, List, Tuple

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"

LIBRARIES = {"reference": "", "keras-2.3.1": "keras", "tf_keras-2.21": "tf_keras", "keras-3.15": "keras"}

#: Pictures of each library: names of files, kinds of models (of plot_model's examples), options.
SHAPES, LEFT_TO_RIGHT, EXPANDED = {"show_shapes": True}, {"rankdir": "LR"}, {"expand_nested": True}
PICTURES: Dict[str, List[Tuple[str, str, Dict[str, Any]]]] = {
    "reference": [
        ("branches.svg", "branches", {}),
        ("branches-shapes.svg", "branches", SHAPES),
        ("skips-lr.svg", "skips", LEFT_TO_RIGHT),
        ("skips-bt.svg", "skips", {"rankdir": "BT"}),
        ("same-twice.svg", "same_twice", {}),
        ("onto-itself.svg", "onto_itself", {}),
        ("nested-in-nested.svg", "nested_in_nested", EXPANDED),
        ("two-outputs-lr.svg", "nested_with_two_outputs", {**EXPANDED, **LEFT_TO_RIGHT}),
        ("alike.svg", "alike", {}),
        ("punctuated-144.svg", "punctuated", {"dpi": 144}),
        ("pair.png", "pair", {}),
        ("pair.jpg", "pair", {}),
    ],
    "keras-2.3.1": [
        ("branches-shapes.svg", "branches", SHAPES),
        ("two-inputs-rl.svg", "two_inputs", {"rankdir": "RL"}),
        ("same-twice.svg", "same_twice", {}),
        ("nested.svg", "nested", EXPANDED),
        ("nested-not-expanded.svg", "nested", {}),
        ("pair.png", "pair", SHAPES),
    ],
    "tf_keras-2.21": [
        ("branches-shapes.svg", "branches", SHAPES),
        ("sequential-lr.svg", "sequential", {**SHAPES, **LEFT_TO_RIGHT}),
        ("nested-lr.svg", "nested", {**EXPANDED, **LEFT_TO_RIGHT}),
        ("pair.jpg", "pair", {}),
    ],
    "keras-3.15": [
        ("branches-shapes.svg", "branches", SHAPES),
        ("shared-lr.svg", "shared", LEFT_TO_RIGHT),
        ("nested.svg", "nested", EXPANDED),
        ("pair.png", "pair", {}),
    ],
}

#: Summaries of each library: names of files, kinds of models (of print_summary's examples), line length, positions.
SUMMARIES: Dict[str, List[Tuple[str, str, int, Any]]] = {
    "reference": [
        ("tree-98.txt", "tree", 98, None),
        ("tree-absolute.txt", "tree", 110, [40, 55, 70, 110]),
        ("partly-frozen-65.txt", "partly_frozen", 65, None),
        ("wide-tree-100.txt", "wide_tree", 100, None),
    ],
    "keras-2.3.1": [
        ("tree-98.txt", "tree", 98, None),
        ("partly-frozen-65.txt", "partly_frozen", 65, None),
        ("crossed-98.txt", "crossed", 98, None),
        ("shared-layer-98.txt", "shared_layer", 98, None),
        ("long-name-70.txt", "tree", 70, None),
    ],
    "tf_keras-2.21": [
        ("tree-relative.txt", "tree", 120, [0.5, 0.7, 0.8, 1.0]),
        ("nested-frozen-80.txt", "nested_frozen", 80, None),
    ],
    "keras-3.15": [
        ("tree-121.txt", "tree", 121, None),
        ("partly-frozen-65.txt", "partly_frozen", 65, None),
        ("wide-tree-77.txt", "wide_tree", 77, None),
        ("crossed-60.txt", "crossed", 60, None),
    ],
}
LONG_NAME = "considerably_longer_name_" * 4


def of_library(name: str) -> None:
    """Plot and summarize models with the library."""
    with_dot_on_path()
    framework, plot_model, print_summary = tools_of(name)
    plotted, summarized = (
        importlib.import_module(f"cthulhu_conformance.{utility}.examples").Examples(framework)
        for utility in ("plot_model", "print_summary")
    )
    for file, kind, options in PICTURES[name]:
        stem, extension = file.split(".")
        target = DATA / f"{stem}.{name}.{extension}"
        plot_model(plotted.make(kind).model, str(target), **dict({"show_layer_names": True}, **options))
    for file, kind, line_length, positions in SUMMARIES[name]:
        arguments = [LONG_NAME] if "long-name" in file else []
        lines: List[str] = []
        print_summary(summarized.make(kind, *arguments), line_length, positions, lines.append)
        text = "\n".join(map(str, lines))
        (DATA / f"{file[: -len('.txt')]}.{name}.txt").write_text(text, encoding="utf-8")


def tools_of(name: str) -> Tuple[Any, Callable[..., Any], Callable[..., Any]]:
    """Return the framework, plot_model and print_summary of a library."""
    if name == "reference":
        from cthulhu_conformance.reference import utils
        from cthulhu_conformance.testing.framework import Framework, vocabulary

        framework = Framework("cthulhu_conformance.reference", vocabulary())
        return framework, utils.plot_model, utils.print_summary
    library = importlib.import_module(LIBRARIES[name])

    def print_summary(model: Any, line_length: int, positions: Any, print_fn: Any) -> None:
        model.summary(line_length=line_length, positions=positions, print_fn=lambda line, **_: print_fn(line))

    framework = SimpleNamespace(layers=library.layers, models=library.models)
    return framework, library.utils.plot_model, print_summary


def with_dot_on_path() -> None:
    """Let graphviz-pure be `dot`, but for PostScript, by which Keras tries whether there is one."""
    folder = Path(tempfile.mkdtemp())
    program = Path(sys.executable).parent / "graphviz-pure"
    script = f"#!/bin/sh\ncase $* in *-Tps*) echo '%!PS'; exit;; esac\nexec {program} \"$@\"\n"
    (folder / "dot").write_text(script, encoding="utf-8")
    (folder / "dot").chmod(0o755)
    os.environ["PATH"] = os.pathsep.join([str(folder), os.environ["PATH"]])


_VIZ_2 = """
const Viz = require("viz.js"), {Module, render} = require("viz.js/full.render.js");
const source = require("fs").readFileSync(0, "utf8");
new Viz({Module, render}).renderString(source, {format: "svg"}).then(svg => process.stdout.write(svg));
"""
_VIZ_3 = """
const source = require("fs").readFileSync(0, "utf8");
require("@viz-js/viz").instance().then(viz => process.stdout.write(viz.renderString(source, {format: "svg"})));
"""
GRAPHVIZ = {
    "graphviz-pure": [str(Path(sys.executable).parent / "graphviz-pure"), "-Tsvg"],
    "graphviz-2.40": ["node", "-e", _VIZ_2],
    "graphviz-16.1": ["node", "-e", _VIZ_3],
}


def of_graphviz(name: str) -> None:
    """Draw the graphs that have what Graphviz can do."""
    graphs = runpy.run_path(str(HERE / "graphs.py"))["GRAPHS"]
    for kind, (drawn_by, source) in graphs.items():
        if name in drawn_by:
            svg = subprocess.run(GRAPHVIZ[name], input=source.encode(), stdout=subprocess.PIPE, check=True)
            (DATA / f"{kind}.{name}.svg").write_bytes(svg.stdout)


def main() -> None:
    for name in sys.argv[1:]:
        if name in LIBRARIES:
            of_library(name)
        elif name in GRAPHVIZ:
            of_graphviz(name)
        else:
            files = runpy.run_path(str(HERE / f"make_{name}.py"))["FILES"]
            for file, content in files.items():
                (DATA / file).write_bytes(content)


if __name__ == "__main__":
    main()
