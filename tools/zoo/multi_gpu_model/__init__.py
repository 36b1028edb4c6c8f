"""Mutants of multi_gpu_model."""

from tools.zoo import Mutant
from tools.zoo.multi_gpu_model.arguments import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.multi_gpu_model.batches import *  # noqa: F403
from tools.zoo.multi_gpu_model.devices import *  # noqa: F403
from tools.zoo.multi_gpu_model.speed import *  # noqa: F403
from tools.zoo.multi_gpu_model.templates import *  # noqa: F403
from tools.zoo.multi_gpu_model.training import *  # noqa: F403
from tools.zoo.multi_gpu_model.weights import *  # noqa: F403

absent = Mutant("absent", ("multi_gpu_model.name.available",), replaced={"multi_gpu_model": None})
