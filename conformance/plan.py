"""The plan of a run: the implementation, the clauses and the options. Each process of the run reads it from a file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

#: The environment variable that tells the processes of a run where the plan is.
VARIABLE = "CONFORMANCE_PLAN"

#: The bundled reference: the implementation under test and the baseline of speed, where no other is named.
REFERENCE = "cthulhu_conformance.reference.utils"


@dataclass(frozen=True)
class Plan:
    """The settings that all processes of a run share.

    `spec` names the implementation under test, as `--impl` takes it; it is empty for one that a fixture made. It is
    looked for in the folders `search` first, after the file `setup` has been run. `framework` names the package with
    its layers and models, `vocabulary` the file with their names, where these are not found.

    `clauses` are to be tested. Those of `missing` utilities have no test run, and tests of `done` node ids have been
    run. A test may take `timeout` seconds; a property has `explore` fresh examples, or always the same ones. `gpus` are
    those that multi_gpu_model is tested on, as `fixtures.gpus.set_up` takes them, empty where none are set up. Speed is
    compared with `baseline`, imported from the folder `baseline_path` if there is one; `tolerance` takes the place of
    what clauses about this ratio allow.
    """

    folder: str
    spec: str
    clauses: Tuple[str, ...] = ()
    missing: Tuple[str, ...] = ()
    done: Tuple[str, ...] = ()
    search: Tuple[str, ...] = ()
    setup: Optional[str] = None
    framework: Optional[str] = None
    vocabulary: Optional[str] = None
    timeout: float = 60.0
    explore: Optional[int] = None
    gpus: str = ""
    baseline: str = REFERENCE
    baseline_path: Optional[str] = None
    tolerance: Optional[float] = None

    @property
    def path(self) -> Path:
        """The file that the plan is kept in."""
        return Path(self.folder) / "plan.json"

    @property
    def run(self) -> str:
        """A name that no other run has."""
        return Path(self.folder).name

    def write(self) -> Dict[str, str]:
        """Write the plan, and return the environment variables by which other processes find it."""
        self.path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return {VARIABLE: str(self.path)}

    @classmethod
    def read(cls, path: Path) -> Plan:
        """Return the plan that was written to `path`."""
        content: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values: Dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in content.items()}
        return cls(**values)

    @classmethod
    def current(cls) -> Plan:
        """Return the plan of the run that this process belongs to.

        Raises:
            KeyError: it belongs to none.
        """
        path = Path(os.environ[VARIABLE])
        return _read_once(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read_once(path: Path, _written: int) -> Plan:
    return Plan.read(path)
