"""Mutants of get_file that take a failed download for a file, or leave something of it behind."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import requests
from urllib3.exceptions import IncompleteRead, InvalidChunkLength, ProtocolError

from cthulhu_conformance.reference.utils import downloads
from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import mutant, patch

fetch, open_http = downloads._fetch, downloads._open_http


def save(url, path, mode="wb"):
    """Write what is at the URL as it comes."""
    with path.open(mode) as sink:
        for piece in fetch(url):
            sink.write(piece)


@patch(
    downloads,
    "_fetch",
    breaks=(
        "get_file.fault.not-found",
        "get_file.fault.server-error",
        "get_file.fault.retry-after-status",
        "get_file.fault.status-leaves-nothing",
    ),
)
def error_pages_are_files(url):
    yield requests.get(url).content


@patch(downloads, "_fetch", breaks="get_file.fault.not-found")
def not_found_is_empty(url):
    response = requests.get(url)
    if response.status_code == 404:
        return
    response.raise_for_status()
    yield response.content


@patch(downloads, "_fetch", breaks="get_file.fault.server-error")
def server_errors_are_files(url):
    response = requests.get(url)
    if response.status_code < 500:
        response.raise_for_status()
    yield response.content


@patch(downloads, "_fetch", breaks="get_file.fault.server-error")
def only_500_is_an_error(url):
    response = requests.get(url)
    if response.status_code != 503:
        response.raise_for_status()
    yield response.content


@patch(downloads, "_fetch", breaks="get_file.fault.server-error")
def gateways_make_no_errors(url):
    response = requests.get(url)
    if response.status_code not in (502, 504):
        response.raise_for_status()
    yield response.content


@patch(downloads, "_fetch", breaks="get_file.fault.client-error")
def only_not_found_is_a_client_error(url):
    response = requests.get(url)
    if response.status_code == 404 or response.status_code >= 500:
        response.raise_for_status()
    yield response.content


@patch(downloads, "_fetch", breaks="get_file.fault.client-error")
def too_many_requests_is_a_file(url):
    response = requests.get(url)
    if response.status_code != 429:
        response.raise_for_status()
    yield response.content


@patch(downloads, "_fetch", breaks="get_file.fault.refused")
def unreachable_is_empty(url):
    try:
        yield requests.get(url).content
    except requests.ConnectionError:
        return


@mutant("get_file.fault.refused")
def unreachable_is_printed(*arguments, **options):
    try:
        return right(*arguments, **options)
    except requests.ConnectionError as error:
        return print(error)


def forgiving(kind):
    """Return an `_open_http` that takes a failure of this kind for the end of the body."""

    @contextmanager
    def opened(url):
        with open_http(url) as (_, pieces):
            yield None, until(pieces, kind)

    return opened


def until(pieces, kind):
    try:
        yield from pieces
    except ProtocolError as error:
        if not isinstance(error.args[-1], kind):
            raise


@patch(downloads, "_open_http", breaks="get_file.fault.reset")
def a_reset_is_the_end(url):
    return forgiving(ConnectionResetError)(url)


@patch(downloads, "_open_http", breaks=("get_file.fault.truncated", "get_file.fault.retry-after-truncated"))
def length_does_not_matter(url):
    return forgiving(IncompleteRead)(url)


@patch(downloads, "_open_http", breaks="get_file.fault.truncated-chunked")
def last_chunk_does_not_matter(url):
    return forgiving((InvalidChunkLength, str))(url)


@patch(
    downloads,
    "_download",
    breaks=(
        "get_file.fault.retry-after-reset",
        "get_file.fault.retry-after-truncated",
        "get_file.fault.retry-after-interruption",
        "get_file.fault.retry-after-kill",
        "get_file.fault.cut-leaves-nothing",
        "get_file.safety.threads",
        "get_file.safety.processes",
    ),
)
def writes_in_place(url, path, digest):
    save(url, path)


@patch(
    downloads,
    "_download",
    breaks=("get_file.fault.retry-after-interruption", "get_file.fault.retry-after-kill"),
)
def mends_errors_only(url, path, digest):
    try:
        save(url, path)
    except Exception:
        path.unlink()
        raise


@patch(downloads, "_download", breaks="get_file.fault.retry-after-interruption")
def keeps_what_it_has_when_interrupted(url, path, digest):
    partial = path.with_name(path.name + ".part")
    try:
        save(url, partial)
    except Exception:
        partial.unlink()
        raise
    finally:
        if partial.exists():
            os.replace(str(partial), str(path))


@patch(downloads, "_download", breaks="get_file.fault.retry-after-kill")
def appends_to_what_is_left(url, path, digest):
    partial = path.with_name(path.name + ".part")
    try:
        save(url, partial, "ab")
        os.replace(str(partial), str(path))
    except BaseException:
        partial.unlink()
        raise


@patch(downloads, "_download", breaks="get_file.fault.retry-after-status")
def saves_before_it_looks_at_the_status(url, path, digest):
    response = requests.get(url)
    path.write_bytes(response.content)
    response.raise_for_status()


@mutant("get_file.fault.retry-after-refused")
def makes_the_file_first(fname, origin, cache_dir=None, **options):
    path = Path(cache_dir) / "datasets" / fname
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.touch()
        downloads._download(origin, path, None)
    return right(fname, origin, cache_dir=cache_dir, **options)


failed = set()


@mutant(
    "get_file.fault.retry-after-refused",
    "get_file.fault.retry-after-status",
    "get_file.fault.retry-after-reset",
    "get_file.fault.retry-after-truncated",
)
def never_tries_again(fname, origin, **options):
    key = fname, repr(options)
    if key in failed:
        raise OSError("failed before")
    try:
        return right(fname, origin, **options)
    except OSError:
        failed.add(key)
        raise


@patch(downloads, "_download", breaks="get_file.fault.status-leaves-nothing")
def keeps_error_pages(url, path, digest):
    response = requests.get(url)
    if response.status_code >= 400:
        path.with_name(path.name + ".error.html").write_bytes(response.content)
    response.raise_for_status()
    path.write_bytes(response.content)


@patch(
    downloads,
    "_download",
    breaks=("get_file.fault.cut-leaves-nothing", "get_file.fault.wrong-hash-leaves-nothing"),
)
def never_cleans_up(url, path, digest):
    hasher = digest and digest.hasher()
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as sink:
        for piece in fetch(url):
            sink.write(piece)
            if hasher:
                hasher.update(piece)
    if digest and not digest.is_of(hasher):
        raise ValueError("wrong hash")
    os.replace(str(partial), str(path))


@patch(downloads, "_download", breaks="get_file.fault.success-leaves-no-copy")
def copies_its_temporary_file(url, path, digest):
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(b"".join(fetch(url)))
    shutil.copy(str(partial), str(path))
