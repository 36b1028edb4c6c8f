"""What the tools say of arguments that make no sense: a line with the reason and no traceback, exit code 2."""

import json
import sys

import pytest

from cthulhu_conformance.tools import calibrate, ledger, profile
from cthulhu_conformance.tools.compat import __main__ as compat
from cthulhu_conformance.tools.mutants import __main__ as mutants
from tests.runs import content_of, run_of

RUN = content_of(run_of([]))
#: Files that are no verdict file of this format, and what is said of them.
FILES = {
    "missing.json": (None, "a run writes one"),
    "cut.json": ('{"verdicts": [', "a run writes one"),
    "other.json": ('{"clauses": []}', "a run writes one"),
    "list.json": ("[]", "a run writes one"),
    "bytes.json": ("\udcff", "a run writes one"),
    "old.json": (json.dumps(dict(RUN, format=1)), "a new run writes one of that format"),
    "more.json": (json.dumps(dict(RUN, more=1)), "extra fields found (more)"),
    "less.json": (json.dumps({n: v for n, v in RUN.items() if n != "started"}), "required field missing"),
    "wrong.json": (json.dumps(dict(RUN, selected="7")), "expected int"),
}


@pytest.mark.parametrize(
    "main, before", [(ledger.main, []), (profile.main, []), (compat.main, ["keras-3.15"])]
)
@pytest.mark.parametrize("name", FILES)
def test_no_verdict_file(main, before, name, tmp_path, monkeypatch, capsys):
    text, reason = FILES[name]
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    said = message(main, [*before, str(tmp_path / name)], monkeypatch, capsys)
    assert (name in said, reason in said) == (True, True)


@pytest.mark.parametrize(
    "main, arguments, named",
    [
        (compat.main, ["keras-9", "verdicts.json"], "tf_keras"),
        (mutants.main, ["--clause", "get_fil.hash"], "get_fil.hash"),
        (mutants.main, ["--utility", "normalize", "--clause", "get_file.hash"], "normalize"),
        (mutants.main, ["--utility", "get_fil"], "get_file"),
        (calibrate.main, ["--kind", "ratios"], "growth"),
    ],
)
def test_no_such_name(main, arguments, named, monkeypatch, capsys):
    assert named in message(main, arguments, monkeypatch, capsys)


def message(main, arguments, monkeypatch, capsys):
    """The last line that a program writes when it refuses its arguments."""
    monkeypatch.setattr(sys, "argv", ["program", *arguments])
    with pytest.raises(SystemExit) as exit:
        main()
    assert exit.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]
