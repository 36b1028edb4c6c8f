"""The journal of a run: events that test processes report to the runner, in a file that outlives them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Dict, Iterator

from cthulhu_conformance.plan import Plan


class Journal:
    """Events, one JSON object per line.

    `collected` has the tests of the planned clauses, each with its clause; `deselected` those of them that pytest's
    options left out. `start` and `finding` tell of a test, `crash` of one whose process died,
    `receipt` of the GPUs. `finish` has pytest's status, and whether a person wanted it to stop early.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, plan: Plan) -> Journal:
        """Return the journal of the processes that go by the plan."""
        return cls(Path(plan.folder) / "journal.jsonl")

    def write(self, event: str, **fields: Any) -> None:
        """Add an event, with the time in seconds."""
        line = json.dumps(dict(fields, event=event, at=time.time())) + "\n"
        with open(self.path, "ab", buffering=0) as file:  # one write: several processes append
            file.write(line.encode("utf-8"))

    def read(self) -> Iterator[Dict[str, Any]]:
        """Yield the events that are whole: what a dying process was writing is left out."""
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").split("\n")[:-1]:
                yield json.loads(line)

    def clear(self) -> None:
        """Delete all events."""
        if self.path.exists():
            self.path.unlink()
