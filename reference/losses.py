"""Keras's losses."""

from . import framework  # noqa: F401

# isort: split
from keras.losses import *  # noqa: F403 (with the look-ups that the framework has replaced)
