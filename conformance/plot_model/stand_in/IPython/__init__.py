"""A stand-in for the part of IPython that shows pictures."""

from IPython import display

__version__ = "8.0.0"
version_info = (8, 0, 0)


def get_ipython() -> None:
    """Return no notebook: none is running."""
    return


__all__ = ["display", "get_ipython"]
