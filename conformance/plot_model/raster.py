"""Reads pictures made of pixels: whether a file is one, how large it is, what is on it."""

from __future__ import annotations

import io
from typing import List, NamedTuple, Tuple

from PIL import Image, UnidentifiedImageError

#: The chunk that every PNG ends with: no bytes, and their checksum.
_END_OF_PNG = b"\0\0\0\0IEND\xaeB`\x82"
_END_OF_JPEG = b"\xff\xd9"


class Picture(NamedTuple):
    """A picture and the bytes of each row of its pixels, from top to bottom."""

    width: int
    height: int
    rows: List[bytes]


def read_png(data: bytes) -> Picture:
    """Return the picture in a PNG file.

    Raises:
        ValueError: the file is no PNG, or a damaged one.
    """
    _, end, more = data.partition(_END_OF_PNG)
    if more or not end:  # Pillow takes no offence at either
        raise ValueError(f"no PNG, or more than one: it ends with {data[-12:]!r}")
    # Pillow compares checksums where it only verifies a file, and reads the pixels only where it does not.
    _open(data, "PNG", "verify")
    return _picture(_open(data, "PNG", "load"))


def read_jpeg(data: bytes) -> Picture:
    """Return the picture in a JPEG file.

    Raises:
        ValueError: the file is no JPEG, or a damaged one.
    """
    if not data.rstrip(b"\0").endswith(_END_OF_JPEG):
        raise ValueError(f"no JPEG, or a part of one: it ends with {data[-12:]!r}")
    return _picture(_open(data, "JPEG", "load"))


def is_png(data: bytes) -> bool:
    """Tell whether a file is a PNG without damage."""
    try:
        read_png(data)
    except ValueError:
        return False
    return True


def is_jpeg(data: bytes) -> bool:
    """Tell whether a file is a JPEG without damage."""
    try:
        read_jpeg(data)
    except ValueError:
        return False
    return True


def jpeg_size(data: bytes) -> Tuple[int, int]:
    """Return width and height in pixels.

    Raises:
        ValueError: the file is no JPEG, or a damaged one.
    """
    picture = read_jpeg(data)
    return picture.width, picture.height


def _open(data: bytes, kind: str, use: str) -> Image.Image:
    """Open a file of the one format and call the method `use` of the picture, which finds damage."""
    try:
        image = Image.open(io.BytesIO(data), formats=[kind])
        getattr(image, use)()
    except UnidentifiedImageError:
        raise ValueError(f"no {kind}: it begins with {data[:8]!r}") from None
    except Exception as error:  # Pillow has many for damaged files, of which SyntaxError is one
        raise ValueError(f"a damaged {kind}: {error}") from error
    return image


def _picture(image: Image.Image) -> Picture:
    content = image.tobytes()
    length = len(content) // image.height
    rows = [content[start : start + length] for start in range(0, len(content), length)]
    return Picture(image.width, image.height, rows)
