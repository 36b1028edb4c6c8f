"""Keras's constraints."""

from . import framework  # noqa: F401

# isort: split
from keras.constraints import *  # noqa: F403 (with the look-ups that the framework has replaced)
