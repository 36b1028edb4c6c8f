"""Passing a hash verifies the file after the download."""

import hashlib

import pytest

from conformance.clauses import clause
from conformance.expect import outcome_of, raises
from conformance.get_file.observe import content, members_in, summary
from fixtures import archives
from fixtures import origin as replies

BODY = b"Ia! Shub-Niggurath! The Goat with a Thousand Young!"
OTHER = b"Ia! Shub-Niggurath! The Goat with a Thousand Lambs"
MEMBERS = {"young/first.txt": b"one of a thousand"}


def hexdigest(algorithm, body=BODY):
    return hashlib.new(algorithm, body).hexdigest()


def in_one_digit(digest, position):
    digits = list(digest)
    digits[position] = "0" if digest[position] != "0" else "1"
    return "".join(digits)


@pytest.fixture
def url(origin):
    return origin.serve(BODY)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"file_hash": hexdigest("sha256")}, marks=clause("get_file.hash.right-sha256")),
        pytest.param({"file_hash": hexdigest("md5")}, marks=clause("get_file.hash.right-md5")),
        pytest.param(
            {"file_hash": hexdigest("sha256"), "hash_algorithm": "sha256"},
            marks=clause("get_file.hash.right-sha256-named"),
        ),
        pytest.param(
            {"file_hash": hexdigest("md5"), "hash_algorithm": "md5"},
            marks=clause("get_file.hash.right-md5-named"),
        ),
        pytest.param({"md5_hash": hexdigest("md5")}, marks=clause("get_file.md5-hash.right")),
    ],
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


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"file_hash": hexdigest("sha256", OTHER)}, marks=clause("get_file.hash.wrong-sha256")),
        pytest.param({"file_hash": hexdigest("md5", OTHER)}, marks=clause("get_file.hash.wrong-md5")),
        pytest.param(
            {"file_hash": hexdigest("sha256", OTHER), "hash_algorithm": "sha256"},
            marks=clause("get_file.hash.wrong-sha256-named"),
        ),
        pytest.param(
            {"file_hash": hexdigest("md5", OTHER), "hash_algorithm": "md5"},
            marks=clause("get_file.hash.wrong-md5-named"),
        ),
        pytest.param({"md5_hash": hexdigest("md5", OTHER)}, marks=clause("get_file.md5-hash.wrong")),
        pytest.param(
            {"md5_hash": hexdigest("md5", OTHER), "hash_algorithm": "md5"},
            marks=clause("get_file.md5-hash.wrong"),
        ),
        pytest.param(
            {"md5_hash": hexdigest("md5", OTHER), "hash_algorithm": "sha256"},
            marks=clause("get_file.md5-hash.wrong"),
        ),
        pytest.param(
            {"md5_hash": hexdigest("md5"), "file_hash": hexdigest("sha256", OTHER)},
            marks=clause("get_file.hash.wrong-beside-md5-hash"),
        ),
    ],
)
def test_a_wrong_hash_is_an_error(download, url, options):
    assert outcome_of(download, "goat.txt", url, **options) == raises(Exception)


@clause("get_file.hash.wrong-absolute")
def test_a_wrong_hash_is_an_error_at_an_absolute_path(download, url, tmp_path):
    fname, wrong = str(tmp_path / "goat.txt"), hexdigest("sha256", OTHER)
    assert outcome_of(download, fname, url, file_hash=wrong) == raises(Exception)


@pytest.mark.parametrize("spelling", [".tar", ".tar.gz", ".zip"])
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"extract": True}, marks=clause("get_file.hash.wrong-with-extract")),
        pytest.param(
            {"extract": True, "archive_format": "tar"}, marks=clause("get_file.hash.wrong-with-extract")
        ),
        pytest.param(
            {"extract": True, "archive_format": "zip"}, marks=clause("get_file.hash.wrong-with-extract")
        ),
        pytest.param(
            {"extract": True, "archive_format": None}, marks=clause("get_file.hash.wrong-with-extract")
        ),
        pytest.param({"untar": True}, marks=clause("get_file.hash.wrong-with-untar")),
    ],
)
def test_a_wrong_hash_of_an_archive_is_an_error(fetch, serve, spelling, options):
    options = dict(options, file_hash=hexdigest("sha256"))
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
    outcome_of(download, "goat.txt", url, file_hash=hexdigest("sha256"))
    origin.change(url, BODY)
    assert download("goat.txt", url, file_hash=hexdigest("sha256")) == BODY


@clause("get_file.hash.verified-again")
def test_what_is_downloaded_again_is_verified_again(download, origin, datasets):
    url = origin.serve(BODY)
    assert download("goat.txt", url, file_hash=hexdigest("sha256")) == BODY
    (datasets / "goat.txt").unlink()
    origin.change(url, OTHER)
    assert outcome_of(download, "goat.txt", url, file_hash=hexdigest("sha256")) == raises(Exception)


@clause("get_file.hash.bad-file-gone")
def test_a_file_with_a_wrong_hash_is_not_in_the_cache(download, origin, datasets):
    outcome_of(download, "goat.txt", origin.serve(OTHER), file_hash=hexdigest("sha256"))
    assert content(datasets / "goat.txt") is None


@clause("get_file.hash.bad-archive-unopened")
def test_an_archive_with_a_wrong_hash_is_not_extracted(download, origin, cache):
    url = origin.serve(archives.tar(MEMBERS))
    outcome_of(download, "herd.tar", url, file_hash=hexdigest("sha256"), extract=True)
    assert members_in(cache, MEMBERS) == {}


@clause("get_file.hash.sha1")
def test_a_sha1_is_not_accepted(download, url):
    assert outcome_of(download, "goat.txt", url, file_hash=hexdigest("sha1")) == raises(Exception)


@clause("get_file.hash.other-length")
@pytest.mark.parametrize(
    "digest", [hexdigest("sha512"), hexdigest("sha256")[:32], hexdigest("sha256")[:-1], hexdigest("md5")[:8]]
)
def test_a_hash_of_another_length_is_not_accepted(download, url, digest):
    assert outcome_of(download, "goat.txt", url, file_hash=digest) == raises(Exception)


@clause("get_file.hash.unknown-algorithm")
def test_an_unknown_algorithm_does_not_accept_everything(download, url):
    wrong = hexdigest("sha256", OTHER)
    outcome = outcome_of(download, "goat.txt", url, file_hash=wrong, hash_algorithm="whirlpool")
    assert outcome == raises(Exception)
