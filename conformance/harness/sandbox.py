"""Surroundings of a run's processes: a home, a temporary and a working directory of its own, nothing of the user's."""

from __future__ import annotations

import os
import shutil
import site
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List

from cthulhu_conformance.fixtures import graphviz

#: What would let the user's settings into the run, or the run's processes out of it.
_REMOVED = ("KERAS_HOME", "CTHULHU_HOME", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONSTARTUP")
_REMOVED_SUFFIXES = ("_PROXY", "_proxy")

#: Caches outside of any home that implementations are known to fall back to when theirs is missing or can't be written.
_FALLBACKS = (Path("/tmp/.cthulhu"), Path("/tmp/.keras"))


@contextmanager
def run_folder() -> Iterator[Path]:
    """Make a folder with `home`, `tmp` and `work`, and delete it at the end.

    What tests put where an implementation may fall back to carries the folder's name, and is found and deleted by it.
    """
    folder = Path(tempfile.mkdtemp(prefix="conformance-")).resolve()
    new = [fallback for fallback in _FALLBACKS if not fallback.exists()]
    try:
        for name in ("home", "tmp", "work"):
            (folder / name).mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, onerror=_make_writable_and_retry)
        for fallback in _FALLBACKS:
            for path in sorted(fallback.rglob(f"*{folder.name}*"), reverse=True):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for fallback in new:
            for path in sorted(fallback.rglob("*"), reverse=True) + [fallback]:
                if path.is_dir() and not any(path.iterdir()):
                    path.rmdir()


def environment(folder: Path) -> Dict[str, str]:
    """Return the environment variables for processes that have `folder` to themselves."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _REMOVED and not name.endswith(_REMOVED_SUFFIXES)
    }
    home, tmp = str(folder / "home"), str(folder / "tmp")
    inherited = [os.path.abspath(entry) for entry in kept.get("PYTHONPATH", "").split(os.pathsep) if entry]
    kept.update(
        HOME=home,
        XDG_CACHE_HOME=os.path.join(home, ".cache"),
        XDG_CONFIG_HOME=os.path.join(home, ".config"),
        XDG_DATA_HOME=os.path.join(home, ".local", "share"),
        MPLCONFIGDIR=os.path.join(home, ".config", "matplotlib"),
        TMPDIR=tmp,
        TEMP=tmp,
        TMP=tmp,
        NO_PROXY="*",
        no_proxy="*",
        PYTHONPATH=os.pathsep.join(inherited),
        PYTHONUSERBASE=site.getuserbase(),  # depends on HOME otherwise
        PYTHONHASHSEED="0",
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        TF_CPP_MIN_LOG_LEVEL=kept.get("TF_CPP_MIN_LOG_LEVEL", "3"),
    )
    graphviz.put_dot_on_path(folder / "bin", kept)
    return kept


def enter(folder: str, environment: Dict[str, str], path: List[str]) -> None:
    """Move this process into a working directory, environment variables and places to import from."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = path


def _make_writable_and_retry(function: object, path: str, _error: object) -> None:
    os.chmod(os.path.dirname(path), 0o700)
    os.chmod(path, 0o700)
    shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
