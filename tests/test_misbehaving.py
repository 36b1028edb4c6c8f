"""Implementations that misbehave: each deed costs its own clause, never the run."""

import pytest

from cthulhu_conformance import clauses

#: Deeds, each at an input that the tests of a single clause use, and the verdict that this clause then gets.
DEEDS = [
    ("num_classes == 1", "os._exit(0)", "num-classes.one", "crashed"),
    ("len(result) == 0", "os.kill(os.getpid(), signal.SIGSEGV)", "shape.no-labels", "crashed"),
    ("result.dtype == 'float64' and num_classes == 4", "sys.exit(0)", "dtype.float64", "violates"),
    ("result.shape == (2, 256)", "time.sleep(100)", "labels.small-type-at-its-limit", "timed out"),
    ("len(result) == 100003", "raise KeyboardInterrupt", "matrix.many-labels", "crashed"),
    ("not numpy.asarray(y).flags.writeable", "pytest.skip('no')", "labels.read-only", "violates"),
    (
        "isinstance(y, list) and y == [[0, 1], [2, 0]]",
        "pytest.exit('no', returncode=0)",
        "labels.nested-list",
        "violates",
    ),
    ("isinstance(num_classes, numpy.integer)", "hang()", "num-classes.numpy-integer", "timed out"),
    (
        "result.dtype == 'bool' and num_classes == 4",
        "raise unittest.SkipTest('no')",
        "dtype.others",
        "violates",
    ),
    ("result.dtype == 'float16'", "pytest.xfail('no')", "dtype.others", "violates"),
]
MESSES = [
    "threading.Thread(target=time.sleep, args=(100,)).start()",
    "print('x' * 100000)",
    "os.chdir('/')",
    "os.environ.clear()",
    "sys.path.clear()",
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "os.closerange(1, 3)",
]
CODE = """
import os, signal, sys, threading, time, unittest
import numpy, pytest

def hang():
    while True:
        try:
            time.sleep(1)
        except BaseException:
            continue

def to_categorical(y, num_classes=None, dtype="float32"):
    result = cthulhu_conformance.reference.utils.to_categorical(y, num_classes, dtype)
"""


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_a_deed_costs_one_clause(judge, write_implementation, workers):
    code = CODE + "".join(f"    if {when}:\n        {deed}\n" for when, deed, _, _ in DEEDS)
    spec = write_implementation(code + "    return result\n")
    done = judge(spec, "--utility=to_categorical", "--timeout=4", workers)
    expected = dict.fromkeys(clauses.select(clauses.BEHAVIOUR, ["to_categorical"]), "conforms")
    expected.update({f"to_categorical.{name}": verdict for _, _, name, verdict in DEEDS})
    assert done.verdicts == expected
    assert done.code == 1


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_a_mess_costs_nothing(judge, write_implementation, workers):
    code = CODE + "".join(f"    if num_classes == 7:\n        {mess}\n" for mess in MESSES)
    spec = write_implementation(code + "    return result\n")
    done = judge(spec, "--clause=to_categorical.s", "--clause=to_categorical.n", workers)
    assert set(done.verdicts.values()) == {"conforms"}
    assert len(done.verdicts) > 15
    assert done.code == 0


def test_a_slow_search_for_a_smaller_example_is_a_violation(judge, write_implementation):
    code = CODE + "    time.sleep(0.3)\n    result[3:] = 0\n    return result\n"
    spec = write_implementation(code)
    done = judge(spec, "--clause=to_categorical.matrix.one-at-label", "--timeout=25", "-n0")
    assert done.verdicts == {"to_categorical.matrix.one-at-label": "violates"}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_an_error_in_characters_that_nothing_can_write_is_a_violation(judge, write_implementation, encoding):
    code = "def normalize(x, axis=-1, order=2):\n    raise ValueError('a \\udcff ünïcode')\n"
    spec = write_implementation(code)
    done = judge(spec, "--clause=normalize.zeros.vector", "-n0", PYTHONIOENCODING=encoding)
    assert done.code == 1
    assert done.failure("normalize.zeros.vector").observed == "raised ValueError: a \\udcff ünïcode"


def test_tests_that_pytest_is_kept_from_running_are_no_success(judge, write_implementation):
    stop = "[setattr(o, 'shouldfail', 'no') for o in gc.get_objects() if isinstance(o, pytest.Session)]"
    code = "import gc" + CODE + f"    {stop}\n    return result\n"
    done = judge(write_implementation(code), "--clause=to_categorical.signature", "-n0")
    assert done.code == 4
    assert "tests that did not run" in done.errors + done.output or "without a test" in done.errors
    assert not done.run.complete


def test_a_module_that_ends_the_process_is_no_implementation(judge, write_implementation):
    done = judge(write_implementation("import os; os._exit(7)"))
    assert done.code == 3
    assert "ended its process (exit status 7)" in done.errors
