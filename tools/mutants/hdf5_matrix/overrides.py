"""Subclasses of HDF5Matrix with another `__getitem__` or another attribute, and what they ask of a key."""

import numpy as np

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import mutant_of

Right = reference.HDF5Matrix
mutant = mutant_of("hdf5_matrix")


def getitem(*breaks):
    """Define a mutant that gets its rows from the function, which is given the right way to them."""

    def decorate(rule):
        def get(self, key):
            return rule(self, key, super(wrong, self).__getitem__)

        wrong = type(rule.__name__, (Right,), {"__getitem__": get})
        return mutant(*breaks)(wrong)

    return decorate


def attribute(name, *breaks):
    """Define a mutant whose attribute `name` has the value that the function gives."""

    def decorate(rule):
        return mutant(*breaks)(type(rule.__name__, (Right,), {name: property(rule)}))

    return decorate


def is_int(key):
    return isinstance(key, (int, np.integer))


def is_many(key):
    return isinstance(key, (list, np.ndarray))


def is_ints(key):
    """Tell whether it is a list or an array of ints."""
    return is_many(key) and np.asarray(key).dtype.kind in "iu"
