"""Fixtures for Sequence: sequences as users write them."""

import importlib

import pytest


@pytest.fixture(scope="session")
def examples(Sequence):
    """Give the module of sequences as users write them, whose import needs the implementation's Sequence."""
    return importlib.import_module("cthulhu_conformance.sequence.examples")
