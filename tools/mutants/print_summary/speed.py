"""Slow summaries."""

from cthulhu_conformance.reference.utils import graphs
from cthulhu_conformance.tools.mutants.print_summary.replacements import right, wrong
from cthulhu_conformance.tools.mutants.slowness import by, slowed

wrong("speed.layers", name="half_as_slow_again")(slowed(right, by(1.5)))


@wrong("growth.parameters")
def copies_the_values(model, line_length=None, positions=None, print_fn=None):
    model.get_weights()
    right(model, line_length, positions, print_fn)


@wrong("growth.connections")
def wraps_the_rest_of_the_names_for_each_line(model, line_length=None, positions=None, print_fn=None):
    several = max(len(vertex.sources) for vertex in graphs.vertices(model))
    slowed(right, by(1 + several / 50))(model, line_length, positions, print_fn)


wrong("growth.layers", name="looks_through_all_layers")(
    slowed(right, lambda model, *_, **__: 1 + len(model.layers) / 500)
)
