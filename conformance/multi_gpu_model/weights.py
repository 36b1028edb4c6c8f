"""Finds the devices that a model's weights are on."""

from __future__ import annotations

from typing import Any, Set

from cthulhu_conformance.fixtures.gpus import Gpus


def weights_of(model: Any, gpus: Gpus) -> Set[str]:
    """Return the places of a model's weights: `cpu`, `gpu:k`, or an empty text for one without a device."""
    return {gpus.place(_variable(weight).device) for weight in model.weights}


def _variable(weight: Any) -> Any:
    """Return TensorFlow's variable: Keras 3 has one within its own."""
    value = getattr(weight, "value", weight)
    return weight if callable(value) else value
