"""What a run shall judge, and the journal of what it has found: what the runner and the test processes share.

Both are files, because test processes may die at any moment.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

from conformance.implementation import REFERENCE
from fixtures.gpus import SIMULATED

#: The environment variable that tells test processes where the plan is.
VARIABLE = "CONFORMANCE_PLAN"


@dataclass(frozen=True)
class Plan:
    """`clauses` are judged; those of `missing` utilities have no test run; tests of `done` node ids have been run.

    `gpus` are those that replication is judged on, as `fixtures.gpus` takes it. Speed is compared with `baseline`,
    imported from the folder `baseline_path` if there is one; `tolerance` overrides that of clauses about this ratio.
    """

    folder: str
    spec: str
    clauses: List[str]
    missing: List[str]
    timeout: float
    explore: Optional[int] = None
    gpus: str = SIMULATED
    done: List[str] = field(default_factory=list)
    baseline: str = REFERENCE
    baseline_path: Optional[str] = None
    tolerance: Optional[float] = None

    @property
    def journal(self) -> Journal:
        return Journal(Path(self.folder) / "journal.jsonl")

    def hard_timeout(self, limit: Optional[float] = None) -> float:
        """Seconds after which a test that ignores its time limit ends together with its process."""
        return 1.25 * (limit or self.timeout) + 2

    @property
    def path(self) -> Path:
        return Path(self.folder) / "plan.json"

    def write(self) -> Path:
        self.path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return self.path

    @classmethod
    def read(cls, path: Path) -> Plan:
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def current(cls) -> Plan:
        return cls.read(Path(os.environ[VARIABLE]))


class Journal:
    """Events, one JSON object a line: `start` and `finding` of each test, `crash`, `collected`, `receipt`, `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, event: str, **fields: Any) -> None:
        line = json.dumps(dict(fields, event=event, at=time.time())) + "\n"
        with open(self.path, "ab", buffering=0) as file:  # one write: several processes append
            file.write(line.encode("utf-8"))

    def read(self) -> Iterator[Dict[str, Any]]:
        """The complete lines; what a dying process was writing is left out."""
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").split("\n")[:-1]:
                yield json.loads(line)
