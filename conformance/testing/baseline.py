"""The baseline of speed: the implementation whose time ratios are measured to."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Dict, Optional

from cthulhu_conformance.plan import REFERENCE
from cthulhu_conformance.testing.implementation import Implementation, load


def load_baseline(spec: str, folder: Optional[str]) -> Implementation:
    """Import the baseline; from a folder of its own, it may have the name of the package under test.

    The reference is always imported anew: the implementation under test may be it, or something that changes it. A
    module that such a baseline imports only when it is called is the one of the package under test.

    Raises:
        ImportError: there is no such module. Whatever the module raises passes through.
    """
    if spec != REFERENCE and folder is None:
        return load(spec)
    package = REFERENCE.rpartition(".")[0] if spec == REFERENCE else spec.partition(":")[0].partition(".")[0]
    hidden = _take_out(package)
    sys.path[:0] = [folder] if folder else []
    try:
        importlib.invalidate_caches()
        return load(spec)
    finally:
        if folder:
            sys.path.remove(folder)
        _take_out(package)
        _put_back(hidden)


def _take_out(package: str) -> Dict[str, Any]:
    """Remove the modules of a package, which can be imported anew then, and return them."""
    names = [name for name in sys.modules if (name + ".").startswith(package + ".")]
    return {name: sys.modules.pop(name) for name in names}


def _put_back(modules: Dict[str, Any]) -> None:
    """Enter modules into those that are imported, each as an attribute of its package as well."""
    sys.modules.update(modules)
    for name, module in modules.items():
        parent, _, last = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], last, module)
