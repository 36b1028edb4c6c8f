"""Mutants: the file's name and its format."""

import os
import struct
import zlib

from cthulhu_conformance.plot_model.raster import read_png
from cthulhu_conformance.reference.utils import plots
from cthulhu_conformance.tools.mutants import patch
from cthulhu_conformance.tools.mutants.plot_model.wrapping import before, content, instead, right


def in_format(given, extension, file=None):
    """Draw in the format of another extension than that of the file's name."""
    target = os.fspath(file or given.to_file)
    other = f"{target}.{extension}"
    result = right(**dict(vars(given), to_file=other))
    os.replace(other, target)
    return result


def extension_of(given):
    return os.path.splitext(os.fspath(given.to_file))[1][1:]


@instead(
    "plot_model.format.svg",
    "plot_model.format.jpg",
    "plot_model.format.dot",
    "plot_model.to-file.last-extension",
)
def always_png(given):
    return in_format(given, "png")


@instead("plot_model.format.png", "plot_model.default.to-file")
def always_svg(given):
    return in_format(given, "svg")


@instead("plot_model.format.jpg")
def jpeg_is_png(given):
    return in_format(given, "png" if extension_of(given) == "jpeg" else extension_of(given) or "png")


@instead("plot_model.format.pdf", "plot_model.jupyter.pdf")
def no_pdf(given):
    return in_format(given, "png" if extension_of(given) == "pdf" else extension_of(given) or "png")


@instead("plot_model.jupyter.pdf")
def pdf_refused(given):
    if extension_of(given) == "pdf":
        raise ValueError("a notebook can't show a PDF")
    return right(**vars(given))


@instead("plot_model.format.dot", "plot_model.format.dot-options")
def dot_is_json(given):
    return in_format(given, "json" if extension_of(given) == "dot" else extension_of(given) or "png")


@before("plot_model.format.dot-options")
def plain_dot(given):
    if extension_of(given) == "dot":
        given.expand_nested = False


@before("plot_model.format.dot-options")
def dot_without_shapes(given):
    given.show_shapes = given.show_shapes and extension_of(given) != "dot"


@content("plot_model.format.dot")
def undirected_dot(data, extension):
    return data.replace(b"digraph", b"graph") if extension == ".dot" else data


@content("plot_model.format.png")
def png_cut_off(data, extension):
    return data[:-8] if extension == ".png" else data


@content("plot_model.format.png", "plot_model.to-file.written")
def png_with_line_ends_of_windows(data, extension):
    return data.replace(b"\n", b"\r\n") if extension == ".png" else data


@content("plot_model.format.svg")
def svg_cut_off(data, extension):
    return data[: len(data) // 2] if extension == ".svg" else data


@content("plot_model.format.jpg")
def jpeg_cut_off(data, extension):
    return data[: len(data) // 2] if extension == ".jpg" else data


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@content("plot_model.format.png-shows-something")
def blank(data, extension):
    if extension != ".png":
        return data
    picture = read_png(data)
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\xff" * picture.width) * picture.height)
    return data[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@patch(plots, "_draw", ["plot_model.format.png-shows-something", "plot_model.layers.every-layer"])
def nothing_drawn(pydot, graph, model, *options):
    return None


first_png = []


@content("plot_model.format.png-shows-the-model")
def always_the_first_png(data, extension):
    if extension == ".png":
        first_png.append(data)
        return first_png[0]
    return data


@instead("plot_model.format.capital-letters")
def small_letters_only(given):
    if extension_of(given) != extension_of(given).lower():
        raise ValueError("no such format")
    return right(**vars(given))


@before("plot_model.to-file.written", "plot_model.signature.by-name")
def always_model_png(given):
    given.to_file = os.path.join(os.path.dirname(given.to_file), "model" + os.path.splitext(given.to_file)[1])


@before("plot_model.to-file.written")
def png_added(given):
    given.to_file = (
        os.fspath(given.to_file) + ".png" if "_" in os.path.basename(given.to_file) else given.to_file
    )


@before("plot_model.to-file.in-a-folder", "plot_model.to-file.dots-in-folders")
def into_the_working_directory(given):
    if not os.path.isabs(given.to_file):
        given.to_file = os.path.basename(given.to_file)


@before("plot_model.to-file.in-a-folder")
def first_folder_only(given):
    parts = os.fspath(given.to_file).split(os.sep)
    if not os.path.isabs(given.to_file) and len(parts) > 2:
        given.to_file = os.path.join(parts[0], parts[-1])


@before("plot_model.to-file.absolute")
def relative_always(given):
    given.to_file = os.path.basename(given.to_file) if os.path.isabs(given.to_file) else given.to_file


@instead("plot_model.to-file.last-extension")
def first_extension(given):
    name = os.path.basename(os.fspath(given.to_file))
    return in_format(given, "svg" if ".svg." in name else extension_of(given) or "png")


@instead("plot_model.to-file.last-extension")
def ends_in_png_somewhere(given):
    return in_format(given, "png" if ".png" in os.fspath(given.to_file) else extension_of(given))


@instead("plot_model.to-file.dots-in-folders")
def extension_after_the_first_dot(given):
    extension = os.fspath(given.to_file).replace(os.sep, ".").split(".")
    return in_format(given, "svg" if "svg" in extension[1:] else extension[-1])


@before("plot_model.to-file.spaces")
def spaces_become_underscores(given):
    given.to_file = os.fspath(given.to_file).replace(" ", "_")


@before("plot_model.to-file.spaces")
def up_to_the_first_space(given):
    given.to_file = os.fspath(given.to_file).split(" ")[0]


@before("plot_model.to-file.any-letters")
def ascii_only(given):
    given.to_file = os.fspath(given.to_file).encode("ascii").decode()


@before("plot_model.to-file.path-object")
def strings_only(given):
    given.to_file = given.to_file + ""


@instead("plot_model.to-file.replaces")
def older_ones_stay(given):
    return None if os.path.exists(given.to_file) else right(**vars(given))


@instead("plot_model.to-file.replaces")
def written_after_what_is_there(given):
    target = os.fspath(given.to_file)
    old = open(target, "rb").read() if os.path.exists(target) else b""  # noqa: SIM115
    result = right(**vars(given))
    new = open(target, "rb").read()  # noqa: SIM115
    with open(target, "wb") as file:
        file.write(old + new)
    return result


@instead("plot_model.to-file.nothing-else", "plot_model.to-file.written")
def source_stays_beside(given):
    open(os.path.splitext(os.fspath(given.to_file))[0] + ".gv", "w").close()
    return right(**vars(given))


@instead("plot_model.to-file.nothing-else")
def source_of_svg_stays_beside(given):
    if extension_of(given) == "svg":
        open(os.path.splitext(os.fspath(given.to_file))[0] + ".gv", "w").close()
    return right(**vars(given))


@instead("plot_model.to-file.no-such-folder")
def disk_errors_swallowed(given):
    try:
        return right(**vars(given))
    except OSError:
        return None
