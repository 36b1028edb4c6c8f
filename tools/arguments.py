"""Types of arguments that several programs take."""

from __future__ import annotations

import argparse

from cthulhu_conformance.results import files
from cthulhu_conformance.results.model import Run


def verdict_file(path: str) -> Run:
    """Return the run that a verdict file tells of.

    Raises:
        argparse.ArgumentTypeError: there is no such file, or it can't be read.
    """
    try:
        return files.read(path)
    except files.UnreadableError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
