"""Slow summaries."""

from tools.zoo.print_summary.making import right, wrong
from tools.zoo.slowness import by, slowed

half_as_slow_again = wrong("speed.layers")(slowed(right, by(1.5)))
looks_through_all_layers = wrong("growth.layers")(
    slowed(right, lambda model, *_, **__: 1 + len(model.layers) / 500)
)
