"""Mutants of plot_model."""

from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent

define_absent("plot_model")
__getattr__ = REGISTRIES["plot_model"].attribute
