"""Keras's callbacks."""

from keras.callbacks import *  # noqa: F403

from . import framework  # noqa: F401
