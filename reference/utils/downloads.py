"""Files from the network, kept in a cache."""

from __future__ import annotations

import hashlib
import os
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from . import archives

#: How many hexadecimal digits a digest of each algorithm has.
DIGITS = {"md5": 32, "sha256": 64}
TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz", ".tar.bz2", ".tbz")
CHUNK = 1 << 18  # bytes in memory at a time
TIMEOUT = (10, 60)  # seconds: to connect, and between two pieces of the body


def get_file(
    fname,
    origin,
    untar=False,
    md5_hash=None,
    file_hash=None,
    cache_subdir="datasets",
    hash_algorithm="auto",
    extract=False,
    archive_format="auto",
    cache_dir=None,
):
    """Download a file unless the cache has it, and say where it is (documentation: get_file).

    The file is kept at `cache_dir/cache_subdir/fname`, where an absolute `cache_subdir` or `fname`
    replaces what stands before it. Missing folders are made.

    Args:
        fname: name of the file, a string or path.
        origin: its http, https or file URL.
        untar: deprecated; like `extract` with `archive_format="tar"`.
        md5_hash: deprecated; like `file_hash` with `hash_algorithm="md5"`.
        file_hash: hexadecimal digest of the file. A cached file with another one is downloaded again.
        cache_subdir: folder within `cache_dir`.
        hash_algorithm: "md5", "sha256", or "auto", which tells them by the length of `file_hash`.
        extract: whether to extract the file, if it is an archive, into the folder that it is in.
        archive_format: "tar" (plain, gzip or bzip2), "zip", "auto" for both, a list, or None for none.
        cache_dir: folder of the cache, by default `~/.cthulhu`.

    Returns:
        The path of the file, a string. With `untar`, an `fname` that is no archive's name is taken for what
        is in the archive: this is kept as `fname.tar.gz`, and the extracted path is returned if there is one.

    Raises:
        ValueError: the download doesn't have the digest; the digest or the format is no supported one; the
            archive has members that can't be extracted safely, and none is then.
        OSError: the origin can't be reached, answers with an error or stops early; the cache can't be
            written. Nothing of the download is left behind.
        Exception: whatever `tarfile` and `zipfile` raise for a damaged archive.
    """
    if file_hash is None and md5_hash is not None:
        file_hash, hash_algorithm = md5_hash, "md5"
    digest = None if file_hash is None else _Digest(file_hash, hash_algorithm)
    formats = archives.formats_of("tar" if untar else archive_format)
    cache = os.path.join("~", ".cthulhu") if cache_dir is None else cache_dir
    # os.path, since what is mostly wanted is in the cache: pathlib takes three times as long to find that out.
    wanted = os.path.join(os.path.expanduser(cache), cache_subdir, fname)

    path = _archive_of(wanted) if untar else wanted
    if not _is_cached(path, digest):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _download(origin, Path(path), digest)
    if untar or extract:
        archives.extract(Path(path), formats)
    return path if untar and not os.path.exists(wanted) else wanted


class _Digest:
    """The digest that a file is expected to have."""

    def __init__(self, expected, algorithm):
        if algorithm == "auto":
            algorithm = next((name for name in DIGITS if DIGITS[name] == len(expected)), None)
        if algorithm not in DIGITS or len(expected) != DIGITS[algorithm]:
            raise ValueError(f"{expected!r} is no digest of {algorithm or ' or '.join(DIGITS)}")
        self.expected, self.algorithm = expected.lower(), algorithm

    def hasher(self):
        return hashlib.new(self.algorithm)

    def is_of(self, hasher):
        return hasher.hexdigest() == self.expected


def _is_cached(path, digest):
    if digest is None or not os.path.isfile(path):
        return os.path.isfile(path)
    hasher = digest.hasher()
    with open(path, "rb") as stream:
        for piece in _pieces(stream):
            hasher.update(piece)
    return digest.is_of(hasher)


def _archive_of(wanted):
    """Return the path of the archive that holds `wanted`: `wanted` itself, if it is named like an archive."""
    return wanted if wanted.lower().endswith(TAR_SUFFIXES) else wanted + ".tar.gz"


def _download(url, path, digest):
    """Put a verified copy of the bytes at `url` at `path`, all at once: nobody ever sees half a file there."""
    partial = path.with_name(f".{uuid.uuid4().hex}.part")
    hasher = digest and digest.hasher()
    try:
        with partial.open("xb") as sink:
            for piece in _fetch(url):
                sink.write(piece)
                if hasher:
                    hasher.update(piece)
        if digest and not digest.is_of(hasher):
            raise ValueError(f"{url}: {digest.algorithm} digest {hasher.hexdigest()}, not {digest.expected}")
        os.replace(str(partial), str(path))
    except BaseException:
        if partial.exists():
            partial.unlink()
        raise


def _fetch(url):
    """Yield the bytes at `url`, piece by piece.

    Raises:
        OSError: they can't be fetched, or are not as many as announced.
    """
    from tqdm import tqdm  # like requests below: slow to import, and few who import this module download

    source = _open_file if urlsplit(url).scheme == "file" else _open_http
    received = 0
    with source(url) as (size, pieces), tqdm(
        desc=url, total=size, unit="B", unit_scale=True, disable=None
    ) as progress:
        for piece in pieces:
            received += len(piece)
            progress.update(len(piece))
            yield piece
    if size is not None and received != size:
        raise OSError(f"{url}: ended after {received} of {size} bytes")


@contextmanager
def _open_file(url):
    """Give the size of a file in bytes, and its pieces."""
    with open(url2pathname(urlsplit(url).path), "rb") as stream:
        yield os.fstat(stream.fileno()).st_size, _pieces(stream)


@contextmanager
def _open_http(url):
    """Give the size of a response's body in bytes, None if it isn't announced, and its pieces."""
    import requests
    from urllib3.exceptions import HTTPError

    headers = {"Accept-Encoding": "identity"}
    with closing(requests.get(url, stream=True, headers=headers, timeout=TIMEOUT)) as response:
        response.raise_for_status()
        announced = response.headers.get("Content-Length")
        chunked = "Transfer-Encoding" in response.headers
        try:
            # Raw, since an archive that some server calls a compressed text has to stay one.
            pieces = response.raw.stream(CHUNK, decode_content=False)
            yield None if announced is None or chunked else int(announced), pieces
        except HTTPError as error:
            raise OSError(f"{url}: {error}") from error


def _pieces(stream):
    return iter(lambda: stream.read(CHUNK), b"")
