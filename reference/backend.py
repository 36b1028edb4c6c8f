"""Keras's backend."""

from keras.backend import *  # noqa: F403

import reference.framework  # noqa: F401
