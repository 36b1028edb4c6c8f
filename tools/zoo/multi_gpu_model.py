"""Mutants of multi_gpu_model."""

from reference import replicas
from tools.zoo import Mutant, patch

absent = Mutant("absent", ("multi_gpu_model.name.available",), replaced={"multi_gpu_model": None})


@patch(replicas, "available_gpus", "multi_gpu_model.gpus.more-than-there-are")
def any_number():
    return list(range(100))
