"""The reader of summaries: words, numbers and shapes that are looked for."""

import pytest

from cthulhu_conformance.print_summary.reading import ZERO, Lines, Token, number, numbers, shape, word


def has(token, line):
    return token in Lines(["", line])


@pytest.mark.parametrize(
    "text, is_there",
    [
        ("dense_1 (Dense)", True),
        ("(dense_1)", True),
        ("dense_1[0][0]", True),
        ("dense_11", False),
        ("a_dense_1", False),
        ("dense_1x", False),
        ("xdense_1", False),
    ],
)
def test_words(text, is_there):
    assert has(word("dense_1"), text) is is_there


def test_a_word_is_no_pattern():
    assert has(word("a.b"), "a.b")
    assert not has(word("a.b"), "a+b")


@pytest.mark.parametrize(
    "text, is_there",
    [
        ("21522", True),
        ("21,522", True),
        ("21.522", True),
        ("21_522", True),
        ("21'522", True),
        ("21’522", True),
        ("21 522", True),
        ("21\u00a0522", True),
        ("21\u202f522", True),
        ("(21522)", True),
        ("21522, 3", True),
        ("21522.", True),
        ("(None, 7) 21522", True),
        ("121522", False),
        ("215220", False),
        ("1,21522", False),
        ("1.21522", False),
        ("1_21522", False),
        ("1'21522", False),
        ("1’21522", False),
        ("21,522,000", False),
        ("21522.0", False),
        ("21522_0", False),
        ("21522'000", False),
        ("21522’000", False),
        ("dense_21522", False),
        ("x21522", False),
        ("21--522", False),
        ("21,,522", False),
        ("21-522", False),
        ("2152", False),
    ],
)
def test_a_number(text, is_there):
    assert has(number(21522), text) is is_there


def test_a_small_number():
    assert has(number(0), "0")
    assert not has(number(0), "10")
    assert not has(number(522), "21,522")
    assert not has(number(21), "21,522")


@pytest.mark.parametrize(
    "text, is_there",
    [
        ("0", True),
        ("a  0  b", True),
        ("a|0|b", True),
        ("│0│", True),
        ("0[0]", False),
        ("[0]", False),
        ("10", False),
        ("01", False),
        ("a0", False),
        ("0,", False),
    ],
)
def test_zero(text, is_there):
    assert has(ZERO, text) is is_there


@pytest.mark.parametrize(
    "text, is_there",
    [
        ("(None, 12, 23)", True),
        ("[12 23]", True),
        ("?x12x23", True),
        ("12 x 23", True),
        ("12, 23 parameters", True),
        ("12, 23.", True),
        ("12 .. 23", False),
        ("12,    23", False),
        ("1223", False),
        ("112, 23", False),
        ("12, 234", False),
        ("1.12, 23", False),
        ("12, 23.5", False),
        ("23, 12", False),
        ("12, 7, 23", False),
    ],
)
def test_a_shape(text, is_there):
    assert has(shape(12, 23), text) is is_there


@pytest.mark.parametrize(
    "token, shown",
    [
        (word("a.b"), "a.b"),
        (number(21522), "21,522"),
        (shape(12, 23), "(..., 12, 23)"),
        (ZERO, "0"),
        (Token("a word", "x"), "a word"),
    ],
)
def test_what_a_token_is_called(token, shown):
    assert repr(token) == shown


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1362", {1362}),
        ("1,362 of 2,546", {1362, 2546}),
        ("1.362", {1362}),
        ("1_362", {1362}),
        ("1'362", {1362}),
        ("1’362", {1362}),
        ("1 362", {1362}),
        ("1\u00a0362", {1362}),
        ("1\u202f362", {1362}),
        ("1,234,567", {1234567}),
        ("12,3456", {12, 3456}),
        ("1234,567", {1234, 567}),
        ("7.25", {7}),
        ("7.250,125", {7250125}),
        ("0.07.125", {0}),
        ("dense_3", set()),
        ("x3", set()),
        ("x3,125", {125}),
        ("(3)", {3}),
        ("none", set()),
    ],
)
def test_all_numbers(text, expected):
    assert numbers(text) == expected
