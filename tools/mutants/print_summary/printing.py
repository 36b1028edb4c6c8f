"""Mutants of print_summary that call `print_fn` in the wrong way, or take other parameters."""

import functools
import sys

from cthulhu_conformance.reference.utils import summaries
from cthulhu_conformance.tools.mutants import patch
from cthulhu_conformance.tools.mutants.print_summary.replacements import (
    changed_lines,
    clauses,
    right,
    wrapped,
    wrong,
)

# Parameters


@wrong("signature.by-position")
def other_order(model, positions=None, line_length=None, print_fn=None):
    return right(model, line_length, positions, print_fn)


@wrong("signature.by-position")
def function_second(model, print_fn=None, line_length=None, positions=None):
    return right(model, line_length, positions, print_fn)


@wrong("signature.by-name")
def other_name_for_print_fn(model, line_length=None, positions=None, printer=None):
    return right(model, line_length, positions, printer)


@wrong("signature.by-name")
def other_name_for_line_length(model, width=None, positions=None, print_fn=None):
    return right(model, width, positions, print_fn)


@wrong("signature.model-only")
def length_required(model, line_length, positions=None, print_fn=None):
    return right(model, line_length, positions, print_fn)


@wrong("signature.model-only")
def graphs_only_with_function(model, line_length=None, positions=None, print_fn=None):
    return right(
        model, line_length, positions, print_fn or (sys.stderr.write if len(model.outputs) > 1 else print)
    )


@wrong("signature.none-is-the-default")
def none_is_narrow(model, line_length=98, positions=None, print_fn=None):
    return right(model, line_length or 80, positions, print_fn)


@wrong("signature.none-is-the-default")
def none_is_no_position(model, line_length=None, positions=(0.33, 0.55, 0.67, 1.0), print_fn=None):
    return right(model, line_length, [0.45, 0.85, 0.95, 1.0] if positions is None else positions, print_fn)


@wrong("signature.none-is-the-default")
def none_is_silent(model, line_length=None, positions=None, print_fn=print):
    return right(model, line_length, positions, print_fn or (lambda line: None))


# print_fn


@wrong("print-fn.each-line")
def all_at_once(model, line_length=None, positions=None, print_fn=None):
    lines = []
    right(model, line_length, positions, lines.append)
    (print if print_fn is None else print_fn)("\n".join(lines))


@changed_lines("print-fn.each-line")
def totals_in_one_call(lines, *_):
    return [*lines[:-3], "\n".join(lines[-3:])]


@changed_lines("print-fn.each-line")
def lines_with_their_ends(lines, *_):
    return [line + "\n" for line in lines]


@patch(summaries, "_wrapped", clauses("print-fn.each-line"))
def wrapped_rows_in_one_call(texts, widths):
    yield "\n".join(wrapped(texts, widths))


@wrong("print-fn.nothing-else")
def printed_as_well(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    if print_fn is not None:
        right(model, line_length, positions)


@wrong("print-fn.nothing-else")
def totals_to_standard_output(model, line_length=None, positions=None, print_fn=None):
    def note(line):
        (print if line.startswith(("Total", "Trainable")) else print_fn or print)(line)

    return right(model, line_length, positions, note)


@wrong("print-fn.nothing-else")
def a_blank_line_for_graphs(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    if print_fn is not None and len(model.inputs or [0]) > 1:
        print()


@wrong("print-fn.standard-output-by-default", "signature.model-only")
def standard_error_by_default(model, line_length=None, positions=None, print_fn=None):
    return right(model, line_length, positions, print_fn or functools.partial(print, file=sys.stderr))


@wrong("print-fn.standard-output-by-default")
def shorter_when_printed(model, line_length=None, positions=None, print_fn=None):
    return right(model, line_length and print_fn and line_length or 80, positions, print_fn)


@wrong("print-fn.standard-output-by-default")
def some_lines_are_logged(model, line_length=None, positions=None, print_fn=None):
    def note(line):
        print(line, file=sys.stderr if "Non-trainable" in line else sys.stdout)

    return right(model, line_length, positions, print_fn or note)


first_output = []


@wrong("print-fn.current-standard-output")
def the_first_standard_output(model, line_length=None, positions=None, print_fn=None):
    first_output.append(sys.stdout)
    return right(model, line_length, positions, print_fn or functools.partial(print, file=first_output[0]))


@wrong("print-fn.current-standard-output")
def the_standard_output_of_the_start(model, line_length=None, positions=None, print_fn=None):
    return right(model, line_length, positions, print_fn or functools.partial(print, file=sys.__stdout__))


@wrong("print-fn.one-string", "print-fn.each-line")
def asks_to_flush(model, line_length=None, positions=None, print_fn=None):
    function = print if print_fn is None else print_fn
    return right(model, line_length, positions, lambda line: function(line, flush=True))


@wrong("print-fn.one-string")
def bytes_of_lines(model, line_length=None, positions=None, print_fn=None):
    function = print if print_fn is None else print_fn
    return right(model, line_length, positions, lambda line: function(line.encode()))


@wrong("print-fn.one-string")
def blank_lines_without_text(model, line_length=None, positions=None, print_fn=None):
    function = print if print_fn is None else print_fn
    right(model, line_length, positions, function)
    function()


@wrong("print-fn.any-callable")
def functions_only(model, line_length=None, positions=None, print_fn=None):
    return right(model, line_length, positions, print_fn if hasattr(print_fn, "__name__") else print)


@wrong("print-fn.any-callable")
def writes_to_what_can_be_written_to(model, line_length=None, positions=None, print_fn=None):
    return right(
        model, line_length, positions, getattr(print_fn, "flush", print_fn) and _no_methods(print_fn)
    )


def _no_methods(function):
    if hasattr(function, "__self__") and not hasattr(function.__self__, "append"):
        raise TypeError("no method, please")
    return function


@wrong("print-fn.false-in-itself")
def default_if_false(model, line_length=None, positions=None, print_fn=None):
    return right(model, line_length, positions, print_fn or print)


@wrong("print-fn.result-is-ignored")
def false_ends_it(model, line_length=None, positions=None, print_fn=None):
    going = [True]

    def note(line):
        if going[0]:
            going[0] = (print if print_fn is None else print_fn)(line) is not False

    return right(model, line_length, positions, note)


@wrong("print-fn.result-is-ignored")
def true_is_enough(model, line_length=None, positions=None, print_fn=None):
    done = []

    def note(line):
        if not any(done):
            done.append((print if print_fn is None else print_fn)(line) is True)

    return right(model, line_length, positions, note)


@wrong("print-fn.result-is-ignored")
def prints_what_comes_back(model, line_length=None, positions=None, print_fn=None):
    def note(line):
        result = (print if print_fn is None else print_fn)(line)
        if isinstance(result, str):
            print_fn(result)

    return right(model, line_length, positions, note)


@wrong("print-fn.errors-pass")
def errors_are_swallowed(model, line_length=None, positions=None, print_fn=None):
    try:
        return right(model, line_length, positions, print_fn)
    except Exception:
        return None


@wrong("print-fn.errors-pass")
def prints_what_print_fn_refuses(model, line_length=None, positions=None, print_fn=None):
    def note(line):
        try:
            (print if print_fn is None else print_fn)(line)
        except Exception:
            print(line)

    return right(model, line_length, positions, note)
