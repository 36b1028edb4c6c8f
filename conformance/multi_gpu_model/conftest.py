"""Templates, replicas of them, and what their devices do."""

import contextlib

import pytest

from conformance.multi_gpu_model.observe import Observer
from conformance.multi_gpu_model.templates import Templates
from conformance.outcomes import untestable


@pytest.fixture(scope="session")
def templates(framework, gpus):
    """Makes models to replicate."""
    return Templates(framework)


@pytest.fixture(scope="session")
def need(gpus):
    """A function that ends a test that needs more GPUs than there are."""

    def need(count):
        if gpus.count < count:
            untestable(f"needs {count} GPUs, and there are {gpus.count}")

    return need


@pytest.fixture(scope="session")
def parts_may_be_refused(gpus):
    """A context in which a ValueError, where the GPUs are parts of a single one, ends the test without a verdict."""

    @contextlib.contextmanager
    def refusable():
        try:
            yield
        except ValueError as error:
            if gpus.physical < 2:
                untestable(f"looks for physical GPUs, and there is one, which was split: {error}")
            raise

    return refusable


@pytest.fixture(scope="session")
def replicate(multi_gpu_model, parts_may_be_refused, need):
    """`multi_gpu_model`, on GPUs that are there: two of them, where nothing else is said."""

    def replicate(template, gpus_wanted=2, **options):
        ids = gpus_wanted if isinstance(gpus_wanted, list) else range(gpus_wanted)
        need(max(ids) + 1)
        with parts_may_be_refused():
            return multi_gpu_model(template, gpus_wanted, **options)

    return replicate


@pytest.fixture(scope="session")
def observer(framework, gpus):
    """Watches what a model does where."""
    return Observer(framework, gpus)
