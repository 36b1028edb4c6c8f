"""Mutants of get_file that accept a wrong hash, or refuse a right one."""

import gzip
import hashlib
import os

from cthulhu_conformance.reference.utils import downloads
from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import edits, mutant, patch

Digest, download = downloads._Digest, downloads._download


@mutant("get_file.hash.right-sha256")
def auto_is_md5(fname, origin, hash_algorithm="auto", **options):
    named = "md5" if options.get("file_hash") and hash_algorithm == "auto" else hash_algorithm
    return right(fname, origin, hash_algorithm=named, **options)


@mutant("get_file.hash.right-md5")
def auto_is_sha256(fname, origin, hash_algorithm="auto", **options):
    named = "sha256" if options.get("file_hash") and hash_algorithm == "auto" else hash_algorithm
    return right(fname, origin, hash_algorithm=named, **options)


@mutant("get_file.hash.right-sha256-named")
def sha256_with_a_dash(fname, origin, hash_algorithm="auto", **options):
    named = {"sha-256": "sha256", "sha256": "?"}.get(hash_algorithm, hash_algorithm)
    return right(fname, origin, hash_algorithm=named, **options)


@mutant("get_file.hash.right-md5-named")
def only_sha256_has_a_name(fname, origin, hash_algorithm="auto", **options):
    return right(fname, origin, hash_algorithm=hash_algorithm.replace("md5", "?"), **options)


@patch(downloads, "_Digest", breaks="get_file.hash.right-large")
class FirstMegabyte(Digest):
    def hasher(self):
        return Limited(super().hasher())


class Limited:
    """Digest of the first 2**20 bytes."""

    def __init__(self, hasher):
        self.hasher, self.left = hasher, 2**20

    def update(self, piece):
        self.hasher.update(piece[: self.left])
        self.left -= len(piece[: self.left])

    def hexdigest(self):
        return self.hasher.hexdigest()


@mutant("get_file.hash.right-archive")
def hash_of_what_is_compressed(fname, origin, file_hash=None, **options):
    path = right(fname, origin, **options)
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        if file_hash and hashlib.sha256(file.read()).hexdigest() != file_hash:
            raise ValueError("wrong hash")
    return path


@patch(
    downloads,
    "_download",
    breaks=(
        "get_file.hash.wrong-sha256",
        "get_file.hash.wrong-md5",
        "get_file.hash.wrong-sha256-named",
        "get_file.hash.wrong-md5-named",
        "get_file.md5-hash.wrong",
        "get_file.hash.bad-file-gone",
    ),
)
def verifies_cached_files_only(url, path, digest):
    # What Keras 2.3 does.
    download(url, path, None)


@patch(downloads, "_download", breaks="get_file.hash.wrong-sha256")
def verifies_md5_only(url, path, digest):
    download(url, path, digest if digest and digest.algorithm == "md5" else None)


@patch(downloads, "_download", breaks=("get_file.hash.wrong-md5", "get_file.md5-hash.wrong"))
def verifies_sha256_only(url, path, digest):
    download(url, path, digest if digest and digest.algorithm == "sha256" else None)


@mutant("get_file.hash.wrong-sha256-named", "get_file.hash.wrong-md5-named")
def verifies_auto_only(fname, origin, **options):
    if options.get("hash_algorithm", "auto") != "auto":
        del options["file_hash"]
    return right(fname, origin, **options)


@mutant("get_file.hash.wrong-md5")
def a_wrong_hash_is_printed(fname, origin, **options):
    try:
        return right(fname, origin, **options)
    except ValueError as error:
        return print(error)


@mutant("get_file.hash.wrong-beside-md5-hash")
def md5_hash_is_enough(fname, origin, md5_hash=None, file_hash=None, **options):
    return right(fname, origin, md5_hash=md5_hash, file_hash=None if md5_hash else file_hash, **options)


@mutant("get_file.md5-hash.wrong")
def md5_hash_gives_way_to_sha256(fname, origin, md5_hash=None, hash_algorithm="auto", **options):
    looked_at = None if hash_algorithm == "sha256" else md5_hash
    return right(fname, origin, md5_hash=looked_at, hash_algorithm=hash_algorithm, **options)


def without_hash_if(name, applies, *breaks):
    """Define a mutant that verifies nothing where `applies(fname, options)`."""

    def lenient(fname, origin, **options):
        if applies(fname, options):
            options.pop("file_hash", None)
        return right(fname, origin, **options)

    mutant(*breaks, name=name)(lenient)


