"""Others who call the implementation while a test looks on, and waiting for what they do."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Callable

from conformance.get_file.observe import content, files
from conformance.outcomes import untestable

# An interruption reaches it also where those who started the run ignore it, as shells do for what runs beside them.
_FETCH = """
import signal, sys
from conformance.implementation import load_current
get_file = load_current().find("get_file")
signal.signal(signal.SIGINT, signal.default_int_handler)
get_file(sys.argv[1], sys.argv[2], cache_dir=sys.argv[3])
"""


def amid_a_download(name: str, url: str, cache: Path, half: Event) -> subprocess.Popen[bytes]:
    """A process that downloads into the same cache, and has got as far as half: the origin sets `half` then."""
    command = [sys.executable, "-c", _FETCH, name, url, str(cache)]
    other = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_for(lambda: other.poll() is not None or half.is_set(), seconds=45)
    if not half.is_set():
        other.kill()
        other.wait()
        untestable("another process with the implementation did not get as far as a download")
    wait_for(lambda: any(content(cache / name) for name in files(cache)))
    return other


def wait_for(condition: Callable[[], object], seconds: float = 2.0) -> None:
    """Wait for what most do: some keep a file elsewhere, or let a second caller wait for the first."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
