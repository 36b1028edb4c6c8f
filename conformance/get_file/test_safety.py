"""Archives that try to get out of the cache, and several calls at once."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from conformance.clauses import clause
from conformance.expect import outcome_of
from conformance.get_file.observe import content, how_much, traces
from fixtures import archives
from fixtures.origin import held

PAYLOAD = b"Written by the archive."
BODY = b"The stars are right. " * 20_000

#: What a process runs that fetches a file: name, URL, cache directory.
FETCH = """
import sys
from conformance.implementation import load_current
load_current().find("get_file")(sys.argv[1], sys.argv[2], cache_dir=sys.argv[3])
"""


@pytest.fixture
def outside(tmp_path):
    """A folder that is none of the cache's business, with a file in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "victim.txt").write_bytes(b"Untouched.")
    return folder


@pytest.mark.parametrize(
    "spelling, members",
    [
        pytest.param(
            ".tar",
            lambda outside: archives.climbing("evil.txt", PAYLOAD),
            marks=clause("get_file.safety.tar-climbing"),
            id="tar-climbing",
        ),
        pytest.param(
            ".tar",
            lambda outside: {f"folder/../{name}": PAYLOAD for name in archives.climbing("evil.txt", PAYLOAD)},
            marks=clause("get_file.safety.tar-climbing"),
            id="tar-climbing-from-a-folder",
        ),
        pytest.param(
            ".tar",
            lambda outside: {f"{outside}/evil.txt": PAYLOAD},
            marks=clause("get_file.safety.tar-absolute"),
            id="tar-absolute",
        ),
        pytest.param(
            ".tar",
            lambda outside: archives.through_symlink(str(outside), "evil.txt", PAYLOAD),
            marks=clause("get_file.safety.tar-symlink-folder"),
            id="tar-symlink-folder",
        ),
        pytest.param(
            ".tar",
            lambda outside: archives.through_nested_symlink("evil.txt", PAYLOAD),
            marks=clause("get_file.safety.tar-symlink-nested"),
            id="tar-symlink-nested",
        ),
        pytest.param(
            ".tar",
            lambda outside: archives.over_symlink(f"{outside}/victim.txt", PAYLOAD),
            marks=clause("get_file.safety.tar-symlink-file"),
            id="tar-symlink-file",
        ),
        pytest.param(
            ".tar",
            lambda outside: archives.over_hardlink(f"{outside}/victim.txt", PAYLOAD),
            marks=clause("get_file.safety.tar-hardlink"),
            id="tar-hardlink",
        ),
        pytest.param(
            ".zip",
            lambda outside: archives.climbing("evil.txt", PAYLOAD),
            marks=clause("get_file.safety.zip-climbing"),
            id="zip-climbing",
        ),
        pytest.param(
            ".zip",
            lambda outside: {f"{outside}/evil.txt": PAYLOAD},
            marks=clause("get_file.safety.zip-absolute"),
            id="zip-absolute",
        ),
    ],
)
def test_nothing_outside_is_written(fetch, origin, tmp_path, datasets, outside, spelling, members):
    url = origin.serve(archives.make(spelling, members(outside)))
    outcome_of(fetch, f"trap{spelling}", url, extract=True)
    assert traces(tmp_path, PAYLOAD, outside=datasets) == []


@clause("get_file.safety.untar")
def test_untar_writes_nothing_outside(fetch, origin, tmp_path, datasets):
    url = origin.serve(archives.tar(archives.climbing("evil.txt", PAYLOAD)))
    outcome_of(fetch, "trap.tar", url, untar=True)
    assert traces(tmp_path, PAYLOAD, outside=datasets) == []


@clause("get_file.safety.threads")
def test_two_threads_fetch_one_file(download, origin):
    half, gate = Event(), Event()
    url = origin.serve(held(BODY, half, gate))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(download, "shared.bin", url)
        half.wait(10)
        second = pool.submit(download, "shared.bin", url)
        _wait_until(lambda: second.done() or origin.downloads(url) == 2)
        gate.set()
        found = [how_much(call.result(), BODY) for call in (first, second)]
    assert found == ["all of it", "all of it"]


@clause("get_file.safety.processes")
def test_two_processes_fetch_one_file(download, origin, cache):
    half, gate = Event(), Event()
    url = origin.serve(held(BODY, half, gate))
    other = subprocess.Popen([sys.executable, "-c", FETCH, "shared.bin", url, str(cache)])
    _wait_until(lambda: half.is_set() or other.poll() is not None, seconds=50)
    with ThreadPoolExecutor(1) as pool:
        ours = pool.submit(download, "shared.bin", url)
        _wait_until(lambda: ours.done() or origin.downloads(url) == 2)
        gate.set()
        found = [how_much(ours.result(), BODY), other.wait()]
    found.append(how_much(content(cache / "datasets" / "shared.bin"), BODY))
    assert found == ["all of it", 0, "all of it"]


def _wait_until(condition, seconds=1.0):
    """Wait for what need not ever be so: a second caller may wait for the first."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
