"""Slow pictures."""

from cthulhu_conformance.reference.utils import plot_model as right
from cthulhu_conformance.tools.mutants import mutant
from cthulhu_conformance.tools.mutants.slowness import by, slowed

mutant("plot_model.speed.layers", name="half_as_slow_again")(slowed(right, by(1.5)))
mutant("plot_model.growth.layers", name="looks_through_all_layers_for_shapes")(
    slowed(right, lambda model, *_, show_shapes=False, **__: 1 + show_shapes * len(model.layers) / 500)
)


def layers_within(model):
    """Return how many layers a model's nested models have."""
    return sum(len(getattr(layer, "layers", ())) for layer in model.layers)


mutant("plot_model.growth.nested-layers", name="looks_through_nested_layers")(
    slowed(right, lambda model, *_, expand_nested=False, **__: 1 + expand_nested * layers_within(model) / 50)
)
mutant("plot_model.growth.layers", name="looks_through_all_layers")(
    slowed(right, lambda model, *_, **__: 1 + len(model.layers) / 500)
)
