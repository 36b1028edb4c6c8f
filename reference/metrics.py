"""Keras's metrics."""

from keras.metrics import *  # noqa: F403

import reference.framework  # noqa: F401
