"""Mutants of HDF5Matrix."""

from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent

define_absent("hdf5_matrix")
__getattr__ = REGISTRIES["hdf5_matrix"].attribute
