"""Mutants of multi_gpu_model."""

from cthulhu_conformance.tools.mutants import REGISTRIES, define_absent

define_absent("multi_gpu_model")
__getattr__ = REGISTRIES["multi_gpu_model"].attribute
