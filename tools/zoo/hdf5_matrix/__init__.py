"""Mutants of HDF5Matrix."""

from tools.zoo import Mutant
from tools.zoo.hdf5_matrix.arguments import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.hdf5_matrix.array_like import *  # noqa: F403
from tools.zoo.hdf5_matrix.files import *  # noqa: F403
from tools.zoo.hdf5_matrix.models import *  # noqa: F403
from tools.zoo.hdf5_matrix.normalizers import *  # noqa: F403
from tools.zoo.hdf5_matrix.other_keys import *  # noqa: F403
from tools.zoo.hdf5_matrix.rows import *  # noqa: F403
from tools.zoo.hdf5_matrix.speed import *  # noqa: F403

absent = Mutant("absent", ("hdf5_matrix.name.available",), replaced={"HDF5Matrix": None})
