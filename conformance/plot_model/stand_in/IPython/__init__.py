"""As much of IPython as one needs to show a picture."""

from IPython import display

__version__ = "8.0.0"
version_info = (8, 0, 0)


def get_ipython():
    """No notebook is running."""
    return


__all__ = ["display", "get_ipython"]
