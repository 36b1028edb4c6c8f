"""The reader of summaries, piece by piece."""

import pytest

from cthulhu_conformance.print_summary.reading import (
    Lines,
    Part,
    Summary,
    in_columns,
    number,
    word,
)


def test_lines():
    lines = Lines(["ab  ", "abcd", ""])
    assert lines.longest == 4
    assert repr(lines) == "ab\nabcd\n"
    assert Lines(["9 10", "7 11"]).sizes == {10, 11}


# Parts


NAMES = ["hill", "moor", "sea"]


def summary(*lines, names=NAMES):
    return Summary(["\n".join(lines)], names)


def test_calls_and_lines():
    assert Summary(["a\nb", 3, ""], NAMES).lines == ["a", "b", "3", ""]


def test_parts():
    read = summary("Model", "hill  1", "  2", "sea  3", "moor  4", "  5", "Total  6", "7")
    assert read.order == ["hill", "sea", "moor"]
    assert [repr(read.of(name)) for name in read.order] == ["hill  1\n  2", "sea  3", "moor  4\n  5"]


@pytest.mark.parametrize("words", ["Total: 1", "TRAINABLE 1", "1 frozen", "1 Params"])
def test_totals_end_the_last_part(words):
    assert repr(summary("hill", "  2", words).of("hill")) == "hill\n  2"
    assert repr(summary("hill", words).of("hill")) == "hill"
    assert repr(summary("hill " + words).of("hill")) == "hill " + words
    assert repr(summary("hill", words, "sea").of("hill")) == "hill\n" + words


def test_no_totals():
    assert repr(summary("hill", "  2", "3").of("hill")) == "hill\n  2\n3"


def test_nothing_about_a_layer():
    with pytest.raises(AssertionError, match="nothing about the layer sea in\nhill"):
        summary("hill").of("sea")


def test_the_first_name_in_a_line_is_that_of_its_layer():
    read = summary("sea  moor", "moor  hill")
    assert read.order == ["sea", "moor"]


def test_names_that_begin_alike():
    assert summary("hill_1", "hill", names=["hill", "hill_1"]).order == ["hill_1", "hill"]
    assert summary("overhill", "hills", "under_hill").order == []
    assert summary("a.b", names=["a.b"]).order == ["a.b"]
    assert summary("a-b", names=["a.b"]).order == []


@pytest.mark.parametrize(
    "lines",
    [
        ["hill (Input)     moor", "                 sea", "moor (Dense)", "sea (Dense)"],  # on the left
        [
            "|    hill   | moor |",
            "|           | sea  |",
            "|    moor   | -    |",
            "| sea Dense | -    |",
        ],  # in the middle
        ["hill Input  moor", "            sea", "      moor  -", "       sea  -"],  # on the right
        ["Input  hill   moor", "              sea", "Dense  moor", "Dense  sea"],  # after the type
    ],
)
def test_a_further_line_of_a_part_may_begin_with_the_name_of_another_layer(lines):
    read = summary(*lines)
    assert read.order == ["hill", "moor", "sea"]
    assert read.of("hill").lines == lines[:2]
    assert summary(*lines[:3]).order == ["hill", "moor"]


def test_names_may_be_indented():
    assert summary("sea  x", "hill (InputLayer)  x", "        moor  x").order == ["sea", "hill", "moor"]
    assert summary("hill (InputLayer)  x", "        moor  x", "sea  x").order == ["hill", "moor", "sea"]
    assert summary("hill  x", "   moor", "    sea").order == ["hill", "moor"]


@pytest.mark.parametrize(
    "lines, expected",
    [
        (["hill  moor, sea"], {"moor", "sea"}),
        (["hill  moor", "      sea"], {"moor", "sea"}),
        (["hill  mo", "      or"], {"moor"}),
        (["hill  12  mo", "          or"], {"moor"}),
        (["| hill | mo |", "|      | or |"], {"moor"}),
        (["│hill│mo│", "│    │or│"], {"moor"}),
        (["hill  'mo", "      or'"], {"moor"}),
        (["hill  mo", "     or"], {"moor"}),
        (["hill  mo", "       or"], {"moor"}),
        (["hill  mo", "    or"], set()),
        (["hill  mo", "        or"], set()),
        (["hill  hill"], set()),
        (["m", "oor"], {"moor"}),
        (["hill  moors"], set()),
    ],
)
def test_other_layers(lines, expected):
    assert Part(lines, "hill", NAMES).others == expected


