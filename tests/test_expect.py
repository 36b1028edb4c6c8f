"""What tests compare with tells right from wrong."""

import numpy as np
import pytest

from cthulhu_conformance.testing.expectations import close_to, exactly, outcome_of, raises, returns


@pytest.mark.parametrize(
    "same", [[1, 2], (1.0, 2.0), np.array([1, 2], "u1"), np.array([1, 2]).view(np.recarray)]
)
def test_equal_values_of_any_array_like(same):
    assert same == exactly([1, 2])


@pytest.mark.parametrize("other", [[1, 3], [1, 2, 3], [[1, 2]], [1], 1, np.array([1.0, np.nan]), "12"])
def test_other_values_and_other_shapes(other):
    assert not (other == exactly([1, 2]))


def test_not_a_number_equals_itself():
    assert np.array([1, np.nan]) == exactly([1, np.nan])
    assert np.array([1, np.nan]) == close_to([1, np.nan])


def test_the_type_counts_where_it_is_given():
    assert np.array([1.0], "float32") == exactly([1], dtype="float32")
    assert not (np.array([1.0]) == exactly([1], dtype="float32"))


def test_close_is_close():
    assert [1.0000001] == close_to([1.0])
    assert not ([1.00001] == close_to([1.0]))
    assert not ([1e-9] == close_to([0.0]))
    assert [1e-9] == close_to([0.0], atol=1e-8)


def test_an_array_on_the_left_is_compared_as_a_whole():
    assert (np.array([1, 2]) == exactly([1, 2])) is True
    assert (np.array([1, 2]) != exactly([1, 3])) is True


def divide(x):
    return 1 / x


def test_outcomes():
    assert outcome_of(divide, 2) == returns(0.5)
    assert outcome_of(divide, 0) == raises(ZeroDivisionError)
    assert outcome_of(divide, 0) == raises()
    assert outcome_of(divide, 0) == raises((ValueError, ArithmeticError))
    assert not (outcome_of(divide, 0) == raises(ValueError))
    assert not (outcome_of(divide, 0) == returns(None))
    assert not (outcome_of(divide, 2) == raises(Exception))
    assert not (outcome_of(divide, 2) == returns(1))
    assert outcome_of(divide, 2) in (raises(Exception), returns(0.5))


def test_outcomes_show_what_happened():
    assert repr(outcome_of(divide, 2)) == "returned 0.5"
    assert repr(outcome_of(divide, 0)) == "raised ZeroDivisionError: division by zero"
    assert repr(raises((ValueError, KeyError))) == "raised ValueError or KeyError"


def test_leaving_the_process_is_no_outcome():
    with pytest.raises(SystemExit):
        outcome_of(exit)
