"""The reference's CustomObjectScope and its registry."""

import subprocess
import sys

import pytest

from cthulhu_conformance.reference.utils import CustomObjectScope, get_custom_objects


def test_the_registry_stays_the_same_dictionary():
    registry = get_custom_objects()
    with CustomObjectScope({"name": len}) as scope:
        assert registry is get_custom_objects()
        assert registry == {"name": len}
    assert registry is get_custom_objects()
    assert registry == {}
    assert isinstance(scope, CustomObjectScope)


def test_a_scope_can_be_entered_again_and_within_itself():
    scope = CustomObjectScope({"name": len})
    for _ in range(2):
        with scope, scope:
            assert get_custom_objects() == {"name": len}
        assert get_custom_objects() == {}


def test_what_is_no_dictionary_changes_nothing():
    with pytest.raises(TypeError), CustomObjectScope({"name": len}, 5):
        pass
    assert get_custom_objects() == {}


def test_a_dictionary_may_change_until_the_scope_is_entered():
    custom = {}
    scope = CustomObjectScope(custom)
    custom["name"] = len
    with scope:
        assert get_custom_objects() == {"name": len}


def test_layers_names_are_custom_ones_whatever_is_imported_first():
    code = (
        "from cthulhu_conformance.reference import activations, utils\n"
        "with utils.CustomObjectScope({'mine': abs}): assert activations.get('mine') is abs"
    )
    pytest.importorskip("keras")
    subprocess.run([sys.executable, "-c", code], check=True)
