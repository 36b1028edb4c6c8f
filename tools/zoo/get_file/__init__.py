"""Mutants of get_file: `--impl=tools.zoo.get_file:first_kilobyte` judges one."""

from tools.zoo import Mutant
from tools.zoo.get_file.cache import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.get_file.downloads import *  # noqa: F403
from tools.zoo.get_file.extraction import *  # noqa: F403
from tools.zoo.get_file.faults import *  # noqa: F403
from tools.zoo.get_file.hashes import *  # noqa: F403
from tools.zoo.get_file.locations import *  # noqa: F403
from tools.zoo.get_file.safety import *  # noqa: F403
from tools.zoo.get_file.signature import *  # noqa: F403
from tools.zoo.get_file.speed import *  # noqa: F403

absent = Mutant("absent", ("get_file.name.available",), replaced={"get_file": None})
