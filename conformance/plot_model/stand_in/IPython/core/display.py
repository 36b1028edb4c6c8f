"""The old place of `IPython.display`."""

from IPython.display import HTML, SVG, DisplayObject, Image, display

__all__ = ["HTML", "SVG", "DisplayObject", "Image", "display"]
