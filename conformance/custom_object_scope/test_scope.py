"""Names within a `with` statement: found there, and gone after it."""

from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.custom_object_scope.names import ABSENT, first_found, look_up
from cthulhu_conformance.testing.expectations import outcome_of, raises, returns
from cthulhu_conformance.testing.untestable import untestable


class MyObject:
    """A custom object, as in the documentation's example."""

    def __call__(self, x):
        return x


def my_function(x):
    return x


def other_function(x):
    return x


@clause("custom_object_scope.example.found-by-name")
def test_the_example(CustomObjectScope, names):
    with CustomObjectScope({"MyObject": MyObject}):
        found = names["MyObject"]
    assert MyObject in (found, type(found))


@clause("custom_object_scope.example.as-an-argument")
def test_as_an_argument(CustomObjectScope, names):
    if names.argument is None:
        untestable(
            "the implementation has no framework whose layers take names of custom objects as arguments"
        )
    with CustomObjectScope({"as_an_argument": my_function}):
        assert look_up(names.argument, "as_an_argument") == my_function


@clause("custom_object_scope.name.there-within")
@pytest.mark.parametrize("name", ["there_within", "thereWithin", "there within", "there>within"])
def test_the_name_is_there_within(CustomObjectScope, names, name):
    with CustomObjectScope({name: my_function}):
        assert names[name] == my_function


@clause("custom_object_scope.name.gone-after")
def test_the_name_is_gone_after(CustomObjectScope, names):
    with CustomObjectScope({"gone_after": my_function}):
        pass
    assert names["gone_after"] == ABSENT


@clause("custom_object_scope.name.not-before")
def test_the_name_is_not_there_before(CustomObjectScope, names):
    scope = CustomObjectScope({"not_before": my_function})
    assert names["not_before"] == ABSENT
    with scope:
        assert names["not_before"] == my_function


@clause("custom_object_scope.name.is-the-key")
def test_the_name_is_the_key(CustomObjectScope, names):
    with CustomObjectScope({"the_key": other_function}):
        assert (names["the_key"], names["other_function"]) == (other_function, ABSENT)


@clause("custom_object_scope.name.only-those")
def test_other_names_are_not_there(CustomObjectScope, names):
    with CustomObjectScope({"this_one": my_function}):
        assert [names[name] for name in ("this", "one", "This_one", "")] == [ABSENT] * 4


@clause("custom_object_scope.object.any")
@pytest.mark.parametrize("custom", [my_function, MyObject, MyObject(), len, lambda x: x])
def test_any_object(CustomObjectScope, names, custom):
    with CustomObjectScope({"any_object": custom}):
        found = names["any_object"]
    assert custom in (found, type(found))


class Empty(MyObject):
    def __len__(self):
        return 0


@clause("custom_object_scope.object.false")
def test_an_object_that_is_false(CustomObjectScope, names):
    custom = Empty()
    with CustomObjectScope({"false_object": custom}):
        assert names["false_object"] == custom


@clause("custom_object_scope.object.not-callable")
@pytest.mark.parametrize(
    "custom", [object(), {"rate": 0.5}, [1, 2], 0.5], ids=["object", "dict", "list", "float"]
)
def test_an_object_that_can_not_be_called(CustomObjectScope, names, custom):
    ways = names.ways(of_any_object=True)
    if not ways:
        untestable("custom objects can only be looked up as arguments of layers, and those must be callable")

    def is_found_as_it_is():
        with CustomObjectScope({"not_callable": custom}):
            return first_found(ways, "not_callable") is custom

    assert outcome_of(is_found_as_it_is) in (raises(Exception), returns(True))


@clause("custom_object_scope.arguments.none")
def test_no_dictionary(CustomObjectScope, names):
    entered = []
    with CustomObjectScope():
        entered.append(names["in_no_dictionary"])
    assert entered == [ABSENT]


@clause("custom_object_scope.arguments.empty")
def test_an_empty_dictionary(CustomObjectScope, names):
    entered = []
    with CustomObjectScope({}):
        entered.append(names["in_no_dictionary"])
    assert entered == [ABSENT]


@clause("custom_object_scope.arguments.several-names")
def test_a_dictionary_of_several_names(CustomObjectScope, names):
    custom = {f"several_{number}": (lambda x, number=number: x) for number in range(5)}
    with CustomObjectScope(custom):
        assert {name: names[name] for name in custom} == custom
    assert [names[name] for name in custom] == [ABSENT] * 5


@clause("custom_object_scope.arguments.several-dictionaries")
@pytest.mark.parametrize("number", [2, 3])
def test_several_dictionaries(CustomObjectScope, names, number):
    customs = [{f"dictionary_{at}": (lambda x, at=at: x)} for at in range(number)]
    with CustomObjectScope(*customs):
        found = [{name: names[name] for name in custom} for custom in customs]
    assert found == customs
    assert [names[f"dictionary_{at}"] for at in range(number)] == [ABSENT] * number


@clause("custom_object_scope.arguments.last-dictionary-counts")
def test_the_last_of_equal_names(CustomObjectScope, names):
    with CustomObjectScope({"equal": my_function}, {"equal": other_function}):
        assert names["equal"] == other_function


class Names(dict):
    pass


@clause("custom_object_scope.arguments.subclass-of-dict")
@pytest.mark.parametrize("kind", [OrderedDict, Names])
def test_a_subclass_of_dict(CustomObjectScope, names, kind):
    with CustomObjectScope(kind(of_a_subclass=my_function)):
        found = names["of_a_subclass"]
    assert (found, names["of_a_subclass"]) == (my_function, ABSENT)


