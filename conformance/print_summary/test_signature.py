"""The parameters: names, order and defaults."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.print_summary.examples import NAMES
from cthulhu_conformance.print_summary.reading import Summary

POSITIONS = [[0.3, 0.5, 0.75, 1.0], [0.5, 0.7, 0.8, 1.0]]


@clause("print_summary.signature.by-position")
def test_arguments_by_position(print_summary, examples):
    model, summaries = examples.make("tree"), [[], []]
    for lines, positions in zip(summaries, POSITIONS):
        print_summary(model, 160, positions, lines.append)
        assert Summary(lines, NAMES).longest <= 160
    assert summaries[0] != summaries[1]


@clause("print_summary.signature.by-name")
def test_arguments_by_name(print_summary, examples):
    model, summaries = examples.make("tree"), [[], []]
    for lines, positions in zip(summaries, POSITIONS):
        print_summary(print_fn=lines.append, positions=positions, line_length=160, model=model)
        assert Summary(lines, NAMES).longest <= 160
    assert summaries[0] != summaries[1]


@clause("print_summary.signature.model-only")
@pytest.mark.parametrize("kind", ["chain", "line", "delta"])
def test_a_model_is_enough(print_summary, examples, capfd, kind):
    model = examples.make(kind)
    print_summary(model)
    names = [layer.name for layer in model.layers]
    assert set(Summary(capfd.readouterr().out.split("\n"), names).order) == set(names)


@clause("print_summary.signature.none-is-the-default")
@pytest.mark.parametrize("kind", ["chain", "delta"])
@pytest.mark.parametrize("name", ["line_length", "positions"])
def test_none_is_the_same_as_nothing(print_summary, examples, kind, name):
    model, lines, expected = examples.make(kind), [], []
    print_summary(model, print_fn=expected.append)
    print_summary(model, print_fn=lines.append, **{name: None})
    assert lines == expected


@clause("print_summary.signature.none-is-the-default")
def test_none_instead_of_a_function(print_summary, examples, capfd):
    model = examples.make("chain")
    print_summary(model, 90)
    expected = capfd.readouterr().out
    print_summary(model, 90, None, None)
    assert capfd.readouterr().out == expected
