"""The sequences that the tests look at, imported only when there is a `Sequence` to derive from."""

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
