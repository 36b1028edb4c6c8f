"""The documented utilities: ``cthulhu.utils``."""

from reference.utils.arrays import normalize, to_categorical
from reference.utils.downloads import get_file
from reference.utils.hdf5 import HDF5Matrix
from reference.utils.parallel import multi_gpu_model
from reference.utils.plots import plot_model
from reference.utils.scopes import CustomObjectScope, get_custom_objects
from reference.utils.sequences import Sequence
from reference.utils.summaries import print_summary

__all__ = [
    "CustomObjectScope",
    "HDF5Matrix",
    "Sequence",
    "get_custom_objects",
    "get_file",
    "multi_gpu_model",
    "normalize",
    "plot_model",
    "print_summary",
    "to_categorical",
]
