"""Decorators for mutants of print_summary: of the whole function, of its lines, or of what it makes them of."""

import functools

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.reference.utils import summaries
from cthulhu_conformance.tools.mutants import mutant, patch

right = reference.print_summary
rows, wrapped, count, vertices = summaries._rows, summaries._wrapped, summaries._count, summaries.vertices


def clauses(*names):
    """Return the ids of the clauses, which are given without the utility."""
    return [f"print_summary.{name}" for name in names]


def wrong(*names, name=""):
    """Define a mutant that takes the place of the whole function."""
    return mutant(*clauses(*names), name=name)


def changed_lines(*names):
    """Define a mutant that prints other lines than the right ones: `edit(lines, model, line_length, positions)`."""

    def make(edit):
        @functools.wraps(edit)
        def print_summary(model, line_length=None, positions=None, print_fn=None):
            lines = []
            right(model, line_length, positions, lines.append)
            for line in edit(lines, model, line_length, positions):
                (print if print_fn is None else print_fn)(line)

        return wrong(*names)(print_summary)

    return make


def changed_rows(*names):
    """Define a mutant that says something else of layers: `change(vertex, row, model)`, the row being four texts."""

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
    """Define a mutant that sees other parts of a model than there are: `change(list of vertices, model)`."""

    def make(change):
        def wrong_vertices(model):
            return change(vertices(model), model)

        return patch(summaries, "vertices", clauses(*names), change.__name__)(wrong_vertices)

    return make


def places(change):
    """Return a print_summary that gives other positions to the right one: `change(positions, line_length)`."""

    @functools.wraps(change)
    def print_summary(model, line_length=None, positions=None, print_fn=None):
        return right(model, line_length, change(positions, line_length), print_fn)

    return print_summary
