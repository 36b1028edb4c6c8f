"""Mutants of Sequence."""

from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent

define_absent("sequence")
__getattr__ = REGISTRIES["sequence"].attribute
