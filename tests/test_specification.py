"""The specification holds together: no orphans among clauses, tests and mutants."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from itertools import chain

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.harness import runner, sandbox
from cthulhu_conformance.harness.journal import Journal
from cthulhu_conformance.plan import REFERENCE, Plan
from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools import mutants

UTILITIES = sorted({clause.utility for clause in clauses.load().values()})


def test_every_clause_has_a_test_and_every_test_a_clause():
    with sandbox.run_folder() as folder:
        plan = Plan(str(folder), REFERENCE, tuple(clauses.load()))
        environment = dict(sandbox.environment(folder), **plan.write())
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
        command += [*runner.options(plan), *runner.tests_of(plan.clauses)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        collected = [event["tests"] for event in Journal.of(plan).read() if event["event"] == "collected"]
    assert done.returncode == 0, done.stdout
    assert set(collected[0].values()) == set(clauses.load())


@pytest.mark.parametrize("utility", UTILITIES)
def test_every_clause_has_a_mutant_and_every_mutant_known_clauses(utility):
    broken = {name for mutant in mutants.REGISTRIES[utility].load().values() for name in mutant.breaks}
    assert broken == set(clauses.select(utilities=[utility]))


@pytest.mark.parametrize("utility", UTILITIES)
def test_every_utility_has_its_one_clause_that_it_is_there(utility):
    assert clauses.load()[f"{utility}.name.available"].is_availability


def test_what_a_clause_says_is_a_sentence():
    wrong = [c.id for c in clauses.load().values() if not c.says.endswith(".") or not c.source]
    assert wrong == []


GROUP = """
[[clauses]]
topic = "a"
level = "implied"
source = "x"
says.b = "y."
"""


@pytest.mark.parametrize(
    "text, message",
    [
        ("[[clauses]", "normalize/clauses.toml: Expected"),
        ("", "normalize/clauses.toml: [[clauses]] expected, and optionally requires, not []"),
        ("title = 'x'" + GROUP, "expected, and optionally requires, not ['title']"),
        (GROUP.replace("[[clauses]]", "[clauses]"), "[[clauses]] expected"),
        (
            GROUP.replace("source", "from"),
            "clauses.toml, group 1 (a) has from, level, says, topic; "
            "level, says, source, topic expected (and needs, requires)",
        ),
        (GROUP.replace("topic", "# topic"), "group 1 (None) has level, says, source; level, says"),
        (GROUP + GROUP.replace("implied", "speed"), "group 2 (a) has level, "),
        (GROUP.replace("implied", "speed"), "; level, says, source, tolerance, topic, why expected"),
        (GROUP + "tolerance = 2.0", "group 1 (a) has level, says, source, tolerance, topic; "),
        (GROUP.replace("implied", "vital"), "group 1 (a) has level 'vital', which is none of documented, "),
        (GROUP.replace("says.b", "says"), "group 1 (a) has a statement without a name; says.NAME expected"),
        (GROUP.replace("says.b", "says.b.c"), "group 1 (a): says.b must be a text"),
        (GROUP.replace("says.b", "says.B"), "group 1 (a): a.B must be lowercase words, joined by hyphens"),
        (GROUP.replace('"a"', '"a.c"'), "group 1 (a.c): a.c.b must be lowercase words, joined by hyphens"),
        (GROUP + "needs.c = []", "group 1 (a) has needs.c, but no says.c"),
        (
            GROUP.replace("implied", "speed") + "says.c = 'z.'\ntolerance = 2.0\nwhy.b = 'w.'",
            "group 1 (a) has no why.c",
        ),
        (GROUP + "requires = ['luck']", "group 1 (a) requires 'luck', which is none of models, gpus, "),
        ("requires = ['luck']" + GROUP, "group 1 (a) requires 'luck', which is none of models, gpus, "),
        (GROUP + GROUP, "group 2 (a): normalize.a.b is already defined in "),
        (
            GROUP + "needs = ['normalize.c.d']",
            "group 1 (a): normalize.a.b needs normalize.c.d, which is no clause",
        ),
        (
            GROUP
            + "needs = ['normalize.a.c']"
            + GROUP.replace("implied", "hardened").replace("says.b", "says.c"),
            "group 1 (a): normalize.a.b (implied) needs normalize.a.c (hardened)",
        ),
    ],
)
def test_a_wrong_clause_file_is_refused(tmp_path, text, message):
    (tmp_path / "normalize").mkdir()
    (tmp_path / "normalize" / "clauses.toml").write_text(text)
    with pytest.raises(clauses.SpecificationError, match=re.escape(message)):
        clauses.load(tmp_path)


def test_what_holds_for_a_group_and_for_some_of_it(tmp_path):
    (tmp_path / "normalize").mkdir()
    (tmp_path / "normalize" / "speed.toml").write_text(
        """
        requires = ["quiet"]

        [[clauses]]
        topic = "speed"
        level = "speed"
        source = "introduction"
        tolerance = 1.5
        says.much = "Much is fast."
        why.much = "It is."
        says.more = "More is fast."
        why.more = "It has to be."
        needs.more = ["normalize.speed.much"]
        requires.more = ["models"]
        """
    )
    said = {"level": "speed", "source": "introduction", "tolerance": 1.5}
    much = clauses.Clause(
        "normalize.speed.much", says="Much is fast.", why="It is.", requires={"quiet"}, **said
    )
    more = clauses.Clause(
        "normalize.speed.more",
        says="More is fast.",
        why="It has to be.",
        needs=("normalize.speed.much",),
        requires={"quiet", "models"},
        **said,
    )
    assert list(clauses.load(tmp_path).values()) == [much, more]


def words_of(function):
    """Return the names of a function's parameters and of what it calls."""
    words = {argument.arg for argument in function.args.args}
    for called in (node.func for node in ast.walk(function) if isinstance(node, ast.Call)):
        if isinstance(called, ast.Name):
            words.add(called.id)
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            words.add(f"{called.value.id}.{called.attr}")
    return words


