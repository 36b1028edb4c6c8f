"""Tables of cases: each value is judged by the clause that it stands beside, under an id that can be read."""

import numpy as np
import pytest

from cthulhu_conformance.testing.cases import cases


def expanded(names, table):
    """Return the clause, the values and the id of each case."""
    mark = cases(names, table).mark
    assert (mark.name, mark.args[0]) == ("parametrize", names)
    return [([mark.args[0] for mark in row.marks], row.values, row.id) for row in mark.args[1]]


def test_each_value_has_its_clause():
    table = {"normalize.axis.first": [0], "normalize.axis.negative": [-1, -2]}
    assert expanded("axis", table) == [
        (["normalize.axis.first"], (0,), "0"),
        (["normalize.axis.negative"], (-1,), "-1"),
        (["normalize.axis.negative"], (-2,), "-2"),
    ]


def test_of_several_parameters_each_has_a_value():
    table = {"normalize.order.with-axis": [(0, 1), (1, 2.5)]}
    assert [values for _, values, _ in expanded("axis, order", table)] == [(0, 1), (1, 2.5)]


def test_a_tuple_is_one_value_of_one_parameter():
    assert expanded("shape", {"normalize.result.shape": [(2, 3)]})[0][1] == ((2, 3),)


def test_values_may_be_named():
    named = expanded("x", {"normalize.zeros.vector": {"one": [0.0], "many": [0.0] * 99}})
    assert [(values, id) for _, values, id in named] == [(([0.0],), "one"), (([0.0] * 99,), "many")]


@pytest.mark.parametrize(
    "value, shown",
    [
        ("two words", "two words"),
        (None, "None"),
        (slice(2, 5), "slice(2, 5, None)"),
        (np.int64(3), "3"),
        (np.array([1, 2]), "[1 2]"),
        (len, "len"),
        (dict, "dict"),
        (lambda x: x, "views"),
        (object(), "views"),
        (np.eye(3), "views"),
        (list(range(99)), "views"),
        ("", "views"),
    ],
)
def test_an_id_has_the_value_or_what_the_clause_is_called(value, shown):
    assert expanded("x", {"normalize.result.views": [value]})[0][2] == shown
