"""Mutants of get_file."""

from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent

define_absent("get_file")
__getattr__ = REGISTRIES["get_file"].attribute
