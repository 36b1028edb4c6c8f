"""Mutants of Sequence."""

from tools.zoo.sequence.iterators import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.sequence.speed import *  # noqa: F403
from tools.zoo.sequence.subclasses import *  # noqa: F403
from tools.zoo.sequence.training import *  # noqa: F403
