"""The specification holds together: no orphans among clauses, tests and mutants."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance import clauses, implementation, plan, runner
from fixtures import sandbox
from reference import utils as reference
from tools import zoo

ROOT = Path(__file__).resolve().parent.parent
UTILITIES = sorted({clause.utility for clause in clauses.load().values()})


def test_every_clause_has_a_test_and_every_test_a_clause():
    with sandbox.run_folder() as folder:
        todo = plan.Plan(str(folder), "reference.utils", list(clauses.load()), [], timeout=60)
        environment = sandbox.environment(folder, str(ROOT))
        environment.update({plan.VARIABLE: str(todo.write()), implementation.VARIABLE: todo.spec})
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
        done = subprocess.run(
            command + runner.options(todo) + runner.tests_of(clauses.load()),
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        collected = [event["tests"] for event in todo.journal.read() if event["event"] == "collected"]
    assert done.returncode == 0, done.stdout
    assert set(collected[0].values()) == set(clauses.load())


@pytest.mark.parametrize("utility", UTILITIES)
def test_every_clause_has_a_mutant_and_every_mutant_known_clauses(utility):
    broken = {name for _, mutant in zoo.mutants(utility) for name in mutant.breaks}
    assert broken == set(clauses.select(utilities=[utility]))


@pytest.mark.parametrize("utility", UTILITIES)
def test_every_utility_has_its_one_clause_that_it_is_there(utility):
    assert clauses.load()[f"{utility}.name.available"].is_availability


def test_what_a_clause_says_is_a_sentence():
    wrong = [c.id for c in clauses.load().values() if not c.says.endswith(".") or not c.source]
    assert wrong == []


@pytest.mark.parametrize(
    "text, message",
    [
        ("[normalize.a.b]\nlevel = 'documented'\nsource = 'x'", "says, source expected"),
        ("[normalize.a.b]\nlevel='speed'\nsource='x'\nsays='y'", "tolerance, why expected"),
        ("[normalize.a.b]\nlevel = 'vital'\nsource = 'x'\nsays = 'y'", "'vital'"),
        ("[normalize.A.b]\nlevel = 'implied'\nsource = 'x'\nsays = 'y'", "lowercase"),
        ("[normalize.a]\nlevel = 'implied'\nsource = 'x'\nsays = 'y'", "utility.topic.statement"),
        ("[get_file.a.b]\nlevel = 'implied'\nsource = 'x'\nsays = 'y'", "another folder"),
        ("[normalize.a.b]\nlevel='implied'\nsource='x'\nsays='y'\nneeds=['normalize.c.d']", "no clause"),
        ("[normalize.a.b", "clauses.toml"),
        (
            "[normalize.a.b]\nlevel='implied'\nsource='x'\nsays='y'\nneeds=['normalize.a.c']\n"
            "[normalize.a.c]\nlevel='hardened'\nsource='x'\nsays='y'",
            "needs normalize.a.c .hardened.",
        ),
    ],
)
def test_a_wrong_clause_file_is_refused(tmp_path, text, message):
    (tmp_path / "normalize").mkdir()
    (tmp_path / "normalize" / "clauses.toml").write_text(text)
    with pytest.raises(clauses.SpecificationError, match=message):
        clauses.load(tmp_path)


def test_importing_the_reference_does_not_import_tensorflow():
    code = "import sys, reference.utils; print([m for m in sys.modules if 'tensorflow' in m or 'keras' in m])"
    done = subprocess.run([sys.executable, "-c", code], cwd=str(ROOT), stdout=subprocess.PIPE, env=os.environ)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    "name, signature",
    [
        ("HDF5Matrix", "(datapath, dataset, start=0, end=None, normalizer=None)"),
        ("Sequence", "()"),
        ("CustomObjectScope", "(*custom_objects)"),
        ("to_categorical", "(y, num_classes=None, dtype='float32')"),
        ("normalize", "(x, axis=-1, order=2)"),
        (
            "get_file",
            "(fname, origin, untar=False, md5_hash=None, file_hash=None, cache_subdir='datasets', "
            "hash_algorithm='auto', extract=False, archive_format='auto', cache_dir=None)",
        ),
        ("print_summary", "(model, line_length=None, positions=None, print_fn=None)"),
        (
            "plot_model",
            "(model, to_file='model.png', show_shapes=False, show_layer_names=True, rankdir='TB', "
            "expand_nested=False, dpi=96)",
        ),
        ("multi_gpu_model", "(model, gpus=None, cpu_merge=True, cpu_relocation=False)"),
    ],
)
def test_the_reference_has_the_documented_signatures(name, signature):
    assert str(inspect.signature(getattr(reference, name))) == signature
