"""Fixtures for print_summary: models, and summaries of them."""

import pytest

from cthulhu_conformance.print_summary.examples import Examples
from cthulhu_conformance.print_summary.reading import Summary


@pytest.fixture(scope="session")
def examples(framework):
    """Give the models to summarize, which are made by their names."""
    return Examples(framework)


@pytest.fixture(scope="session")
def summary_of(print_summary):
    """Give a function that returns the summary of a model, by default in lines so long that nothing need be cut."""

    def summary_of(model, line_length=200, positions=None, names=()):
        calls = []
        print_summary(model, line_length, positions, calls.append)
        return Summary(calls, [layer.name for layer in model.layers] + list(names))

    return summary_of
