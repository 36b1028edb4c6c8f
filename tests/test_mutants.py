"""The zoo's own judge: what it does with mutants that survive, die, hang or can't start, and with saints that fall."""

import subprocess
import sys
from pathlib import Path

import pytest

from conformance import clauses
from tests.animals import COLUMNS, TWO_ROWS
from tools import forks, matrix
from tools.matrix import Animal, Judged

ROOT = Path(__file__).resolve().parent.parent
JUDGE = """
import sys
from conformance import clauses
from tools import forks, mutants
from tools.matrix import Animal
from tests import animals

forks.TIMEOUT = 2.0
todo = {}
for name in sys.argv[1:]:
    found = vars(animals).get(name)
    breaks = getattr(found, "breaks", () if name in ("saint", "fallen") else (animals.TWO_ROWS,))
    breaks = () if name == "fallen" else breaks
    todo[Animal(f"tests.animals:{name}", breaks)] = breaks or (animals.TWO_ROWS, animals.COLUMNS)
sys.exit(mutants.report(*mutants.judge_all(todo), {animals.TWO_ROWS: None}))
"""


def judged(*names):
    """The exit code and the lines of a judgement of the named animals."""
    command = [sys.executable, "-c", JUDGE, *names]
    done = subprocess.run(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_what_is_wrong_is_caught_and_what_is_right_conforms():
    code, lines = judged("caught", "dies", "hangs", "lingers", "saint")
    assert code == 1
    assert lines[1:] == [
        f"{TWO_ROWS}  caught, dies, hangs; 1 survivor",
        f"survivor: tests.animals:lingers, {TWO_ROWS} is conforms",
        "3 of 4 mutants caught; 1 of 1 clauses have one; 1 of 1 saints conform",
    ]


@pytest.mark.parametrize(
    "name, line",
    [
        ("survives", f"survivor: tests.animals:survives, {TWO_ROWS} is conforms"),
        ("fallen", f"fallen saint: tests.animals:fallen, {TWO_ROWS} is violates"),
        ("can_not_start", "can't start: tests.animals:can_not_start, RuntimeError: out of order"),
        ("saint", f"no mutant breaks {TWO_ROWS}"),
    ],
)
def test_what_is_red(name, line):
    code, lines = judged(name)
    assert code == 1
    assert line in lines


def test_all_in_order():
    assert judged("caught", "saint")[0] == 0


FOUND = Judged(
    Animal("zoo:two", (TWO_ROWS,)),
    tuple(clauses.select(clauses.BEHAVIOUR, ["to_categorical"])),
    {TWO_ROWS: "violates", COLUMNS: "violates", "to_categorical.labels.list": "conforms"},
)


def test_of_mutants_judged_by_what_they_break_no_collateral_is_known():
    found = Judged(FOUND.animal, (TWO_ROWS,), {TWO_ROWS: "violates"})
    text = matrix.page([found], [], clauses.select(utilities=["to_categorical"]))
    assert "<td>0<td>–<td>–</tr>" in text.replace("\n", "")


def test_a_clause_that_is_not_named_is_collateral():
    assert FOUND.collateral == [COLUMNS]
    assert FOUND.wrong(()) == []


def test_a_kill_counts_from_the_named_clause_only():
    named = Judged(Animal("zoo:two", ("to_categorical.labels.list",)), FOUND.clauses, FOUND.verdicts)
    assert named.wrong(()) == ["to_categorical.labels.list"]
    assert named.wrong(["to_categorical.labels.list"]) == []


def test_the_page_shows_each_meeting():
    text = matrix.page([FOUND], ["to_categorical.labels.views"], clauses.select(utilities=["to_categorical"]))
    assert f"two: kill of {TWO_ROWS}" in text
    assert f"two: collateral of {COLUMNS}" in text
    assert "two: kill of to_categorical.labels.list" not in text
    assert "<td>1<td>0\n<td>1<td>0</tr>".replace("\n", "") in text.replace("\n", "")
    assert "Not judged on this machine: to_categorical.labels.views." in text


def test_what_is_not_found_slow_beside_others_is_judged_again_alone(monkeypatch):
    speed = "to_categorical.speed.batch"
    done = []

    def judge_beside(session, preload, cases, processes):
        done.append(([case.spec for case in cases], processes))
        for case in cases:
            slow = case.spec == "slow" or processes == 1
            yield forks.Judged(case, {name: "violates" if slow else "untestable" for name in case.clauses})

    monkeypatch.setattr(forks, "_judge_beside", judge_beside)
    cases = [forks.Case("slow", (speed,)), forks.Case("hidden", (speed,)), forks.Case("wrong", (TWO_ROWS,))]
    found = list(forks._judge(None, [], 2, cases))
    assert done == [(["wrong"], 2), (["slow", "hidden"], 2), (["hidden"], 1)]
    assert [judged.case.spec for judged in found] == ["wrong", "slow", "hidden"]
    assert found[-1].verdicts == {speed: "violates"}
