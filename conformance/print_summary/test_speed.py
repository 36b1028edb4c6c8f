"""Measure what print_summary costs."""

import re
from collections import Counter
from functools import partial

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.layered_models import LAYERS, models_of

#: Numbers of parameters, in thousands.
PARAMETERS = [1000 << doublings for doublings in range(4)]
#: Numbers of layers that one layer is connected to.
CONNECTIONS = (50, 100, 200, 400)


def summarize(print_summary, model):
    """Return the lines of the summary."""
    lines = []
    print_summary(model, print_fn=lines.append)
    return lines


def naming_the_same(ours, theirs):
    """Tell whether both summaries name each layer as often: in its own row, and where it is connected to."""
    ours, theirs = (Counter(re.findall(r"layer_\d+", " ".join(lines))) for lines in (ours, theirs))
    return ours == theirs


@clause("print_summary.speed.layers")
def test_the_time(speed, framework):
    model = models_of(framework, (60,))[60]
    speed.ratio(lambda print_summary: partial(summarize, print_summary, model), naming_the_same)


@clause("print_summary.growth.parameters")
def test_the_time_does_not_grow_with_the_parameters(speed, print_summary, framework):
    def summarizing(thousands):
        entry = framework.layers.Input((999,))
        output = framework.layers.Dense(thousands, kernel_initializer="zeros")(entry)
        return partial(summarize, print_summary, framework.models.Model(entry, output))

    speed.growth({n: summarizing(n) for n in PARAMETERS}, exponent=0, of="thousand parameters")


@clause("print_summary.growth.connections")
def test_the_time_grows_with_the_connections_of_a_layer(speed, print_summary, framework):
    layers = framework.layers

    def summarizing(number):
        entry = layers.Input((3,))
        sources = [
            layers.Activation("relu", name=f"layer_{number}_{index}")(entry) for index in range(number)
        ]
        return partial(summarize, print_summary, framework.models.Model(entry, layers.concatenate(sources)))

    speed.growth({n: summarizing(n) for n in CONNECTIONS}, exponent=1, of="connections")


@clause("print_summary.growth.layers")
def test_the_time_grows_with_the_layers(speed, print_summary, framework):
    models = models_of(framework, LAYERS)
    workloads = {n: partial(summarize, print_summary, model) for n, model in models.items()}
    speed.growth(workloads, exponent=1, of="layers")
