"""Printing: by `print_fn`, line by line, or to the standard output."""

import contextlib
import io

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.expectations import outcome_of, raises

KINDS = pytest.mark.parametrize(
    "kind", ["chain", "tree", "nested", "partly_frozen", "shared_layer", "long_chain"]
)


def lines_of(print_summary, model, line_length=100, **options):
    lines = []
    print_summary(model, line_length, print_fn=lines.append, **options)
    return lines


@clause("print_summary.print-fn.each-line")
@KINDS
@pytest.mark.parametrize("line_length", [70, 100, 200])
def test_a_call_for_each_line(print_summary, examples, kind, line_length):
    lines = lines_of(print_summary, examples.make(kind), line_length)
    assert [line for line in lines if "\n" in str(line)] == []
    assert len(lines) > len(examples.make(kind).layers), "there are fewer lines than layers"


@clause("print_summary.print-fn.nothing-else")
@KINDS
def test_nothing_is_printed_beside_it(print_summary, examples, capfd, kind):
    lines_of(print_summary, examples.make(kind))
    assert capfd.readouterr().out == ""


@clause("print_summary.print-fn.standard-output-by-default")
@KINDS
def test_standard_output_by_default(print_summary, examples, capfd, kind):
    model = examples.make(kind)
    lines = lines_of(print_summary, model)
    print_summary(model, 100)
    printed = capfd.readouterr().out.rstrip("\n").split("\n")
    assert [line.rstrip() for line in printed] == [
        line.rstrip() for line in "\n".join(lines).rstrip().split("\n")
    ]


@clause("print_summary.print-fn.current-standard-output")
def test_the_standard_output_of_now(print_summary, examples):
    model = examples.make("chain")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        print_summary(model, 100)
    again = io.StringIO()
    with contextlib.redirect_stdout(again):
        print_summary(model, 100)
    assert "brook" in printed.getvalue()
    assert again.getvalue() == printed.getvalue()


@clause("print_summary.print-fn.one-string")
@KINDS
def test_it_is_given_one_string(print_summary, examples, kind):
    calls = []

    def note(*args, **kwargs):
        calls.append((args, kwargs))

    print_summary(examples.make(kind), 100, print_fn=note)
    assert [call for call in calls if len(call[0]) != 1 or call[1] or not isinstance(call[0][0], str)] == []
    assert calls != []


class Pen:
    """Keeps the lines that are written."""

    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)

    __call__ = write


@clause("print_summary.print-fn.any-callable")
@pytest.mark.parametrize(
    "function", [lambda pen: pen, lambda pen: pen.write, lambda pen: lambda line: pen(line)]
)
def test_any_callable(print_summary, examples, function):
    pen, model = Pen(), examples.make("chain")
    print_summary(model, 100, print_fn=function(pen))
    assert pen.lines == lines_of(print_summary, model)
    assert pen.lines != []


@clause("print_summary.print-fn.false-in-itself")
def test_a_callable_that_is_empty_at_first(print_summary, examples, capfd):
    class Lines(list):
        def __call__(self, line):
            self.append(line)

    lines, model = Lines(), examples.make("chain")
    print_summary(model, 100, print_fn=lines)
    assert list(lines) == lines_of(print_summary, model)


@clause("print_summary.print-fn.result-is-ignored")
@pytest.mark.parametrize("result", [False, True, 0, "a line"])
def test_what_it_returns_does_not_matter(print_summary, examples, result):
    lines, model = [], examples.make("tree")

    def note(line):
        lines.append(line)
        return result

    print_summary(model, 100, print_fn=note)
    assert lines == lines_of(print_summary, model)


@clause("print_summary.print-fn.errors-pass")
@pytest.mark.parametrize("good", [0, 4])
def test_an_error_of_it_reaches_the_caller(print_summary, examples, good):
    class FullError(Exception):
        pass

    lines = []

    def note(line):
        if len(lines) == good:
            raise FullError()
        lines.append(line)

    assert outcome_of(print_summary, examples.make("tree"), 100, print_fn=note) == raises(FullError)
