"""Keras's activations."""

from keras.activations import *  # noqa: F403

import reference.framework  # noqa: F401
