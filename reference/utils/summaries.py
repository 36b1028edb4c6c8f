"""A model in lines of text."""

import textwrap
from itertools import zip_longest

from reference.utils.graphs import vertices


def print_summary(model, line_length=None, positions=None, print_fn=None):
    """Print what a model consists of (documentation: print_summary).

    A row for each layer says its name and type, the shape of its output, how many parameters it has, and
    which calls of which layers it is connected to. The totals count a shared weight once.

    Args:
        model: built or not; what is not known yet is left out.
        line_length: characters in a line, by default 98.
        positions: where the four columns end, in characters or, if the last is 1 or less, as fractions of
            `line_length`; by default `[.33, .55, .67, 1.]`. What does not fit into a column is wrapped.
        print_fn: called with each line; by default `print`.
    """
    print_fn = print_fn or print
    line_length = line_length or 98
    positions = positions or [0.33, 0.55, 0.67, 1.0]
    if positions[-1] <= 1:
        positions = [int(line_length * position) for position in positions]
    widths = [end - start for start, end in zip([0, *positions], positions)]

    def print_row(*fields):
        cells = [textwrap.wrap(text, max(1, width - 1)) for text, width in zip(fields, widths)]
        for line in zip_longest(*cells, fillvalue=""):
            print_fn("".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())

    print_fn(f'Model: "{model.name}"')
    print_fn("_" * line_length)
    print_row("Layer (type)", "Output Shape", "Param #", "Connected to")
    print_fn("=" * line_length)
    for vertex in vertices(model):
        layer = vertex.layer
        shapes = dict.fromkeys(map(str, vertex.outputs))  # of several calls mostly the same
        sources = [f"{source.name}[{call}][{tensor}]" for source, call, tensor in vertex.sources]
        print_row(
            f"{layer.name} ({type(layer).__name__})",
            ", ".join(shapes) or "?",
            str(_count(layer.weights)) if layer.built else "?",
            " ".join(sources),
        )
    print_fn("=" * line_length)

    trainable, frozen = _count(model.trainable_weights), _count(model.non_trainable_weights)
    print_fn(f"Total params: {trainable + frozen:,}")
    print_fn(f"Trainable params: {trainable:,}")
    print_fn(f"Non-trainable params: {frozen:,}")


def _count(weights):
    return sum(int(weight.shape.num_elements()) for weight in {id(w): w for w in weights}.values())
