"""Changes that users make to the registry of global custom objects within a `with` statement."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.custom_object_scope.names import ABSENT


def before(x):
    return x


def within(x):
    return x


@clause("custom_object_scope.registry.objects-from-before")
def test_objects_from_before_are_there(CustomObjectScope, names, registry):
    registry()["from_before"] = before
    with CustomObjectScope({"from_the_scope": within}):
        assert names["from_before"] == before
    assert names["from_before"] == before


class Alike:
    """Equal to all others of its class."""

    def __call__(self, x):
        return x

    def __eq__(self, other):
        return type(other) is type(self)

    __hash__ = None


@clause("custom_object_scope.registry.same-objects")
@pytest.mark.parametrize("custom", [{}, {"from_the_scope": within}, {"from_before": within}])
def test_objects_from_before_are_no_copies(CustomObjectScope, registry, custom):
    former = Alike()
    registry()["from_before"] = former
    with CustomObjectScope(custom):
        pass
    assert registry().get("from_before") is former, "it is another object, equal or not"


@clause("custom_object_scope.registry.override")
def test_an_object_from_before_is_overridden(CustomObjectScope, names, registry):
    registry()["from_before"] = before
    with CustomObjectScope({"from_before": within}):
        assert names["from_before"] == within


@clause("custom_object_scope.registry.override-reverted")
def test_an_overridden_object_comes_back(CustomObjectScope, names, registry):
    registry()["from_before"] = before
    with CustomObjectScope({"from_before": within}):
        pass
    assert names["from_before"] == before


@clause("custom_object_scope.registry.addition-persists")
def test_an_addition_persists_within(CustomObjectScope, names, registry):
    with CustomObjectScope({"from_the_scope": before}):
        registry()["added"] = within
        assert names["added"] == within


@clause("custom_object_scope.registry.addition-reverted")
@pytest.mark.parametrize("custom", [{}, {"from_the_scope": before}])
def test_an_addition_is_reverted(CustomObjectScope, names, registry, custom):
    with CustomObjectScope(custom):
        registry()["added"] = within
    assert names["added"] == ABSENT


@clause("custom_object_scope.registry.change-reverted")
def test_a_change_is_reverted(CustomObjectScope, names, registry):
    registry()["from_before"] = before
    with CustomObjectScope({}):
        registry()["from_before"] = within
    assert names["from_before"] == before


@clause("custom_object_scope.registry.change-reverted")
def test_a_change_to_an_equal_object_is_reverted(CustomObjectScope, registry):
    former = Alike()
    registry()["from_before"] = former
    with CustomObjectScope({}):
        registry()["from_before"] = Alike()
    assert registry().get("from_before") is former, "it is another object, equal or not"


@clause("custom_object_scope.registry.deletion-reverted")
def test_a_deletion_is_reverted(CustomObjectScope, names, registry):
    registry()["from_before"] = before
    with CustomObjectScope({}):
        del registry()["from_before"]
        assert names["from_before"] == ABSENT
    assert names["from_before"] == before


@clause("custom_object_scope.registry.clearing-reverted")
def test_clearing_is_reverted(CustomObjectScope, names, registry):
    registry().update(one=before, two=within)
    with CustomObjectScope({"from_the_scope": before}):
        registry().clear()
    assert (names["one"], names["two"], names["from_the_scope"]) == (before, within, ABSENT)


@clause("custom_object_scope.registry.scope-name-changed")
def test_a_change_to_the_scopes_own_name_is_reverted(CustomObjectScope, names, registry):
    with CustomObjectScope({"from_the_scope": before}):
        registry()["from_the_scope"] = within
    assert names["from_the_scope"] == ABSENT


@clause("custom_object_scope.registry.exception-reverts")
def test_an_exception_reverts_changes(CustomObjectScope, names, registry):
    registry()["from_before"] = before
    with pytest.raises(ArithmeticError), CustomObjectScope({"from_the_scope": before}):
        registry()["added"] = within
        registry()["from_before"] = within
        raise ArithmeticError("left")
    assert (names["added"], names["from_before"]) == (ABSENT, before)


@clause("custom_object_scope.registry.nested-persists")
def test_an_addition_outlasts_an_inner_scope(CustomObjectScope, names, registry):
    with CustomObjectScope({}):
        registry()["added"] = within
        with CustomObjectScope({"inner": before}):
            assert names["added"] == within
        assert names["added"] == within


@clause("custom_object_scope.registry.nested-reverted")
def test_an_addition_in_an_inner_scope_ends_with_it(CustomObjectScope, names, registry):
    with CustomObjectScope({"outer": before}):
        with CustomObjectScope({}):
            registry()["added"] = within
        assert (names["added"], names["outer"]) == (ABSENT, before)


@clause("custom_object_scope.registry.addition-after-the-scope")
def test_what_is_added_after_a_scope_stays(CustomObjectScope, names, registry):
    with CustomObjectScope({"first_scope": before}):
        pass
    registry()["added_between"] = within
    with CustomObjectScope({"second_scope": before}):
        pass
    assert names["added_between"] == within


@clause("custom_object_scope.registry.state-at-entry")
def test_what_was_added_before_entering_stays(CustomObjectScope, names, registry):
    scope = CustomObjectScope({"from_the_scope": before})
    registry()["added_before_entering"] = within
    with scope:
        assert names["added_before_entering"] == within
    assert names["added_before_entering"] == within
