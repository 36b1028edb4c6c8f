"""Mutants of get_file that are slow, or have whole files in memory."""

import hashlib
import io
import os
import tarfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

from cthulhu_conformance.reference.utils import archives, downloads
from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import mutant, patch
from cthulhu_conformance.tools.mutants.slowness import by, slowed

download, fetch, open_http, is_cached, extract, write = (
    downloads._download,
    downloads._fetch,
    downloads._open_http,
    downloads._is_cached,
    archives.extract,
    archives._write,
)


def is_large(path):
    return os.path.exists(str(path)) and os.path.getsize(str(path)) > 2**20


@patch(downloads, "_download", "get_file.speed.download")
def verified_again_from_the_disk(url, path, digest):
    download(url, path, digest)
    if digest and is_large(path):
        is_cached(path, digest)


patch(downloads, "_fetch", "get_file.speed.small", name="slow_to_connect")(
    lambda url: iter(slowed(lambda: list(fetch(url)), by(1.6))()) if "/1024" in url else fetch(url)
)


@mutant("get_file.speed.cached")
def looks_at_all_that_is_cached(fname, origin, *arguments, cache_dir=None, **options):
    sum(path.stat().st_size for path in Path(cache_dir).rglob("*"))
    return right(fname, origin, *arguments, cache_dir=cache_dir, **options)


@patch(downloads, "_is_cached", "get_file.speed.cached-hash")
def verified_twice(path, digest):
    return is_cached(path, digest) and is_cached(path, digest)


@patch(downloads, "_is_cached", "get_file.speed.cached-md5")
def md5_of_small_pieces(path, digest):
    if digest is None or digest.algorithm != "md5" or not os.path.isfile(path):
        return is_cached(path, digest)
    hasher = digest.hasher()
    with open(path, "rb") as stream:
        for piece in iter(lambda: stream.read(hasher.block_size), b""):
            hasher.update(piece)
    return digest.is_of(hasher)


@patch(archives, "extract", "get_file.speed.extract")
def extracted_five_times(path, formats):
    for _ in range(5):
        extract(path, formats)


@patch(archives, "extract", "get_file.speed.extract-compressed")
def looks_at_all_members_first(path, formats):
    if tarfile.is_tarfile(str(path)):
        with tarfile.open(str(path)) as archive:
            archive.getmembers()
    extract(path, formats)


@patch(archives, "extract", "get_file.speed.extract-compressed")
def members_in_the_order_of_their_names(path, formats):
    if not tarfile.is_tarfile(str(path)):
        extract(path, formats)
        return
    with tarfile.open(str(path)) as archive:
        for name in sorted(member.name for member in archive.getmembers() if member.isfile()):
            write(str(path.parent / name), archive.extractfile(name))


@patch(archives, "extract", "get_file.speed.extract-zip")
def tested_first(path, formats):
    if zipfile.is_zipfile(str(path)):
        with zipfile.ZipFile(str(path)) as archive:
            archive.testzip()
    extract(path, formats)


@patch(downloads, "_fetch", "get_file.growth.bytes")
def hashes_what_has_come_so_far(url):
    so_far = b""
    for number, piece in enumerate(fetch(url)):
        so_far += piece
        if number % 8 == 0:
            hashlib.md5(so_far)
        yield piece


@mutant("get_file.growth.cached")
def reads_what_is_cached(fname, origin, *arguments, **options):
    path = right(fname, origin, *arguments, **options)
    with open(path, "rb") as file:
        file.read()
    return path


@patch(downloads, "_fetch", "get_file.memory.download")
def whole_body_in_memory(url):
    yield b"".join(fetch(url))


@patch(downloads, "_open_http", "get_file.memory.download-of-unknown-size")
@contextmanager
def whole_body_of_unknown_size_in_memory(url):
    with open_http(url) as (size, pieces):
        yield size, pieces if size is not None else [b"".join(pieces)]


@patch(downloads, "_is_cached", "get_file.memory.cached-hash")
def whole_file_in_memory(path, digest):
    if digest is None or not os.path.isfile(path):
        return os.path.isfile(path)
    hasher = digest.hasher()
    with open(path, "rb") as file:
        hasher.update(file.read())
    return digest.is_of(hasher)


@patch(archives, "_write", ("get_file.memory.extract", "get_file.memory.extract-zip"))
def whole_member_in_memory(path, stream):
    write(path, stream and io.BytesIO(stream.read()))
