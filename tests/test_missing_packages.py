"""Packages that a process is to do without are missing there even if they were in use before."""

import os
import subprocess
import sys

import pytest

from cthulhu_conformance.clauses import HERE
from cthulhu_conformance.plan import Plan

#: Where an IPython is, if the machine has none.
STAND_IN = HERE / "plot_model" / "stand_in"
CODE = """
import IPython.display, tempfile
from cthulhu_conformance.plot_model.missing_packages import NOTEBOOK, outcomes
print(outcomes(tempfile.mkdtemp(), NOTEBOOK)["png"].error)
"""


def test_what_is_loaded_of_a_missing_package_is_missing_too(tmp_path):
    plan = Plan(str(tmp_path), "cthulhu_conformance.tools.mutants.plot_model:needs_jupyter")
    surroundings = {**os.environ, **plan.write(), "PYTHONPATH": str(STAND_IN)}
    done = subprocess.run([sys.executable, "-c", CODE], env=surroundings, stdout=subprocess.PIPE, text=True)
    assert done.stdout.startswith("ModuleNotFoundError: import of IPython")


@pytest.mark.parametrize(
    "package, violated",
    [
        ("pydot", set()),
        ("IPython", {"plot_model.jupyter.not-needed"}),
    ],
)
def test_a_package_may_be_imported_at_once_or_late(judge, write_implementation, package, violated):
    code = f"import sys\nsys.path.append({str(STAND_IN)!r})\nimport {package}"
    done = judge(write_implementation(code), "--clause=plot_model.jupyter", "--clause=plot_model.missing")
    assert {name for name, verdict in done.verdicts.items() if verdict == "violates"} == violated
    assert "conforms" in done.verdicts.values()
