"""Where the mutants of plot_model come in: before a call of the reference, after it, or within."""

import os
from types import SimpleNamespace

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.reference.utils import plots
from cthulhu_conformance.tools.mutants import define, patch

right = reference.plot_model
draw, label = plots._draw, plots._label


def before(*breaks):
    """Define a mutant that changes the arguments, which the decorated function gets by their names."""

    def make(change):
        def plot_model(
            model,
            to_file="model.png",
            show_shapes=False,
            show_layer_names=True,
            rankdir="TB",
            expand_nested=False,
            dpi=96,
        ):
            given = SimpleNamespace(**locals())
            del given.change
            change(given)
            return right(**vars(given))

        return define(change.__name__, breaks, replaced={"plot_model": plot_model})

    return make


def instead(*breaks):
    """Define a mutant that is called with the arguments, by their names, instead of the reference; it may call that."""

    def make(other):
        def plot_model(
            model,
            to_file="model.png",
            show_shapes=False,
            show_layer_names=True,
            rankdir="TB",
            expand_nested=False,
            dpi=96,
        ):
            given = SimpleNamespace(**locals())
            del given.other
            return other(given)

        return define(other.__name__, breaks, replaced={"plot_model": plot_model})

    return make


def content(*breaks):
    """Define a mutant that changes what is in the file: the decorated function gets it and the extension."""

    def make(change):
        def plot_model(model, to_file="model.png", *args, **kwargs):
            result = right(model, to_file, *args, **kwargs)
            with open(to_file, "rb") as file:
                data = change(file.read(), os.path.splitext(to_file)[1])
            with open(to_file, "wb") as file:
                file.write(data)
            return result

        return define(change.__name__, breaks, replaced={"plot_model": plot_model})

    return make


def graph(*breaks):
    """Define a mutant that changes the whole graph before dot gets it."""

    def make(change):
        def drawn(pydot, graph, model, prefix, *options):
            draw(pydot, graph, model, prefix, *options)
            if prefix == "":
                change(pydot, graph, model)

        return define(change.__name__, breaks, changed=((plots, "_draw", lambda _: drawn),))

    return make


def frame(*breaks):
    """Define a mutant that changes the frame of a nested model after it is filled."""

    def make(change):
        def drawn(pydot, graph, model, prefix, *options):
            draw(pydot, graph, model, prefix, *options)
            if prefix != "":
                change(pydot, graph, model)

        return define(change.__name__, breaks, changed=((plots, "_draw", lambda _: drawn),))

    return make


def model_parts(*breaks):
    """Define a mutant that takes a model for something else: it makes vertices of those and of the model."""

    def make(change):
        return define(
            change.__name__,
            breaks,
            changed=((plots, "vertices", lambda right: lambda model: change(right(model), model)),),
        )

    return make


def boxes(*breaks):
    """Define a mutant that writes other things into boxes: it gets what `_label` gets, and calls `label`."""
    return patch(plots, "_label", breaks)
