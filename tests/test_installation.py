"""The wheel: one package, whatever else is installed or lies where one stands."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("conformance", "fixtures", "reference", "tools")
PACKAGE = "cthulhu_conformance"
#: Names that the folders of the repository have, and that packages of others have, too.
OTHERS = ("conformance", "fixtures", "tools", "tests")
SHAPE = "--clause=to_categorical.shape"
OTHER = "raise ImportError('not this one')\n"
IMPLEMENTATION = f"from {PACKAGE}.reference.utils import *\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that the project's build makes of a copy of the checkout."""
    copy, out = tmp_path_factory.mktemp("source") / "copy", tmp_path_factory.mktemp("wheel")
    copy.mkdir()
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy / name)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(out)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=str(copy), check=True, stdout=subprocess.DEVNULL)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of an environment that has the wheel, and this one's packages but for the suite itself."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(str(folder), with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "others.pth").write_text(sysconfig.get_paths()["purelib"])
    return folder / "bin" / "python"


@pytest.fixture
def run(python, tmp_path):
    """Function that runs a module in `tmp_path`, with that interpreter."""

    def run(*arguments):
        done = subprocess.run(
            [str(python), "-m", *arguments],
            cwd=str(tmp_path),
            env={
                name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
        )
        return done.returncode, done.stdout

    return run


def make_package(folder, utils=IMPLEMENTATION, init=""):
    """Make a package with utilities."""
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(init)
    (folder / "utils.py").write_text(utils)


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_one_package(wheel):
    top = {name.partition("/")[0] for name in contents(wheel)}
    assert {name for name in top if not name.endswith(".dist-info")} == {PACKAGE}


def test_the_wheel_has_all_files_of_the_folders(wheel):
    files = [path for name in FOLDERS for path in (ROOT / name).rglob("*")]
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    }
    mapped = {name[len("conformance/") :] if name.startswith("conformance/") else name for name in wanted}
    assert {f"{PACKAGE}/{name}" for name in mapped} - contents(wheel) == set()


def test_the_command_and_the_plugin_come_with_it(wheel):
    (name,) = (name for name in contents(wheel) if name.endswith("entry_points.txt"))
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(name).decode()
    assert f"conformance = {PACKAGE}.harness.cli:main" in text
    assert f"{PACKAGE} = {PACKAGE}.harness.plugin" in text


def judge(run, *options):
    return run(PACKAGE, SHAPE, "--speed=off", "-n0", *options)


def test_an_installed_suite_judges_its_reference(run, python):
    code, output = judge(run)
    assert code == 0, output
    assert (
        str(python.parent.parent) in output.partition("\n")[0] + output.partition("\n")[2].partition("\n")[0]
    )


@pytest.mark.parametrize("form", ["command", "pytest"])
def test_packages_of_the_same_names_where_one_stands(run, tmp_path, form):
    for name in OTHERS:
        make_package(tmp_path / name, init=OTHER)
    make_package(tmp_path / "mypkg")
    if form == "command":
        code, output = judge(run, "--impl=mypkg.utils")
    else:
        code, output = run(
            "pytest", "--pyargs", f"{PACKAGE}.to_categorical.test_shape", "--impl=mypkg.utils", "-q"
        )
    assert code == 0, output


@pytest.mark.parametrize("package", ["reference", "tools", "fixtures", "conformance"])
def test_an_implementation_in_a_package_of_such_a_name(run, tmp_path, package):
    make_package(tmp_path / package, IMPLEMENTATION + "def to_categorical(*args, **kwargs): return 'mine'\n")
    code, output = judge(run, f"--impl={package}.utils")
    assert code == 1
    assert "observed" in output
    assert str(tmp_path / package / "utils.py") in output


def test_reference_utils_is_the_bundled_one_where_there_is_no_other(run):
    code, output = judge(run, "--impl=reference.utils")
    assert code == 0, output
    assert f"{PACKAGE}.reference.utils" in output


def test_a_package_that_lies_beside_ours_in_the_environment(run, python, tmp_path):
    """PyPI has a package `fixtures`: it may be installed before or after ours."""
    site = next(python.parent.parent.glob("lib/python*/site-packages"))
    make_package(site / "fixtures", init=OTHER)
    try:
        code, output = judge(run)
    finally:
        shutil.rmtree(site / "fixtures")
    assert code == 0, output


def test_modules_named_like_ours_where_one_stands(run, tmp_path):
    make_package(tmp_path / "mypkg")
    (tmp_path / "plan.py").write_text(OTHER)
    (tmp_path / "clauses.py").write_text(OTHER)
    code, output = judge(run, "--impl=mypkg.utils")
    assert code == 0, output


def test_there_is_no_command_of_the_old_name(run):
    code, output = run("conformance")
    assert code == 1
    assert "No module named conformance" in output
