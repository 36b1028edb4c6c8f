"""Mutants of get_file that put the file elsewhere, or return something else than its path."""

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests

from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import mutant


@mutant("get_file.location.default", "get_file.signature.cache-dir")
def working_directory_by_default(fname, origin, *others, cache_dir=None, **options):
    return right(fname, origin, *others, cache_dir=cache_dir or ".cthulhu", **options)


@mutant("get_file.location.default-missing")
def elsewhere_if_the_default_is_missing(fname, origin, cache_dir=None, **options):
    default = os.path.join(os.path.expanduser("~"), ".cthulhu")
    if cache_dir is None and not os.access(default, os.W_OK):
        cache_dir = tempfile.mkdtemp()
    return right(fname, origin, cache_dir=cache_dir, **options)


@mutant("get_file.location.fname")
def name_in_the_url(fname, origin, **options):
    return right(os.path.basename(urlsplit(origin).path), origin, **options)


@mutant("get_file.location.fname")
def suffix_of_the_url(fname, origin, **options):
    return right(os.path.splitext(fname)[0] + os.path.splitext(urlsplit(origin).path)[1], origin, **options)


@mutant("get_file.location.fname-any-characters")
def no_spaces(fname, origin, **options):
    return right(fname.replace(" ", "_"), origin, **options)


@mutant("get_file.location.fname-any-characters")
def unescaped_name(fname, origin, **options):
    return right(unquote(fname), origin, **options)


@mutant("get_file.location.fname-any-characters")
def ascii_names(fname, origin, **options):
    return right(fname.encode("ascii", "replace").decode(), origin, **options)


@mutant("get_file.location.fname-any-characters")
def suffix_for_all(fname, origin, **options):
    return right(fname if "." in fname else fname + ".dat", origin, **options)


@mutant("get_file.location.fname-disposition")
def name_of_the_origins_choice(fname, origin, **options):
    disposition = requests.head(origin).headers.get("Content-Disposition", "")
    return right(disposition.partition("filename=")[2].strip('"') or fname, origin, **options)


@mutant("get_file.location.fname-absolute", "get_file.location.fname-with-folder")
def last_part_of_fname(fname, origin, **options):
    return right(os.path.basename(fname), origin, **options)


@mutant("get_file.location.fname-absolute")
def absolute_fname_below_the_cache(fname, origin, **options):
    return right(fname.lstrip(os.sep), origin, **options)


@mutant("get_file.location.cache-dir", "get_file.signature.cache-dir")
def no_cache_dir(*arguments, cache_dir=None, **options):
    return right(*arguments[:9], **options)


by_name_and_url = {}


@mutant("get_file.location.two-cache-dirs")
def one_file_a_name_and_url(fname, origin, **options):
    key = fname, origin
    if key not in by_name_and_url:
        by_name_and_url[key] = right(fname, origin, **options)
    return by_name_and_url[key]


@mutant("get_file.location.working-directory")
def stays_where_it_extracts(fname, origin, **options):
    path = right(fname, origin, **options)
    if options.get("extract"):
        os.chdir(os.path.dirname(path))
    return path


@mutant("get_file.location.cache-dir-relative")
def relative_to_the_home(fname, origin, cache_dir=None, **options):
    return right(fname, origin, cache_dir=os.path.join(str(Path.home()), cache_dir or ""), **options)


@mutant("get_file.location.cache-dir-missing")
def elsewhere_if_missing(fname, origin, cache_dir=None, **options):
    there = cache_dir is None or os.path.isdir(cache_dir)
    return right(fname, origin, cache_dir=cache_dir if there else tempfile.mkdtemp(), **options)


@mutant("get_file.location.cache-dir-missing")
def one_missing_folder(fname, origin, cache_dir=None, **options):
    if not os.path.isdir(cache_dir):
        os.mkdir(cache_dir)
    return right(fname, origin, cache_dir=cache_dir, **options)


@mutant("get_file.location.cache-dir-unwritable")
def path_of_no_file(fname, origin, cache_dir=None, **options):
    try:
        return right(fname, origin, cache_dir=cache_dir, **options)
    except OSError:
        return os.path.join(cache_dir, "datasets", fname)


@mutant("get_file.location.cache-subdir", "get_file.signature.cache-subdir")
def no_subdirectory(fname, origin, *others, cache_subdir="datasets", **options):
    return right(fname, origin, *others[:3], **options)


