"""Mutants of get_file that download when they need not, or don't when they must."""

import os
from pathlib import Path

import requests

from cthulhu_conformance.reference.utils import downloads
from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import mutant, patch

is_cached, download = downloads._is_cached, downloads._download


def in_datasets(fname, cache_dir):
    return Path(cache_dir) / "datasets" / fname


@patch(downloads, "_is_cached", breaks="get_file.cache.hit-makes-no-download")
def never_cached(path, digest):
    return False


@patch(downloads, "_is_cached", breaks="get_file.cache.hit-makes-no-download")
def cached_with_a_hash_only(path, digest):
    return digest is not None and is_cached(path, digest)


@mutant("get_file.cache.hit-keeps-content", "get_file.cache.hit-placed-by-user")
def fresh_if_the_size_differs(fname, origin, cache_dir=None, **options):
    path = in_datasets(fname, cache_dir)
    size = requests.head(origin).headers.get("Content-Length", "0")
    if path.exists() and path.stat().st_size != int(size):
        path.unlink()
    return right(fname, origin, cache_dir=cache_dir, **options)


@mutant("get_file.cache.hit-untouched")
def touches_on_a_hit(*arguments, **options):
    path = right(*arguments, **options)
    os.utime(path)
    return path


@mutant("get_file.cache.hit-origin-gone")
def asks_the_origin_first(fname, origin, **options):
    requests.head(origin)
    return right(fname, origin, **options)


own = set()


@mutant("get_file.cache.hit-placed-by-user")
def own_files_only(fname, origin, cache_dir=None, **options):
    path = in_datasets(fname, cache_dir)
    if path.exists() and path not in own:
        path.unlink()
    own.add(path)
    return right(fname, origin, cache_dir=cache_dir, **options)


@patch(downloads, "_is_cached", breaks="get_file.cache.hit-empty")
def cached_if_there_is_anything(path, digest):
    return is_cached(path, digest) and os.path.getsize(path) > 0


urls = {}


@mutant("get_file.cache.hit-other-url")
def another_url_is_another_file(fname, origin, cache_dir=None, **options):
    path = in_datasets(fname, cache_dir)
    if path.exists() and urls.get(path, origin) != origin:
        path.unlink()
    urls[path] = origin
    return right(fname, origin, cache_dir=cache_dir, **options)


@mutant("get_file.cache.hit-absolute")
def absolute_is_never_cached(fname, origin, **options):
    if os.path.isabs(fname) and os.path.exists(fname):
        os.remove(fname)
    return right(fname, origin, **options)


@patch(
    downloads,
    "_is_cached",
    breaks=("get_file.cache.hit-with-sha256", "get_file.signature.file-hash"),
)
def never_cached_with_sha256(path, digest):
    return is_cached(path, digest) and not (digest and digest.algorithm == "sha256")


@patch(downloads, "_is_cached", breaks=("get_file.cache.hit-with-md5", "get_file.md5-hash.hit"))
def never_cached_with_md5(path, digest):
    return is_cached(path, digest) and not (digest and digest.algorithm == "md5")


@mutant("get_file.cache.hit-with-named-algorithm", "get_file.signature.hash-algorithm")
def never_cached_with_a_named_algorithm(fname, origin, *others, cache_dir=None, **options):
    named = options.get("hash_algorithm", others[4] if len(others) > 4 else "auto")
    path = in_datasets(fname, cache_dir)
    if named != "auto" and path.exists():
        path.unlink()
    return right(fname, origin, *others, cache_dir=cache_dir, **options)


@mutant("get_file.md5-hash.hit", "get_file.signature.md5-hash")
def never_cached_with_md5_hash(fname, origin, *others, cache_dir=None, **options):
    path = in_datasets(fname, cache_dir)
    if path.exists() and (options.get("md5_hash") or others[1:2] not in ((), (None,))):
        path.unlink()
    return right(fname, origin, *others, cache_dir=cache_dir, **options)


