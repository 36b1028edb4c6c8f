"""Packages that a process is to do without are missing there even if they were in use before."""

import os
import subprocess
import sys

import pytest

from conformance import implementation
from tools.forks import ROOT

#: Where an IPython is, if the machine has none.
STAND_IN = ROOT / "conformance" / "plot_model" / "stand_in"
CODE = """
import IPython.display, tempfile
from conformance.plot_model.elsewhere import NOTEBOOK, outcomes
print(outcomes(tempfile.mkdtemp(), NOTEBOOK)["png"].error)
"""


def test_what_is_loaded_of_a_missing_package_is_missing_too():
    surroundings = {"PYTHONPATH": f"{ROOT}{os.pathsep}{STAND_IN}"}
    surroundings[implementation.VARIABLE] = "tools.zoo.plot_model:needs_jupyter"
    done = subprocess.run(
        [sys.executable, "-c", CODE], env={**os.environ, **surroundings}, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.startswith("ModuleNotFoundError: import of IPython")


@pytest.mark.parametrize(
    "package, violated",
    [
        ("pydot", set()),
        ("IPython", {"plot_model.jupyter.not-needed"}),
    ],
)
def test_who_imports_a_package_at_once_may_need_it_as_who_imports_it_late(judge, guest, package, violated):
    code = f"import sys\nsys.path.append({str(STAND_IN)!r})\nimport {package}"
    done = judge(guest(code), "--clause=plot_model.jupyter", "--clause=plot_model.missing")
    assert {name for name, verdict in done.verdicts.items() if verdict == "violates"} == violated
    assert "conforms" in done.verdicts.values()
