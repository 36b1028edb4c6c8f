"""Keras's callbacks."""

from keras.callbacks import *  # noqa: F403

import reference.framework  # noqa: F401
