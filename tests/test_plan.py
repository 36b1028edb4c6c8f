"""The plan: all that the processes of a run share."""

import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given

from cthulhu_conformance.plan import VARIABLE, Plan
from tests.strategies import of_type

ROOT = Path(__file__).resolve().parent.parent
OWN_VARIABLE = re.compile(r"\bCONFORMANCE_[A-Z_]+\b")


@pytest.mark.parametrize("folder", ["conformance", "fixtures", "tools"])
def test_nothing_is_shared_by_other_environment_variables(folder):
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")]
    assert {name for text in texts for name in OWN_VARIABLE.findall(text)} <= {VARIABLE}


def test_the_variable_is_ours():
    assert OWN_VARIABLE.fullmatch(VARIABLE)


@given(plan=of_type(Plan))
def test_a_plan_is_read_as_it_was_written(tmp_path_factory, plan):
    plan = Plan(**{**asdict(plan), "folder": str(tmp_path_factory.getbasetemp())})
    plan.write()
    assert Plan.read(plan.path) == plan


def test_a_process_finds_the_plan_by_the_variable(tmp_path, monkeypatch):
    plan = Plan(str(tmp_path), "mypkg.utils", clauses=("normalize.zeros.vector",))
    for name, value in plan.write().items():
        monkeypatch.setenv(name, value)
    assert Plan.current() == plan


def test_a_plan_that_is_written_again_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "plan.json"))
    seen = []
    for spec in ("first.utils", "second.utils"):
        Plan(str(tmp_path), spec).write()
        seen.append(Plan.current().spec)
    assert seen == ["first.utils", "second.utils"]


def test_a_process_without_a_plan_belongs_to_no_run(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(KeyError):
        Plan.current()


def test_only_what_is_judged_has_to_be_named():
    assert [field.name for field in fields(Plan)][:2] == ["folder", "spec"]
    assert Plan("folder", "mypkg.utils").clauses == ()
