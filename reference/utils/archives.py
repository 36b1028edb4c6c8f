"""Tar and zip archives, extracted without trust in what they hold."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path


def formats_of(archive_format):
    """Return the names of the formats to try, in order, for an `archive_format` as `get_file` takes it.

    Raises:
        ValueError: a format is unknown.
    """
    if archive_format is None:
        return []
    if archive_format == "auto":
        return list(READERS)
    formats = [archive_format] if isinstance(archive_format, str) else list(archive_format)
    unknown = [name for name in formats if name not in READERS]
    if unknown:
        raise ValueError(f"unknown archive format {unknown[0]!r}; known are {list(READERS)}")
    return formats


def extract(path, formats):
    """Extract the archive at `path` into its folder, all of it or nothing, if it has one of the formats.

    Raises:
        ValueError: a member is neither file nor folder, or would lie outside of the archive's folder.
    """
    for name in formats:
        is_archive, members = READERS[name]
        if is_archive(str(path)):
            with tempfile.TemporaryDirectory(prefix=".extract-", dir=str(path.parent)) as staging:
                folder = os.path.abspath(staging)
                for member, stream in members(str(path)):
                    _write(_inside(folder, member), stream)
                _merge(Path(staging), path.parent)
            return


def _tar_members(path):
    """Yield the members' names, each with a stream of its bytes, or None for a folder."""
    with tarfile.open(path) as archive:
        for member in archive:
            yield member.name, None if member.isdir() else _tar_stream(archive, member)


def _tar_stream(archive, member):
    """Return a stream of a file's bytes. Links become copies of the members that they lead to: none leads outside."""
    try:
        stream = archive.extractfile(member)
    except KeyError:
        stream = None
    if stream is None:
        raise ValueError(f"{member.name!r} is neither file nor folder nor link to a file inside")
    return stream


def _zip_members(path):
    """Yield the members' names, each with a stream of its bytes, or None for a folder."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            yield member.filename, None if member.is_dir() else archive.open(member)


#: For each format: what tells whether a file has it, and what reads the members of such a file.
READERS = {"tar": (tarfile.is_tarfile, _tar_members), "zip": (zipfile.is_zipfile, _zip_members)}


def _inside(folder, member):
    path = os.path.normpath(os.path.join(folder, member))
    if not (path + os.sep).startswith(folder + os.sep):
        raise ValueError(f"{member!r} would lie outside of the archive's folder")
    return path


def _write(path, stream):
    folder = path if stream is None else os.path.dirname(path)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    if stream is not None:
        with stream, open(path, "wb") as sink:
            shutil.copyfileobj(stream, sink)


def _merge(source, destination):
    """Move everything in `source` to the same place in `destination`, over what is there."""
    for path in source.iterdir():
        target = destination / path.name
        if path.is_dir() and target.is_dir():
            _merge(path, target)
        else:
            os.replace(str(path), str(target))
