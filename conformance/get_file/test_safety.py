"""Archives and origins that try to get at other files, whom files are open to, and several calls at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.fixtures.origin import Origin, held, moved
from cthulhu_conformance.get_file.concurrent_callers import start_download, wait_for
from cthulhu_conformance.get_file.observed_files import content, files, how_much, traces
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of, raises, returns

PAYLOAD = b"Written by the archive."
BODY = b"The stars are right. " * 20_000
CLIMBING = archives.climbing("evil.txt", PAYLOAD)
CLIMBING_FROM_A_FOLDER = archives.climbing("evil.txt", PAYLOAD, start="folder/")
CLIMBING_BESIDE = {"honest.txt": b"inside", "../datasets-too/evil.txt": PAYLOAD}


@pytest.fixture
def outside(tmp_path):
    """Give a folder outside of the cache, with a file in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "victim.txt").write_bytes(b"Untouched.")
    return folder


@cases(
    "spelling, members",
    {
        "get_file.safety.tar-climbing": {
            "tar-climbing": (".tar", lambda outside: CLIMBING),
            "tar-climbing-to-a-name-that-starts-alike": (".tar", lambda outside: CLIMBING_BESIDE),
            "tar-climbing-from-a-folder": (".tar", lambda outside: CLIMBING_FROM_A_FOLDER),
        },
        "get_file.safety.tar-absolute": [(".tar", lambda outside: {f"{outside}/evil.txt": PAYLOAD})],
        "get_file.safety.tar-symlink-folder": [
            (".tar", lambda outside: archives.through_symlink(str(outside), "evil.txt", PAYLOAD))
        ],
        "get_file.safety.tar-symlink-nested": [
            (".tar", lambda outside: archives.through_nested_symlink("evil.txt", PAYLOAD))
        ],
        "get_file.safety.tar-symlink-file": [
            (".tar", lambda outside: archives.over_symlink(f"{outside}/victim.txt", PAYLOAD))
        ],
        "get_file.safety.tar-hardlink": [
            (".tar", lambda outside: archives.over_hardlink(f"{outside}/victim.txt", PAYLOAD))
        ],
        "get_file.safety.zip-climbing": {
            "zip-climbing": (".zip", lambda outside: CLIMBING),
            "zip-climbing-to-a-name-that-starts-alike": (".zip", lambda outside: CLIMBING_BESIDE),
        },
        "get_file.safety.zip-absolute": [(".zip", lambda outside: {f"{outside}/evil.txt": PAYLOAD})],
    },
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


@clause("get_file.safety.tar-hardlink-outside")
@pytest.mark.parametrize(
    "target", ["{}/victim.txt", "../../../outside/victim.txt", "../../../../outside/victim.txt"]
)
def test_no_file_outside_gets_another_name(fetch, origin, outside, target):
    members = {"entry.txt": archives.Hardlink(target.format(outside))}
    outcome_of(fetch, "trap.tar", origin.serve(archives.tar(members)), extract=True)
    assert (outside / "victim.txt").stat().st_nlink == 1


@pytest.fixture
def usual_umask():
    """Have new files writable by their owner only, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@clause("get_file.safety.download-mode")
def test_others_can_not_write_to_a_download(fetch, origin, usual_umask):
    path = fetch("stars.bin", origin.serve(BODY))
    assert os.stat(path).st_mode & 0o002 == 0


@clause("get_file.safety.member-mode")
@pytest.mark.parametrize("spelling", [".tar", ".zip"])
def test_members_get_no_other_rights(fetch, serve, datasets, usual_umask, spelling):
    fetch(f"stars{spelling}", serve(spelling, {"member.txt": BODY}), extract=True)
    modes = [path.stat().st_mode for path in datasets.rglob("member.txt")]
    assert [oct(mode & 0o6002) for mode in modes if mode & 0o6002] == []


@clause("get_file.safety.tls-untrusted")
def test_nothing_is_taken_from_an_origin_that_proves_nothing(download):
    with Origin(tls=True) as anybody:
        assert outcome_of(download, "stars.bin", anybody.serve(BODY)) == raises(Exception)


@clause("get_file.safety.redirect-to-file")
@pytest.mark.parametrize("status", [301, 302, 303, 307])
def test_no_redirect_leads_to_a_local_file(download, origin, outside, status):
    victim = outside / "victim.txt"
    url = origin.serve(moved(status, victim.as_uri()))
    outcome = outcome_of(lambda: download("stars.bin", url) == content(victim))
    assert outcome in (raises(Exception), returns(False))


@clause("get_file.safety.threads")
def test_two_threads_fetch_one_file(download, origin, cache):
    half, gate = Event(), Event()
    url = origin.serve(held(BODY, half, gate))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(download, "shared.bin", url)
        wait_for(lambda: first.done() or half.is_set() and files(cache))
        second = pool.submit(download, "shared.bin", url)
        wait_for(lambda: second.done() or origin.downloads(url) == 2)
        gate.set()
        found = [how_much(call.result(), BODY) for call in (first, second)]
    assert found == ["all of it", "all of it"]


@clause("get_file.safety.processes")
def test_two_processes_fetch_one_file(download, origin, cache):
    half, gate = Event(), Event()
    url = origin.serve(held(BODY, half, gate))
    other = start_download("shared.bin", url, cache, half)
    with ThreadPoolExecutor(1) as pool:
        ours = pool.submit(download, "shared.bin", url)
        wait_for(lambda: ours.done() or origin.downloads(url) == 2)
        gate.set()
        found = [how_much(ours.result(), BODY), other.wait()]
    found.append(how_much(content(cache / "datasets" / "shared.bin"), BODY))
    assert found == ["all of it", 0, "all of it"]
