"""Sequences as users write them. Other processes import them too."""

import numpy as np

from conformance import counting
from conformance.implementation import load_current

Sequence = load_current().find("Sequence")
SAMPLES = 10
ERRORS = [ArithmeticError, OSError, KeyError, ValueError, TypeError, RuntimeError]
COMMON_NAMES = ["x", "y", "data", "labels", "batch_size", "shuffle", "samples", "indices", "epoch"]


def read(name):
    """Stands in for reading and resizing the image of that name."""
    return np.full((2, 3), float(name))


class CIFAR10Sequence(Sequence):
    """The documentation's example."""

    def __init__(self, x_set, y_set, batch_size):
        self.x, self.y = x_set, y_set
        self.batch_size = batch_size

    def __len__(self):
        return int(np.ceil(len(self.x) / float(self.batch_size)))

    def __getitem__(self, idx):
        batch_x = self.x[idx * self.batch_size : (idx + 1) * self.batch_size]
        batch_y = self.y[idx * self.batch_size : (idx + 1) * self.batch_size]

        return np.array([read(file_name) for file_name in batch_x]), np.array(batch_y)


class Squares(Sequence):
    """As little as a sequence can be: any index has a batch, but there are only five."""

    def __len__(self):
        return 5

    def __getitem__(self, idx):
        return idx * idx


def squares_with(attributes):
    """The squares, with attributes of any names."""
    squares = Squares()
    for name, value in attributes.items():
        setattr(squares, name, value)
    return squares


def attributes_of(sequence, names):
    """The attributes of those names."""
    return {name: getattr(sequence, name, None) for name in names}


def cifar10(batch_size):
    """Ten samples: the i-th has the label 100 + i."""
    names = [str(number) for number in range(SAMPLES)]
    return CIFAR10Sequence(names, [100 + number for number in range(SAMPLES)], batch_size)


def labels(sequence, index):
    """The labels of a batch, as a list."""
    return sequence[index][1].tolist()


def all_labels(sequence):
    """The labels of all batches, one by one."""
    return [label for index in range(len(sequence)) for label in labels(sequence, index)]


class OneHot(Sequence):
    """Samples for a model that counts them (conformance/counting.py), and a note of what was asked for."""

    def __init__(self, number, batch_size):
        self.number, self.batch_size = number, batch_size
        self.asked_for = []

    def __len__(self):
        return -(-self.number // self.batch_size)

    def __getitem__(self, idx):
        self.asked_for.append(idx)
        rows = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
        return counting.samples(self.number)[rows], counting.targets(self.number)[rows]


class Failing(OneHot):
    def __getitem__(self, idx):
        if idx == 1:
            raise ArithmeticError("batch 1 can't be read")
        return super().__getitem__(idx)
