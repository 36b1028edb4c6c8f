"""Mutants of CustomObjectScope."""

from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent

define_absent("custom_object_scope")
__getattr__ = REGISTRIES["custom_object_scope"].attribute
