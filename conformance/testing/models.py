"""Models that tests make by name, in the implementation's framework."""

from __future__ import annotations

from typing import Any

from cthulhu_conformance.testing.framework import Framework


class Models:
    """Makes models by name. For each name a utility's subclass has a method, which takes the layers and `Model`."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def make(self, name: str, *arguments: Any) -> Any:
        """Return what the method of that name makes, each time anew: the model, or the model with more about it."""
        return getattr(self, name)(self.framework.layers, self.framework.models.Model, *arguments)

    def chain_of(self, *layers: Any, name: str = "chain") -> Any:
        """Return a Sequential of the layers."""
        return self.framework.models.Sequential(list(layers), name=name)
