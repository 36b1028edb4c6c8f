"""The length of lines, and the places of the elements in them."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.print_summary.examples import TREE
from cthulhu_conformance.print_summary.reading import ZERO, in_columns, number, shape, word
from cthulhu_conformance.testing.untestable import untestable

LENGTHS = pytest.mark.parametrize("line_length", [65, 77, 98, 121, 200, 333])
KINDS = pytest.mark.parametrize(
    "kind", ["chain", "line", "tree", "shared_layer", "nested_outputs", "partly_frozen"]
)
DEFAULT = (0.33, 0.55, 0.67, 1.0)


def ends(line_length, positions=DEFAULT):
    """Return where the columns end, in characters."""
    return [line_length * position for position in positions]


def need_four_columns(summary, rows):
    """End a test of default positions as untestable where tables have not the four columns that they are for."""
    if summary.has_other_columns(rows):
        untestable("the tables of this implementation have other columns than the four of the documentation")


def cells_of_four(summary):
    """Return where the cells of each row are, in a table of four columns."""
    need_four_columns(summary, TREE)
    return summary.cells(TREE)


@clause("print_summary.line-length.none-longer")
@KINDS
@LENGTHS
def test_no_line_is_longer(summary_of, examples, kind, line_length):
    assert summary_of(examples.make(kind), line_length).longest <= line_length


@clause("print_summary.line-length.reached")
@KINDS
@LENGTHS
def test_the_longest_line_is_so_long(summary_of, examples, kind, line_length):
    assert summary_of(examples.make(kind), line_length).longest >= line_length


@clause("print_summary.line-length.long-names")
@pytest.mark.parametrize("line_length", [70, 98, 121])
@pytest.mark.parametrize("length", [30, 60, 150])
def test_no_line_is_longer_with_long_names(summary_of, examples, length, line_length):
    model = examples.make("tree", "long" * (length // 4))
    assert summary_of(model, line_length).longest <= line_length


@clause("print_summary.line-length.with-positions")
@pytest.mark.parametrize("positions", [[0.4, 0.6, 0.8, 1.0], [0.25, 0.5, 0.75, 1], [0.5, 0.7, 0.8, 1.0]])
@pytest.mark.parametrize("line_length", [93, 161])
def test_no_line_is_longer_with_positions(summary_of, examples, line_length, positions):
    assert summary_of(examples.make("tree"), line_length, positions).longest == line_length


@clause("print_summary.line-length.nothing-is-lost")
@pytest.mark.parametrize("line_length", [90, 104, 131, 260])
def test_shorter_lines_tell_the_same(summary_of, examples, line_length):
    summary = summary_of(examples.make("delta"), line_length)
    assert set(summary.order) == {"spring", "river", "west", "north", "east"}
    counts = {"river": 276, "west": 312, "north": 408, "east": 456}
    assert {name: count for name, count in counts.items() if number(count) in summary.of(name)} == counts


@clause("print_summary.positions.default")
@pytest.mark.parametrize("line_length", [121, 200, 307, 1000])
def test_default_positions(summary_of, examples, line_length):
    assert cells_of_four(summary_of(examples.make("tree"), line_length)) == in_columns(*ends(line_length))


@clause("print_summary.positions.relative")
@pytest.mark.parametrize("line_length", [160, 201, 600])
@pytest.mark.parametrize(
    "positions", [[0.5, 0.7, 0.8, 1.0], [0.3, 0.5, 0.75, 1.0], [0.25, 0.6, 0.7, 1.0], [0.36, 0.47, 0.67, 1.0]]
)
def test_relative_positions(summary_of, examples, positions, line_length):
    observed = summary_of(examples.make("tree"), line_length, positions).cells(TREE)
    assert observed == in_columns(*ends(line_length, positions))


@clause("print_summary.positions.absolute")
@pytest.mark.parametrize(
    "positions", [[60, 100, 130, 200], [90, 110, 140, 170], [50, 120, 160, 220], [40, 55, 70, 110]]
)
def test_absolute_positions(summary_of, examples, positions):
    assert summary_of(examples.make("tree"), positions[-1], positions).cells(TREE) == in_columns(*positions)


@clause("print_summary.positions.absolute-at-any-length")
@pytest.mark.parametrize("line_length", [180, 200, 250, 500])
def test_absolute_positions_do_not_depend_on_the_length(summary_of, examples, line_length):
    positions = [60, 100, 130, 180]
    assert summary_of(examples.make("tree"), line_length, positions).cells(TREE) == in_columns(*positions)


@clause("print_summary.positions.one-is-relative")
@pytest.mark.parametrize("positions", [[0.4, 0.6, 0.75, 1], [0.3, 0.5, 0.7, 1]])
def test_a_last_position_of_one(summary_of, examples, positions):
    observed = summary_of(examples.make("tree"), 200, positions).cells(TREE)
    assert observed == in_columns(*ends(200, positions))


@clause("print_summary.positions.last-below-one")
@pytest.mark.parametrize("line_length", [250, 300])
def test_a_last_position_below_one(summary_of, examples, line_length):
    positions = [0.2, 0.4, 0.6, 0.8]
    observed = summary_of(examples.make("tree"), line_length, positions).cells(TREE)
    assert observed == in_columns(*ends(line_length, positions))


@clause("print_summary.positions.tuple")
@pytest.mark.parametrize("positions", [(0.5, 0.7, 0.8, 1.0), (100, 140, 160, 200)])
def test_positions_as_a_tuple(summary_of, examples, positions):
    assert summary_of(examples.make("tree"), 200, positions).cells(TREE) == in_columns(100, 140, 160, 200)


@clause("print_summary.positions.argument-unchanged")
@pytest.mark.parametrize("positions", [[0.5, 0.7, 0.8, 1.0], [100, 140, 160, 200]])
def test_the_list_of_positions_stays(summary_of, examples, positions):
    given = list(positions)
    summary_of(examples.make("tree"), 200, given)
    assert given == positions


@clause("print_summary.positions.forgotten")
@pytest.mark.parametrize("positions", [[0.5, 0.7, 0.8, 1.0], [100, 140, 160, 200]])
def test_positions_hold_for_one_call(summary_of, examples, positions):
    model = examples.make("tree")
    summary_of(model, 300, positions)
    assert cells_of_four(summary_of(model, 200)) == in_columns(*ends(200))


@clause("print_summary.positions.further-lines")
@pytest.mark.parametrize("line_length, positions", [(200, None), (100, None), (200, [40, 80, 120, 160])])
def test_further_lines_of_an_element(summary_of, examples, line_length, positions):
    summary = summary_of(examples.make("wide_tree"), line_length, positions)
    if positions is None:
        need_four_columns(summary, [("branch_0", 5, 60, "spring")])
    branch, confluence = summary.of("branch_0"), summary.of("confluence")
    tokens = word("branch_0"), shape(5), number(60), word("spring")
    cells = [branch.cell(token, tokens) for token in tokens[:3]]
    names = [word(f"branch_{place}") for place in range(12)]
    sources = [name for name in names if name in confluence]  # others may be cut and go on in the line below
    if not sources:
        untestable("the summary shows none of the twelve layers that one layer is connected to")
    rows = [sorted([*cells, confluence.cell(source, (ZERO, source))]) for source in sources]
    assert rows == in_columns(*(positions or ends(line_length)))


@clause("print_summary.positions.long-names")
@pytest.mark.parametrize("line_length, positions", [(120, None), (200, [40, 80, 120, 200])])
def test_a_long_name_moves_nothing(summary_of, examples, line_length, positions):
    places = [
        summary_of(examples.make("tree", name), line_length, positions).places(
            number(348), shape(29), word("moor")
        )
        for name in ("short", "long" * 25)
    ]
    assert places[1] == places[0]
