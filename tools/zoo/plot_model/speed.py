"""Slow pictures."""

from reference.utils import plot_model as right
from tools.zoo import mutant
from tools.zoo.slowness import by, slowed

half_as_slow_again = mutant("plot_model.speed.layers")(slowed(right, by(1.5)))
looks_through_all_layers_for_shapes = mutant("plot_model.growth.layers")(
    slowed(right, lambda model, *_, show_shapes=False, **__: 1 + show_shapes * len(model.layers) / 500)
)


def layers_within(model):
    """How many layers a model's nested models have."""
    return sum(len(getattr(layer, "layers", ())) for layer in model.layers)


looks_through_nested_layers = mutant("plot_model.growth.nested-layers")(
    slowed(right, lambda model, *_, expand_nested=False, **__: 1 + expand_nested * layers_within(model) / 50)
)
looks_through_all_layers = mutant("plot_model.growth.layers")(
    slowed(right, lambda model, *_, **__: 1 + len(model.layers) / 500)
)
