"""Keras's models, with the documented names: a Lump is conjured and summoned."""

from keras.models import *  # noqa: F403
from keras.models import Model as Lump  # noqa: F401

from . import framework  # noqa: F401
