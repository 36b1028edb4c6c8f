"""Models of many layers, by which is measured how the cost of a summary or a drawing grows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Tuple

#: Numbers of layers of models: what is done for each of them shows beside what names and connections take.
LAYERS = (250, 500, 1000, 2000)
ROW = 10  # layers between the input and an output; the numbers are multiples of it


@lru_cache(maxsize=None)
def models_of(framework: Any, numbers: Tuple[int, ...]) -> Dict[int, Any]:
    """Return models of so many layers, named `layer_0`, `layer_1` and so on, in rows of 10 from their common input.

    The smaller ones are parts of the largest: its layers take long to make.
    """
    layers = framework.layers
    tensor = entry = layers.Input((3,))
    ends = []
    for index in range(max(numbers)):
        name, before = f"layer_{index}", tensor if index % ROW else entry
        layer = layers.Dense(3, name=name) if index % ROW == 0 else layers.Activation("relu", name=name)
        tensor = layer(before)
        if index % ROW == ROW - 1:
            ends.append(tensor)
    return {number: framework.models.Model(entry, ends[: number // ROW]) for number in numbers}
