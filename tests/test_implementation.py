"""How an implementation is found, and which dialect it speaks."""

from types import SimpleNamespace

import pytest

from cthulhu_conformance.testing import implementation
from cthulhu_conformance.testing.implementation import Implementation


def function(module, text):
    def get_file():
        return None

    get_file.__module__, get_file.__doc__ = module, text
    return get_file


@pytest.mark.parametrize(
    "spec, module, text, dialect",
    [
        ("mypkg.utils", "mypkg.utils", None, "cthulhu"),
        ("mypkg.utils", "mypkg.utils", "Into ~/.cthulhu by default.", "cthulhu"),
        ("keras.utils", "keras.utils.data_utils", "Into ~/.keras by default.", "keras"),
        ("tensorflow.keras.utils", "tensorflow.python.keras.utils.data_utils", None, "keras"),
        ("tf_keras.utils", "tf_keras.src.utils.data_utils", None, "keras"),
        ("mypkg.utils", "mypkg.utils", "Into ~/.keras by default.", "keras"),
        ("mypkg.utils:partials", None, None, "cthulhu"),
        ("not_keras", "cthulhu_conformance.reference.utils.downloads", None, "cthulhu"),
        ("not_keras", "not_keras", "The Cthulhu directory.", "cthulhu"),
    ],
)
def test_the_dialect_is_seen(spec, module, text, dialect):
    assert Implementation(spec, SimpleNamespace(get_file=function(module, text))).dialect == dialect


def test_a_module_is_loaded():
    found = implementation.load("cthulhu_conformance.reference.utils")
    assert found.root == "cthulhu_conformance.reference"
    assert found.find("normalize") is found.target.normalize
    assert found.find("nothing") is None


def test_an_attribute_is_loaded():
    assert implementation.load("cthulhu_conformance.tools.variants:partials").find("normalize").args == ()


@pytest.mark.parametrize(
    "spec",
    [
        "nowhere",
        "cthulhu_conformance.reference.nowhere",
        "cthulhu_conformance.reference.utils:nothing",
        "json.nothing.x",
    ],
)
def test_what_is_not_there_is_no_implementation(spec):
    with pytest.raises(ImportError):
        implementation.load(spec)


def test_what_cannot_be_imported_lazily_is_not_there():
    class Lazy:
        def __getattr__(self, name):
            raise ImportError(name)

    assert Implementation("lazy", Lazy()).find("normalize") is None