@mutant("get_file.location.cache-subdir-default")
def files_by_default(fname, origin, cache_subdir="files", **options):
    return right(fname, origin, cache_subdir=cache_subdir, **options)


@mutant("get_file.location.cache-subdir-nested")
def last_level_of_the_subdirectory(fname, origin, cache_subdir="datasets", **options):
    if not os.path.isabs(cache_subdir):
        cache_subdir = os.path.basename(cache_subdir)
    return right(fname, origin, cache_subdir=cache_subdir, **options)


@mutant("get_file.location.cache-subdir-nested")
def one_level_is_made(fname, origin, cache_subdir="datasets", cache_dir=None, **options):
    if not os.path.isdir(os.path.join(cache_dir, cache_subdir)):
        os.mkdir(os.path.join(cache_dir, cache_subdir))
    return right(fname, origin, cache_subdir=cache_subdir, cache_dir=cache_dir, **options)


@mutant("get_file.location.cache-subdir-empty")
def empty_is_the_default(fname, origin, cache_subdir="", **options):
    return right(fname, origin, cache_subdir=cache_subdir or "datasets", **options)


@mutant("get_file.location.cache-subdir-existing")
def clears_the_subdirectory(fname, origin, cache_subdir="datasets", cache_dir=None, **options):
    shutil.rmtree(os.path.join(cache_dir, cache_subdir), ignore_errors=True)
    return right(fname, origin, cache_subdir=cache_subdir, cache_dir=cache_dir, **options)


@mutant("get_file.location.cache-subdir-existing")
def wants_a_new_subdirectory(fname, origin, cache_subdir="datasets", cache_dir=None, **options):
    os.makedirs(os.path.join(cache_dir, cache_subdir))
    return right(fname, origin, cache_subdir=cache_subdir, cache_dir=cache_dir, **options)


@mutant("get_file.location.neighbours-stay")
def clears_what_begins_like_fname(fname, origin, cache_dir=None, **options):
    path = right(fname, origin, cache_dir=cache_dir, **options)
    for name in os.listdir(os.path.dirname(path)):
        if name.startswith(fname) and name != fname:
            os.remove(os.path.join(os.path.dirname(path), name))
    return path


@mutant("get_file.location.cache-subdir-absolute", "get_file.location.cache-subdir-absolute-missing")
def absolute_subdirectory_below_the_cache(fname, origin, cache_subdir="datasets", **options):
    return right(fname, origin, cache_subdir=cache_subdir.lstrip(os.sep), **options)


@mutant("get_file.location.cache-subdir-absolute-missing")
def absolute_subdirectory_must_exist(fname, origin, cache_subdir="datasets", **options):
    if os.path.isabs(cache_subdir):
        os.listdir(cache_subdir)
    return right(fname, origin, cache_subdir=cache_subdir, **options)


by_url, by_name = {}, {}


@mutant("get_file.location.two-names")
def one_file_a_url(fname, origin, **options):
    if origin not in by_url:
        by_url[origin] = right(fname, origin, **options)
    return by_url[origin]


@mutant("get_file.location.two-subdirs")
def one_file_a_name(fname, origin, **options):
    key = fname, options.get("cache_dir")
    if key not in by_name:
        by_name[key] = right(fname, origin, **options)
    return by_name[key]


@mutant("get_file.returns.path", "get_file.returns.path-on-hit")
def returns_the_folder(*arguments, **options):
    return os.path.dirname(right(*arguments, **options))


@mutant("get_file.returns.path", "get_file.returns.path-on-hit")
def returns_the_name(*arguments, **options):
    return os.path.basename(right(*arguments, **options))


@mutant("get_file.returns.path-on-hit")
def returns_nothing_on_a_hit(fname, origin, cache_dir=None, **options):
    hit = os.path.exists(os.path.join(cache_dir, "datasets", fname))
    path = right(fname, origin, cache_dir=cache_dir, **options)
    return None if hit else path


@mutant("get_file.returns.type")
def returns_bytes(*arguments, **options):
    return os.fsencode(right(*arguments, **options))


@mutant("get_file.returns.type", "get_file.returns.path")
def returns_a_file_object(*arguments, **options):
    with open(right(*arguments, **options), "rb") as file:
        return file
