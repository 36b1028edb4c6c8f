"""Conforming variants of print_summary: other layouts, other wordings, other libraries."""

from __future__ import annotations

import io
import os
from typing import Any, Iterator, List, Sequence

import rich.box
import rich.console
import rich.markup
import rich.table

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.reference.utils.graphs import vertices
from cthulhu_conformance.tools.variants import CallableObject, variant

DEFAULT = (0.33, 0.55, 0.67, 1.0)


def ends_of(line_length: int, positions: Any) -> List[int]:
    """Return where columns end, in characters, rounded."""
    positions = list(positions or DEFAULT)
    return [round(line_length * p) for p in positions] if positions[-1] <= 1 else [int(p) for p in positions]


def numbers_of(weights: Sequence[Any]) -> int:
    return sum(int(w.numpy().size) for w in {id(w): w for w in weights}.values())


def with_rich(model: Any, line_length: Any, positions: Any) -> Iterator[str]:
    """Write a table with borders, folded cells, counts on the right in whose thousands there are blanks."""
    line_length = line_length or 120
    ends = ends_of(line_length, positions)
    table = rich.table.Table(box=rich.box.HEAVY_EDGE, show_lines=True, title=model.name)
    for title, start, end in zip(("Layer", "Result", "Parameters", "From"), [0, *ends], ends):
        width = max(1, end - start - 3 - (start == 0))
        side = "right" if title == "Parameters" else "center" if title == "Result" else "left"
        table.add_column(title, width=width, justify=side, overflow="fold", no_wrap=False)
    for vertex in vertices(model):
        layer = vertex.layer
        sources = dict.fromkeys(source.name for source, _, _ in vertex.sources)
        table.add_row(
            rich.markup.escape(f"{type(layer).__name__} {layer.name}"),
            "; ".join(dict.fromkeys("x".join(str(n or "?") for n in s) for s in vertex.outputs)),
            f"{numbers_of(layer.weights):,}".replace(",", " ") if layer.weights else "",
            ", ".join(sources) or "-",
        )
    console = rich.console.Console(file=io.StringIO(), width=10_000, color_system=None)
    console.print(table)
    yield from console.file.getvalue().rstrip().split("\n")  # type: ignore[attr-defined]
    trained, fixed = numbers_of(model.trainable_weights), numbers_of(model.non_trainable_weights)
    yield f"{trained + fixed:_} parameters in total, {trained:_} trainable, {fixed:_} frozen"


def in_the_middle(model: Any, line_length: Any, positions: Any) -> Iterator[str]:
    """Write centred cells, cut where they are too long, some sources for many, totals above the table."""
    line_length = line_length or 100
    ends = ends_of(line_length, positions)
    widths = [end - start for start, end in zip([0, *ends], ends)]

    def row(*cells: str) -> str:
        return "".join(f" {cell[: width - 2]} ".center(width) for cell, width in zip(cells, widths)).rstrip()

    trained, fixed = numbers_of(model.trainable_weights), numbers_of(model.non_trainable_weights)
    for kind, value in [
        ("Weights in total", trained + fixed),
        ("Trainable", trained),
        ("Not trainable", fixed),
    ]:
        yield f"{kind:.<30}{value:.>20}"
    yield "-" * line_length
    for vertex in vertices(model):
        layer, names = vertex.layer, ", ".join(source.name for source, _, _ in vertex.sources)
        if len(names) > widths[1] - 2:
            names = f"{names[: widths[1] - 3]}…"
        count = str(numbers_of(layer.weights)) if layer.built else "unknown"
        shapes = " + ".join(dict.fromkeys(str(list(s)) for s in vertex.outputs))
        yield row(f"{layer.name}: {type(layer).__name__}", names, shapes or "unknown", count)
        yield ""


