"""Runs and verdicts that are made up."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from cthulhu_conformance.results import files
from cthulhu_conformance.results.model import (
    Execution,
    ImplementationFacts,
    Options,
    Run,
    Surroundings,
    Verdict,
)

OPTIONS = Options(
    levels=(),
    utilities=(),
    clauses=(),
    explore=None,
    timeout=60.0,
    framework=None,
    vocabulary=None,
    setup=None,
    speed="off",
    baseline="mypkg.utils",
    speed_tolerance=None,
    gpus="simulated",
    require_gpu=None,
    gate=("documented",),
    pytest=(),
)


def verdict_of(clause, verdict, **more):
    """Return the verdict of a clause, with what more is to be told of it."""
    return Verdict(clause, clause.partition(".")[0], "documented", "Returns", "It is.", verdict, **more)


def run_of(verdicts, clauses=()):
    """Return a run with these verdicts, which was asked for the clauses that these prefixes select."""
    return Run(
        implementation=ImplementationFacts("mypkg.utils", "mypkg/utils.py", "cthulhu", {}),
        versions={},
        options=replace(OPTIONS, clauses=tuple(clauses)),
        surroundings=Surroundings("Linux", "namespace"),
        started="2024-01-01T00:00:00+00:00",
        duration=1.0,
        execution=Execution(),
        verdicts=tuple(verdicts),
        selected=len(verdicts),
    )


def content_of(run):
    """Return what the verdict file of a run has."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / files.FILE
        files.write(run, path, {})
        return json.loads(path.read_text(encoding="utf-8"))
