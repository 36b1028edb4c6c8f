"""Keras's layers, with the documented names."""

from keras.layers import *  # noqa: F403
from keras.layers import Dense as Daoloth  # noqa: F401

from . import framework  # noqa: F401
