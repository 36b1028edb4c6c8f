"""Each documented parameter, by its name and by its position, told by what it does."""

import hashlib
from pathlib import Path

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.get_file.observed_files import content, members_in
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of

BODY = b"The most merciful thing in the world."
MEMBERS = {"folder/member.txt": b"a member"}
DEFAULTS = {
    "untar": False,
    "md5_hash": None,
    "file_hash": None,
    "cache_subdir": "datasets",
    "hash_algorithm": "auto",
    "extract": False,
    "archive_format": "auto",
    "cache_dir": None,
}
NAMES = ["fname", "origin"] + list(DEFAULTS)


@pytest.fixture(params=["by-name", "by-position"])
def call(request, get_file, cache):
    """Give `call(parameter, **arguments)`, which passes all by name, or by position as far as `parameter`.

    What is not given is left out where arguments go by name, and is the documented default by position.
    """

    def call(parameter, **arguments):
        arguments.setdefault("cache_dir", str(cache))
        by_position = NAMES[: NAMES.index(parameter) + 1] if request.param == "by-position" else []
        values = dict(DEFAULTS, **arguments)
        rest = {name: value for name, value in arguments.items() if name not in by_position}
        return get_file(*[values[name] for name in by_position], **rest)

    return call


@pytest.fixture
def put(datasets):
    """Give a function that puts a file into the cache."""

    def put(body):
        datasets.mkdir()
        (datasets / "file.txt").write_bytes(body)

    return put


@pytest.fixture
def url(origin):
    return origin.serve(BODY)


@clause("get_file.signature.fname")
def test_fname_comes_first(call, url, datasets):
    call("fname", fname="file.txt", origin=url)
    assert content(datasets / "file.txt") == BODY


@clause("get_file.signature.origin")
def test_origin_comes_second(call, url, datasets):
    call("origin", fname="file.txt", origin=url)
    assert content(datasets / "file.txt") == BODY


@clause("get_file.signature.untar")
@pytest.mark.parametrize("untar, expected", [(True, MEMBERS), (False, {})])
def test_untar_comes_third(call, origin, cache, untar, expected):
    url = origin.serve(archives.tar_gz(MEMBERS))
    call("untar", fname="file.tar.gz", origin=url, untar=untar)
    assert members_in(cache, MEMBERS) == expected


@cases(
    "parameter, digest",
    {
        "get_file.signature.md5-hash": [("md5_hash", "md5")],
        "get_file.signature.file-hash": [("file_hash", "sha256")],
    },
)
@pytest.mark.parametrize("cached, is_right", [(BODY, True), (b"outdated", False)])
def test_hashes_come_fourth_and_fifth(call, origin, url, put, parameter, digest, cached, is_right):
    put(cached)
    call(parameter, fname="file.txt", origin=url, **{parameter: hashlib.new(digest, BODY).hexdigest()})
    assert (origin.downloads(url) == 0) == is_right


@cases(
    "parameter",
    {
        "get_file.signature.md5-hash": ["md5_hash"],
        "get_file.signature.file-hash": ["file_hash"],
    },
)
def test_no_hash_is_no_verification(call, origin, url, put, parameter):
    put(b"anything")
    call(parameter, fname="file.txt", origin=url, **{parameter: None})
    assert origin.downloads(url) == 0


@clause("get_file.signature.cache-subdir")
@pytest.mark.parametrize("cache_subdir", ["datasets", "books"])
def test_cache_subdir_comes_sixth(call, url, cache, cache_subdir):
    call("cache_subdir", fname="file.txt", origin=url, cache_subdir=cache_subdir)
    assert content(cache / cache_subdir / "file.txt") == BODY


@clause("get_file.signature.hash-algorithm")
@pytest.mark.parametrize(
    "algorithm, digest, is_right",
    [
        ("md5", "md5", True),
        ("sha256", "sha256", True),
        ("auto", "md5", True),
        ("auto", "sha256", True),
        ("sha256", "md5", False),
    ],
)
def test_hash_algorithm_comes_seventh(call, origin, url, put, algorithm, digest, is_right):
    put(BODY)
    options = {"file_hash": hashlib.new(digest, BODY).hexdigest(), "hash_algorithm": algorithm}
    outcome = outcome_of(call, "hash_algorithm", fname="file.txt", origin=url, **options)
    accepted = outcome.error is None and origin.downloads(url) == 0
    assert accepted == is_right


@clause("get_file.signature.extract")
@pytest.mark.parametrize("extract, expected", [(True, MEMBERS), (False, {})])
def test_extract_comes_eighth(call, origin, cache, extract, expected):
    url = origin.serve(archives.tar_gz(MEMBERS))
    call("extract", fname="file.tar.gz", origin=url, extract=extract)
    assert members_in(cache, MEMBERS) == expected


@clause("get_file.signature.archive-format")
@pytest.mark.parametrize(
    "archive_format, spelling, expected",
    [("tar", ".tar", MEMBERS), ("zip", ".zip", MEMBERS), ("auto", ".zip", MEMBERS), (None, ".tar", {})],
)
def test_archive_format_comes_ninth(call, origin, cache, archive_format, spelling, expected):
    url = origin.serve(archives.make(spelling, MEMBERS))
    arguments = {"extract": True, "archive_format": archive_format}
    call("archive_format", fname=f"file{spelling}", origin=url, **arguments)
    assert members_in(cache, MEMBERS) == expected


@clause("get_file.signature.cache-dir")
def test_cache_dir_comes_tenth(call, url, tmp_path):
    call("cache_dir", fname="file.txt", origin=url, cache_dir=str(tmp_path))
    assert content(tmp_path / "datasets" / "file.txt") == BODY


@clause("get_file.signature.cache-dir")
def test_no_cache_dir_is_the_default_one(call, request, url, implementation):
    home = Path.home() / f".{implementation.dialect}"
    home.mkdir(exist_ok=True)
    fname = f"no-cache-dir-{request.node.callspec.id}.txt"
    call("cache_dir", fname=fname, origin=url, cache_dir=None)
    assert content(home / "datasets" / fname) == BODY
