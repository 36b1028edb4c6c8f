"""How mutants of print_summary are made."""

import functools

from reference import utils as reference
from reference.utils import summaries
from tools.zoo import mutant, patch

right = reference.print_summary
rows, wrapped, count, vertices = summaries._rows, summaries._wrapped, summaries._count, summaries.vertices


def clauses(*names):
    return [f"print_summary.{name}" for name in names]


def wrong(*names):
    """A mutant that takes the place of the whole function."""
    return mutant(*clauses(*names))


def edited(*names):
    """A mutant that prints other lines than the right ones: `edit(lines, model, line_length, positions)`."""

    def make(edit):
        @functools.wraps(edit)
        def print_summary(model, line_length=None, positions=None, print_fn=None):
            lines = []
            right(model, line_length, positions, lines.append)
            for line in edit(lines, model, line_length, positions):
                (print if print_fn is None else print_fn)(line)

        return wrong(*names)(print_summary)

    return make


def replacing_rows(*names):
    """A mutant that says something else of the layers: `change(vertex, row, model)`, the row being four texts."""

    def make(change):
        @functools.wraps(change)
        def _rows(model):
            for vertex, row in zip(vertices(model), rows(model)):
                changed = change(vertex, list(row), model)
                if changed is not None:
                    yield changed

        return patch(summaries, "_rows", clauses(*names))(_rows)

    return make


def changed_vertices(*names):
    """A mutant that sees other parts of a model than there are: `change(list of vertices, model)`."""

    def make(change):
        def wrong_vertices(model):
            return change(vertices(model), model)

        wrong_vertices.__name__ = change.__name__
        return patch(summaries, "vertices", clauses(*names))(wrong_vertices)

    return make


def places(change):
    """A function that changes the positions before the right one gets them: `change(positions, line_length)`."""

    @functools.wraps(change)
    def print_summary(model, line_length=None, positions=None, print_fn=None):
        return right(model, line_length, change(positions, line_length), print_fn)

    return print_summary
