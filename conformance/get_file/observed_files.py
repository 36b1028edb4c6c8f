"""Files and their bytes after a call, as values that don't tell where the test ran."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional


def content(path: Any) -> Optional[bytes]:
    """Return the bytes of the file at `path`, None if there is no file."""
    if not isinstance(path, (str, bytes, os.PathLike)) or not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def summary(body: Optional[bytes]) -> Optional[str]:
    """Describe a body that is too large to show by its size and digest; None if there is none."""
    return None if body is None else f"{len(body)} bytes with sha256 {hashlib.sha256(body).hexdigest()}"


def how_much(found: Optional[bytes], body: bytes) -> str:
    """Say how much of `body` was found, in words that are the same however large a part of it is."""
    if found is None or found == body:
        return "no file" if found is None else "all of it"
    return "a part of it" if found in body else "something else"


def place(path: Any, folder: Path) -> Optional[str]:
    """Return where `path` is in `folder`: a relative path with slashes; None if it is elsewhere or does not exist."""
    if not isinstance(path, (str, os.PathLike)) or not os.path.exists(path):
        return None
    parent, name = os.path.split(os.path.abspath(path))  # a cache may well keep links to its files
    real, root = Path(os.path.realpath(parent)) / name, Path(os.path.realpath(folder))
    return real.relative_to(root).as_posix() if root in real.parents else None


def files(folder: Path) -> List[str]:
    """Return the files in `folder` and below: relative paths with slashes, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in _files(folder))


def members_in(folder: Path, members: Dict[str, bytes]) -> Dict[str, Optional[bytes]]:
    """Return the archive's members that are found in `folder` at any depth, under their path, with their bytes."""
    found: Dict[str, Optional[bytes]] = {}
    for path in sorted(_files(folder)):
        relative = "/" + path.relative_to(folder).as_posix()
        for name in members:
            if relative.endswith("/" + name) and found.get(name) != members[name]:
                found[name] = content(path)
    return found


def traces(folder: Path, body: bytes, outside: Optional[Path] = None) -> List[str]:
    """Return the files in `folder`, or only those `outside` a part of it, whose bytes are a piece of `body`."""
    suspects = [path for path in _files(folder) if outside is None or outside not in path.parents]
    pieces = ((path, content(path)) for path in suspects if not path.is_symlink())
    return sorted(path.relative_to(folder).as_posix() for path, piece in pieces if piece and piece in body)


def delete(members: Dict[str, bytes], folder: Path) -> None:
    """Delete the files that `members_in` finds."""
    for name in files(folder):
        if name.endswith(tuple(members)):
            (folder / name).unlink()


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(str(folder)):
        for name in names:
            yield Path(parent) / name
