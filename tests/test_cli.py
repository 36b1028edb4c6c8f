"""The command line: what is selected, what is found, exit codes and messages."""

import pytest

from cthulhu_conformance import clauses

QUICK = "--clause=normalize.zeros"


def test_the_bundled_reference_is_judged_by_default(judge):
    done = judge(QUICK)
    assert done.code == 0
    assert done.run.implementation.spec == "cthulhu_conformance.reference.utils"
    assert set(done.verdicts.values()) == {"conforms"}
    assert f"conforms: {len(done.verdicts)}" in done.output


def test_list_shows_what_would_be_judged_and_imports_nothing(judge):
    done = judge("--list", "--utility=normalize", "--level=hardened", "--impl=nowhere.utils")
    assert done.code == 0
    assert [line.split()[0] for line in done.output.splitlines()] == list(
        clauses.select(["hardened"], ["normalize"])
    )


@pytest.mark.parametrize(
    "options, chosen",
    [
        ([], {}),
        (["--utility=normalize"], {"utilities": ["normalize"]}),
        (["--utility=HDF5Matrix"], {"utilities": ["hdf5_matrix"]}),
        (["--level=implied", "--level=hardened"], {"levels": ["implied", "hardened"]}),
        (["--clause=get_file.hash", "--clause=norm"], {"prefixes": ["get_file.hash", "norm"]}),
    ],
)
def test_what_is_selected(judge, options, chosen):
    listed = [line.split()[0] for line in judge("--list", "--speed=report", *options).output.splitlines()]
    assert listed == list(clauses.select(**chosen))


@pytest.mark.parametrize(
    "options, message",
    [
        (["--utility=nothing"], "there is no utility 'nothing'"),
        (["--clause=nothing"], "no clause is selected"),
        (["--level=vital"], "invalid choice: 'vital'"),
        (["mypkg.utils"], "--impl=mypkg.utils"),
        (["--timeout=0"], "is not a whole number of 1 or more"),
        (["--impl=src/mypkg/utils.py"], "is a path; give the name"),
        ([QUICK, "--no-such-option"], "unrecognized arguments: --no-such-option"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(judge, options, message):
    done = judge(*options)
    assert done.code == 2
    assert message in done.errors
    assert "Traceback" not in done.errors + done.output


@pytest.mark.parametrize(
    "spec, message",
    [
        ("nowhere.utils", "there is no module 'nowhere'"),
        ("cthulhu_conformance.reference.utlis", "did you mean cthulhu_conformance.reference.utils?"),
        ("cthulhu_conformence.utils", "did you mean cthulhu_conformance?"),
        ("cthulhu_conformance.reference.utils:nothing", "there is no 'nothing'; there is CustomObjectScope"),
        ("json", "has none of the documented utilities"),
    ],
)
def test_an_implementation_that_is_not_there(judge, spec, message):
    done = judge(f"--impl={spec}")
    assert done.code == 3
    assert message in done.errors
    assert done.run is None
    assert "Traceback" not in done.errors + done.output


def test_an_implementation_whose_import_fails(judge, write_implementation):
    done = judge(write_implementation("import no_such_module"))
    assert done.code == 3
    assert "raised ModuleNotFoundError: No module named 'no_such_module'" in done.errors
    assert 'mypkg/utils.py", line 3' in done.errors
    assert "importlib" not in done.errors


def test_an_implementation_in_the_folder_src(judge, write_implementation, tmp_path):
    spec = write_implementation("")
    (tmp_path / "src").mkdir()
    (tmp_path / "mypkg").rename(tmp_path / "src" / "mypkg")
    done = judge(spec, QUICK)
    assert done.code == 0
    assert done.run.implementation.file == str(tmp_path / "src" / "mypkg" / "utils.py")


def test_packages_that_are_named_like_ours_do_no_harm(judge, write_implementation, tmp_path):
    for name in ("fixtures", "tools", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('not this one')")
    assert judge(write_implementation(""), QUICK).code == 0


def test_an_attribute_of_a_module_is_an_implementation(judge, write_implementation):
    write_implementation(
        "right = cthulhu_conformance.reference.utils.normalize\n"
        "class Namespace:\n    normalize = staticmethod(right)\n"
    )
    done = judge("--impl=mypkg.utils:Namespace", "--utility=normalize", QUICK)
    assert done.code == 0


def test_a_level_decides_the_exit_code(judge, write_implementation):
    spec = write_implementation(
        "right = cthulhu_conformance.reference.utils.normalize\n"
        "def normalize(x, axis=-1, order=2):\n    return right(x, axis % x.ndim, order)\n"
    )
    clause = "--clause=normalize.axis.out-of-range"
    assert judge(spec, clause, "--clause=normalize.zeros").code == 0
    assert judge(spec, clause, "--level=hardened").code == 1


def test_pytest_options_pass(judge):
    done = judge("--utility=normalize", "-k", "zeros_stay_zero", "-x", "-n0")
    assert done.code == 0
    assert not done.run.complete
    assert set(done.verdicts) == {
        "normalize.zeros.vector",
        "normalize.zeros.other-orders",
        "normalize.zeros.integers",
    }


def test_nothing_judged_is_an_error(judge):
    done = judge(QUICK, "-k", "nothing_is_called_so")
    assert done.code == 5
    assert "nothing was judged" in done.errors


def test_a_violation_out_of_the_gate_was_judged(judge, write_implementation):
    spec = write_implementation("def normalize(x, axis=-1, order=2):\n    return x\n")
    assert judge(spec, "--clause=normalize.axis.out-of-range").code == 0


def test_nothing_but_absent_utilities_is_nothing_judged(judge, write_implementation):
    assert judge(write_implementation("del normalize"), QUICK).code == 5


def test_a_missing_utility_is_one_violation(judge, write_implementation):
    done = judge(write_implementation("del normalize"), "--utility=normalize")
    assert done.run.counts == {"violates": 1, "absent": len(done.verdicts) - 1}
    assert done.verdicts["normalize.name.available"] == "violates"
    assert done.code == 1


def test_a_violation_is_shown_with_all_that_a_maintainer_needs(judge, write_implementation):
    spec = write_implementation("def normalize(x, axis=-1, order=2):\n    return x / abs(x).sum()\n")
    done = judge(spec, "--clause=normalize.norm.unit-vectors")
    for words in [
        "normalize.norm.unit-vectors violates (implied)",
        "Vectors of norm one stay as they are.",
        "normalize, introduction",
        "expected an array of shape (3, 2)",
        "observed array([",
        "--impl=mypkg.utils --clause=normalize.norm.unit-vectors",
    ]:
        assert words in done.output


def test_explore_searches_with_other_examples(judge):
    done = judge("--clause=normalize.norm.one", "--explore=7")
    (verdict,) = done.run.verdicts
    assert done.run.options.explore == 7
    assert verdict.examples <= 7
