"""The cache: a file in it is not downloaded again, unless its hash is wrong."""

import os
from hashlib import md5, sha256

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.fixtures import origin as replies
from cthulhu_conformance.fixtures.origin import Origin
from cthulhu_conformance.get_file.observed_files import content
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of, raises

BODY = b"And with strange aeons even death may die."
OLD = b"An older version of it."
SHA256, MD5 = sha256(BODY).hexdigest(), md5(BODY).hexdigest()
NAMED = [
    {"file_hash": SHA256, "hash_algorithm": "sha256"},
    {"file_hash": MD5, "hash_algorithm": "md5"},
]


@pytest.fixture
def url(origin):
    return origin.serve(BODY)


@pytest.fixture
def put(datasets):
    """Give a function that puts a file into the cache, as a user or an earlier call would have done."""

    def put(body, fname="aeons.txt"):
        datasets.mkdir(exist_ok=True)
        if (datasets / fname).exists():
            (datasets / fname).unlink()  # it may be a link to a store of the implementation's own
        (datasets / fname).write_bytes(body)

    return put


@clause("get_file.cache.hit-makes-no-download")
def test_a_second_call_downloads_nothing(fetch, url, origin):
    fetch("aeons.txt", url)
    before = origin.downloads(url)
    fetch("aeons.txt", url)
    assert origin.downloads(url) == before


@clause("get_file.cache.hit-keeps-content")
def test_the_cache_wins_over_a_newer_file(fetch, url, origin, datasets):
    fetch("aeons.txt", url)
    origin.change(url, b"A newer version of it.")
    fetch("aeons.txt", url)
    assert content(datasets / "aeons.txt") == BODY


@clause("get_file.cache.hit-untouched")
def test_a_cached_file_is_not_written(fetch, url, datasets, put):
    put(BODY)
    os.utime(str(datasets / "aeons.txt"), (10**9, 10**9))
    fetch("aeons.txt", url)
    assert os.path.getmtime(str(datasets / "aeons.txt")) == 10**9


@clause("get_file.cache.hit-origin-gone")
def test_the_origin_is_not_needed_any_more(download):
    with Origin() as passing:
        url = passing.serve(BODY)
        download("aeons.txt", url)
    assert download("aeons.txt", url) == BODY


@clause("get_file.cache.hit-placed-by-user")
def test_a_file_that_the_user_put_there_counts(fetch, url, origin, datasets, put):
    put(OLD)
    fetch("aeons.txt", url)
    assert (origin.downloads(url), content(datasets / "aeons.txt")) == (0, OLD)


@clause("get_file.cache.hit-empty")
def test_an_empty_file_counts(fetch, url, origin, put):
    put(b"")
    fetch("aeons.txt", url)
    assert origin.downloads(url) == 0


@clause("get_file.cache.hit-other-url")
def test_a_file_counts_for_any_url(fetch, url, origin):
    fetch("aeons.txt", origin.serve(BODY))
    fetch("aeons.txt", url)
    assert origin.downloads(url) == 0


@clause("get_file.cache.hit-absolute")
def test_a_file_at_its_absolute_path_counts(fetch, url, origin, tmp_path):
    fetch(str(tmp_path / "aeons.txt"), url)
    before = origin.downloads(url)
    fetch(str(tmp_path / "aeons.txt"), url)
    assert origin.downloads(url) == before


@cases(
    "options",
    {
        "get_file.cache.hit-with-sha256": [{"file_hash": SHA256}],
        "get_file.cache.hit-with-md5": [{"file_hash": MD5}],
        "get_file.cache.hit-with-named-algorithm": NAMED,
        "get_file.md5-hash.hit": [{"md5_hash": MD5}],
    },
)
def test_a_cached_file_with_the_right_hash_is_kept(fetch, url, origin, put, options):
    put(BODY)
    fetch("aeons.txt", url, **options)
    assert origin.downloads(url) == 0


@clause("get_file.cache.deleted")
def test_a_deleted_file_is_downloaded_again(fetch, url, datasets):
    fetch("aeons.txt", url)
    (datasets / "aeons.txt").unlink()
    fetch("aeons.txt", url)
    assert content(datasets / "aeons.txt") == BODY


@cases(
    "options",
    {
        "get_file.cache.stale-sha256": [{"file_hash": SHA256}],
        "get_file.cache.stale-md5": [{"file_hash": MD5}],
        "get_file.cache.stale-with-named-algorithm": NAMED,
        "get_file.md5-hash.stale": [{"md5_hash": MD5}],
    },
)
def test_a_cached_file_with_another_hash_is_downloaded_again(fetch, url, datasets, put, options):
    put(OLD)
    fetch("aeons.txt", url, **options)
    assert content(datasets / "aeons.txt") == BODY


@clause("get_file.cache.stale-absolute")
def test_a_file_at_its_absolute_path_with_another_hash_is_downloaded_again(fetch, url, tmp_path):
    (tmp_path / "aeons.txt").write_bytes(OLD)
    fetch(str(tmp_path / "aeons.txt"), url, file_hash=SHA256)
    assert content(tmp_path / "aeons.txt") == BODY


@clause("get_file.cache.stale-meanwhile")
def test_a_cached_file_is_verified_at_every_call(fetch, url, datasets, put):
    digest = SHA256
    fetch("aeons.txt", url, file_hash=digest)
    fetch("aeons.txt", url, file_hash=digest)
    put(OLD)
    fetch("aeons.txt", url, file_hash=digest)
    assert content(datasets / "aeons.txt") == BODY


@cases(
    "way, spelling",
    {
        "get_file.cache.stale-with-extract": [("extract", ".tar.gz"), ("extract", ".zip")],
        "get_file.cache.stale-with-untar": [("untar", ".tar.gz"), ("untar", ".tar")],
    },
)
def test_a_cached_archive_with_another_hash_is_downloaded_again(fetch, serve, origin, way, spelling):
    fetch(f"aeons{spelling}", serve(spelling, {"page.txt": OLD}), **{way: True})
    digest = sha256(archives.make(spelling, {"page.txt": BODY})).hexdigest()
    url = serve(spelling, {"page.txt": BODY})
    fetch(f"aeons{spelling}", url, file_hash=digest, **{way: True})
    assert origin.downloads(url) >= 1


@clause("get_file.cache.stale-replaced-whole")
def test_nothing_of_the_outdated_file_stays(fetch, url, datasets, put):
    put(BODY + OLD * 9)
    fetch("aeons.txt", url, file_hash=SHA256)
    assert content(datasets / "aeons.txt") == BODY


@clause("get_file.cache.stale-origin-gone")
def test_an_outdated_file_is_no_substitute(download, origin, put):
    put(OLD)
    url = origin.serve(replies.error(404))
    assert outcome_of(download, "aeons.txt", url, file_hash=SHA256) == raises(Exception)


@clause("get_file.cache.stale-still-wrong")
def test_what_is_downloaded_again_is_verified(download, origin, put):
    put(OLD)
    url = origin.serve(b"Still not what it should be.")
    assert outcome_of(download, "aeons.txt", url, file_hash=SHA256) == raises(Exception)
