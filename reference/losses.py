"""Keras's losses."""

from keras.losses import *  # noqa: F403

import reference.framework  # noqa: F401
