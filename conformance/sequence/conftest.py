"""The sequences that the tests look at."""

import importlib

import pytest


class Examples:
    """The module of examples, imported when a test uses it: an error is then the test's finding."""

    def __getattr__(self, name):
        return getattr(importlib.import_module("conformance.sequence.examples"), name)


@pytest.fixture(scope="session")
def examples(Sequence):
    """Sequences as users write them."""
    return Examples()
