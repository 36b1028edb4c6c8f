"""Mutants of get_file that let an archive write outside, or a caller see half a file."""

import contextlib
import os
import tarfile
import threading
import zipfile
from pathlib import Path

import requests

from cthulhu_conformance.reference.utils import archives, downloads
from cthulhu_conformance.reference.utils.archives import extract
from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import mutant, patch

download, fetch, write = downloads._download, downloads._fetch, archives._write
TRUSTING = {"filter": "fully_trusted"} if hasattr(tarfile, "fully_trusted_filter") else {}


@patch(
    archives,
    "_inside",
    breaks=(
        "get_file.safety.tar-climbing",
        "get_file.safety.tar-absolute",
        "get_file.safety.untar",
        "get_file.safety.zip-climbing",
        "get_file.safety.zip-absolute",
    ),
)
def any_name(folder, member):
    return os.path.join(folder, member)


@patch(archives, "_inside", breaks="get_file.safety.tar-climbing")
def no_dots_at_the_beginning(folder, member):
    if member.startswith(("..", "/")):
        raise ValueError(member)
    return os.path.join(folder, member)


@patch(archives, "_inside", breaks=("get_file.safety.tar-absolute", "get_file.safety.zip-absolute"))
def absolute_names(folder, member):
    if ".." in Path(member).parts:
        raise ValueError(member)
    return os.path.join(folder, member)


@patch(archives, "_inside", breaks=("get_file.safety.tar-climbing", "get_file.safety.zip-climbing"))
def climbing_names(folder, member):
    if os.path.isabs(member):
        raise ValueError(member)
    return os.path.join(folder, member)


@patch(archives, "_inside", breaks=("get_file.safety.tar-climbing", "get_file.safety.zip-climbing"))
def folders_whose_names_start_alike(folder, member):
    around = os.path.dirname(folder)
    path = os.path.abspath(os.path.join(around, member))
    if not path.startswith(around):
        raise ValueError(member)
    return path if ".." in Path(member).parts else os.path.join(folder, member)


def extract_tar(path, formats, accept):
    """Extract with all that tarfile can do, what is accepted: `accept(member)`."""
    if not tarfile.is_tarfile(str(path)):
        extract(path, formats)
        return
    with tarfile.open(str(path)) as archive:
        for member in archive:
            if accept(member):
                archive.extract(member, str(path.parent), **TRUSTING)


def stays(name):
    return not os.path.isabs(name) and not os.path.normpath(name).startswith("..")


@patch(
    archives,
    "extract",
    breaks=(
        "get_file.safety.tar-symlink-folder",
        "get_file.safety.tar-symlink-nested",
        "get_file.safety.tar-symlink-file",
        "get_file.safety.tar-hardlink",
    ),
)
def names_are_checked_links_are_not(path, formats):
    extract_tar(path, formats, lambda member: stays(member.name))


@patch(archives, "extract", breaks="get_file.safety.tar-symlink-nested")
def links_are_checked_as_text(path, formats):
    def accept(member):
        target = os.path.join(os.path.dirname(member.name), member.linkname) if member.issym() else "."
        return stays(member.name) and stays(target) and not member.islnk()

    extract_tar(path, formats, accept)


@patch(archives, "extract", breaks="get_file.safety.tar-symlink-file")
def symlinks_to_files(path, formats):
    def accept(member):
        to_file = member.issym() and os.path.isfile(member.linkname)
        return stays(member.name) and not member.islnk() and (to_file or not member.issym())

    extract_tar(path, formats, accept)


@patch(archives, "extract", breaks="get_file.safety.tar-hardlink")
def only_symlinks_are_checked(path, formats):
    extract_tar(path, formats, lambda member: stays(member.name) and not member.issym())


@patch(archives, "extract", breaks="get_file.safety.tar-hardlink-outside")
def links_but_never_writes(path, formats):
    extract_tar(path, formats, lambda member: member.islnk())


@patch(archives, "extract", breaks="get_file.extract.cut-member")
def as_far_as_it_goes(path, formats):
    with contextlib.suppress(tarfile.ReadError, EOFError):
        extract_tar(path, formats, lambda member: stays(member.name))


@mutant("get_file.safety.untar")
def untar_trusts(fname, origin, untar=False, **options):
    path = right(fname, origin, **options)
    if untar:
        extract_tar(Path(path), ["tar"], lambda member: True)
    return path


@patch(archives, "extract", breaks="get_file.safety.zip-absolute")
def zip_members_with_absolute_names(path, formats):
    if not zipfile.is_zipfile(str(path)):
        extract(path, formats)
        return
    with zipfile.ZipFile(str(path)) as archive:
        for member in archive.infolist():
            if ".." not in member.filename:
                (path.parent / member.filename).write_bytes(archive.read(member))


@patch(downloads, "_download", breaks=("get_file.safety.threads", "get_file.safety.processes"))
def one_name_for_all_temporary_files(url, path, digest):
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as sink:
        for piece in fetch(url):
            sink.write(piece)
    os.replace(str(partial), str(path))


@patch(downloads, "_download", breaks="get_file.safety.download-mode")
def anybody_may_write(url, path, digest):
    download(url, path, digest)
    path.chmod(0o666)


@patch(archives, "_write", breaks="get_file.safety.member-mode")
def anybody_may_write_members(path, stream):
    write(path, stream)
    os.chmod(path, 0o777)


@patch(archives, "_write", breaks="get_file.safety.member-mode")
def members_run_as_their_owner(path, stream):
    write(path, stream)
    os.chmod(path, 0o4755)


@patch(downloads, "_fetch", breaks="get_file.safety.tls-untrusted")
def anybody_may_be_the_origin(url):
    yield requests.get(url, verify=False).content


@patch(downloads, "_fetch", breaks="get_file.safety.redirect-to-file")
def redirects_to_anything(url):
    location = ""
    if url.startswith("http"):
        location = requests.get(url, allow_redirects=False).headers.get("Location", "")
    return fetch(location if location.startswith("file:") else url)


lock = threading.Lock()


@mutant("get_file.safety.processes")
def locks_threads_only(fname, origin, cache_dir=None, **options):
    path = Path(cache_dir) / "datasets" / fname
    with lock:
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as sink:
                for piece in fetch(origin):
                    sink.write(piece)
        return right(fname, origin, cache_dir=cache_dir, **options)
