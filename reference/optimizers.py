"""Keras's optimizers."""

from keras.optimizers import *  # noqa: F403

import reference.framework  # noqa: F401
