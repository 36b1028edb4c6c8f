"""Packages that a process is to do without are missing there even if they were in use before."""

import os
import subprocess
import sys

from conformance import implementation
from tools.forks import ROOT

CODE = """
import IPython.display, tempfile
from conformance.plot_model.elsewhere import NOTEBOOK, outcomes
print(outcomes(tempfile.mkdtemp(), NOTEBOOK)["png"].error)
"""


def test_what_is_loaded_of_a_missing_package_is_missing_too():
    stand_in = ROOT / "conformance" / "plot_model" / "stand_in"
    surroundings = {"PYTHONPATH": f"{ROOT}{os.pathsep}{stand_in}"}
    surroundings[implementation.VARIABLE] = "tools.zoo.plot_model:needs_jupyter"
    done = subprocess.run(
        [sys.executable, "-c", CODE], env={**os.environ, **surroundings}, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.startswith("ModuleNotFoundError: import of IPython")
