"""Processes that call the implementation while a test looks on, and how to wait for them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Callable

from cthulhu_conformance.get_file.observed_files import content, files
from cthulhu_conformance.testing.implementation import need_import_path
from cthulhu_conformance.testing.untestable import untestable

# An interruption reaches it also where those who started the run ignore it, as shells do for what runs beside them.
_FETCH = """
import signal, sys
from cthulhu_conformance.testing.implementation import load_current
get_file = load_current().find("get_file")
signal.signal(signal.SIGINT, signal.default_int_handler)
get_file(sys.argv[1], sys.argv[2], cache_dir=sys.argv[3])
"""


def start_download(name: str, url: str, cache: Path, half: Event) -> subprocess.Popen[bytes]:
    """Start a process that downloads into the same cache, and return it halfway: the origin has set `half` then.

    Raises:
        Untestable: the process did not get that far.
    """
    need_import_path("a second caller of get_file")
    command = [sys.executable, "-c", _FETCH, name, url, str(cache)]
    other = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_for(lambda: other.poll() is not None or half.is_set(), seconds=45)
    if not half.is_set():
        other.kill()
        other.wait()
        untestable(
            "a second process that calls get_file ended, or waited for 45 s, before half of its download"
        )
    wait_for(lambda: any(content(cache / name) for name in files(cache)))
    return other


def wait_for(condition: Callable[[], object], seconds: float = 2.0) -> None:
    """Wait until the condition holds, for that many seconds at most: what most implementations do is no duty."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
