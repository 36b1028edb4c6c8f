"""Mutants: the parameters, the direction, the size."""

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import edits, mutant
from cthulhu_conformance.tools.mutants.plot_model.wrapping import before, graph, instead, right


@mutant("plot_model.signature.by-position")
def dtypes_between(
    model,
    to_file="model.png",
    show_shapes=False,
    show_dtype=False,
    show_layer_names=True,
    rankdir="TB",
    expand_nested=False,
    dpi=96,
):
    return right(model, to_file, show_shapes, show_layer_names, rankdir, expand_nested, dpi)


@mutant("plot_model.signature.by-position")
def names_before_shapes(model, to_file="model.png", show_layer_names=True, show_shapes=False, **options):
    return right(model, to_file, show_shapes, show_layer_names, **options)


@mutant("plot_model.signature.by-position")
def dpi_before_nested(
    model,
    to_file="model.png",
    show_shapes=False,
    show_layer_names=True,
    rankdir="TB",
    dpi=96,
    expand_nested=False,
):
    return right(model, to_file, show_shapes, show_layer_names, rankdir, expand_nested, dpi)


@mutant("plot_model.signature.by-position")
def dpi_by_name_only(model, to_file, show_shapes, show_layer_names, rankdir, expand_nested, *, dpi=96):
    return right(model, to_file, show_shapes, show_layer_names, rankdir, expand_nested, dpi)


@mutant("plot_model.signature.by-name")
def other_name_for_model(network, *args, **options):
    return right(network, *args, **options)


@mutant("plot_model.signature.by-name")
def other_name_for_file(model, filename="model.png", *args, **options):
    return right(model, filename, *args, **options)


@mutant("plot_model.signature.by-name")
def other_name_for_direction(
    model,
    to_file="model.png",
    show_shapes=False,
    show_layer_names=True,
    direction="TB",
    expand_nested=False,
    dpi=96,
):
    return right(model, to_file, show_shapes, show_layer_names, direction, expand_nested, dpi)


@mutant("plot_model.default.to-file")
def other_default_file(model, to_file="plot.png", *args, **options):
    return right(model, to_file, *args, **options)


@mutant("plot_model.default.to-file")
def default_file_in_the_home(model, to_file=None, *args, **options):
    import os

    return right(model, to_file or os.path.expanduser("~/model.png"), *args, **options)


def other_default(name, **default):
    """Define a mutant with another default of one parameter."""

    def plot_model(model, to_file="model.png", *args, **options):
        names = ("show_shapes", "show_layer_names", "rankdir", "expand_nested", "dpi")
        return right(model, to_file, **dict(default, **dict(zip(names, args)), **options))

    (parameter,) = default
    mutant(f"plot_model.default.{parameter.replace('_', '-')}", name=name)(plot_model)


other_default("shapes_by_default", show_shapes=True)
other_default("no_names_by_default", show_layer_names=False)
other_default("horizontal_by_default", rankdir="LR")
other_default("expanded_by_default", expand_nested=True)
other_default("large_by_default", dpi=200)
other_default("a_hundred_by_default", dpi=100)


@before("plot_model.default.show-layer-names")
def no_names_with_shapes(given):
    given.show_layer_names = given.show_layer_names and not given.show_shapes


edits(
    "plot_model.rankdir",
    reference,
    "plot_model",
    "rankdir=rankdir",
    ("always_vertical", 'rankdir="TB"', "horizontal", "horizontal-png", "others-of-dot"),
    ("upside_down", 'rankdir={"TB": "BT"}.get(rankdir, rankdir)', "vertical"),
    ("right_to_left", 'rankdir={"LR": "RL"}.get(rankdir, rankdir)', "horizontal"),
    ("two_directions", 'rankdir="LR" if rankdir == "LR" else "TB"', "others-of-dot"),
    ("vertical_with_frames", 'rankdir="TB" if expand_nested else rankdir', "horizontal-when-expanded"),
    ("horizontal_with_frames", 'rankdir="LR" if expand_nested else rankdir', "vertical-when-expanded"),
    ("png_vertical", 'rankdir="TB" if str(to_file).endswith("png") else rankdir', "horizontal-png"),
    ("png_horizontal", 'rankdir="LR" if str(to_file).endswith("png") else rankdir', "vertical-png"),
)


@before("plot_model.rankdir.horizontal", "plot_model.rankdir.vertical", "plot_model.default.rankdir")
def directions_swapped(given):
    given.rankdir = {"TB": "LR", "LR": "TB"}.get(given.rankdir, given.rankdir)


edits(
    "plot_model",
    reference,
    "plot_model",
    "dpi=dpi",
    ("dpi_ignored", "dpi=96", "dpi.proportional", "signature.by-position", "signature.by-name"),
    ("dpi_of_png_only", 'dpi=dpi if str(to_file).endswith("png") else 96', "dpi.jpg"),
    ("dpi_at_most_192", "dpi=min(dpi, 192)", "dpi.proportional"),
    ("dpi_in_steps", "dpi=dpi // 96 * 96 or 96", "dpi.proportional"),
    ("twice_the_dots", "dpi=2 * dpi", "dpi.dots-per-inch"),
    ("dots_of_a_point", "dpi=dpi * 72 / 96", "dpi.dots-per-inch"),
)


@graph("plot_model.dpi.dots-per-inch")
def fitted_into_an_inch(pydot, graph, model):
    graph.set_size('"1,1"')


@before("plot_model.dpi.same-drawing")
def too_fine_for_names(given):
    given.show_layer_names = given.show_layer_names and given.dpi < 200


@before("plot_model.options.together", "plot_model.show-layer-names.hidden")
def names_with_shapes(given):
    given.show_layer_names = given.show_layer_names or given.show_shapes


@before("plot_model.options.together", "plot_model.show-shapes.output")
def no_shapes_when_horizontal(given):
    given.show_shapes = given.show_shapes and given.rankdir == "TB"


@before("plot_model.options.together")
def expanded_with_names_only(given):
    given.expand_nested = given.expand_nested and given.show_layer_names


@before("plot_model.options.in-png")
def no_shapes_in_png(given):
    given.show_shapes = given.show_shapes and not str(given.to_file).endswith("png")


@before("plot_model.options.in-png")
def not_expanded_in_png(given):
    given.expand_nested = given.expand_nested and not str(given.to_file).endswith("png")


latest = {}


@instead("plot_model.again.other-options")
def options_stay(given):
    latest["rankdir"] = given.rankdir = (
        given.rankdir if given.rankdir != "TB" else latest.get("rankdir", "TB")
    )
    return right(**vars(given))


@instead("plot_model.again.other-options")
def shapes_stay(given):
    latest["shapes"] = given.show_shapes = given.show_shapes or latest.get("shapes", False)
    return right(**vars(given))
