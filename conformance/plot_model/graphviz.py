"""Draws with the machine's Graphviz."""

from __future__ import annotations

import subprocess
from functools import lru_cache


@lru_cache(maxsize=None)
def can_write(extension: str) -> bool:
    """Tell whether `dot` is there and writes such files."""
    try:
        dot(b"digraph {}", extension)
    except (OSError, ValueError):
        return False
    return True


def dot(source: bytes, extension: str) -> bytes:
    """Return what `dot` makes of a graph.

    Raises:
        OSError: there is no `dot`.
        ValueError: the graph makes no sense to it, or it has no such format.
    """
    done = subprocess.run(
        ["dot", "-T" + extension], input=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30
    )
    if done.returncode != 0:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
