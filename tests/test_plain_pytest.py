"""Plain pytest: the suite's tests are ordinary items, and a fork's own tests don't notice them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import cthulhu_conformance

#: Right but for a skip, an expected failure, an error and a wrong result, each in a clause of its own.
WRONG = """
import pytest
from cthulhu_conformance.reference import utils
from cthulhu_conformance.reference.utils import *

def to_categorical(y, num_classes=None, dtype="float32"):
    found = utils.to_categorical(y, num_classes, dtype)
    if num_classes == 1:
        pytest.skip("no")
    if num_classes == 7:
        raise ValueError("seven")
    if isinstance(y, list) and y == [[0, 1], [2, 0]]:
        pytest.xfail("no")
    return found * (2 if found.shape == (2, 256) else 1)
"""
OWN = """
import os
import hypothesis
import pytest
from hypothesis import given, strategies

HOME, EXAMPLES = os.environ["HOME"], hypothesis.settings().max_examples

@given(strategies.integers())
def test_a_property(number):
    assert number == number

def test_surroundings(pytestconfig):
    assert (os.environ["HOME"], os.getcwd()) == (HOME, str(pytestconfig.rootpath))
    assert hypothesis.settings().max_examples == EXAMPLES == 100
    assert not [name for name in os.environ if name.startswith("CONFORMANCE")]

@pytest.mark.parametrize("name", ["to_categorical", "implementation", "framework", "gpus", "speed"])
def test_fixtures(request, name):
    with pytest.raises(pytest.FixtureLookupError):
        request.getfixturevalue(name)

def test_warnings():
    import warnings
    with pytest.warns(UserWarning):
        warnings.warn("own")
"""
HERE = Path(cthulhu_conformance.__file__).parent
SHAPE = "--pyargs", "cthulhu_conformance.to_categorical.test_shape"
IMPL = "--impl=mypkg.utils"
FAILING = "test_a_single_class[1]"


class Done(NamedTuple):
    """What a run of pytest ended with."""

    code: int
    output: str

    @property
    def counts(self):
        """Its closing line as a dictionary."""
        last = re.findall(r"^=*\s?(\d+ [a-z]+(?:, \d+ [a-z]+)*) in ", self.output, re.MULTILINE)[-1]
        return {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", last)}


@pytest.fixture
def fork(tmp_path):
    """A fork's checkout: a wrong implementation, and tests of its own."""
    for file, content in {"mypkg/__init__.py": "", "mypkg/utils.py": WRONG, "tests/test_own.py": OWN}.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(content)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


@pytest.fixture
def run(fork):
    """Function that runs pytest in the fork's checkout."""

    def run(*arguments, keys=None):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:randomly", *arguments],
            cwd=str(fork),
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            input=keys,
            stdin=None if keys else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
        )
        return Done(done.returncode, done.stdout)

    return run


