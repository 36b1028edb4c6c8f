"""The reference's get_file: what loopback can't show, and what is not asked of every implementation."""

import hashlib
import os
import stat
import subprocess
import sys
import tarfile
from threading import Event
from types import SimpleNamespace

import pytest
import requests
import responses

from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.fixtures import origin as replies
from cthulhu_conformance.fixtures.origin import Origin
from cthulhu_conformance.reference.utils import get_file

URL = "https://example.invalid/book.txt"
BODY = b"In his house at R'lyeh dead Cthulhu waits dreaming."


@pytest.fixture
def origin():
    with Origin() as server:
        yield server


@pytest.fixture
def network():
    """No network but what is added to it."""
    with responses.RequestsMock() as mock:
        yield mock


def left_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.SSLError("certificate verify failed"),
        requests.exceptions.ConnectionError("name resolution failed"),
        requests.exceptions.ConnectTimeout("took too long to connect"),
        requests.exceptions.ReadTimeout("took too long to answer"),
        requests.exceptions.TooManyRedirects("round and round"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_failed_request_is_an_os_error_and_leaves_nothing(network, tmp_path, error):
    network.add(responses.GET, URL, body=error)
    with pytest.raises(OSError, match=str(error)):
        get_file("book.txt", URL, cache_dir=tmp_path)
    assert left_in(tmp_path) == []


def test_https_is_spoken(network, tmp_path):
    network.add(responses.GET, URL, body=BODY)
    with open(get_file("book.txt", URL, cache_dir=tmp_path), "rb") as file:
        assert file.read() == BODY


def test_no_request_waits_for_ever(network, tmp_path):
    network.add(responses.GET, URL, body=BODY)
    get_file("book.txt", URL, cache_dir=tmp_path)
    assert all(seconds > 0 for seconds in network.calls[0].request.req_kwargs["timeout"])


def test_an_encoded_body_stays_encoded(network, tmp_path):
    archive = archives.tar_gz({"page.txt": BODY})
    network.add(responses.GET, URL, body=archive, headers={"Content-Encoding": "gzip"})
    with open(get_file("book.tar.gz", URL, cache_dir=tmp_path), "rb") as file:
        assert file.read() == archive


@pytest.mark.parametrize("cut", [replies.reset, replies.truncated, replies.truncated_chunked])
def test_a_body_that_was_cut_is_an_os_error(origin, tmp_path, cut):
    with pytest.raises(OSError):
        get_file("book.txt", origin.serve(cut(BODY * 999)), cache_dir=tmp_path)


def test_a_file_url_of_nothing_is_an_os_error(tmp_path):
    with pytest.raises(OSError):
        get_file("book.txt", (tmp_path / "nothing").as_uri(), cache_dir=tmp_path / "cache")


@pytest.mark.parametrize(
    "options",
    [
        {"file_hash": hashlib.sha1(BODY).hexdigest()},
        {"file_hash": hashlib.sha512(BODY).hexdigest()},
        {"file_hash": hashlib.md5(BODY).hexdigest(), "hash_algorithm": "sha256"},
        {"file_hash": hashlib.sha1(BODY).hexdigest(), "hash_algorithm": "sha1"},
        {"archive_format": "rar"},
    ],
)
def test_what_is_not_supported_is_a_value_error_before_any_request(network, tmp_path, options):
    with pytest.raises(ValueError):
        get_file("book.txt", URL, cache_dir=tmp_path, **options)
    assert len(network.calls) == 0


def test_a_hash_may_be_in_capitals(origin, tmp_path):
    digest = hashlib.sha256(BODY).hexdigest().upper()
    assert get_file("book.txt", origin.serve(BODY), file_hash=digest, cache_dir=tmp_path)


def test_paths_may_be_path_objects(origin, tmp_path):
    found = get_file(tmp_path / "book.txt", origin.serve(BODY), cache_dir=tmp_path, cache_subdir=tmp_path)
    assert found == str(tmp_path / "book.txt")


def test_the_cache_may_be_the_working_directory(origin, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = origin.serve(archives.make(".tar", {"./": archives.Folder(), "./book.txt": BODY}))
    assert get_file("books.tar", url, extract=True, cache_dir="", cache_subdir="") == "books.tar"
    assert left_in(tmp_path) == ["book.txt", "books.tar"]


@pytest.mark.parametrize("options, folder", [({}, ".cthulhu"), ({"cache_dir": "~/books"}, "books")])
def test_the_home_is_looked_up_when_it_is_needed(origin, tmp_path, monkeypatch, options, folder):
    monkeypatch.setenv("HOME", str(tmp_path))
    found = get_file("book.txt", origin.serve(BODY), **options)
    assert found == str(tmp_path / folder / "datasets" / "book.txt")


def test_others_may_read_what_the_user_lets_them_read(origin, tmp_path):
    before = os.umask(0o022)
    try:
        found = get_file("book.txt", origin.serve(BODY), cache_dir=tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(found).st_mode) == 0o644


def test_nothing_is_printed_where_nobody_looks(origin, tmp_path, capfd):
    get_file("book.txt", origin.serve(BODY), cache_dir=tmp_path)
    assert tuple(capfd.readouterr()) == ("", "")


@pytest.mark.parametrize("fname, returned", [("books", "books"), ("books.tgz", "books.tgz")])
def test_untar_returns_the_folder_of_that_name_if_there_is_one(origin, tmp_path, fname, returned):
    url = origin.serve(archives.tar_gz({"books/one.txt": BODY}))
    found = get_file(fname, url, untar=True, cache_dir=tmp_path)
    assert found == str(tmp_path / "datasets" / returned)
    assert (tmp_path / "datasets" / "books" / "one.txt").read_bytes() == BODY


def test_untar_returns_the_archive_if_there_is_no_such_folder(origin, tmp_path):
    url = origin.serve(archives.tar_gz({"one.txt": BODY}))
    found = get_file("books", url, untar=True, cache_dir=tmp_path)
    assert found == str(tmp_path / "datasets" / "books.tar.gz")


@pytest.mark.parametrize("link", [archives.Symlink("one.txt"), archives.Hardlink("one.txt")])
def test_links_within_an_archive_become_copies(origin, tmp_path, link):
    url = origin.serve(archives.tar({"one.txt": BODY, "two.txt": link}))
    get_file("books.tar", url, extract=True, cache_dir=tmp_path)
    two = tmp_path / "datasets" / "two.txt"
    assert (two.is_symlink(), two.read_bytes()) == (False, BODY)


@pytest.mark.parametrize(
    "trap",
    [
        archives.climbing("evil.txt", BODY),
        {"/evil.txt": BODY},
        archives.through_symlink("/tmp", "evil.txt", BODY),
        archives.through_nested_symlink("evil.txt", BODY),
        {"device": SimpleNamespace(target="")},
    ],
    ids=["climbing", "absolute", "symlink", "nested-symlink", "device"],
)
def test_of_a_dangerous_archive_nothing_is_extracted(origin, tmp_path, monkeypatch, trap):
    monkeypatch.setattr(tarfile, "LNKTYPE", tarfile.CHRTYPE)  # what the fixture makes of other contents
    url = origin.serve(archives.tar(dict({"good.txt": BODY}, **trap)))
    with pytest.raises(ValueError, match="outside|neither"):
        get_file("books.tar", url, extract=True, cache_dir=tmp_path)
    assert left_in(tmp_path) == ["datasets/books.tar"]


@pytest.mark.parametrize(
    "fname, damaged",
    [
        ("books.tar.gz", archives.tar_gz({"one.txt": BODY, "two.txt": BODY * 99})[:-20]),
        ("books.zip", archives.locked_zip({"one.txt": BODY})),
    ],
    ids=["cut", "locked"],
)
def test_of_a_damaged_archive_nothing_is_extracted(origin, tmp_path, fname, damaged):
    with pytest.raises((EOFError, RuntimeError, tarfile.TarError)):
        get_file(fname, origin.serve(damaged), extract=True, cache_dir=tmp_path)
    assert left_in(tmp_path) == [f"datasets/{fname}"]


FETCH = """
import sys
from cthulhu_conformance.reference.utils import get_file
get_file(*sys.argv[1:3], cache_dir=sys.argv[3])
"""


def test_two_processes_may_fetch_one_file(origin, tmp_path):
    half, gate = Event(), Event()
    url = origin.serve(replies.held(BODY * 9999, half, gate))
    command = [sys.executable, "-c", FETCH, "book.txt", url, str(tmp_path)]
    both = [subprocess.Popen(command) for _ in range(2)]
    while origin.downloads(url) < 2 and all(process.poll() is None for process in both):
        half.wait(0.05)
    assert left_in(tmp_path).count("datasets/book.txt") == 0
    gate.set()
    assert [process.wait(60) for process in both] == [0, 0]
    assert left_in(tmp_path) == ["datasets/book.txt"]
    assert (tmp_path / "datasets" / "book.txt").read_bytes() == BODY * 9999


MEASURE = """
import resource, sys
from cthulhu_conformance.reference.utils import get_file
peaks = []
for number, url in enumerate(sys.argv[2:]):
    get_file(str(number), url, cache_dir=sys.argv[1], file_hash=None)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(*peaks)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is read as Linux gives it")
def test_a_file_larger_than_what_is_held_in_memory(origin, tmp_path):
    urls = [origin.serve(replies.generated(megabytes * 2**20)) for megabytes in (4, 128)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path), *urls], stdout=subprocess.PIPE, check=True
    )
    small, large = map(int, done.stdout.split())  # in kilobytes
    assert large - small < 16 * 1024
