"""Mutants of print_summary whose lines are of the wrong length, or have their elements in the wrong places."""

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.reference.utils import summaries
from cthulhu_conformance.tools.mutants import edits, patch
from cthulhu_conformance.tools.mutants.print_summary.replacements import (
    changed_lines,
    changed_rows,
    clauses,
    places,
    right,
    wrapped,
    wrong,
)

DEFAULT = [0.33, 0.55, 0.67, 1.0]


# line_length


edits(
    "print_summary.line-length",
    reference,
    "print_summary",
    "line_length or 98",
    ("one_longer", "line_length + 1 if line_length else 98", "none-longer", "with-positions"),
    ("one_shorter", "line_length - 1 if line_length else 98", "reached", "with-positions"),
    ("at_least_80", "max(80, line_length or 98)", "none-longer"),
    ("at_most_120", "min(120, line_length or 98)", "reached"),
    ("even_lengths_only", "(line_length or 98) // 2 * 2", "reached"),
)


@wrong("line-length.none-longer", "line-length.reached", "positions.default")
def length_ignored(model, line_length=None, positions=None, print_fn=None):
    return right(model, None, positions, print_fn)


@changed_lines("line-length.none-longer")
def long_rules(lines, model, line_length, positions):
    return [line + "__" if line.startswith("___") and line_length else line for line in lines]


@changed_lines("line-length.none-longer")
def padded_at_the_end(lines, model, line_length, positions):
    return [line + " " if len(line) == line_length else line for line in lines]


@changed_lines("line-length.reached")
def rules_of_fixed_length(lines, model, line_length, positions):
    return [line[:60] if line.startswith(("___", "===")) else line for line in lines]


@patch(summaries, "_wrapped", clauses("line-length.long-names", "positions.long-names"))
def cells_push_each_other(texts, widths):
    yield "".join(f"{text} ".ljust(width) for text, width in zip(texts, widths)).rstrip()


@patch(summaries, "_wrapped", clauses("line-length.long-names"))
def names_are_never_cut(texts, widths):
    if len(texts[0]) < widths[0]:
        yield from wrapped(texts, widths)
    else:
        yield texts[0]
        yield from wrapped(("", *texts[1:]), widths)


@changed_lines("line-length.long-names")
def long_names_in_the_rules(lines, model, line_length, positions):
    longest = max(len(layer.name) for layer in model.layers)
    return ["=" * max(len(line), longest) if line.startswith("===") else line for line in lines]


@wrong("line-length.with-positions")
def positions_bring_their_length(model, line_length=None, positions=None, print_fn=None):
    return right(model, 98 if positions and positions[-1] <= 1 else line_length, positions, print_fn)


@wrong("line-length.with-positions")
def length_from_rounded_positions(model, line_length=None, positions=None, print_fn=None):
    if positions and positions[-1] <= 1 and line_length:
        line_length -= line_length % 10
    return right(model, line_length, positions, print_fn)


@changed_rows("line-length.nothing-is-lost", "layers.count")
def counts_left_out(vertex, row, model):
    return [row[0], row[1], "", row[3]]


@changed_lines("line-length.nothing-is-lost")
def no_counts_where_it_is_narrow(lines, model, line_length, positions):
    if line_length and line_length < 100:
        return [line[: int(line_length * 0.55)] for line in lines]
    return lines


