"""Keras's backend."""

from keras.backend import *  # noqa: F403

from . import framework  # noqa: F401
