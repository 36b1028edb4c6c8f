"""What the tools say of arguments that make no sense: a line with the reason and no traceback, exit code 2."""

import sys

import pytest

from tools import calibrate, ledger, mutants, profile
from tools.compat import __main__ as compat

FILES = {
    "cut.json": '{"verdicts": [',
    "other.json": '{"clauses": []}',
    "list.json": "[]",
    "bytes.json": "\udcff",
}


@pytest.mark.parametrize(
    "main, before", [(ledger.main, []), (profile.main, []), (compat.main, ["keras-3.15"])]
)
@pytest.mark.parametrize("name", ["missing.json", *FILES])
def test_no_verdict_file(main, before, name, tmp_path, monkeypatch, capsys):
    if name in FILES:
        (tmp_path / name).write_text(FILES[name], encoding="utf-8", errors="surrogateescape")
    assert name in message(main, [*before, str(tmp_path / name)], monkeypatch, capsys)


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
