"""Sequences that the tests look at. They are defined where a missing `Sequence` does no harm to the collection."""

import pytest


@pytest.fixture(scope="session")
def examples(Sequence):
    """The module with sequences as users write them."""
    from conformance.sequence import examples

    return examples


@pytest.fixture
def squares(examples):
    """Five batches: 0, 1, 4, 9, 16."""
    return examples.Squares()