@clause("custom_object_scope.arguments.unchanged")
def test_the_dictionary_stays(CustomObjectScope, registry):
    custom = {"unchanged": my_function}
    with CustomObjectScope(custom):
        registry()["added"] = other_function
        with CustomObjectScope({"inner": my_function}):
            registry().pop("unchanged", None)
    assert custom == {"unchanged": my_function}


@clause("custom_object_scope.arguments.several-unchanged")
@pytest.mark.parametrize("number", [2, 3])
def test_several_dictionaries_stay(CustomObjectScope, number):
    customs = [{f"unchanged_{at}": my_function, "equal": object()} for at in range(number)]
    before = [dict(custom) for custom in customs]
    with CustomObjectScope(*customs):
        within = [dict(custom) for custom in customs]
    assert (within, customs) == (before, before)


@clause("custom_object_scope.arguments.no-dictionary")
def test_what_is_no_dictionary_leaves_nothing_behind(CustomObjectScope, names):
    def enter():
        with CustomObjectScope({"left_behind": my_function}, 5):
            pass

    assert outcome_of(enter) == raises(Exception)
    assert names["left_behind"] == ABSENT


class StopError(Exception):
    pass


@clause("custom_object_scope.exception.reaches-the-caller")
def test_an_exception_reaches_the_caller(CustomObjectScope):
    def leave(error):
        with CustomObjectScope({"exception": my_function}):
            raise error

    assert outcome_of(leave, StopError("left")) == raises(StopError)
    assert outcome_of(leave, KeyError("left")) == raises(KeyError)


@clause("custom_object_scope.exception.reverts")
@pytest.mark.parametrize("kind", [StopError, KeyError, KeyboardInterrupt, SystemExit])
def test_an_exception_reverts(CustomObjectScope, names, kind):
    with pytest.raises(kind), CustomObjectScope({"by_exception": my_function}):
        raise kind("left")
    assert names["by_exception"] == ABSENT


@clause("custom_object_scope.exception.early-return")
def test_a_return_reverts(CustomObjectScope, names):
    def leave():
        with CustomObjectScope({"by_return": my_function}):
            return names["by_return"]

    assert (leave(), names["by_return"]) == (my_function, ABSENT)


@clause("custom_object_scope.nested.inner-sees-outer")
def test_the_inner_scope_sees_the_outer_one(CustomObjectScope, names):
    with CustomObjectScope({"outer_name": my_function}), CustomObjectScope({"inner_name": len}):
        assert (names["outer_name"], names["inner_name"]) == (my_function, len)


@clause("custom_object_scope.nested.inner-ends")
def test_the_inner_scope_ends_first(CustomObjectScope, names):
    with CustomObjectScope({"outer_stays": my_function}):
        with CustomObjectScope({"inner_ends": len}):
            pass
        assert (names["outer_stays"], names["inner_ends"]) == (my_function, ABSENT)
    assert (names["outer_stays"], names["inner_ends"]) == (ABSENT, ABSENT)


@clause("custom_object_scope.nested.inner-overrides")
def test_the_inner_scope_overrides(CustomObjectScope, names):
    inner = CustomObjectScope({"overridden": other_function})
    with CustomObjectScope({"overridden": my_function}), inner:
        assert names["overridden"] == other_function


@clause("custom_object_scope.nested.outer-comes-back")
def test_what_was_overridden_comes_back(CustomObjectScope, names):
    with CustomObjectScope({"comes_back": my_function}):
        with CustomObjectScope({"comes_back": other_function}):
            pass
        assert names["comes_back"] == my_function


@clause("custom_object_scope.nested.inner-exception")
def test_an_exception_in_the_inner_scope(CustomObjectScope, names):
    with CustomObjectScope({"outer_of_two": my_function}):
        with pytest.raises(StopError), CustomObjectScope({"inner_of_two": len}):
            raise StopError("left")
        assert (names["outer_of_two"], names["inner_of_two"]) == (my_function, ABSENT)


NESTED = st.lists(st.dictionaries(st.sampled_from("abcd"), st.sampled_from([len, abs, max, min])))


@clause("custom_object_scope.nested.as-a-stack")
@given(customs=NESTED)
def test_scopes_are_a_stack(CustomObjectScope, names, customs):
    expected = {f"stack_{letter}": ABSENT for letter in "abcd"}

    def enter(remaining, visible):
        seen = {name: names[name] for name in expected}
        assert seen == visible
        if remaining:
            custom = {f"stack_{letter}": value for letter, value in remaining[0].items()}
            with CustomObjectScope(custom):
                enter(remaining[1:], {**visible, **custom})
            assert {name: names[name] for name in expected} == visible

    enter(customs, expected)


@clause("custom_object_scope.again.one-after-the-other")
def test_a_scope_entered_again(CustomObjectScope, names):
    scope = CustomObjectScope({"entered_again": my_function})

    def enter():
        with scope:
            return names["entered_again"]

    assert enter() == my_function
    assert outcome_of(enter) in (raises(Exception), returns(my_function))
    assert names["entered_again"] == ABSENT


@clause("custom_object_scope.again.within-itself")
def test_a_scope_entered_within_itself(CustomObjectScope, names):
    scope = CustomObjectScope({"within_itself": my_function})

    def enter():
        with scope:
            with scope:
                pass
            return names["within_itself"]

    assert outcome_of(enter) in (raises(Exception), returns(my_function))
    assert names["within_itself"] == ABSENT
