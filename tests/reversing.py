"""A pytest plugin that runs the tests in the opposite order (`-p tests.reversing`)."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.reverse()
