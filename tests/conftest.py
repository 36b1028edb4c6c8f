"""How the project's tests run the suite: as a person does, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict

import pytest

ROOT = Path(__file__).resolve().parent.parent

# As in a run, before any test imports it.
pytest.register_assert_rewrite("conformance.speed")


@dataclass
class Conformance:
    """What a run of `python -m conformance` ended with; `run` is its verdict file."""

    code: int
    output: str
    errors: str
    run: Dict[str, Any] = field(default_factory=dict)

    @property
    def verdicts(self) -> Dict[str, str]:
        return {verdict["clause"]: verdict["verdict"] for verdict in self.run["verdicts"]}

    def failure(self, clause: str) -> Dict[str, Any]:
        return next(v["failure"] for v in self.run["verdicts"] if v["clause"] == clause)


@pytest.fixture
def judge(tmp_path):
    """Function that runs the suite in `tmp_path` with the given options; output goes to `tmp_path/results`.

    Speed is measured only where the options say so.
    """

    def run(*options: str, **environment: str) -> Conformance:
        results = tmp_path / "results"
        command = [sys.executable, "-m", "conformance", f"--output={results}", "--speed=off", *options]
        done = subprocess.run(
            command,
            cwd=str(tmp_path),
            env=dict(os.environ, PYTHONPATH=str(ROOT), **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=240,
        )
        file = results / "verdicts.json"
        verdicts = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return Conformance(done.returncode, done.stdout, done.stderr, verdicts)

    return run


@pytest.fixture
def guest(tmp_path):
    """Function that writes an implementation, `guest.utils`: the reference with some lines of code after it."""

    def write(code: str) -> str:
        package = tmp_path / "guest"
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "utils.py").write_text("from reference.utils import *\nimport reference.utils\n" + code)
        return "--impl=guest.utils"

    return write
