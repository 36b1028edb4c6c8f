"""Keras's activations."""

from . import framework  # noqa: F401

# isort: split
from keras.activations import *  # noqa: F403 (with the look-ups that the framework has replaced)
