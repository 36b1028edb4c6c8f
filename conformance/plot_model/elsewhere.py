"""What is done in processes of its own: with IPython or without, without pydot, without Graphviz."""

import importlib.util
import os
import sys
from collections import namedtuple
from pathlib import Path

from conformance.framework import find
from conformance.implementation import load_current
from conformance.plot_model.examples import Examples

NOTEBOOK = ("IPython",)
DRAWING = ("pydot", "pydot_ng", "pydotplus")
EXTENSIONS = ("png", "jpg", "svg", "dot", "pdf")

#: `error` is what the call raised, as text, or None; `content` of the file, or None; `shown` whether the result is a
#: notebook's image of that file.
End = namedtuple("End", "error content shown")


def outcomes(folder, missing):
    """The ends of calls where packages are missing, by the extension; `no dot` is one where Graphviz is missing too.

    An implementation that can't even be imported then ends all of them with that error.
    Where IPython is not missing it is there: the machine's own, or a stand-in.
    """
    for name in missing:
        for module in [name, *(loaded for loaded in sys.modules if loaded.startswith(name + "."))]:
            sys.modules[module] = None
    if "IPython" not in missing and importlib.util.find_spec("IPython") is None:
        sys.path.insert(0, str(Path(__file__).parent / "stand_in"))
    try:
        implementation = load_current()
    except Exception as raised:  # whoever needs a package may import it at once
        return dict.fromkeys([*EXTENSIONS, "no dot"], End(_text(raised), None, False))
    plot_model = implementation.find("plot_model")
    model = Examples(find(implementation)).make("pair").model
    ends = {extension: _end(plot_model, model, folder, f"plot.{extension}") for extension in EXTENSIONS}
    empty = os.path.join(folder, "empty")
    os.mkdir(empty)
    os.environ["PATH"] = empty
    ends["no dot"] = _end(plot_model, model, folder, "without.png")
    return ends


def _end(plot_model, model, folder, name):
    file, result, error = os.path.join(folder, name), None, None
    try:
        result = plot_model(model, file)
    except Exception as raised:
        error = _text(raised)
    content = Path(file).read_bytes() if os.path.exists(file) else None
    return End(error, content, _shows(result, file, content))


def _text(error):
    return f"{type(error).__name__}: {error}"


def _shows(result, file, content):
    display = sys.modules.get("IPython.display")
    if display is None or not isinstance(result, display.Image):
        return False
    place = result.filename or result.url
    return result.data == content or place is not None and os.path.abspath(place) == file
