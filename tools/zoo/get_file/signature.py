"""Mutants of get_file whose parameters have other names, places or defaults."""

from reference.utils.downloads import get_file as right
from tools.zoo import mutant

NAMES = ["fname", "origin", "untar", "md5_hash", "file_hash", "cache_subdir", "hash_algorithm", "extract"]
NAMES += ["archive_format", "cache_dir"]


def clause_of(name):
    return "get_file.signature." + name.replace("_", "-")


def without_name(name):
    """A mutant that has another name for that parameter."""

    def renamed(*arguments, **options):
        if name in options:
            raise TypeError(f"unexpected keyword argument {name!r}")
        return right(*arguments, **options)

    renamed.__name__ = f"{name}_by_position_only"
    return mutant(clause_of(name))(renamed)


def exchanged(first, second, *noticed):
    """A mutant that has two parameters in each other's place."""
    order = [{first: second, second: first}.get(name, name) for name in NAMES]

    def exchanging(*arguments, **options):
        return right(**dict(zip(order, arguments)), **options)

    exchanging.__name__ = f"{second}_before_{first}"
    return mutant(*map(clause_of, noticed or (first, second)))(exchanging)


def from_by_name(name):
    """A mutant that takes that parameter, and those after it, by name only."""

    def short(*arguments, **options):
        if len(arguments) > NAMES.index(name):
            raise TypeError("too many positional arguments")
        return right(*arguments, **options)

    short.__name__ = f"{name}_by_name_only"
    return mutant(clause_of(name))(short)


fname_by_position_only = without_name("fname")
origin_by_position_only = without_name("origin")
untar_by_position_only = without_name("untar")
md5_hash_by_position_only = without_name("md5_hash")
file_hash_by_position_only = without_name("file_hash")
cache_subdir_by_position_only = without_name("cache_subdir")
hash_algorithm_by_position_only = without_name("hash_algorithm")
extract_by_position_only = without_name("extract")
archive_format_by_position_only = without_name("archive_format")
cache_dir_by_position_only = without_name("cache_dir")

origin_before_fname = exchanged("fname", "origin")
md5_hash_before_untar = exchanged("untar", "md5_hash")
# A md5 in the place of file_hash is recognized as one, so only the other way round shows.
file_hash_before_md5_hash = exchanged("md5_hash", "file_hash", "file_hash")
cache_subdir_before_file_hash = exchanged("file_hash", "cache_subdir")
hash_algorithm_before_cache_subdir = exchanged("cache_subdir", "hash_algorithm")
extract_before_hash_algorithm = exchanged("hash_algorithm", "extract")
archive_format_before_extract = exchanged("extract", "archive_format")
cache_dir_before_archive_format = exchanged("archive_format", "cache_dir")

untar_by_name_only = from_by_name("untar")
extract_by_name_only = from_by_name("extract")
cache_dir_by_name_only = from_by_name("cache_dir")
