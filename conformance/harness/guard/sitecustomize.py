"""Put first on PYTHONPATH where there is no network namespace: guards this Python process's network."""

import importlib.machinery
import importlib.util
import os
import sys

from cthulhu_conformance.harness.network import install_guard

install_guard()

# Python imports one sitecustomize only: run the one that this one hides, if any.
_here = os.path.dirname(os.path.abspath(__file__))
_others = [entry for entry in sys.path if os.path.abspath(entry) != _here]
_spec = importlib.machinery.PathFinder.find_spec("sitecustomize", _others)
if _spec is not None and _spec.loader is not None:
    _spec.loader.exec_module(importlib.util.module_from_spec(_spec))
