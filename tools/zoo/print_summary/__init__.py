"""Mutants of print_summary."""

from tools.zoo.print_summary.graphs import *  # noqa: F403 (all are mutants of this utility)
from tools.zoo.print_summary.layers import *  # noqa: F403
from tools.zoo.print_summary.lines import *  # noqa: F403
from tools.zoo.print_summary.printing import *  # noqa: F403
from tools.zoo.print_summary.speed import *  # noqa: F403
from tools.zoo.print_summary.totals import *  # noqa: F403
