"""Mutants of CustomObjectScope."""

from tools.zoo.custom_object_scope.framework import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.custom_object_scope.scopes import *  # noqa: F403
from tools.zoo.custom_object_scope.speed import *  # noqa: F403
