"""Mutants: the parameters, the direction, the size."""

from tools.zoo import mutant
from tools.zoo.plot_model.wrapping import before, graph, instead, right


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


def defaults(**others):
    def plot_model(model, to_file="model.png", *args, **options):
        names = ("show_shapes", "show_layer_names", "rankdir", "expand_nested", "dpi")
        return right(model, to_file, **dict(others, **dict(zip(names, args)), **options))

    return plot_model


shapes_by_default = mutant("plot_model.default.show-shapes")(defaults(show_shapes=True))
no_names_by_default = mutant("plot_model.default.show-layer-names")(defaults(show_layer_names=False))
horizontal_by_default = mutant("plot_model.default.rankdir")(defaults(rankdir="LR"))
expanded_by_default = mutant("plot_model.default.expand-nested")(defaults(expand_nested=True))
large_by_default = mutant("plot_model.default.dpi")(defaults(dpi=200))
a_hundred_by_default = mutant("plot_model.default.dpi")(defaults(dpi=100))


@before("plot_model.default.show-layer-names")
def no_names_with_shapes(given):
    given.show_layer_names = given.show_layer_names and not given.show_shapes


@before(
    "plot_model.rankdir.horizontal", "plot_model.rankdir.horizontal-png", "plot_model.rankdir.others-of-dot"
)
def always_vertical(given):
    given.rankdir = "TB"


@before("plot_model.rankdir.horizontal", "plot_model.rankdir.vertical", "plot_model.default.rankdir")
def directions_swapped(given):
    given.rankdir = {"TB": "LR", "LR": "TB"}.get(given.rankdir, given.rankdir)


@before("plot_model.rankdir.vertical")
def upside_down(given):
    given.rankdir = {"TB": "BT"}.get(given.rankdir, given.rankdir)


@before("plot_model.rankdir.horizontal")
def right_to_left(given):
    given.rankdir = {"LR": "RL"}.get(given.rankdir, given.rankdir)


@before("plot_model.rankdir.others-of-dot")
def two_directions(given):
    given.rankdir = "LR" if given.rankdir == "LR" else "TB"


@before("plot_model.rankdir.horizontal-when-expanded")
def vertical_with_frames(given):
    given.rankdir = "TB" if given.expand_nested else given.rankdir


@before("plot_model.rankdir.vertical-when-expanded")
def horizontal_with_frames(given):
    given.rankdir = "LR" if given.expand_nested else given.rankdir


@before("plot_model.rankdir.horizontal-png")
def png_vertical(given):
    given.rankdir = "TB" if str(given.to_file).endswith("png") else given.rankdir


@before("plot_model.rankdir.vertical-png")
def png_horizontal(given):
    given.rankdir = "LR" if str(given.to_file).endswith("png") else given.rankdir


@before("plot_model.dpi.proportional", "plot_model.signature.by-position", "plot_model.signature.by-name")
def dpi_ignored(given):
    given.dpi = 96


@before("plot_model.dpi.jpg")
def dpi_of_png_only(given):
    given.dpi = given.dpi if str(given.to_file).endswith("png") else 96


@before("plot_model.dpi.proportional")
def dpi_at_most_192(given):
    given.dpi = min(given.dpi, 192)


@before("plot_model.dpi.proportional")
def dpi_in_steps(given):
    given.dpi = given.dpi // 96 * 96 or 96


@before("plot_model.dpi.dots-per-inch")
def twice_the_dots(given):
    given.dpi *= 2


@before("plot_model.dpi.dots-per-inch")
def dots_of_a_point(given):
    given.dpi = given.dpi * 72 / 96


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
