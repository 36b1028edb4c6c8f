"""Saints: implementations that are right in unusual ways. A clause that one of them violates says too much.

`--impl=tools.zoo.saints:partials` judges one.
"""

from types import SimpleNamespace

from tools.zoo.saints.making import Callable_, Silent, saint, utilities_of
from tools.zoo.saints.others import *  # noqa: F403
from tools.zoo.saints.parallel import *  # noqa: F403
from tools.zoo.saints.plots import *  # noqa: F403
from tools.zoo.saints.summaries import *  # noqa: F403

__all__ = ["SAINTS", "Callable_", "saint", "utilities_of"]

SAINTS = tuple(
    name for name, found in list(globals().items()) if isinstance(found, (SimpleNamespace, Silent))
)
