"""The registry of mutants and conforming variants: none is hidden, left out or lost without anybody noticing."""

import importlib
import sys
from pathlib import Path

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.reference.utils import archives
from cthulhu_conformance.testing import implementation
from cthulhu_conformance.tools import ledger, mutants, variants
from cthulhu_conformance.tools.mutants import Edit, Mutant, names
from cthulhu_conformance.tools.registry import DuplicateError, Registry

REGISTRIES = {**mutants.REGISTRIES, "variants": variants.REGISTRY}
COMMITTED = {"normalize": ["absent", "half_as_long"], "variants": ["lazy"]}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Function that writes modules of a package, and returns the registry of what they define."""

    def write(**modules):
        folder = tmp_path / "registered"
        folder.mkdir()
        for name, lines in modules.items():
            code = "".join(f"registered.REGISTRY.enter({line!r}, object())\n" for line in lines)
            (folder / f"{name}.py").write_text(f"import registered\n{code}")
        (folder / "__init__.py").write_text(
            "from cthulhu_conformance.tools.registry import Registry\n"
            "REGISTRY = Registry(__name__)\n"
            "__getattr__ = REGISTRY.attribute\n"
        )
        return importlib.import_module("registered").REGISTRY

    monkeypatch.syspath_prepend(str(tmp_path))
    yield write
    for name in [name for name in sys.modules if name.partition(".")[0] == "registered"]:
        del sys.modules[name]


def test_every_module_of_a_package_is_walked(package):
    registry = package(first=["one", "two"], second=["three"], third=[])
    assert list(registry.load()) == ["one", "two", "three"]
    assert "registered.third" in sys.modules
    assert implementation.load(registry.spec("three")).target is registry.load()["three"]


@pytest.mark.parametrize(
    "modules, lines", [({"first": ["one", "one"]}, (2, 3)), ({"first": ["one"], "second": ["one"]}, (2, 2))]
)
def test_a_name_that_is_given_twice_is_an_error_that_names_both_places(package, tmp_path, modules, lines):
    registry = package(**modules)
    with pytest.raises(DuplicateError) as error:
        registry.load()
    first, last = tmp_path / "registered" / "first.py", tmp_path / "registered" / f"{[*modules][-1]}.py"
    assert str(error.value) == f"registered:one is defined twice: {first}:{lines[0]} and {last}:{lines[1]}"


def test_two_mutants_of_a_utility_have_two_names(monkeypatch):
    monkeypatch.setitem(mutants.REGISTRIES, "normalize", Registry("somewhere"))
    mutants.define_absent("normalize")
    with pytest.raises(DuplicateError, match=r"somewhere:absent is defined twice: .*:\d+ and .*:\d+"):
        mutants.define_absent("normalize")


def test_what_is_not_there(package):
    registry = package(first=["one"])
    with pytest.raises(AttributeError, match="'registered' has no attribute 'two'"):
        registry.attribute("two")


@pytest.mark.parametrize("group", REGISTRIES)
def test_every_module_of_each_folder_is_walked(group):
    module = REGISTRIES[group].module
    REGISTRIES[group].load()
    folder = Path(sys.modules[module].__file__).parent if hasattr(sys.modules[module], "__path__") else None
    files = sorted(folder.rglob("*.py")) if folder else []
    paths = [f"{module}.{'.'.join(file.relative_to(folder).with_suffix('').parts)}" for file in files]
    assert [path for path in paths if path.replace(".__init__", "") not in sys.modules] == []


@pytest.mark.parametrize("group", REGISTRIES)
def test_every_spec_resolves_to_what_was_entered(group):
    registry = REGISTRIES[group]
    hidden = [
        name
        for name, found in registry.load().items()
        if implementation.load(registry.spec(name)).target is not found
    ]
    assert hidden == []


@pytest.mark.parametrize("utility", clauses.UTILITIES)
def test_a_mutant_is_among_those_of_the_utility_that_it_breaks(utility):
    for name, found in mutants.REGISTRIES[utility].load().items():
        assert isinstance(found, Mutant)
        assert found.name == name
        assert {clause.partition(".")[0] for clause in found.breaks} == {utility}


@pytest.mark.parametrize("utility", clauses.UTILITIES)
def test_every_edit_changes_what_is_there(utility):
    for found in mutants.REGISTRIES[utility].load().values():
        for edit in [*found.replaced.values(), *(change[2] for change in found.changed)]:
            if isinstance(edit, Edit):
                assert callable(edit())


def test_an_edit_of_what_is_not_there():
    with pytest.raises(ValueError, match="'return nothing' does not stand once in formats_of"):
        Edit(archives, "formats_of", "return nothing", "return []")()


def test_an_edit_of_what_is_there_twice():
    with pytest.raises(ValueError, match="'archive_format' does not stand once"):
        Edit(archives, "formats_of", "archive_format", "format")()


def test_the_committed_names_are_those_that_are_defined():
    assert list(names.differences(names.registered(), names.read())) == []


@pytest.mark.parametrize(
    "defined, line",
    [
        (
            {**COMMITTED, "normalize": ["absent"]},
            "normalize: half_as_long has vanished, and is in mutants.toml",
        ),
        ({"normalize": COMMITTED["normalize"]}, "variants: lazy has vanished, and is in mutants.toml"),
        ({**COMMITTED, "variants": ["eager", "lazy"]}, "variants: eager is not entered into mutants.toml"),
        ({**COMMITTED, "get_file": ["absent"]}, "get_file: absent is not entered into mutants.toml"),
    ],
)
def test_a_name_that_vanishes_or_is_new_is_a_difference(defined, line):
    assert list(names.differences(defined, COMMITTED)) == [line]


def test_names_are_written_as_they_are_read(tmp_path):
    names.write(COMMITTED, tmp_path / "names.toml")
    assert names.read(tmp_path / "names.toml") == COMMITTED
    names.write(names.read(), tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_text() == names.FILE.read_text()


@pytest.mark.parametrize("options, code", [([], 1), (["--write"], 0)])
def test_the_ledger_is_red_for_a_mutant_that_has_vanished(options, code, tmp_path, monkeypatch, capsys):
    file = tmp_path / "mutants.toml"
    names.write(COMMITTED, file)
    monkeypatch.setattr(names, "registered", lambda: dict(COMMITTED, normalize=["absent"]))
    monkeypatch.setattr(names, "read", lambda read=names.read: read(file))
    monkeypatch.setattr(names, "write", lambda found, write=names.write: write(found, file))
    monkeypatch.setattr(sys, "argv", ["ledger", *options])
    assert ledger.main() == code
    assert ("half_as_long has vanished" in capsys.readouterr().out) == bool(code)
    assert ("half_as_long" in file.read_text()) == bool(code)
