"""Keras's initializers."""

from keras.initializers import *  # noqa: F403

import reference.framework  # noqa: F401
