"""What is done in processes of its own, which have fewer GPUs."""

import os

from conformance.framework import find
from conformance.implementation import load_current, prepare
from conformance.multi_gpu_model.templates import Templates
from fixtures import gpus

CALLS = {"none": {}, "two": {"gpus": 2}}


def outcomes_with(count, simulated):
    """What each of the calls ends with in such a process: ValueError, another error with its text, or none."""
    prepare()
    if simulated:
        gpus.set_up(f"simulated:{count}")
    else:
        os.environ["CUDA_VISIBLE_DEVICES"] = ",".join(map(str, range(count)))
        os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"  # others use these GPUs as well
    implementation = load_current()
    templates = Templates(find(implementation))
    return {name: _error(implementation, templates, options) for name, options in CALLS.items()}


def _error(implementation, templates, options):
    try:
        implementation.find("multi_gpu_model")(templates.make("plain"), **options)
    except ValueError:
        return "ValueError"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"