def functions_in(path):
    """Return the words of the functions at the top of a module."""
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []
    return {node.name: words_of(node) for node in body if isinstance(node, ast.FunctionDef)}


def used_by_tests(utility):
    """Yield the clauses that a utility's tests judge, each with what the test uses, itself or by its fixtures."""
    folder = clauses.HERE / utility
    shared = functions_in(folder / "fixtures.py")
    for path in folder.glob("test_*.py"):
        known = {**shared, **functions_in(path)}
        module = importlib.import_module(f"cthulhu_conformance.{utility}.{path.stem}")
        for name in (name for name in known if name.startswith("test_")):
            marks = getattr(module, name).pytestmark
            used, new = set(), {name}.union(*(mark.args for mark in marks if mark.name == "usefixtures"))
            while new:
                used |= new
                new = set().union(*(known.get(word, ()) for word in new)) - used
            rows = [row for mark in marks if mark.name == "parametrize" for row in mark.args[1]]
            for mark in chain(marks, *(getattr(row, "marks", ()) for row in rows)):
                if mark.name == "clause":
                    yield mark.args[0], used


@pytest.mark.parametrize(
    "requirement, uses",
    [
        ("models", {"framework"}),
        ("gpus", {"gpus"}),
        ("quiet", {"speed"}),
        ("fresh-process", {"in_forks_of_a_fresh_process", "speed.memory"}),
    ],
)
@pytest.mark.parametrize("utility", UTILITIES)
def test_a_clause_requires_what_its_tests_use(utility, requirement, uses):
    using = {name for name, used in used_by_tests(utility) if used & uses}
    requiring = {
        clause.id for clause in clauses.select(utilities=[utility]).values() if requirement in clause.requires
    }
    # Whether a utility is there at all requires what its file does.
    assert using == requiring - {f"{utility}.name.available"}


def test_importing_the_reference_does_not_import_tensorflow():
    code = (
        "import sys, cthulhu_conformance.reference.utils; "
        "print([m for m in sys.modules if 'tensorflow' in m or 'keras' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE)
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
