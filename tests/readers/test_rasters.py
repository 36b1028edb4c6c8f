"""The reader of rasters, on stored PNGs and JPEGs."""

import pytest

from cthulhu_conformance.plot_model import raster
from tests.readers.stored import DATA, files, table

TABLE = table("rasters")
PICTURES = {name: entry for name, entry in TABLE.items() if "error" not in entry}
OTHERS = {name: entry for name, entry in TABLE.items() if "error" in entry}


def read(name):
    data = (DATA / name).read_bytes()
    return raster.read_png(data) if name.endswith(".png") else raster.read_jpeg(data)


def test_the_table_has_every_file():
    assert files(".png", ".jpg") == sorted(TABLE)


@pytest.mark.parametrize("name", PICTURES)
def test_size(name):
    picture = read(name)
    assert [picture.width, picture.height] == PICTURES[name]["size"]
    assert len(picture.rows) == picture.height


@pytest.mark.parametrize("name", PICTURES)
def test_rows(name):
    entry, rows = PICTURES[name], read(name).rows
    if "rows" in entry:
        assert [list(row) for row in rows] == entry["rows"]
    else:
        assert len(set(rows)) == entry["different"]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_said_of_a_file_that_is_none(name):
    with pytest.raises(ValueError, match=OTHERS[name]["error"]):
        read(name)


@pytest.mark.parametrize("name", TABLE)
def test_is_it_one(name):
    data, is_picture = (DATA / name).read_bytes(), name in PICTURES
    assert raster.is_png(data) == (is_picture and name.endswith(".png") or name == "png.jpg")
    assert raster.is_jpeg(data) == (is_picture and name.endswith(".jpg") or name == "jpeg.png")


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith(".jpg")])
def test_size_of_a_jpeg(name):
    assert list(raster.jpeg_size((DATA / name).read_bytes())) == PICTURES[name]["size"]


def test_no_size_of_what_is_no_jpeg():
    with pytest.raises(ValueError, match="no JPEG"):
        raster.jpeg_size((DATA / "pair.reference.png").read_bytes())


@pytest.mark.parametrize("name", ["pair.reference.png", "pair.reference.jpg"])
def test_no_beginning_of_a_picture_is_one(name):
    data = (DATA / name).read_bytes()
    for length in range(0, len(data), 37):
        assert not raster.is_png(data[:length])
        assert not raster.is_jpeg(data[:length])


def test_no_png_with_a_byte_changed_is_one():
    data = (DATA / "gray.png").read_bytes()
    for place in range(len(data)):
        assert not raster.is_png(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def test_different_pictures_are_not_equal():
    assert read("gray.png") == read("gray.png")
    assert read("gray.png") != read("black-and-white.png")
