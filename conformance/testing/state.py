"""Keys of what the harness stores in pytest's items, configuration and reports for fixtures and for itself."""

from __future__ import annotations

import pytest

#: Of an item: the clause that it tests.
CLAUSE: pytest.StashKey = pytest.StashKey()
#: Of the session's configuration: the GPUs of this process, or why it has none.
GPUS: pytest.StashKey = pytest.StashKey()
#: Of the session's configuration: a function that returns the record of the running test.
RECORD: pytest.StashKey = pytest.StashKey()
#: Of a test's report: the attribute that brings the finding to the process that has the terminal.
FINDING = "conformance_finding"
