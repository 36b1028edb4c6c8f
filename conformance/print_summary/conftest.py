"""Models to summarize, and summaries of them."""

import pytest

from conformance.print_summary.examples import Examples
from conformance.print_summary.reading import Summary


@pytest.fixture(scope="session")
def examples(framework):
    """Makes models to summarize."""
    return Examples(framework)


@pytest.fixture(scope="session")
def summary_of(print_summary):
    """A function: the summary of a model, in lines so long that nothing need be cut where nothing else is said."""

    def summary_of(model, line_length=200, positions=None, names=()):
        calls = []
        print_summary(model, line_length, positions, calls.append)
        return Summary(calls, [layer.name for layer in model.layers] + list(names))

    return summary_of
