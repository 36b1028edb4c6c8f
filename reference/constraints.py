"""Keras's constraints."""

from keras.constraints import *  # noqa: F403

import reference.framework  # noqa: F401
