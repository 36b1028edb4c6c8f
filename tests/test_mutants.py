"""The program that runs all mutants: what it says of those that survive, die, hang or can't start, and of variants."""

import subprocess
import sys
from pathlib import Path

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.tools import forks
from cthulhu_conformance.tools.mutants import matrix
from cthulhu_conformance.tools.mutants.matrix import Candidate, CandidateResult
from tests.example_mutants import COLUMNS, TWO_ROWS

ROOT = Path(__file__).resolve().parent.parent
RUN = """
import sys
from cthulhu_conformance.tools import forks
from cthulhu_conformance.tools.mutants import evaluation
from cthulhu_conformance.tools.mutants.matrix import Candidate
from tests import example_mutants as examples

forks.TIMEOUT = 2.0
todo = {}
for name in sys.argv[1:]:
    found = vars(examples).get(name)
    breaks = getattr(found, "breaks", () if name in ("variant", "violating") else (examples.TWO_ROWS,))
    breaks = () if name == "violating" else breaks
    todo[Candidate(f"tests.example_mutants:{name}", breaks)] = breaks or (examples.TWO_ROWS, examples.COLUMNS)
sys.exit(evaluation.report(*evaluation.evaluate(todo), {examples.TWO_ROWS: None}))
"""


def outcome(*names):
    """Run the tests on these examples, and return the exit code and the lines."""
    command = [sys.executable, "-c", RUN, *names]
    done = subprocess.run(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_what_is_wrong_is_caught_and_what_is_right_conforms():
    code, lines = outcome("caught", "dies", "hangs", "lingers", "variant")
    assert code == 1
    assert lines[1:] == [
        f"{TWO_ROWS}  caught, dies, hangs; 1 survivor",
        f"survivor: tests.example_mutants:lingers, {TWO_ROWS} is conforms",
        "3 of 4 mutants caught; 1 of 1 clauses have one; 1 of 1 variants conform",
    ]


@pytest.mark.parametrize(
    "name, line",
    [
        ("survives", f"survivor: tests.example_mutants:survives, {TWO_ROWS} is conforms"),
        ("violating", f"violating variant: tests.example_mutants:violating, {TWO_ROWS} is violates"),
        ("can_not_start", "can't start: tests.example_mutants:can_not_start, RuntimeError: out of order"),
        ("variant", f"no mutant breaks {TWO_ROWS}"),
    ],
)
def test_what_is_red(name, line):
    code, lines = outcome(name)
    assert code == 1
    assert line in lines


def test_all_in_order():
    assert outcome("caught", "variant")[0] == 0


FOUND = CandidateResult(
    Candidate("mutants:two", (TWO_ROWS,)),
    tuple(clauses.select(clauses.BEHAVIOUR, ["to_categorical"])),
    {TWO_ROWS: "violates", COLUMNS: "violates", "to_categorical.labels.list": "conforms"},
)


def test_of_mutants_tried_on_what_they_break_no_collateral_is_known():
    found = CandidateResult(FOUND.candidate, (TWO_ROWS,), {TWO_ROWS: "violates"})
    text = matrix.page([found], [], clauses.select(utilities=["to_categorical"]))
    assert "<td>0<td>–<td>–</tr>" in text.replace("\n", "")


def test_a_clause_that_is_not_named_is_collateral():
    assert FOUND.collateral == [COLUMNS]
    assert FOUND.failures(()) == []


def test_a_kill_counts_from_the_named_clause_only():
    named = CandidateResult(
        Candidate("mutants:two", ("to_categorical.labels.list",)), FOUND.clauses, FOUND.verdicts
    )
    assert named.failures(()) == ["to_categorical.labels.list"]
    assert named.failures(["to_categorical.labels.list"]) == []


def test_the_page_shows_each_meeting():
    text = matrix.page([FOUND], ["to_categorical.labels.views"], clauses.select(utilities=["to_categorical"]))
    assert f"two: kill of {TWO_ROWS}" in text
    assert f"two: collateral of {COLUMNS}" in text
    assert "two: kill of to_categorical.labels.list" not in text
    assert "<td>1<td>0\n<td>1<td>0</tr>".replace("\n", "") in text.replace("\n", "")
    assert "Untestable on this machine: to_categorical.labels.views." in text


def test_what_is_not_found_slow_beside_others_is_tried_again_alone(monkeypatch):
    speed = "to_categorical.speed.batch"
    done = []

    def evaluate_beside(session, preload, cases, processes):
        done.append(([case.spec for case in cases], processes))
        for case in cases:
            slow = case.spec == "slow" or processes == 1
            yield forks.Outcome(case, {name: "violates" if slow else "untestable" for name in case.clauses})

    monkeypatch.setattr(forks, "_evaluate_beside", evaluate_beside)
    cases = [forks.Case("slow", (speed,)), forks.Case("hidden", (speed,)), forks.Case("wrong", (TWO_ROWS,))]
    found = list(forks._evaluate(None, [], 2, cases))
    assert done == [(["wrong"], 2), (["slow", "hidden"], 2), (["hidden"], 1)]
    assert [outcome.case.spec for outcome in found] == ["wrong", "slow", "hidden"]
    assert found[-1].verdicts == {speed: "violates"}