@pytest.mark.parametrize(
    "line, is_abbreviated",
    [("a ...", True), ("a ..", True), ("a …", True), ("...b", True), ("a .", False), ("a ....", False)],
)
def test_abbreviations(line, is_abbreviated):
    assert Part(["x", line], "x", []).is_abbreviated is is_abbreviated


# Cells


@pytest.mark.parametrize(
    "line, expected",
    [
        ("ab  hill  cd", (4, 8)),
        ("hill", (0, 4)),
        ("  hill  ", (2, 6)),
        ("ab hill cd  ef", (0, 10)),
        ("|ab| hill |cd|", (5, 9)),
        ("│ab│hill│cd│", (4, 8)),
        ("ab......hill....cd", (8, 12)),
        ("ab--hill--cd", (4, 8)),
        ("ab__(hill)__cd", (4, 10)),
        ("ab==hill==cd", (4, 8)),
        ("ab~~hill~~cd", (4, 8)),
        ("ab**hill**cd", (4, 8)),
        ("ab··hill··cd", (4, 8)),
        ("ab.hill-cd", (0, 10)),
        ("ab+-hill-+cd", (0, 12)),
        ("ab\t\thill\tcd", (4, 11)),
        ("ab  a||hill||b  cd", (7, 11)),
    ],
)
def test_a_cell(line, expected):
    assert Part(["nothing", line], "hill", NAMES).cell(word("hill")) == expected


def test_a_cell_that_is_not_there():
    with pytest.raises(AssertionError, match="no moor in what is told of hill:\nhill  sea"):
        Part(["hill  sea"], "hill", NAMES).cell(word("moor"))


def test_single_blanks_part_cells_of_tokens():
    part = Part(["hill 23 moor x"], "hill", NAMES)
    tokens = word("hill"), number(23), word("moor"), word("sea")
    assert [part.cell(token, tokens) for token in tokens[:3]] == [(0, 4), (5, 7), (8, 14)]
    assert part.cell(word("hill")) == (0, 14)
    assert Part(["hill_23 moor x"], "", []).cell(word("moor"), tokens) == (0, 14)
    assert Part(["hill: 23 moor"], "", []).cell(number(23), tokens) == (0, 8)


ROWS = [("hill", 23, 184, "moor"), ("sea", 31, 744, "hill")]


def test_cells_of_rows():
    read = summary("hill    (None, 23)  184  moor", "sea  Sea  744  (None, 31)  hill")
    assert read.cells(ROWS) == [[(0, 4), (8, 18), (20, 23), (25, 29)], [(0, 3), (10, 13), (15, 25), (27, 31)]]


@pytest.mark.parametrize(
    "line, has_others",
    [
        ("hill (Input)  (None, 23)  184  moor[0][0]", False),
        ("hill  Input  (None, 23)  184  moor", True),
        ("hill  (None, 23)  184  moor  True", True),
        ("| hill | (None, 23) | 184 | moor |", False),
        ("| hill | (None, 23) | 184 | moor | - |", False),
        ("hill  (None, 23)  184  ", False),
        ("hill  (None, 23)  184  True", True),
        ("hill (None, 23) 184 moor", False),
    ],
)
def test_other_columns(line, has_others):
    rows = [("hill", 23, 184, "moor")]
    assert summary(line, "  (None, 23)  184  moor  5").has_other_columns(rows) is has_others
    assert summary(line, "sea  31  744  hill").has_other_columns([("sea", 31, 744, "hill")]) is False


def test_only_the_first_line_of_a_layer_tells_of_other_columns():
    read = summary("hill  (None, 23)  184  True", "                       moor")
    assert read.has_other_columns([("hill", 23, 184, "moor")])


def test_places():
    read = summary("hill  184", "hill  moor  184", "moor  hill  184")
    assert read.places(number(184), word("moor")) == [12, 6]
    with pytest.raises(AssertionError, match=r"no line has all of \(sea, 184\) in\nhill"):
        read.places(word("sea"), number(184))


# Totals


