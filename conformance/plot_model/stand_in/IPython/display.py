"""Shows pictures in notebooks."""

from __future__ import annotations

import os
from typing import Any, Optional


class DisplayObject:
    """Something to show: `data`, or what is in the file `filename`, or under `url`."""

    mode = "r"

    def __init__(
        self,
        data: Any = None,
        url: Optional[str] = None,
        filename: Any = None,
        metadata: Any = None,
    ) -> None:
        if isinstance(data, (str, os.PathLike)) and os.path.exists(data):
            data, filename = None, data
        self.data, self.url, self.metadata = data, url, metadata
        self.filename = None if filename is None else os.fspath(filename)
        self.reload()

    def reload(self) -> None:
        if self.filename is not None:
            with open(self.filename, self.mode) as file:
                self.data = file.read()


class Image(DisplayObject):
    """A PNG, JPEG or GIF: other formats can't be part of a notebook."""

    mode = "rb"
    _EMBEDDABLE = ("png", "jpeg", "gif")

    def __init__(
        self,
        data: Any = None,
        url: Optional[str] = None,
        filename: Any = None,
        format: Optional[str] = None,
        embed: Optional[bool] = None,
        **options: Any,
    ) -> None:
        place = filename or url or (data if isinstance(data, (str, os.PathLike)) else None)
        if format is None and place is not None:
            format = os.path.splitext(os.fspath(place))[1][1:].lower()
        self.format = "jpeg" if format == "jpg" else format or "png"
        self.embed = embed if embed is not None else url is None
        self.options = options
        if self.embed and self.format not in self._EMBEDDABLE:
            raise ValueError(f"a notebook can't hold a picture of the format {self.format!r}")
        super().__init__(data=data, url=url, filename=filename)


class SVG(DisplayObject):
    """A drawing."""


class HTML(DisplayObject):
    """A page, or a part of one."""


def display(*objects: Any, **options: Any) -> None:
    """Show objects where a notebook is running: nowhere."""
