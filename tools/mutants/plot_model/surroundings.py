"""Mutants: notebooks, what is missing, what a call leaves behind."""

import importlib.util
import os
import sys
import weakref
from pathlib import Path

from cthulhu_conformance.reference.utils import plots
from cthulhu_conformance.tools.mutants import patch
from cthulhu_conformance.tools.mutants.plot_model.wrapping import content, instead, right


def plot(given):
    return right(**vars(given))


def extension_of(given):
    return os.path.splitext(os.fspath(given.to_file))[1][1:]


@instead("plot_model.jupyter.image", "plot_model.jupyter.jpeg-image")
def nothing_returned(given):
    plot(given)


@instead("plot_model.jupyter.image")
def path_returned(given):
    plot(given)
    return given.to_file


@instead("plot_model.jupyter.image")
def bytes_returned(given):
    image = plot(given)
    return image and image.data


@instead("plot_model.jupyter.image")
def image_of_something_else(given):
    image = plot(given)
    if image is not None:
        image.data, image.filename = image.data[:100], None
    return image


@instead("plot_model.jupyter.jpeg-image")
def images_of_png_only(given):
    image = plot(given)
    return image if extension_of(given) == "png" else None


@instead("plot_model.jupyter.file-too")
def image_and_no_file(given):
    image = plot(given)
    if image is not None:
        os.remove(given.to_file)
    return image


@instead("plot_model.jupyter.other-formats")
def image_of_anything(given):
    result = plot(given)
    if importlib.util.find_spec("IPython") is None:
        return result
    from IPython.display import Image

    return Image(filename=given.to_file)


@instead("plot_model.jupyter.other-formats")
def image_of_dot_too(given):
    result = plot(given)
    if extension_of(given) == "dot" and importlib.util.find_spec("IPython") is not None:
        from IPython.display import Image

        return Image(filename=given.to_file)
    return result


@instead("plot_model.jupyter.not-needed", "plot_model.jupyter.not-needed-for-other-formats")
def needs_jupyter(given):
    from IPython.display import Image

    plot(given)
    return Image(filename=given.to_file)


@instead("plot_model.jupyter.not-needed")
def plots_in_notebooks_only(given):
    return None if importlib.util.find_spec("IPython") is None else plot(given)


@instead("plot_model.jupyter.not-needed-for-other-formats")
def needs_jupyter_for_svg(given):
    if extension_of(given) == "svg":
        from IPython.display import SVG  # noqa: F401
    return plot(given)


@instead("plot_model.missing.pydot")
def silent_without_pydot(given):
    try:
        return plot(given)
    except ImportError:
        return None


@instead("plot_model.missing.pydot")
def silent_without_pydot_for_svg(given):
    try:
        return plot(given)
    except ImportError:
        if extension_of(given) == "svg":
            return None
        raise


@instead("plot_model.missing.graphviz")
def silent_without_graphviz(given):
    try:
        return plot(given)
    except OSError:
        print("You must install Graphviz", file=sys.stderr)
        return None


@instead("plot_model.missing.graphviz")
def empty_file_without_graphviz(given):
    try:
        return plot(given)
    except OSError:
        open(given.to_file, "w").close()


@instead("plot_model.missing.leaves-no-file")
def file_opened_first(given):
    open(given.to_file, "w").close()
    return plot(given)


@instead("plot_model.missing.says-pydot")
def no_word_about_pydot(given):
    try:
        return plot(given)
    except ImportError:
        raise ImportError("a package is missing") from None


@instead("plot_model.missing.says-graphviz")
def no_word_about_graphviz(given):
    try:
        return plot(given)
    except OSError:
        raise OSError("a program is missing") from None


kept = weakref.WeakKeyDictionary()


@instead("plot_model.again.as-of-now")
def files_are_kept(given):
    pictures = kept.setdefault(given.model, {})
    options = {name: value for name, value in vars(given).items() if name not in ("model", "to_file")}
    key = extension_of(given), *options.values()
    if key not in pictures:
        pictures[key] = plot(given), Path(given.to_file).read_bytes()
    result, picture = pictures[key]
    Path(given.to_file).write_bytes(picture)
    return result


@instead("plot_model.model.unchanged", "plot_model.again.same")
def names_marked(given):
    result = plot(given)
    for layer in given.model.layers:
        layer.name += "_drawn"
    return result


@instead("plot_model.model.unchanged")
def frozen(given):
    for layer in given.model.layers:
        layer.trainable = False
    return plot(given)


@instead("plot_model.model.weights-unchanged")
def weights_set_to_zero(given):
    result = plot(given)
    given.model.set_weights([weight * 0 for weight in given.model.get_weights()])
    return result


@instead("plot_model.model.weights-unchanged")
def weights_of_nested_models_set_to_zero(given):
    result = plot(given)
    for layer in given.model.layers:
        if hasattr(layer, "layers"):
            layer.set_weights([weight * 0 for weight in layer.get_weights()])
    return result


plots_so_far = []


@content("plot_model.again.same")
def numbered(data, extension):
    plots_so_far.append(extension)
    number = str(len(plots_so_far)).encode()
    return data.replace(b">first", b">plot " + number + b" first") if extension == ".svg" else data


@patch(plots, "_quoted", ["plot_model.layers.punctuated-names"])
def nothing_quoted(text):
    return text.replace(" ", "").replace("-", "")
