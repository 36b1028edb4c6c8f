"""Calls the implementation in processes of its own, which have fewer GPUs."""

from __future__ import annotations

import os
from typing import Any, Dict

from cthulhu_conformance.fixtures import gpus
from cthulhu_conformance.multi_gpu_model.templates import Templates
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.testing import framework
from cthulhu_conformance.testing.implementation import Implementation, load_current, prepare

CALLS: Dict[str, Dict[str, int]] = {"none": {}, "two": {"gpus": 2}}


def outcomes_with(count: int, simulated: bool) -> Dict[str, str]:
    """Return how each of the calls ends, by name: ValueError, another error with its text, or `no error`."""
    prepare(Plan.current())
    if simulated:
        gpus.set_up(f"simulated:{count}")
    else:
        os.environ["CUDA_VISIBLE_DEVICES"] = ",".join(map(str, range(count)))
        os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"  # others use these GPUs as well
    implementation = load_current()
    templates = Templates(framework.current(implementation))
    return {name: _error(implementation, templates, options) for name, options in CALLS.items()}


def _error(implementation: Implementation, templates: Templates, options: Dict[str, Any]) -> str:
    try:
        implementation.find("multi_gpu_model")(templates.make("plain"), **options)
    except ValueError:
        return "ValueError"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"
