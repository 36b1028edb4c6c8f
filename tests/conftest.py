"""How the project's tests run the suite: as a person does, in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional

import hypothesis
import pytest

from cthulhu_conformance.results import files
from cthulhu_conformance.results.model import Failure, Run, Verdict

# Machines may be slow, and nothing is kept from run to run.
hypothesis.settings.register_profile(
    "project",
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("project")


@dataclass(frozen=True)
class Conformance:
    """What the command ended with; `run` is what its verdict file tells, if it has written one to `path`."""

    code: int
    output: str
    errors: str
    path: Path
    run: Optional[Run]

    @property
    def verdicts(self) -> Dict[str, str]:
        return {verdict.clause: verdict.verdict for verdict in self.run.verdicts}

    def verdict(self, clause: str) -> Verdict:
        return next(verdict for verdict in self.run.verdicts if verdict.clause == clause)

    def failure(self, clause: str) -> Failure:
        return self.verdict(clause).failure


def command(results: Path, *options: str) -> List[str]:
    """Return the command that judges, and measures speed only where the options say so."""
    return [sys.executable, "-m", "cthulhu_conformance", f"--output={results}", "--speed=off", *options]


@pytest.fixture
def judge(tmp_path):
    """Function that runs the command in `tmp_path` with the given options; output goes to `tmp_path/results`."""

    def run(*options: str, **environment: str) -> Conformance:
        results = tmp_path / "results"
        file = results / files.FILE
        if file.exists():
            file.unlink()
        done = subprocess.run(
            command(results, *options),
            cwd=str(tmp_path),
            env=dict(os.environ, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=240,
        )
        found = files.read(file) if file.exists() else None
        return Conformance(done.returncode, done.stdout, done.stderr, file, found)

    return run


@pytest.fixture
def write_implementation(tmp_path):
    """Function that writes an implementation, `mypkg.utils`: the reference with some lines of code after it."""

    def write(code: str) -> str:
        package = tmp_path / "mypkg"
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "utils.py").write_text(
            "from cthulhu_conformance.reference.utils import *\nimport cthulhu_conformance.reference.utils\n"
            + code,
            encoding="utf-8",
        )
        return "--impl=mypkg.utils"

    return write


@pytest.fixture
def judge_with_plugin(judge, tmp_path):
    """Function like `judge` whose first argument is the code of a pytest plugin for the processes that run tests."""

    def run(code: str, *options: str) -> Conformance:
        folder = tmp_path / "plugins"
        folder.mkdir(exist_ok=True)
        (folder / "plugin_of_a_test.py").write_text(code)
        return judge(*options, "-p", "plugin_of_a_test", PYTHONPATH=str(folder))

    return run
