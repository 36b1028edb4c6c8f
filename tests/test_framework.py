"""Which framework an implementation belongs to, and what things are called in it."""

import sys

import pytest

from cthulhu_conformance import clauses
from cthulhu_conformance.testing import framework, implementation

CTHULHU = {
    "layers": "Daoloth = Input = object",
    "models": "class Lump:\n def summon(self, x, verbose): return x",
}
KERAS = {"layers": "Dense = Input = object", "models": "class Model:\n def fit(self, x, verbose): return x"}
RENAMED = {
    "strata": "Thick = Input = object",
    "models": "class Beast:\n def drill(self, x, verbose): return x",
}
VOCABULARY = (
    '[modules]\nlayers = "strata"\n[names]\nDense = ["Thick"]\nModel = ["Beast"]\n[methods]\nfit = "drill"\n'
)

NAMES = framework.vocabulary()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A function that writes a package with utilities and other modules, and gives the implementation."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(modules, name="some_framework", utilities="def normalize(x): return x\n"):
        folder = tmp_path / name
        folder.mkdir()
        for module, code in dict(modules, __init__="", utils=utilities).items():
            (folder / f"{module}.py").write_text(code)
        return implementation.load(f"{name}.utils")

    yield write
    for module in [module for module in sys.modules if module.startswith("some_")]:
        del sys.modules[module]


@pytest.mark.parametrize("modules", [CTHULHU, KERAS], ids=["cthulhu", "keras"])
def test_both_vocabularies_are_understood(package, modules):
    found = framework.find(package(modules), NAMES)
    assert found.root == "some_framework"
    assert found.layers.Dense is object
    assert found.fit(found.models.Model(), "data") == "data"


def test_a_fork_that_renamed_further_has_a_vocabulary(package, tmp_path):
    renamed = package(RENAMED)
    with pytest.raises(framework.NoFrameworkError, match="--vocabulary"):
        framework.find(renamed, NAMES)
    (tmp_path / "words.toml").write_text(VOCABULARY)
    found = framework.find(renamed, framework.vocabulary(str(tmp_path / "words.toml")))
    assert found.layers.Dense is object
    assert found.fit(found.models.Model(), "data") == "data"


def test_the_framework_may_live_elsewhere(package):
    package(KERAS, "some_elsewhere")
    other = package({}, "some_framework")
    with pytest.raises(framework.NoFrameworkError, match="--framework"):
        framework.find(other, NAMES)
    assert framework.find(other, NAMES, "some_elsewhere").root == "some_elsewhere"


def test_utilities_under_another_name_belong_to_the_framework_that_defines_them(package):
    package(KERAS, "some_framework")
    other = package({}, "some_other", "from some_framework.utils import normalize\n")
    assert framework.find(other, NAMES).root == "some_framework"


def test_a_package_without_input_is_no_framework(package):
    with pytest.raises(framework.NoFrameworkError, match="some_framework"):
        framework.find(package({"layers": "Dense = object", "models": "Model = object"}), NAMES)


@pytest.mark.parametrize(
    "text, message", [("[nouns]\nDense = 'x'", "nouns"), ("Dense = 'x'", "Dense"), ("[", "toml")]
)
def test_a_vocabulary_that_makes_no_sense_is_refused(tmp_path, text, message):
    (tmp_path / "words.toml").write_text(text)
    with pytest.raises(clauses.SpecificationError, match=message):
        framework.vocabulary(str(tmp_path / "words.toml"))


def test_clauses_are_untestable_without_a_framework(judge, tmp_path):
    (tmp_path / "bare.py").write_text("class Sequence:\n    pass\n")
    done = judge("--impl=bare", "--clause=sequence.training", "-n0")
    assert set(done.verdicts.values()) == {"untestable"}
    assert "no framework with layers and models was found" in done.run.verdicts[0].because
    assert done.code == 5


def test_what_is_to_run_first_runs_before_the_import(judge, tmp_path):
    (tmp_path / "late.py").write_text(
        "import os\nfrom cthulhu_conformance.reference.utils import *\nassert os.environ['EARLY'] == 'yes'\n"
    )
    (tmp_path / "early.py").write_text("import os\nos.environ['EARLY'] = 'yes'\n")
    options = "--impl=late", "--clause=normalize.name", "-n0"
    assert judge(*options).code == 3
    assert judge(*options, f"--setup={tmp_path / 'early.py'}").code == 0
