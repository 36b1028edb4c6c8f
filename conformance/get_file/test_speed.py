"""Measure what get_file costs."""

import hashlib
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.file_server import FileServer
from cthulhu_conformance.fixtures.origin import unannounced
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.implementation import load_current

MEGABYTE = 2**20
SIZES = [4 * MEGABYTE << doublings for doublings in range(4)]
MEDIUM, LARGE = 16 * MEGABYTE, 64 * MEGABYTE
PIECES = 4 * MEGABYTE
#: The archives: how many files of how many bytes.
ARCHIVES = {
    "many.tar": (50, 16 << 10),
    "packed.tar.gz": (16, MEGABYTE // 4),
    "packed.zip": (16, MEGABYTE // 4),
    "large.tar": (1, LARGE),
    "large.zip": (1, LARGE),
}


@pytest.fixture(scope="session")
def file_server(tmp_path_factory):
    """Serve files of any size."""
    with FileServer(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.fixture
def stock(cache, file_server):
    """Return a function that puts a file of a size into the cache, and returns its URL and digest."""

    def stock(size):
        url, digest = file_server.file(size)
        (cache / "datasets").mkdir(exist_ok=True)
        shutil.copy(str(file_server.folder / str(size)), str(cache / "datasets" / f"stored-{size}"))
        return url, digest

    return stock


def content(ours, theirs):
    """Tell whether the files at two paths have the same content."""
    return Path(ours).read_bytes() == Path(theirs).read_bytes()


def fresh(*paths):
    """Remove files, so that they have to be downloaded."""
    for path in paths:
        if path.exists():
            path.unlink()


def packed(folder):
    """Remove what was extracted, which is anywhere below the folder of the archive."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(str(path))


@cases("size", {"get_file.speed.download": [MEDIUM], "get_file.speed.small": [1024]})
def test_the_time_of_a_download(speed, file_server, cache, size):
    url, digest = file_server.file(size)
    options = {"file_hash": digest, "cache_dir": str(cache)}
    downloaded = cache / "datasets" / "downloaded"
    make = lambda get_file: partial(get_file, "downloaded", url, **options)  # noqa: E731
    speed.ratio(make, content, prepare=partial(fresh, downloaded))


@cases(
    "algorithm",
    {
        "get_file.speed.cached": [None],
        "get_file.speed.cached-hash": ["sha256"],
        "get_file.speed.cached-md5": ["md5"],
    },
)
def test_the_time_of_a_file_in_the_cache(speed, stock, cache, algorithm):
    url, _ = stock(MEDIUM)
    stored = cache / "datasets" / f"stored-{MEDIUM}"
    digest = algorithm and hashlib.new(algorithm, stored.read_bytes()).hexdigest()
    make = lambda get_file: partial(get_file, stored.name, url, file_hash=digest, cache_dir=str(cache))  # noqa: E731
    speed.ratio(make, content)


@cases(
    "name",
    {
        "get_file.speed.extract": ["many.tar"],
        "get_file.speed.extract-compressed": ["packed.tar.gz"],
        "get_file.speed.extract-zip": ["packed.zip"],
    },
)
def test_the_time_of_extraction(speed, file_server, cache, name):
    datasets = cache / "datasets"
    datasets.mkdir()
    shutil.copy(str(file_server.archive(name, *ARCHIVES[name])), str(datasets))
    options = {"extract": True, "cache_dir": str(cache)}

    def extracting(get_file):
        def extract():
            get_file(name, "http://127.0.0.1:9/", **options)
            return sum(len(files) for _, _, files in os.walk(str(datasets)))

        return extract

    speed.ratio(extracting, prepare=partial(packed, datasets))


@clause("get_file.growth.bytes")
def test_the_time_grows_with_the_bytes(speed, file_server, fetch, datasets):
    def downloading(size):
        url, digest = file_server.file(size)
        return partial(fetch, f"downloaded-{size}", url, file_hash=digest)

    everything = [datasets / f"downloaded-{size}" for size in SIZES]
    speed.growth({size: downloading(size) for size in SIZES}, 1, "bytes", prepare=partial(fresh, *everything))


@clause("get_file.growth.cached")
def test_a_larger_file_in_the_cache_is_found_as_fast(speed, stock, fetch):
    workloads = {size: partial(fetch, f"stored-{size}", stock(size)[0]) for size in SIZES}
    speed.growth(workloads, exponent=0, of="bytes")


def fetching(small, large):
    """Call get_file twice; what is measured is the second call."""
    get_file = load_current().find("get_file")
    get_file(**small)
    yield
    get_file(**large)


@clause("get_file.memory.download")
def test_the_memory_of_a_download(speed, file_server, cache):
    small, large = (
        {
            "fname": str(size),
            "origin": file_server.file(size)[0],
            "file_hash": file_server.file(size)[1],
            "cache_dir": str(cache),
        }
        for size in (1024, LARGE)
    )
    speed.memory(fetching, small, large, need=PIECES, what="a piece of 4 MB")


@clause("get_file.memory.download-of-unknown-size")
def test_the_memory_of_a_download_of_unknown_size(speed, origin, cache):
    small, large = (
        {"fname": str(n), "origin": origin.serve(unannounced(bytes(n))), "cache_dir": str(cache)}
        for n in (1024, LARGE)
    )
    speed.memory(fetching, small, large, need=PIECES, what="a piece of 4 MB")


@clause("get_file.memory.cached-hash")
def test_the_memory_of_verifying(speed, stock, cache):
    small, large = (
        {"fname": f"stored-{n}", "origin": stock(n)[0], "file_hash": stock(n)[1], "cache_dir": str(cache)}
        for n in (1024, LARGE)
    )
    speed.memory(fetching, small, large, need=PIECES, what="a piece of 4 MB")


@cases(
    "names",
    {
        "get_file.memory.extract": [("many.tar", "large.tar")],
        "get_file.memory.extract-zip": [("packed.zip", "large.zip")],
    },
)
def test_the_memory_of_extraction(speed, file_server, cache, names):
    (cache / "datasets").mkdir()
    for name in names:
        shutil.copy(str(file_server.archive(name, *ARCHIVES[name])), str(cache / "datasets"))
    small, large = (
        {"fname": name, "origin": "http://127.0.0.1:9/", "extract": True, "cache_dir": str(cache)}
        for name in names
    )
    speed.memory(fetching, small, large, need=PIECES, what="a piece of 4 MB")
