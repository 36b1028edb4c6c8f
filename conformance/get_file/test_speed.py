"""What get_file costs."""

import hashlib
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from conformance.clauses import clause
from conformance.implementation import load_current
from fixtures.origin import unannounced
from fixtures.shop import Shop

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
def shop(tmp_path_factory):
    """Files of any size."""
    with Shop(tmp_path_factory.mktemp("shop")) as found:
        yield found


@pytest.fixture
def stock(cache, shop):
    """A function that puts a file of that size into the cache; its URL and digest."""

    def stock(size):
        url, digest = shop.file(size)
        (cache / "datasets").mkdir(exist_ok=True)
        shutil.copy(str(shop.folder / str(size)), str(cache / "datasets" / f"stored-{size}"))
        return url, digest

    return stock


def content(ours, theirs):
    """Whether the files at two paths have the same content."""
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


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(MEDIUM, marks=clause("get_file.speed.download"), id="much"),
        pytest.param(1024, marks=clause("get_file.speed.small"), id="little"),
    ],
)
def test_the_time_of_a_download(speed, shop, cache, size):
    url, digest = shop.file(size)
    options = {"file_hash": digest, "cache_dir": str(cache)}
    downloaded = cache / "datasets" / "downloaded"
    works = lambda get_file: partial(get_file, "downloaded", url, **options)  # noqa: E731
    speed.ratio(works, content, prepare=partial(fresh, downloaded))


@pytest.mark.parametrize(
    "algorithm",
    [
        pytest.param(None, marks=clause("get_file.speed.cached")),
        pytest.param("sha256", marks=clause("get_file.speed.cached-hash")),
        pytest.param("md5", marks=clause("get_file.speed.cached-md5")),
    ],
)
def test_the_time_of_a_file_in_the_cache(speed, stock, cache, algorithm):
    url, _ = stock(MEDIUM)
    stored = cache / "datasets" / f"stored-{MEDIUM}"
    digest = algorithm and hashlib.new(algorithm, stored.read_bytes()).hexdigest()
    works = lambda get_file: partial(get_file, stored.name, url, file_hash=digest, cache_dir=str(cache))  # noqa: E731
    speed.ratio(works, content)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("many.tar", marks=clause("get_file.speed.extract")),
        pytest.param("packed.tar.gz", marks=clause("get_file.speed.extract-compressed")),
        pytest.param("packed.zip", marks=clause("get_file.speed.extract-zip")),
    ],
)
def test_the_time_of_extraction(speed, shop, cache, name):
    datasets = cache / "datasets"
    datasets.mkdir()
    shutil.copy(str(shop.archive(name, *ARCHIVES[name])), str(datasets))
    options = {"extract": True, "cache_dir": str(cache)}

    def extracting(get_file):
        def extract():
            get_file(name, "http://127.0.0.1:9/", **options)
            return sum(len(files) for _, _, files in os.walk(str(datasets)))

        return extract

    speed.ratio(extracting, prepare=partial(packed, datasets))


@clause("get_file.growth.bytes")
def test_the_time_grows_with_the_bytes(speed, shop, fetch, datasets):
    def downloading(size):
        url, digest = shop.file(size)
        return partial(fetch, f"downloaded-{size}", url, file_hash=digest)

    everything = [datasets / f"downloaded-{size}" for size in SIZES]
    speed.growth({size: downloading(size) for size in SIZES}, 1, "bytes", prepare=partial(fresh, *everything))


@clause("get_file.growth.cached")
def test_a_larger_file_in_the_cache_is_found_as_fast(speed, stock, fetch):
    works = {size: partial(fetch, f"stored-{size}", stock(size)[0]) for size in SIZES}
    speed.growth(works, exponent=0, of="bytes")


def fetching(small, large):
    """Call get_file twice; what is measured is the second call."""
    get_file = load_current().find("get_file")
    get_file(**small)
    yield
    get_file(**large)


@clause("get_file.memory.download")
def test_the_memory_of_a_download(speed, shop, cache):
    small, large = (
        {
            "fname": str(size),
            "origin": shop.file(size)[0],
            "file_hash": shop.file(size)[1],
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


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("many.tar", "large.tar"), marks=clause("get_file.memory.extract"), id="tar"),
        pytest.param(("packed.zip", "large.zip"), marks=clause("get_file.memory.extract-zip"), id="zip"),
    ],
)
def test_the_memory_of_extraction(speed, shop, cache, names):
    (cache / "datasets").mkdir()
    for name in names:
        shutil.copy(str(shop.archive(name, *ARCHIVES[name])), str(cache / "datasets"))
    small, large = (
        {"fname": name, "origin": "http://127.0.0.1:9/", "extract": True, "cache_dir": str(cache)}
        for name in names
    )
    speed.memory(fetching, small, large, need=PIECES, what="a piece of 4 MB")
