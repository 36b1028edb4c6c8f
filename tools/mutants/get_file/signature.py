"""Mutants of get_file whose parameters have other names, places or defaults."""

from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import mutant

NAMES = ["fname", "origin", "untar", "md5_hash", "file_hash", "cache_subdir", "hash_algorithm", "extract"]
NAMES += ["archive_format", "cache_dir"]


def clause_of(name):
    return "get_file.signature." + name.replace("_", "-")


def without_name(name):
    """Define a mutant that has another name for that parameter."""

    def renamed(*arguments, **options):
        if name in options:
            raise TypeError(f"unexpected keyword argument {name!r}")
        return right(*arguments, **options)

    mutant(clause_of(name), name=f"{name}_by_position_only")(renamed)


def exchanged(first, second, *noticed):
    """Define a mutant that has two parameters in each other's place."""
    order = [{first: second, second: first}.get(name, name) for name in NAMES]

    def exchanging(*arguments, **options):
        return right(**dict(zip(order, arguments)), **options)

    mutant(*map(clause_of, noticed or (first, second)), name=f"{second}_before_{first}")(exchanging)


def from_by_name(name):
    """Define a mutant that takes that parameter, and those after it, by name only."""

    def short(*arguments, **options):
        if len(arguments) > NAMES.index(name):
            raise TypeError("too many positional arguments")
        return right(*arguments, **options)

    mutant(clause_of(name), name=f"{name}_by_name_only")(short)


for name in NAMES:
    without_name(name)

for first, second in zip(NAMES, NAMES[1:]):
    if first == "md5_hash":
        # A md5 in the place of file_hash is recognized as one, so only the other way round shows.
        exchanged(first, second, second)
    elif first != "origin":
        exchanged(first, second)

for name in ("untar", "extract", "cache_dir"):
    from_by_name(name)
