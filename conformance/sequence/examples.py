"""Defines sequences as users write them. Other processes import them too."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Tuple

import numpy as np

from cthulhu_conformance.testing import training
from cthulhu_conformance.testing.implementation import load_current

Sequence: Any = load_current().find("Sequence")
SAMPLES = 10
ERRORS = [ArithmeticError, OSError, KeyError, ValueError, TypeError, RuntimeError]
COMMON_NAMES = ["x", "y", "data", "labels", "batch_size", "shuffle", "samples", "indices", "epoch"]


def read(name: str) -> np.ndarray:
    """Return the number that is the name in an array, in place of the image of that name, read and resized."""
    return np.full((2, 3), float(name))


class CIFAR10Sequence(Sequence):
    """The documentation's example."""

    def __init__(self, x_set: Any, y_set: Any, batch_size: int) -> None:
        self.x, self.y = x_set, y_set
        self.batch_size = batch_size

    def __len__(self) -> int:
        return int(np.ceil(len(self.x) / float(self.batch_size)))

    def __getitem__(self, idx: int) -> Tuple[np.ndarray, np.ndarray]:
        batch_x = self.x[idx * self.batch_size : (idx + 1) * self.batch_size]
        batch_y = self.y[idx * self.batch_size : (idx + 1) * self.batch_size]

        return np.array([read(file_name) for file_name in batch_x]), np.array(batch_y)


class Squares(Sequence):
    """The least that a sequence can be: any index has a batch, but only five count."""

    def __len__(self) -> int:
        return 5

    def __getitem__(self, idx: int) -> int:
        return idx * idx


def squares_with(attributes: Dict[str, Any]) -> Squares:
    """Make the squares, with attributes of any names."""
    squares = Squares()
    for name, value in attributes.items():
        setattr(squares, name, value)
    return squares


def attributes_of(sequence: Any, names: Iterable[str]) -> Dict[str, Any]:
    """Return the attributes of those names."""
    return {name: getattr(sequence, name, None) for name in names}


def cifar10(batch_size: int) -> CIFAR10Sequence:
    """Make a sequence of ten samples: the i-th has the label 100 + i."""
    names = [str(number) for number in range(SAMPLES)]
    return CIFAR10Sequence(names, [100 + number for number in range(SAMPLES)], batch_size)


def labels(sequence: Any, index: int) -> List[Any]:
    """Return the labels of a batch."""
    return list(sequence[index][1].tolist())


def all_labels(sequence: Any) -> List[Any]:
    """Return the labels of all batches, one by one."""
    return [label for index in range(len(sequence)) for label in labels(sequence, index)]


class OneHot(Sequence):
    """Samples for a model that counts them (see testing.training); `asked_for` lists the indices of batches so far."""

    def __init__(self, number: int, batch_size: int) -> None:
        self.number, self.batch_size = number, batch_size
        self.asked_for: List[int] = []

    def __len__(self) -> int:
        return -(-self.number // self.batch_size)

    def __getitem__(self, idx: int) -> Tuple[np.ndarray, np.ndarray]:
        self.asked_for.append(idx)
        rows = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
        return training.samples(self.number)[rows], training.targets(self.number)[rows]


class Failing(OneHot):
    """Like `OneHot`, but batch 1 can't be read."""

    def __getitem__(self, idx: int) -> Tuple[np.ndarray, np.ndarray]:
        if idx == 1:
            raise ArithmeticError("batch 1 can't be read")
        return super().__getitem__(idx)