@pytest.mark.parametrize(
    "line, expected",
    [
        ("Total params: 1,362", {"total": {1362}}),
        ("Trainable params: 1,362", {"trainable": {1362}}),
        ("Non-trainable params: 1,362", {"frozen": {1362}}),
        ("nontrainable 5", {"frozen": {5}}),
        ("NOT trainable 5", {"frozen": {5}}),
        ("un_trainable 5", {"frozen": {5}}),
        ("5 will not  be trained", {"frozen": {5}}),
        ("5 are frozen", {"frozen": {5}}),
        ("Fixed: 5", {"frozen": {5}}),
        ("Params: 5", {}),
        ("total 7, trainable 5", {"total": {7}, "trainable": {5}}),
        ("total 7; trainable 5", {"total": {7}, "trainable": {5}}),
        ("total 1,362 / trainable 5", {"total": {1362}, "trainable": {5}}),
        ("total 7 | trainable 5", {"total": {7}, "trainable": {5}}),
        ("│ total 7 │ trainable 5 │", {"total": {7}, "trainable": {5}}),
        ("total 7 (trainable 5)", {"total": {7}, "trainable": {5}}),
        ("total 7 [trainable 5]", {"total": {7}, "trainable": {5}}),
        ("5 trainable] [7 total", {"total": {7}, "trainable": {5}}),
        ("5 trainable) (7 total", {"total": {7}, "trainable": {5}}),
        ("total 7  trainable 5", {"total": {7}, "trainable": {5}}),
        ("total 7 and trainable 5", {"total": {7}, "trainable": {5}}),
        ("7 total,  5 frozen and 2 trainable", {"total": {7}, "trainable": {2}, "frozen": {5}}),
        ("total params:  7", {"total": {7}}),
        ("total  |  7", {"total": {7}}),
        ("total params, all of them: 7", {"total": {7}}),
        ("Total params: 1,362 (5.32 KB)", {"total": {1362}}),
        ("Total params: 7 (28.00 B)", {"total": {7}}),
        ("Total params: 7 (28 bytes)", {"total": {7}}),
        ("Total params: 7 (1,028 Byte and 3 Bytes)", {"total": {7}}),
        ("Total params: 7 (3 MiB, 3GB, 3 kB, 3 TB)", {"total": {7}}),
        ("Total params: 7 Balls", {"total": {7}}),
        ("Total params: 7 (28  B)", {"total": {7}}),
        ("5 total brand 7 trainable", {"trainable": {5, 7}}),
        ("5 total andes 7 trainable", {"trainable": {5, 7}}),
    ],
)
def test_totals(line, expected):
    observed = {kind: summary("hill  9", line).totals(kind) for kind in ("total", "trainable", "frozen")}
    assert observed == {"total": set(), "trainable": set(), "frozen": set(), **expected}


def test_totals_are_not_in_the_lines_of_layers():
    read = summary("total 1", "hill  total 2", "total 3", "sea  total 4", "total 5")
    assert read.totals("total") == {1, 5}
    assert summary("total 1", "total 2").totals("total") == {1, 2}


def test_what_a_summary_tells():
    read = summary("hill  9", "Total: 7", "5")
    assert read.tells("total", 7)
    assert not read.tells("total", 5)
    assert read.tells("trainable", 5)
    assert not read.tells("trainable", 6)


# Columns


@pytest.mark.parametrize(
    "rows, is_so",
    [
        ([[(0, 4), (10, 14)], [(0, 7), (10, 12)]], True),  # on the left
        ([[(3, 4), (13, 14)], [(0, 7), (7, 12)]], True),
        ([[(4, 6), (10, 14)]], True),
        ([[(4, 6), (10, 14)], [(0, 4), (10, 14)]], False),
        ([[(2, 10), (13, 20)], [(7, 10), (18, 20)]], True),  # on the right
        ([[(2, 7), (13, 20)], [(7, 13), (18, 23)]], True),
        ([[(1, 6), (13, 20)], [(7, 10), (18, 20)]], False),
        ([[(4, 6), (14, 16)], [(1, 9), (11, 19)]], True),  # in the middle
        ([[(6, 8), (14, 16)], [(2, 4), (11, 19)]], True),
        ([[(4, 6), (14, 16)], [(1, 3), (11, 19)]], False),
        ([[(4, 6), (14, 16)], [(0, 4), (10, 14)]], False),  # one so, another so
        ([[(0, 13), (10, 23)]], True),
        ([[(0, 14), (10, 14)]], False),  # too far to the right
        ([[(0, 4), (6, 14)], [(0, 4), (10, 14)]], False),  # too far to the left
        ([[(0, 4), (10, 24)]], False),
        ([[(0, 4)]], False),
        ([[(0, 4), (10, 14), (20, 24)]], False),
        ([[(0, 4), (10, 14)], [(0, 4)]], False),
        ([], False),
    ],
)
def test_cells_in_columns(rows, is_so):
    assert (rows == in_columns(10, 20)) is is_so
    assert (rows != in_columns(10, 20)) is not is_so


def test_what_columns_are_called():
    assert repr(in_columns(10, 20.5)) == "cells aligned in columns that end at 10, 20.5"
