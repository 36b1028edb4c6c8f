"""The sessions: what `nox -s conformance` installs and where it runs, without making an environment."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOXFILE = ROOT / "noxfile.py"


@pytest.fixture(scope="module")
def noxfile():
    spec = importlib.util.spec_from_file_location("noxfile", str(NOXFILE))
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # as nox does before it reads the file
        spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "arguments, rest, installs",
    [
        (["--impl=a.utils", "-x"], ["--impl=a.utils", "-x"], []),
        (["--install", "keras==2.3.1", "--impl=a.utils"], ["--impl=a.utils"], ["keras==2.3.1"]),
        (["--install=h5py<3", "--install", "six"], [], ["h5py<3", "six"]),
        (["--install=fork"], [], ["{folder}/fork"]),
        (["--install=needs.txt", "-k", "a"], ["-k", "a"], ["-r", "{folder}/needs.txt"]),
    ],
)
def test_what_is_installed_besides(noxfile, tmp_path, arguments, rest, installs):
    (tmp_path / "fork").mkdir()
    (tmp_path / "needs.txt").write_text("six")
    expected = [word.format(folder=tmp_path) for word in installs]
    assert noxfile._split_installs(arguments, tmp_path) == (rest, expected)


@pytest.mark.parametrize(
    "arguments, is_ours",
    [
        ([], True),
        (["--impl=cthulhu_conformance.reference.utils"], True),
        (["--impl", "cthulhu_conformance.tools.mutants.get_file:anything"], True),
        (["--impl=mypkg.utils"], False),
        (["--impl=cthulhu_conformance.reference.utils", "--impl", "mypkg.utils"], False),
        (["--impl=mypkg.reference.utils"], False),
        (["--impl=reference.utils"], True),
    ],
)
def test_only_the_reference_gets_our_framework(noxfile, tmp_path, arguments, is_ours):
    assert noxfile._framework(arguments, "reference", tmp_path) == (["reference"] if is_ours else [])


@pytest.mark.parametrize("place", [".", "src"])
def test_a_package_called_reference_where_one_stands_is_not_ours(noxfile, tmp_path, place):
    assert noxfile._framework(["--impl=reference.utils"], "gpu", tmp_path) == ["gpu"]
    (tmp_path / place / "reference").mkdir(parents=True)
    assert noxfile._framework(["--impl=reference.utils"], "gpu", tmp_path) == []


def nox(folder, *arguments):
    command = [sys.executable, "-m", "nox", f"--noxfile={NOXFILE}", "--no-venv", *arguments]
    ours = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=str(folder),
        env=dict(os.environ, PATH=ours),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
    )


def test_an_implementation_where_one_stands_is_judged_there(write_implementation, tmp_path):
    (tmp_path / "conformance").mkdir()  # of the implementation's own
    (tmp_path / "conformance" / "__init__.py").write_text("raise RuntimeError")
    spec = write_implementation("")
    done = nox(tmp_path, "-s", "conformance", "--", spec, "--clause=normalize.zeros", "--speed=off")
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "conformance-results" / "verdicts.json").exists()


def test_nox_ends_with_one_and_says_what_the_exit_code_was(tmp_path):
    done = nox(tmp_path, "-s", "conformance", "--", "--impl=nowhere.utils", "--clause=normalize.zeros")
    assert done.returncode == 1
    assert "there is no module 'nowhere'" in done.stdout
    assert "exit code 3" in done.stdout
