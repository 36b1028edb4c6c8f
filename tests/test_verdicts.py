"""From findings to verdicts, and the verdict file."""

import json
from dataclasses import replace

import jsonschema
import pytest

from cthulhu_conformance.clauses import Clause
from cthulhu_conformance.results import files, verdicts
from cthulhu_conformance.results.model import FAILING, SEVERITY, Finding

FIRST = Clause("normalize.a.first", "documented", "Returns", "First.")
SECOND = Clause("normalize.a.second", "implied", "Returns", "Second.", needs=("normalize.a.first",))
THIRD = Clause("normalize.a.third", "hardened", "Returns", "Third.", needs=("normalize.a.second",))


#: A plugin that runs the tests in the opposite order.
REVERSING = """
import pytest

@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.reverse()
"""


def found(clause, outcome, test="t"):
    return Finding(test=test, clause=clause.id, outcome=outcome, assertions=2, examples=1)


@pytest.mark.parametrize("worst", range(len(SEVERITY)))
def test_the_worst_outcome_is_the_verdict(worst):
    findings = [found(FIRST, outcome, test=outcome) for outcome in SEVERITY[: worst + 1]]
    (verdict,) = verdicts.decide([FIRST], findings, [])
    assert verdict.verdict == SEVERITY[worst]
    assert (verdict.tests, verdict.assertions, verdict.examples) == (worst + 1, 2 * worst + 2, worst + 1)


def test_a_clause_that_needs_a_violated_one_is_blocked_also_through_others():
    findings = [found(clause, "violates") for clause in (THIRD, SECOND, FIRST)]
    found_out = {v.clause: v for v in verdicts.decide([THIRD, SECOND, FIRST], findings, [])}
    assert found_out[FIRST.id].verdict == "violates"
    assert found_out[SECOND.id].verdict == "blocked"
    assert found_out[SECOND.id].because == "needs normalize.a.first"
    assert found_out[THIRD.id].verdict == "blocked"
    assert found_out[THIRD.id].because == "needs normalize.a.first"


def test_a_clause_that_holds_conforms_whatever_it_needs():
    findings = [found(FIRST, "violates"), found(SECOND, "conforms")]
    assert [v.verdict for v in verdicts.decide([FIRST, SECOND], findings, [])] == ["violates", "conforms"]


def test_clauses_of_a_missing_utility_are_absent():
    (verdict,) = verdicts.decide([FIRST], [], ["normalize"])
    assert (verdict.verdict, verdict.because) == ("absent", "the implementation has no normalize")


def test_a_clause_without_findings_has_no_verdict():
    assert verdicts.decide([FIRST], [], []) == []


@pytest.mark.parametrize("verdict", FAILING)
def test_gated_levels_fail_and_others_do_not(verdict):
    (judged,) = verdicts.decide([THIRD], [found(THIRD, verdict)], [])
    assert judged.fails(["hardened"])
    assert not judged.fails(["documented", "implied"])


def test_what_no_two_runs_share_is_replaced():
    text = "/x/home-gw3/a http://127.0.0.1:54321/b <object at 0x7f00aa11bb22> /x/pytest/popen-gw0/c12/d3 tmpab12cd_9"
    assert files.timeless(text, {"/x": "<run>"}) == (
        "<run>/home/a http://127.0.0.1:<port>/b <object at 0x<address>> <run>/pytest/c/d3 <temporary>"
    )


def test_a_run_writes_a_file_that_fits_the_schema(judge, write_implementation):
    code = (
        "def to_categorical(y, num_classes=None, dtype='float64'):\n"
        "    return cthulhu_conformance.reference.utils.to_categorical(y, num_classes, dtype)\n"
        "normalize = None\n"
    )
    done = judge(write_implementation(code), "--utility=to_categorical", "--utility=normalize", "-n0")
    schema = json.loads(files.SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(json.loads(done.path.read_text(encoding="utf-8")), schema)
    assert done.run.counts["absent"] > 30
    assert done.verdicts["normalize.name.available"] == "violates"
    assert done.verdicts["to_categorical.example.dtype"] == "blocked"
    assert done.failure("to_categorical.dtype.default-float32").expected == "dtype('float32')"
    assert done.failure("to_categorical.dtype.default-float32").observed == "dtype('float64')"
    assert done.code == 1


def test_two_runs_in_any_order_on_any_number_of_processes_say_the_same(
    judge, judge_with_plugin, write_implementation
):
    """Violations included: their expected and observed values must not differ either."""
    code = (
        "right = cthulhu_conformance.reference.utils.normalize\n"
        "def normalize(x, axis=-1, order=2):\n"
        "    return right(x, axis, order) * (1.001 if len(x) > 2 else 1)\n"
    )
    options = write_implementation(code), "--utility=normalize"
    runs = [judge(*options, workers).run for workers in ("-n0", "-n0", "-n2")]
    runs.append(judge_with_plugin(REVERSING, *options, "-n0").run)
    first, *others = (replace(files.comparable(run), options=None) for run in runs)
    assert "violates" in first.counts
    assert others == [first] * 3
