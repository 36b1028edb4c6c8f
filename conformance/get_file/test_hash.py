"""Passing a hash verifies the file after the download."""

import hashlib

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.fixtures import origin as replies
from cthulhu_conformance.get_file.observed_files import content, members_in, summary
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of, raises

BODY = b"Ia! Shub-Niggurath! The Goat with a Thousand Young!"
OTHER = b"Ia! Shub-Niggurath! The Goat with a Thousand Lambs"
MEMBERS = {"young/first.txt": b"one of a thousand"}


def hexdigest(algorithm, body=BODY):
    return hashlib.new(algorithm, body).hexdigest()


SHA256, MD5 = hexdigest("sha256"), hexdigest("md5")
OTHER_SHA256, OTHER_MD5 = hexdigest("sha256", OTHER), hexdigest("md5", OTHER)


def in_one_digit(digest, position):
    digits = list(digest)
    digits[position] = "0" if digest[position] != "0" else "1"
    return "".join(digits)


@pytest.fixture
def url(origin):
    return origin.serve(BODY)


@cases(
    "options",
    {
        "get_file.hash.right-sha256": [{"file_hash": SHA256}],
        "get_file.hash.right-md5": [{"file_hash": MD5}],
        "get_file.hash.right-sha256-named": [{"file_hash": SHA256, "hash_algorithm": "sha256"}],
        "get_file.hash.right-md5-named": [{"file_hash": MD5, "hash_algorithm": "md5"}],
        "get_file.md5-hash.right": [{"md5_hash": MD5}],
    },
)
def test_the_right_hash_is_accepted(download, url, options):
    assert download("goat.txt", url, **options) == BODY


@clause("get_file.hash.right-large")
@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_the_hash_is_of_the_whole_file(download, origin, algorithm):
    size = 3 * 2**20 + 17
    body = b"".join(replies.pattern(size))
    url = origin.serve(replies.generated(size))
    assert summary(download("large", url, file_hash=hexdigest(algorithm, body))) == summary(body)


@clause("get_file.hash.right-archive")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_the_hash_is_of_the_archive_file(fetch, origin, datasets, spelling):
    archive = archives.make(spelling, MEMBERS)
    fetch(f"herd{spelling}", origin.serve(archive), file_hash=hexdigest("sha256", archive), extract=True)
    assert content(datasets / f"herd{spelling}") == archive


@cases(
    "options",
    {
        "get_file.hash.wrong-sha256": [{"file_hash": OTHER_SHA256}],
        "get_file.hash.wrong-md5": [{"file_hash": OTHER_MD5}],
        "get_file.hash.wrong-sha256-named": [{"file_hash": OTHER_SHA256, "hash_algorithm": "sha256"}],
        "get_file.hash.wrong-md5-named": [{"file_hash": OTHER_MD5, "hash_algorithm": "md5"}],
        "get_file.hash.wrong-beside-md5-hash": [{"md5_hash": MD5, "file_hash": OTHER_SHA256}],
        "get_file.md5-hash.wrong": [
            {"md5_hash": OTHER_MD5},
            {"md5_hash": OTHER_MD5, "hash_algorithm": "md5"},
            {"md5_hash": OTHER_MD5, "hash_algorithm": "sha256"},
        ],
    },
)
def test_a_wrong_hash_is_an_error(download, url, options):
    assert outcome_of(download, "goat.txt", url, **options) == raises(Exception)


@clause("get_file.hash.wrong-absolute")
def test_a_wrong_hash_is_an_error_at_an_absolute_path(download, url, tmp_path):
    fname = str(tmp_path / "goat.txt")
    assert outcome_of(download, fname, url, file_hash=OTHER_SHA256) == raises(Exception)


@pytest.mark.parametrize("spelling", [".tar", ".tar.gz", ".zip"])
@cases(
    "options",
    {
        "get_file.hash.wrong-with-extract": [
            {"extract": True},
            {"extract": True, "archive_format": "tar"},
            {"extract": True, "archive_format": "zip"},
            {"extract": True, "archive_format": None},
        ],
        "get_file.hash.wrong-with-untar": [{"untar": True}],
    },
)
def test_a_wrong_hash_of_an_archive_is_an_error(fetch, serve, spelling, options):
    options = dict(options, file_hash=SHA256)
    assert outcome_of(fetch, f"herd{spelling}", serve(spelling, MEMBERS), **options) == raises(Exception)


@clause("get_file.hash.wrong-in-one-digit")
@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
@pytest.mark.parametrize("position", [0, 15, -1])
def test_every_digit_counts(download, url, algorithm, position):
    wrong = in_one_digit(hexdigest(algorithm), position)
    assert outcome_of(download, "goat.txt", url, file_hash=wrong) == raises(Exception)


@clause("get_file.hash.other-algorithm")
@pytest.mark.parametrize("named, used", [("md5", "sha256"), ("sha256", "md5")])
def test_the_named_algorithm_is_the_one_that_counts(download, url, named, used):
    outcome = outcome_of(download, "goat.txt", url, file_hash=hexdigest(used), hash_algorithm=named)
    assert outcome == raises(Exception)


@clause("get_file.hash.retry")
def test_after_a_wrong_hash_the_next_call_downloads_again(download, origin):
    url = origin.serve(OTHER)
    outcome_of(download, "goat.txt", url, file_hash=SHA256)
    origin.change(url, BODY)
    assert download("goat.txt", url, file_hash=SHA256) == BODY


@clause("get_file.hash.verified-again")
def test_what_is_downloaded_again_is_verified_again(download, origin, datasets):
    url = origin.serve(BODY)
    assert download("goat.txt", url, file_hash=SHA256) == BODY
    (datasets / "goat.txt").unlink()
    origin.change(url, OTHER)
    assert outcome_of(download, "goat.txt", url, file_hash=SHA256) == raises(Exception)


@clause("get_file.hash.bad-file-gone")
def test_a_file_with_a_wrong_hash_is_not_in_the_cache(download, origin, datasets):
    outcome_of(download, "goat.txt", origin.serve(OTHER), file_hash=SHA256)
    assert content(datasets / "goat.txt") is None


@clause("get_file.hash.bad-archive-unopened")
def test_an_archive_with_a_wrong_hash_is_not_extracted(download, origin, cache):
    url = origin.serve(archives.tar(MEMBERS))
    outcome_of(download, "herd.tar", url, file_hash=SHA256, extract=True)
    assert members_in(cache, MEMBERS) == {}


@clause("get_file.hash.sha1")
def test_a_sha1_is_not_accepted(download, url):
    assert outcome_of(download, "goat.txt", url, file_hash=hexdigest("sha1")) == raises(Exception)


@clause("get_file.hash.other-length")
@pytest.mark.parametrize("digest", [hexdigest("sha512"), SHA256[:32], SHA256[:-1], MD5[:8]])
def test_a_hash_of_another_length_is_not_accepted(download, url, digest):
    assert outcome_of(download, "goat.txt", url, file_hash=digest) == raises(Exception)


@clause("get_file.hash.unknown-algorithm")
def test_an_unknown_algorithm_does_not_accept_everything(download, url):
    options = {"file_hash": OTHER_SHA256, "hash_algorithm": "whirlpool"}
    assert outcome_of(download, "goat.txt", url, **options) == raises(Exception)
