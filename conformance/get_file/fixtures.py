"""Fixtures for get_file: an origin to download from, and a cache directory for each test."""

import functools

import pytest

from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.fixtures.origin import Origin
from cthulhu_conformance.get_file.observed_files import content


@pytest.fixture(scope="session")
def origin():
    """Give a web server on loopback: `origin.serve(body)` returns a URL that nobody used before."""
    with Origin() as server:
        yield server


@pytest.fixture
def cache(tmp_path):
    """Give a cache directory that exists and is empty, with some folders of the test's own above it."""
    folder = tmp_path / "outer" / "cache"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def datasets(cache):
    """Give the path of the default subdirectory of the cache directory. It need not exist."""
    return cache / "datasets"


@pytest.fixture
def fetch(get_file, cache):
    """Give `get_file` with the test's own cache directory."""
    return functools.partial(get_file, cache_dir=str(cache))


@pytest.fixture
def download(fetch):
    """Give a function that calls `fetch` and returns the bytes of the file at the path that comes back."""
    return lambda *arguments, **options: content(fetch(*arguments, **options))


@pytest.fixture
def serve(origin):
    """Give a function that serves an archive of members, in the format of `spelling`, and returns its URL."""
    return lambda spelling, members: origin.serve(archives.make(spelling, members))


@pytest.fixture
def unique_name(run_name):
    """Give a function that makes filenames of this run only: a fallback folder may not be the run's own."""
    return functools.partial("{}-{}".format, run_name)
