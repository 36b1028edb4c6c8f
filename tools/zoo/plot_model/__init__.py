"""Mutants of plot_model: `--impl=tools.zoo.plot_model:arrows_backwards` judges one."""

from tools.zoo import Mutant
from tools.zoo.plot_model.arguments import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.plot_model.files import *  # noqa: F403
from tools.zoo.plot_model.graph import *  # noqa: F403
from tools.zoo.plot_model.labels import *  # noqa: F403
from tools.zoo.plot_model.nested import *  # noqa: F403
from tools.zoo.plot_model.speed import *  # noqa: F403
from tools.zoo.plot_model.surroundings import *  # noqa: F403

absent = Mutant("absent", ("plot_model.name.available",), replaced={"plot_model": None})