@pytest.mark.parametrize(
    "options, code, counts",
    [
        ((), 1, {"failed": 1, "passed": 32}),
        (("-v",), 1, {"failed": 1, "passed": 32}),
        (("-k", "single or rows"), 1, {"failed": 1, "passed": 5, "deselected": 27}),
        (("-m", "implied and not gpu"), 1, {"failed": 1, "passed": 11, "deselected": 21}),
        (("-m", "speed"), 5, {"deselected": 33}),
        (("-x",), 1, {"failed": 1, "passed": 29}),
        (("--maxfail=2",), 1, {"failed": 1, "passed": 32}),
        (("-n", "2"), 1, {"failed": 1, "passed": 32}),
        (("-n", "2", "--dist", "loadfile"), 1, {"failed": 1, "passed": 32}),
        (("--tb=line", "-rA", "--durations=3"), 1, {"failed": 1, "passed": 32}),
        (("--setup-show",), 1, {"failed": 1, "passed": 32}),
        (("-s", "--capture=no"), 1, {"failed": 1, "passed": 32}),
        (("--assert=plain",), 1, {"failed": 1, "passed": 32}),
        (("--doctest-modules",), 1, {"failed": 1, "passed": 32}),
        (("--import-mode=importlib",), 1, {"failed": 1, "passed": 32}),
        (("--hypothesis-seed=0", "--hypothesis-show-statistics"), 1, {"failed": 1, "passed": 32}),
        (("--timeout=100",), 1, {"failed": 1, "passed": 32}),
        (("-W", "error", "--strict-markers"), 1, {"failed": 1, "passed": 32}),
        (("-o", "python_files=check_*.py", "-o", "python_functions=check_*"), 1, {"failed": 1, "passed": 32}),
        (("-o", "xfail_strict=true", "-o", "filterwarnings=error"), 1, {"failed": 1, "passed": 32}),
        (("-p", "no:cacheprovider", "--basetemp=tmp"), 1, {"failed": 1, "passed": 32}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_options_of_pytest(run, options, code, counts):
    done = run(*SHAPE, IMPL, *options)
    assert (done.code, done.counts) == (code, counts), done.output


def test_the_last_failed_ones_alone(run):
    run(*SHAPE, IMPL)
    assert run(*SHAPE, IMPL, "--lf").counts == {"failed": 1, "deselected": 32}


def test_stepwise(run):
    run(*SHAPE, IMPL, "--sw")
    assert run(*SHAPE, IMPL, "--sw").counts == {"failed": 1, "deselected": 29}


def test_collecting_only(run):
    done = run(*SHAPE, IMPL, "--co", "-q")
    assert done.code == 0
    assert "test_shape.py::test_a_single_class[1]" in done.output


def test_one_test_by_the_node_id_that_pytest_printed(run):
    (node,) = re.findall(r"^FAILED (\S+)", run(*SHAPE, IMPL).output, re.MULTILINE)
    assert run(node, IMPL).counts == {"failed": 1}


def test_one_test_by_its_path_as_an_editor_names_it(run):
    path = HERE / "to_categorical" / "test_shape.py"
    assert run(f"{path}::{FAILING}", IMPL).counts == {"failed": 1}


def test_the_debugger_stops_in_the_test(run):
    test = f"{HERE / 'to_categorical' / 'test_arguments.py'}::test_num_classes_by_name_and_second"
    done = run(test, IMPL, "--pdb", keys="p 'num' + '_classes'\nq\n")
    assert "'num_classes'" in done.output


def test_junit_has_clause_and_level(run, fork):
    run(*SHAPE, IMPL, "-k", "single", "--junitxml=junit.xml")
    text = (fork / "junit.xml").read_text()
    assert '<property name="clause" value="to_categorical.num-classes.one"' in text
    assert '<property name="level" value="implied"' in text


def test_markers_are_registered(run):
    listed = run("--markers").output
    names = "documented", "implied", "hardened", "speed", "gpu", "to_categorical", "clause(id)"
    assert [name for name in names if f"@pytest.mark.{name}:" not in listed] == []


def test_what_an_implementation_tells_pytest_is_no_outcome(run):
    done = run("--pyargs", "cthulhu_conformance.to_categorical", IMPL)
    assert done.counts == {"failed": 5, "passed": 111, "skipped": 9}


def test_the_summary_ends_with_the_verdicts(run):
    done = run(*SHAPE, IMPL)
    assert "✗ to_categorical.num-classes.one violates (implied)" in done.output
    assert "4/5 (1 violates)" in done.output


def test_untestable_is_a_skip_that_names_the_command(run):
    done = run("--pyargs", "cthulhu_conformance.to_categorical", IMPL, "-rs", "-m", "speed")
    assert done.counts["skipped"] == 9
    assert (
        "can't be measured beside other tests; run: conformance --impl=mypkg.utils --level=speed"
        in done.output
    )


@pytest.mark.parametrize("workers", ["0", "2"])
def test_without_an_implementation_there_is_nothing_to_judge(run, workers):
    done = run(*SHAPE, "-n", workers)
    assert done.code == (2 if workers == "0" else 1)
    assert "no implementation under test is named" in done.output


def test_the_implementation_in_the_configuration(run, fork):
    (fork / "pytest.ini").write_text("[pytest]\nconformance_impl = mypkg.utils\n")
    assert run(*SHAPE).counts == {"failed": 1, "passed": 32}


@pytest.mark.parametrize(
    "setting, message",
    [
        ("gpus=many", "conformance_gpus = many: simulated or real expected"),
        ("explore=often", "conformance_explore = often: a number expected"),
        ("vocabulary=nowhere.toml", "conformance_vocabulary = nowhere.toml: a file, named from"),
        ("setup=nowhere.py", "conformance_setup = nowhere.py: a file, named from"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(run, setting, message):
    done = run(*SHAPE, IMPL, "-o", f"conformance_{setting}")
    assert done.code == 4, done.output
    assert message in done.output
    assert "conformance/harness" not in done.output


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_clause_without_a_test_is_an_error(run, fork, workers):
    plugin = "from cthulhu_conformance import clauses\nknown = clauses.load()\n"
    plugin += "one = known['to_categorical.shape.rows']\nimport dataclasses\n"
    plugin += "known['to_categorical.shape.new'] = dataclasses.replace(one, id='to_categorical.shape.new')\n"
    (fork / "orphan.py").write_text(plugin)
    done = run("--pyargs", "cthulhu_conformance.to_categorical", IMPL, "-p", "orphan", "-n", workers)
    assert done.code == (2 if workers == "0" else 1)
    assert "clauses without a test: to_categorical.shape.new" in done.output


@pytest.mark.parametrize("more", [(), ("-p", "no:cthulhu_conformance")], ids=["beside the suite", "alone"])
def test_the_forks_own_tests_are_unaffected(run, more):
    beside = () if more else (*SHAPE, IMPL)
    done = run(*beside, "tests", *more, "-rA", "-W", "error")
    assert len(re.findall(r"^PASSED tests/test_own", done.output, re.MULTILINE)) == 8


def test_nothing_is_written_at_home(run, fork, monkeypatch):
    home = fork / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    done = run("--pyargs", "cthulhu_conformance.get_file.test_location", IMPL)
    assert done.code == 0, done.output
    assert not (home / ".cthulhu").exists()
    assert not (home / ".keras").exists()


MADE = """
import types
import pytest

@pytest.fixture(scope="session")
def implementation():
    import mypkg.utils
    return types.SimpleNamespace(**vars(mypkg.utils))
"""
FRAMEWORK = """
@pytest.fixture(scope="session")
def framework():
    return "cthulhu_conformance.reference"

@pytest.fixture(scope="session")
def vocabulary():
    return {"names": {"Dense": "Daoloth"}}
"""


@pytest.fixture
def suite(fork):
    """The fork's own way to the suite: a module of one line and, beside it, a conftest.py."""

    def suite(conftest):
        folder = fork / "tests" / "conformance"
        folder.mkdir()
        (folder / "conftest.py").write_text(conftest)
        (folder / "test_suite.py").write_text("from cthulhu_conformance import suite\n")
        return "tests/conformance/test_suite.py"

    return suite


def test_a_fixture_makes_the_implementation(run, suite):
    done = run(suite(MADE), "-k", "to_categorical and test_shape")
    assert done.counts == {"failed": 1, "passed": 32, "deselected": done.counts["deselected"]}


def test_one_test_of_it(run, suite):
    file = suite(MADE)
    assert run(f"{file}::suite::to_categorical::test_shape::{FAILING}").counts == {"failed": 1}


def test_the_whole_suite_is_below_the_import(run, suite):
    (count,) = re.findall(r"^(\d+) tests collected", run(suite(MADE), "--co", "-q").output, re.MULTILINE)
    (of_files,) = re.findall(
        r"^(\d+) tests collected",
        run("--pyargs", "cthulhu_conformance", IMPL, "--co", "-q").output,
        re.MULTILINE,
    )
    assert count == of_files


def test_framework_and_vocabulary_are_fixtures_too(run, suite):
    done = run(suite(MADE + FRAMEWORK), "-k", "hdf5_matrix and test_models and predict")
    assert done.code == 0, done.output
    assert done.counts["passed"] >= 1


def test_the_import_alone_takes_the_option(run, suite):
    done = run(suite(""), "-k", "to_categorical and test_shape", IMPL)
    assert (done.counts["failed"], done.counts["passed"]) == (1, 32)


def test_what_needs_other_processes_is_a_skip_where_only_a_fixture_has_it(run, suite):
    done = run(suite(MADE), "-k", "stopped_amid_a_download or fresh_process", "-rs")
    assert done.counts["skipped"] == 3
    assert "name a module instead: --impl=PKG.UTILS" in done.output


WIDER = (
    MADE
    + """
import os

@pytest.fixture(scope="session", autouse=True)
def _environment():
    os.environ["OF_THE_FORK"] = "1"
    yield
    del os.environ["OF_THE_FORK"]
"""
)


def test_what_a_wider_fixture_of_the_fork_sets_stays(run, suite, fork):
    suite("")
    (fork / "conftest.py").write_text(WIDER.replace("def implementation", "def another"))
    (fork / "tests" / "test_after.py").write_text(
        "import os\ndef test_it(): assert os.environ['OF_THE_FORK'] == '1'\n"
    )
    done = run("tests/conformance", "tests/test_after.py", IMPL, "-k", "rows or test_it")
    assert done.code == 0, done.output


MARKS = """
import pytest

def pytest_collection_modifyitems(items):
    for item in items:
        if "num_classes_by_name" in item.name:
            item.add_marker(pytest.mark.xfail(reason="known"))
        if "label_zero" in item.name:
            item.add_marker(pytest.mark.skip(reason="later"))
"""


def test_marks_of_the_fork_stand(run, suite, fork):
    file = suite(MADE)
    (fork / "conftest.py").write_text(MARKS)
    counts = run(file, "-k", "to_categorical and (label_zero or num_classes_by_name)").counts
    assert {name: counts.get(name) for name in ("failed", "skipped", "xfailed")} == {
        "failed": None,
        "skipped": 3,
        "xfailed": 1,
    }


def test_the_last_failed_ones_beside_one_of_the_fork(run, suite, fork):
    file = suite(MADE)
    (fork / "tests" / "aaa_test.py").write_text("def test_rows(): assert False\n")
    run("tests/aaa_test.py", file, "-k", "single or test_rows")
    assert run("tests/aaa_test.py", file, "--lf").counts["failed"] == 2


def test_only_fixtures_beside_the_import_are_overrides(run, suite, fork):
    file = suite("")
    (fork / "conftest.py").write_text(WIDER.replace("def implementation", "def framework"))
    assert run(file, IMPL, "-k", "to_categorical and test_shape and single").counts["failed"] == 1


def test_two_implementations_in_one_process_are_refused(run, suite):
    file = suite(MADE)
    test = "cthulhu_conformance.to_categorical.test_shape"
    done = run(file, "--pyargs", test, IMPL, "-k", "test_shape and to_categorical and single", "-rs")
    assert "one process can judge one implementation only" in done.output


def test_names_of_parameters_are_unique(run):
    done = run("--pyargs", "cthulhu_conformance", IMPL, "--co", "-q", "-n0")
    ids = re.findall(r"^(\S+::.+)$", done.output, re.MULTILINE)
    assert len(ids) == len(set(ids)) > 2000
