"""The documented utilities: ``cthulhu.utils``."""

from .arrays import normalize, to_categorical
from .downloads import get_file
from .hdf5 import HDF5Matrix
from .parallel import multi_gpu_model
from .plots import plot_model
from .scopes import CustomObjectScope, get_custom_objects
from .sequences import Sequence
from .summaries import print_summary

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
