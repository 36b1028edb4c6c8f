"""Calls the implementation in processes of its own: with IPython or without, without pydot, without Graphviz."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any, Dict, NamedTuple, Optional, Sequence

from cthulhu_conformance.plot_model.examples import Examples
from cthulhu_conformance.testing import framework
from cthulhu_conformance.testing.implementation import load_current

NOTEBOOK = ("IPython",)
DRAWING = ("pydot", "pydot_ng", "pydotplus")
EXTENSIONS = ("png", "jpg", "svg", "dot", "pdf")


class End(NamedTuple):
    """The end of a call: its error as text, the file's content, and whether the result is a notebook's image of it."""

    error: Optional[str]
    content: Optional[bytes]
    shown: bool


def outcomes(folder: str, missing: Sequence[str]) -> Dict[str, End]:
    """Return the ends of calls where packages are missing, by the extension; for `no dot` Graphviz is missing too.

    An implementation that can't even be imported then has all of them end with that error.
    Where IPython is not missing it is there: the machine's own, or a stand-in.
    """
    for name in missing:
        for module in [name, *(loaded for loaded in sys.modules if loaded.startswith(name + "."))]:
            sys.modules[module] = None  # type: ignore[assignment]
    if "IPython" not in missing and importlib.util.find_spec("IPython") is None:
        sys.path.insert(0, str(Path(__file__).parent / "stand_in"))
    try:
        implementation = load_current()
    except Exception as raised:  # whoever needs a package may import it at once
        return dict.fromkeys([*EXTENSIONS, "no dot"], End(_text(raised), None, False))
    plot_model = implementation.find("plot_model")
    model = Examples(framework.current(implementation)).make("pair").model
    ends = {extension: _end(plot_model, model, folder, f"plot.{extension}") for extension in EXTENSIONS}
    empty = os.path.join(folder, "empty")
    os.mkdir(empty)
    os.environ["PATH"] = empty
    ends["no dot"] = _end(plot_model, model, folder, "without.png")
    return ends


def _end(plot_model: Any, model: Any, folder: str, name: str) -> End:
    file, result, error = os.path.join(folder, name), None, None
    try:
        result = plot_model(model, file)
    except Exception as raised:
        error = _text(raised)
    content = Path(file).read_bytes() if os.path.exists(file) else None
    return End(error, content, _shows(result, file, content))


def _text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _shows(result: Any, file: str, content: Optional[bytes]) -> bool:
    display = sys.modules.get("IPython.display")
    if display is None or not isinstance(result, display.Image):
        return False
    place = result.filename or result.url
    return result.data == content or place is not None and os.path.abspath(place) == file
