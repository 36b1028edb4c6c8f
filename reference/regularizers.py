"""Keras's regularizers."""

from keras.regularizers import *  # noqa: F403

import reference.framework  # noqa: F401
