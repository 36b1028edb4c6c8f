"""A model in lines of text."""

import math
import textwrap
from itertools import zip_longest

from .graphs import vertices


def print_summary(model, line_length=None, positions=None, print_fn=None):
    """Print what a model consists of (documentation: print_summary).

    A row for each layer says its name and type, the shape of its output, how many parameters it has, and
    which calls of which layers it is connected to. The totals count a shared weight once.

    Args:
        model: built or not; what is not known yet is a question mark.
        line_length: characters in a line, by default 98.
        positions: where the four columns end, in characters or, if the last is 1 or less, as fractions of
            `line_length`; by default `[.33, .55, .67, 1.]`. What does not fit into a column is wrapped.
        print_fn: called with each line; by default `print`.
    """
    print_fn = print if print_fn is None else print_fn
    line_length = line_length or 98
    positions = positions or [0.33, 0.55, 0.67, 1.0]
    if positions[-1] <= 1:
        positions = [int(line_length * position) for position in positions]
    widths = [end - start for start, end in zip([0, *positions], positions)]

    print_fn(f'Model: "{model.name}"')
    print_fn("_" * line_length)
    for line in _wrapped(("Layer (type)", "Output Shape", "Param #", "Connected to"), widths):
        print_fn(line)
    print_fn("=" * line_length)
    for row in _rows(model):
        for line in _wrapped(row, widths):
            print_fn(line)
    print_fn("=" * line_length)

    trainable, frozen = _count(model.trainable_weights), _count(model.non_trainable_weights)
    print_fn(f"Total params: {trainable + frozen:,}")
    print_fn(f"Trainable params: {trainable:,}")
    print_fn(f"Non-trainable params: {frozen:,}")


def _rows(model):
    """Yield a row of four texts for each layer."""
    for vertex in vertices(model):
        layer = vertex.layer
        shapes = dict.fromkeys(map(str, vertex.outputs))  # of several calls mostly the same
        yield (
            f"{layer.name} ({type(layer).__name__})",
            ", ".join(shapes) or "?",
            # Arithmetic between layers makes operations that have no weights and need not be built.
            str(_count(getattr(layer, "weights", ()))) if getattr(layer, "built", True) else "?",
            " ".join(f"{source.name}[{call}][{tensor}]" for source, call, tensor in vertex.sources),
        )


def _wrapped(texts, widths):
    """Yield the lines of a row: its texts side by side, each within its width, a blank between them."""
    cells = [
        [text] if len(text) < width else textwrap.wrap(text, max(1, width - 1))
        for text, width in zip(texts, widths)
    ]
    for line in zip_longest(*cells, fillvalue=""):
        yield "".join(text.ljust(width) for text, width in zip(line, widths)).rstrip()


def _count(weights):
    """Return how many numbers the weights have, each weight counted once."""
    return sum(math.prod(weight.shape) for weight in {id(weight): weight for weight in weights}.values())