known = {}


@mutant("get_file.cache.deleted")
def remembers_what_it_had(fname, origin, **options):
    key = fname, repr(options)
    if key not in known:
        known[key] = right(fname, origin, **options)
    return known[key]


@patch(
    downloads,
    "_is_cached",
    breaks=("get_file.cache.stale-sha256", "get_file.cache.stale-md5", "get_file.md5-hash.stale"),
)
def cached_whatever_its_hash(path, digest):
    return os.path.isfile(path)


@patch(downloads, "_is_cached", breaks="get_file.cache.stale-md5")
def cached_whatever_its_md5(path, digest):
    return os.path.isfile(path) and (digest is None or digest.algorithm == "md5" or is_cached(path, digest))


@mutant("get_file.cache.stale-with-named-algorithm")
def named_algorithm_for_downloads_only(fname, origin, cache_dir=None, **options):
    if in_datasets(fname, cache_dir).exists() and options.get("hash_algorithm", "auto") != "auto":
        del options["file_hash"]
    return right(fname, origin, cache_dir=cache_dir, **options)


@mutant("get_file.cache.stale-sha256", "get_file.cache.stale-md5")
def an_outdated_file_is_an_error(fname, origin, cache_dir=None, file_hash=None, **options):
    path = in_datasets(fname, cache_dir)
    if file_hash and path.exists() and not is_cached(path, downloads._Digest(file_hash, "auto")):
        raise ValueError("outdated")
    return right(fname, origin, cache_dir=cache_dir, file_hash=file_hash, **options)


@mutant("get_file.md5-hash.stale")
def md5_hash_for_downloads_only(fname, origin, cache_dir=None, **options):
    if in_datasets(fname, cache_dir).exists():
        options.pop("md5_hash", None)
    return right(fname, origin, cache_dir=cache_dir, **options)


@mutant("get_file.cache.stale-absolute")
def absolute_is_always_right(fname, origin, **options):
    if os.path.isabs(fname) and os.path.exists(fname):
        options.pop("file_hash", None)
    return right(fname, origin, **options)


verified = set()


@patch(downloads, "_is_cached", breaks="get_file.cache.stale-meanwhile")
def verified_for_ever(path, digest):
    if path not in verified and is_cached(path, digest):
        verified.add(path)
    return path in verified and os.path.exists(path)


def without_hash_of_cached(way):
    """Define a mutant that does not verify a cached archive if it is called with that option."""

    def lenient(fname, origin, cache_dir=None, **options):
        if options.get(way) and in_datasets(fname, cache_dir).exists():
            options.pop("file_hash", None)
        return right(fname, origin, cache_dir=cache_dir, **options)

    mutant(f"get_file.cache.stale-with-{way}", name=f"cached_whatever_its_hash_with_{way}")(lenient)


without_hash_of_cached("extract")
without_hash_of_cached("untar")


@patch(downloads, "_download", breaks="get_file.cache.stale-replaced-whole")
def writes_over_the_old_file(url, path, digest):
    with path.open("r+b" if path.exists() else "wb") as sink:
        for piece in downloads._fetch(url):
            sink.write(piece)


@patch(downloads, "_download", breaks=("get_file.cache.stale-replaced-whole", "get_file.cache.stale-sha256"))
def appends_to_the_old_file(url, path, digest):
    with path.open("ab") as sink:
        for piece in downloads._fetch(url):
            sink.write(piece)


@mutant("get_file.cache.stale-origin-gone")
def outdated_is_better_than_nothing(fname, origin, cache_dir=None, **options):
    try:
        return right(fname, origin, cache_dir=cache_dir, **options)
    except OSError:
        return str(in_datasets(fname, cache_dir))


@patch(downloads, "_download", breaks="get_file.cache.stale-still-wrong")
def verifies_first_downloads_only(url, path, digest):
    download(url, path, None if path.exists() else digest)