def cards(model: Any, line_length: Any, positions: Any) -> Iterator[str]:
    """Write cells on the right of their columns, types in lines of their own, in shapes what is known."""
    line_length = line_length or 79
    ends = ends_of(line_length, positions)
    widths = [end - start for start, end in zip([0, *ends], ends)]

    def row(*cells: str) -> str:
        return "".join(cell[: width - 1].rjust(width) for cell, width in zip(cells, widths))

    yield row("name", "gives", "weights", "takes")
    yield "+" * line_length
    for vertex in vertices(model):
        layer, takes = vertex.layer, [f"{s.name}:{call}:{n}" for s, call, n in vertex.sources]
        if not layer.built:
            raise ValueError(f"{layer.name} is not built yet")
        gives = ["×".join(str(n) for n in shape[1:] if n) for shape in vertex.outputs] or ["unknown"]
        yield row(
            layer.name, gives[-1], f"{numbers_of(layer.weights):,}".replace(",", "'"), (takes or ["-"])[0]
        )
        for number in range(1, max(2, len(gives), len(takes))):
            kind = f"<{type(layer).__name__}>" if number == 1 else ""
            give = (gives[:-1] + [""] * number)[number - 1]
            yield row(kind, give, "", (takes + [""] * (number + 1))[number])
    trained, fixed = numbers_of(model.trainable_weights), numbers_of(model.non_trainable_weights)
    yield f"All: {trained + fixed}"
    if fixed:
        yield f"Learned: {trained}"
        yield f"Held: {fixed}"


def flush_right(model: Any, line_length: Any, positions: Any) -> Iterator[str]:
    """Write counts on the right of their column, a single blank before the next; cells are cut where too long."""
    line_length = line_length or 90
    ends = ends_of(line_length, positions)
    widths = [end - start for start, end in zip([0, *ends], ends)]

    def row(*cells: str) -> str:
        name, shape, count, source = (cell[: width - 1] for cell, width in zip(cells, widths))
        left = name.ljust(widths[0]) + shape.ljust(widths[1])
        return f"{left}{count.rjust(widths[2] - 1)} {source}".rstrip()

    yield row("Name", "Makes", "Weights", "Of")
    yield "=" * line_length
    for vertex in vertices(model):
        layer, sources = vertex.layer, [source.name for source, _, _ in vertex.sources] or [""]
        shapes = " ".join(dict.fromkeys(str(shape) for shape in vertex.outputs)) or "unknown"
        count = f"{numbers_of(layer.weights):,}" if layer.built else "unknown"
        yield row(f"{layer.name} ({type(layer).__name__})", shapes, count, sources[0])
        for source in sources[1:]:
            yield row("", "", "", source)
    trained, fixed = numbers_of(model.trainable_weights), numbers_of(model.non_trainable_weights)
    yield f"Total {trained + fixed:,}, trainable {trained:,}, non-trainable {fixed:,}"


def keras_own(model: Any, line_length: Any, positions: Any) -> Iterator[str]:
    """Write Keras 3's own summary, its columns made so wide that with borders they are as asked for."""
    from keras.src.utils import summary_utils

    line_length = line_length or 100
    os.environ["COLUMNS"] = "2000"  # rich cuts tables that are wider than the terminal
    text: List[str] = []
    summary_utils.print_summary(model, 120, print_fn=text.append)
    linear = "Connected to" not in text[0]
    ends = ends_of(line_length, positions or ((0.45, 0.8, 1.0) if linear else DEFAULT))
    ends = ends[:2] + [line_length] if linear and len(ends) > 3 else ends
    line_length = ends[-1]  # what is left over would be shared out among the columns
    inner = [end - 1 - 3 * number - 0.5 + 1 for number, end in enumerate(ends, 1)]
    text.clear()
    summary_utils.print_summary(
        model, line_length, [max(0, place) / line_length for place in inner], print_fn=text.append
    )
    yield from text[0].rstrip("\n").split("\n")


def printing(lines_of: Any) -> Any:
    def print_summary(
        model: Any, line_length: Any = None, positions: Any = None, print_fn: Any = None
    ) -> Any:
        """Print all lines, and return how many they are."""
        lines = list(lines_of(model, line_length, positions))
        for line in lines:
            print(line) if print_fn is None else print_fn(line)
        return len(lines)

    return print_summary


variant("summary_with_rich", print_summary=printing(with_rich))
variant("summary_in_the_middle", print_summary=printing(in_the_middle))
variant("summary_in_cards", print_summary=printing(cards))
variant("summary_flush_right", print_summary=printing(flush_right))
variant("summary_of_keras", print_summary=printing(keras_own))
variant("summary_as_an_object", print_summary=CallableObject(reference.print_summary))
