"""Mutants and conforming variants to try the program on that runs all of them."""

import os
import threading
import time

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import Mutant

TWO_ROWS = "to_categorical.shape.rows"
COLUMNS = "to_categorical.shape.columns"


def _mutant(name, wrong, *breaks):
    return Mutant(name, breaks, replaced={"to_categorical": wrong})


def _after(deed):
    def to_categorical(y, num_classes=None, dtype="float32"):
        deed()
        return reference.to_categorical(y, num_classes, dtype)

    return to_categorical


caught = _mutant("caught", lambda y, num_classes=None, dtype="float32": [], TWO_ROWS, COLUMNS)
survives = _mutant("survives", reference.to_categorical, TWO_ROWS)
dies = _mutant("dies", _after(lambda: os._exit(0)), TWO_ROWS, COLUMNS)
hangs = _mutant("hangs", _after(lambda: time.sleep(100)), TWO_ROWS)
lingers = _mutant(
    "lingers", _after(lambda: threading.Thread(target=time.sleep, args=(100,)).start()), TWO_ROWS
)


def __getattr__(name):
    if name == "can_not_start":
        raise RuntimeError("out of order")
    raise AttributeError(name)


variant = reference
violating = caught
