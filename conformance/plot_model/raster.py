"""Pictures made of pixels: whether a file is one, how large it is, whether anything is on it."""

import struct
import zlib
from collections import namedtuple

PNG = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

#: `rows` has the bytes of each row of pixels.
Picture = namedtuple("Picture", "width height rows")


def read_png(data):
    """The picture in a PNG file.

    Raises:
        ValueError: it is none, or a damaged one.
    """
    if data[:8] != PNG:
        raise ValueError(f"no PNG: it begins with {data[:8]!r}")
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if names[0] != b"IHDR" or names[-1] != b"IEND":
        raise ValueError(f"the chunks are {names}")
    width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    bits = _CHANNELS[color] * depth
    content = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    length = (width * bits + 7) // 8
    if interlaced:  # several pictures in one: what is in them is enough
        return Picture(width, height, [content[i : i + length] for i in range(0, len(content), length)])
    if len(content) != height * (length + 1):
        raise ValueError(f"{len(content)} bytes for {width} x {height} pixels of {bits} bits")
    return Picture(width, height, _rows(content, length, max(1, bits // 8)))


def _chunks(data):
    position = 8
    while position < len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        name, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        (check,) = struct.unpack(">I", data[position + 8 + length : position + 12 + length])
        if check != zlib.crc32(name + body):
            raise ValueError(f"wrong checksum of a chunk {name!r}")
        yield name, body
        position += 12 + length


def _rows(content, length, step):
    """The rows as they were before PNG's filters, which say each byte by its neighbours'."""
    rows, above = [], bytes(length)
    for start in range(0, len(content), length + 1):
        kind, row = content[start], bytearray(content[start + 1 : start + 1 + length])
        if kind:
            for i in range(length):
                left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
                row[i] = (row[i] + _guess(kind, left, above[i], corner)) % 256
        above = bytes(row)
        rows.append(above)
    return rows


def _guess(kind, left, above, corner):
    if kind < 3:
        return (0, left, above)[kind]
    if kind == 3:
        return (left + above) // 2
    return min((left, above, corner), key=lambda near: abs(left + above - corner - near))


def is_png(data):
    try:
        read_png(data)
    except (ValueError, KeyError, IndexError, struct.error, zlib.error):
        return False
    return True


def is_jpeg(data):
    return data[:3] == b"\xff\xd8\xff" and data.rstrip(b"\0")[-2:] == b"\xff\xd9"


def jpeg_size(data):
    """Width and height in pixels, from the first segment that starts a frame."""
    position = 2
    while data[position + 1] not in (0xC0, 0xC1, 0xC2):
        position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    height, width = struct.unpack(">HH", data[position + 5 : position + 9])
    return width, height
