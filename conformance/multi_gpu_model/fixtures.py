"""Fixtures for multi_gpu_model: templates, replicas of them, and an observer of their devices."""

import contextlib

import pytest

from cthulhu_conformance.multi_gpu_model.observer import Observer
from cthulhu_conformance.multi_gpu_model.templates import Templates
from cthulhu_conformance.testing.untestable import untestable


@pytest.fixture(scope="session")
def templates(framework, gpus):
    """Give the models to replicate, which are made by their names."""
    return Templates(framework)


@pytest.fixture(scope="session")
def need(gpus):
    """Give a function that ends the test where there are fewer GPUs than it needs."""

    def need(count):
        if gpus.count < count:
            untestable(f"the test needs {count} GPUs, and there are {gpus.count}")

    return need


@pytest.fixture(scope="session")
def parts_may_be_refused(gpus):
    """Give a context in which a ValueError ends the test as untestable where the GPUs are parts of a single one."""

    @contextlib.contextmanager
    def refusable():
        try:
            yield
        except ValueError as error:
            if gpus.physical < 2:
                untestable(
                    f"the implementation wants physical GPUs, and the only one was split in parts: {error}"
                )
            raise

    return refusable


@pytest.fixture(scope="session")
def replicate(multi_gpu_model, parts_may_be_refused, need):
    """Give `multi_gpu_model` on two GPUs, or on others that are named, which ends the test where they are not there."""

    def replicate(template, gpus_wanted=2, **options):
        ids = gpus_wanted if isinstance(gpus_wanted, list) else range(gpus_wanted)
        need(max(ids) + 1)
        with parts_may_be_refused():
            return multi_gpu_model(template, gpus_wanted, **options)

    return replicate


@pytest.fixture(scope="session")
def observer(framework, gpus):
    """Give an observer of the ops that models run, and of their devices."""
    return Observer(framework, gpus)