@changed_lines("line-length.nothing-is-lost")
def as_many_lines_as_a_terminal_of_that_shape(lines, model, line_length, positions):
    return lines if not line_length or line_length > 150 else lines[: line_length // 12]


# positions


edits(
    "print_summary.positions",
    reference,
    "print_summary",
    "positions or [0.33, 0.55, 0.67, 1.0]",
    ("positions_of_tf_keras", "positions or [0.3, 0.6, 0.7, 1.0]", "default"),
    ("first_default_off", "positions or [0.36, 0.55, 0.67, 1.0]", "default"),
    ("second_default_off", "positions or [0.33, 0.53, 0.67, 1.0]", "default"),
    ("third_default_off", "positions or [0.33, 0.55, 0.7, 1.0]", "default"),
    ("defaults_of_98_characters", "positions or [32, 53, 65, 98]", "default"),
)


@wrong("positions.relative", "positions.tuple", "positions.one-is-relative", "positions.last-below-one")
@places
def relative_ones_ignored(positions, line_length):
    return positions if positions and positions[-1] > 1 else None


@wrong("positions.absolute", "positions.tuple", "positions.absolute-at-any-length")
@places
def absolute_ones_ignored(positions, line_length):
    return positions if positions and positions[-1] <= 1 else None


@wrong("positions.relative")
@places
def relative_to_a_hundred(positions, line_length):
    return [int(100 * p) for p in positions] if positions and positions[-1] <= 1 else positions


@wrong("positions.relative")
@places
def taken_for_widths(positions, line_length):
    return [0.25, 0.5, 0.75, 1.0] if positions and positions[0] < 0.35 else positions


@wrong("positions.relative")
@places
def third_position_is_kept(positions, line_length):
    return [*positions[:2], max(0.75, positions[1]), 1.0] if positions and positions[-1] <= 1 else positions


@wrong("positions.absolute", "positions.absolute-at-any-length")
@places
def scaled_to_the_length(positions, line_length):
    if positions and positions[-1] > 1:
        return [p / 220 for p in positions]
    return positions


@wrong("positions.absolute")
@places
def counted_from_the_column_before(positions, line_length):
    if positions and positions[-1] > 1:
        return [positions[0], *(p + 8 for p in positions[1:-1]), positions[-1]]
    return positions


@wrong("positions.absolute-at-any-length")
@places
def stretched_to_the_length(positions, line_length):
    if positions and positions[-1] > 1 and line_length:
        return [p * line_length // positions[-1] for p in positions]
    return positions


@wrong("positions.absolute-at-any-length")
@places
def absolute_ones_from_the_right(positions, line_length):
    if positions and positions[-1] > 1 and line_length:
        return [p + line_length - positions[-1] for p in positions]
    return positions


@wrong("positions.one-is-relative")
@places
def integers_are_absolute(positions, line_length):
    return [*map(int, positions)] if positions and type(positions[-1]) is int else positions


@wrong("positions.one-is-relative")
@places
def one_is_no_fraction(positions, line_length):
    if positions and type(positions[-1]) is int and positions[-1] == 1:
        return [*(p * 100 for p in positions[:-1]), line_length]
    return positions


@wrong("positions.last-below-one")
@places
def relative_only_with_one_at_the_end(positions, line_length):
    return None if positions and positions[-1] < 1 else positions


@wrong("positions.last-below-one")
@places
def stretched_to_one(positions, line_length):
    return [p / positions[-1] for p in positions] if positions and positions[-1] < 1 else positions


@wrong("positions.tuple")
@places
def lists_only(positions, line_length):
    return positions if isinstance(positions, list) else None


@wrong("positions.tuple")
@places
def absolute_tuples_fail(positions, line_length):
    return positions + [] if positions and positions[-1] > 1 else positions


@wrong("positions.argument-unchanged")
@places
def made_absolute_in_place(positions, line_length):
    if isinstance(positions, list) and positions[-1] <= 1 and line_length:
        positions[:] = [int(p * line_length) for p in positions]
    return positions


@wrong("positions.argument-unchanged")
@places
def length_added_in_place(positions, line_length):
    if isinstance(positions, list) and positions[-1] > 1:
        positions.append(line_length or 98)
    return positions


last_positions = [None]


@wrong("positions.forgotten")
@places
def positions_are_remembered(positions, line_length):
    last_positions[0] = positions or last_positions[0]
    return last_positions[0]


absolute_positions = [None]


@wrong("positions.forgotten")
@places
def default_is_made_absolute_once(positions, line_length):
    if positions is None and line_length:
        positions = absolute_positions[0] or [int(p * line_length) for p in DEFAULT]
    if positions and positions[-1] > 1:
        absolute_positions[0] = positions
    return positions


@patch(summaries, "_wrapped", clauses("positions.long-names"))
def long_names_take_the_next_column(texts, widths):
    missing = max(0, len(texts[0]) - widths[0] + 1)
    return wrapped(texts, [widths[0] + missing, *widths[1:-1], max(2, widths[-1] - missing)])


@patch(summaries, "_wrapped", clauses("positions.further-lines"))
def further_lines_from_the_left(texts, widths):
    first, *others = wrapped(texts, widths)
    yield first
    yield from (line.strip() for line in others)


@patch(summaries, "_wrapped", clauses("positions.further-lines"))
def further_lines_by_default_positions(texts, widths):
    first, *others = wrapped(texts, widths)
    yield first
    yield from (" " * int(sum(widths) * 0.67) + line.strip() for line in others)


@changed_lines("positions.default", "positions.relative", "positions.absolute")
def last_row_without_columns(lines, *_):
    return [*lines[:-5], " ".join(lines[-5].split()), *lines[-4:]]
