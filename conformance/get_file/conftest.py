"""What the tests of get_file share: an origin to download from, and a cache directory for each test."""

import functools
import os

import pytest

from conformance.get_file.observe import content
from fixtures import archives
from fixtures.origin import Origin
from fixtures.sandbox import RUN


@pytest.fixture(scope="session")
def origin():
    """A web server on loopback: `origin.serve(body)` gives a URL that nobody used before."""
    with Origin() as server:
        yield server


@pytest.fixture
def cache(tmp_path):
    """A cache directory that exists and is empty, with some folders of the test's own above it."""
    folder = tmp_path / "outer" / "cache"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def datasets(cache):
    """The default subdirectory of the cache directory. It need not exist."""
    return cache / "datasets"


@pytest.fixture
def fetch(get_file, cache):
    """`get_file` with the test's own cache directory."""
    return functools.partial(get_file, cache_dir=str(cache))


@pytest.fixture
def download(fetch):
    """Like `fetch`, and reads the file at the path that it returns."""
    return lambda *arguments, **options: content(fetch(*arguments, **options))


@pytest.fixture
def serve(origin):
    """Serves an archive of members as files that end in `spelling` hold it; gives its URL."""
    return lambda spelling, members: origin.serve(archives.make(spelling, members))


@pytest.fixture
def unique_name():
    """A filename for where an implementation may choose a folder that is not the run's own."""
    return functools.partial("{}-{}".format, os.environ[RUN])
