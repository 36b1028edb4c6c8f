"""Keras's applications."""

from keras.applications import *  # noqa: F403

import reference.framework  # noqa: F401
