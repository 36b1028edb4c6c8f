"""Keras's applications."""

from keras.applications import *  # noqa: F403

from . import framework  # noqa: F401