without_hash_if(
    "absolute_is_not_verified", lambda fname, options: os.path.isabs(fname), "get_file.hash.wrong-absolute"
)
without_hash_if(
    "zip_is_not_verified",
    lambda fname, options: options.get("archive_format") == "zip",
    "get_file.hash.wrong-with-extract",
)
without_hash_if(
    "extracted_is_not_verified",
    lambda fname, options: options.get("extract") and fname.endswith(".zip"),
    "get_file.hash.wrong-with-extract",
)
without_hash_if(
    "untarred_is_not_verified",
    lambda fname, options: options.get("untar"),
    "get_file.hash.wrong-with-untar",
)

edits(
    "get_file.hash",
    downloads._Digest,
    "is_of",
    "hasher.hexdigest() == self.expected",
    ("first_digits_count", "hasher.hexdigest()[:8] == self.expected[:8]", "wrong-in-one-digit"),
    ("last_digit_does_not_count", "hasher.hexdigest()[:-1] == self.expected[:-1]", "wrong-in-one-digit"),
    ("first_digit_does_not_count", "hasher.hexdigest()[1:] == self.expected[1:]", "wrong-in-one-digit"),
)


@mutant("get_file.hash.other-algorithm")
def named_algorithm_is_ignored(fname, origin, hash_algorithm="auto", **options):
    return right(fname, origin, **options)


@mutant("get_file.hash.other-algorithm")
def sha256_accepts_md5(fname, origin, hash_algorithm="auto", **options):
    return right(fname, origin, hash_algorithm=hash_algorithm.replace("sha256", "auto"), **options)


verified = set()


@patch(downloads, "_download", breaks="get_file.hash.verified-again")
def once_verified_always_verified(url, path, digest):
    download(url, path, None if path in verified else digest)
    verified.add(path)


bad = set()


@mutant("get_file.hash.retry")
def once_bad_always_bad(fname, origin, **options):
    if origin in bad:
        raise ValueError("had a wrong hash")
    try:
        return right(fname, origin, **options)
    except ValueError:
        bad.add(origin)
        raise


@mutant("get_file.hash.retry", "get_file.hash.bad-file-gone")
def bad_file_is_taken_for_the_file(fname, origin, file_hash=None, cache_dir=None, **options):
    if os.path.exists(os.path.join(cache_dir, "datasets", fname)):
        file_hash = None
    path = right(fname, origin, cache_dir=cache_dir, **options)
    with open(path, "rb") as file:
        if file_hash and hashlib.sha256(file.read()).hexdigest() != file_hash:
            raise ValueError("wrong hash")
    return path


@patch(downloads, "_download", breaks="get_file.hash.bad-file-gone")
def bad_file_stays(url, path, digest):
    download(url, path, None)
    if not downloads._is_cached(path, digest):
        raise ValueError("wrong hash")


@mutant("get_file.hash.bad-archive-unopened")
def extracts_first(fname, origin, file_hash=None, **options):
    right(fname, origin, **options)
    return right(fname, origin, file_hash=file_hash, **options)


@mutant("get_file.hash.sha1")
def a_sha1_is_not_looked_at(fname, origin, file_hash=None, **options):
    return right(fname, origin, file_hash=None if len(file_hash or "") == 40 else file_hash, **options)


@mutant("get_file.hash.other-length")
def other_lengths_are_not_looked_at(fname, origin, file_hash=None, **options):
    looked_at = file_hash if len(file_hash or "") in (32, 40, 64) else None
    return right(fname, origin, file_hash=looked_at, **options)


@mutant("get_file.hash.other-length")
def beginning_of_the_hash_is_enough(fname, origin, file_hash=None, **options):
    path = right(fname, origin, **options)
    with open(path, "rb") as file:
        if not hashlib.sha256(file.read()).hexdigest().startswith(file_hash or ""):
            raise ValueError("wrong hash")
    return path


@mutant("get_file.hash.unknown-algorithm")
def unknown_algorithm_verifies_nothing(fname, origin, hash_algorithm="auto", **options):
    if hash_algorithm not in ("auto", "md5", "sha256"):
        del options["file_hash"]
        hash_algorithm = "auto"
    return right(fname, origin, hash_algorithm=hash_algorithm, **options)


@mutant("get_file.md5-hash.right")
def md5_hash_is_a_sha256(fname, origin, md5_hash=None, **options):
    if md5_hash:
        options.update(file_hash=md5_hash, hash_algorithm="sha256")
    return right(fname, origin, **options)


@mutant("get_file.md5-hash.wrong", "get_file.md5-hash.stale")
def md5_hash_does_nothing(fname, origin, md5_hash=None, **options):
    return right(fname, origin, **options)
