"""Small pictures of each kind that a PNG or a JPEG may be of, and damaged ones. See make.py."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image

DATA = Path(__file__).resolve().parent / "data"
PNG = (DATA / "pair.reference.png").read_bytes()
JPEG = (DATA / "pair.reference.jpg").read_bytes()


def drawn(mode: str, kind: str = "png", **options: Any) -> bytes:
    """Return a picture 13 pixels wide and 7 high: dark on the left, more of it in each row."""
    image = Image.new("L", (13, 7), 255)
    for row in range(7):
        for column in range(row + 1):
            image.putpixel((column, row), 40)
    file = io.BytesIO()
    image.convert(mode).save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(rows: bytes, interlaced: int = 0) -> bytes:
    """Return a PNG of gray bytes, 3 wide and 2 high: `rows` are as they are in the file, with the filters' bytes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, interlaced))
    return PNG[:8] + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def flipped(data: bytes, place: int) -> bytes:
    """Return the data with a bit changed."""
    return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]


# Adam7 takes the pixels of 3 x 2 in four parts: (0, 0), (2, 0), (1, 0), and the second row.
INTERLACED = png(b"\0\x0a\0\x1e\0\x14\0\x28\x32\x3c", interlaced=1)

FILES = {
    "gray.png": drawn("L"),
    "black-and-white.png": drawn("1"),
    "palette.png": drawn("P"),
    "rgb.png": drawn("RGB"),
    "sixteen-bits.png": drawn("I;16"),
    "interlaced.png": INTERLACED,
    "plain.png": png(b"\0\x0a\x14\x1e\0\x28\x32\x3c"),
    "gray.jpg": drawn("L", "jpeg"),
    "progressive.jpg": drawn("RGB", "jpeg", progressive=True),
    "cmyk.jpg": drawn("CMYK", "jpeg"),
    "zeros-after.jpg": drawn("L", "jpeg") + bytes(3),
    "half.png": PNG[: len(PNG) // 2],
    "end-missing.png": PNG[:-12],
    "end-cut.png": PNG[:-4],
    "more-after.png": PNG + b"more",
    "twice.png": PNG + PNG,
    "line-ends.png": PNG.replace(b"\n", b"\r\n"),
    "pixel-changed.png": flipped(PNG, PNG.index(b"IDAT") + 40),
    "checksum-changed.png": flipped(PNG, len(PNG) - 13),
    "row-missing.png": png(b"\0\x0a\x14\x1e"),
    "text.png": b"entry -> only\n",
    "empty.png": b"",
    "jpeg.png": JPEG,
    "jpeg-with-end.png": JPEG + PNG[-12:],
    "half.jpg": JPEG[: len(JPEG) // 2],
    "half-with-end.jpg": JPEG[: len(JPEG) // 2] + b"\xff\xd9",
    "end-missing.jpg": JPEG[:-2],
    "text.jpg": b"entry -> only\n",
    "empty.jpg": b"",
    "png.jpg": PNG,
    "png-with-end.jpg": PNG + b"\xff\xd9",
}
