"""Mutants of get_file that extract other archives than they should, to other places, or something else."""

import gzip
import io
import os
import shutil
import zipfile
from pathlib import Path

from cthulhu_conformance.reference.utils import archives
from cthulhu_conformance.reference.utils.archives import READERS, extract, formats_of
from cthulhu_conformance.reference.utils.downloads import get_file as right
from cthulhu_conformance.tools.mutants import edits, mutant, patch

inside, write, merge = archives._inside, archives._write, archives._merge
MAGIC = {b"\x1f\x8b": "gzip", b"BZ": "bzip2", b"PK": "zip"}


def kind(path):
    with open(str(path), "rb") as file:
        return MAGIC.get(file.read(2), "plain")


def without(unwanted, path, formats):
    if kind(path) != unwanted:
        extract(path, formats)


@patch(archives, "extract", breaks=("get_file.extract.tar", "get_file.untar.tar"))
def compressed_archives_only(path, formats):
    without("plain", path, formats)


@patch(archives, "extract", breaks=("get_file.extract.tar-gz", "get_file.untar.tar-gz"))
def no_gzip(path, formats):
    without("gzip", path, formats)


@patch(archives, "extract", breaks=("get_file.extract.tar-bz", "get_file.untar.tar-bz"))
def no_bzip2(path, formats):
    without("bzip2", path, formats)


@patch(archives, "extract", breaks="get_file.extract.tar-bz")
def no_bz_but_bz2(path, formats):
    if not path.name.endswith(".tar.bz"):
        extract(path, formats)


@patch(archives, "extract", breaks=("get_file.extract.zip", "get_file.format.auto", "get_file.format.zip"))
def no_zip(path, formats):
    without("zip", path, formats)


@patch(archives, "extract", breaks="get_file.extract.other-spellings")
def long_suffixes_only(path, formats):
    if path.suffix not in (".tgz", ".tbz"):
        extract(path, formats)


@mutant("get_file.extract.off", "get_file.untar.off")
def extracts_by_default(fname, origin, **options):
    return right(fname, origin, **dict(options, extract=True))


@mutant("get_file.extract.off")
def a_format_is_enough(fname, origin, archive_format=None, extract=False, **options):
    return right(
        fname,
        origin,
        extract=bool(extract or archive_format),
        archive_format=archive_format or "auto",
        **options,
    )


@mutant("get_file.untar.off", "get_file.signature.untar")
def untars_unless_asked_not_to(fname, origin, untar=None, *others, **options):
    return right(fname, origin, untar is None, *others, **options)


@mutant("get_file.extract.returns-file")
def returns_where_it_extracted(fname, origin, extract=False, **options):
    path = right(fname, origin, extract=extract, **options)
    return os.path.dirname(path) if extract else path


@mutant("get_file.extract.returns-file", "get_file.format.none", "get_file.format.empty-list")
def returns_the_name_without_suffix(fname, origin, extract=False, **options):
    path = right(fname, origin, extract=extract, **options)
    return path.partition(".")[0] if extract else path


@mutant("get_file.extract.saved-as-fname", "get_file.extract.archive-stays")
def archive_gets_another_suffix(fname, origin, extract=False, **options):
    return right(fname + ".archive" if extract else fname, origin, extract=extract, **options)


@mutant("get_file.extract.saved-as-fname")
def archive_gets_a_suffix_if_it_has_none(fname, origin, extract=False, **options):
    return right(fname if "." in fname else fname + "_archive", origin, extract=extract, **options)


@patch(archives, "extract", breaks="get_file.extract.archive-stays")
def archive_goes_after_extraction(path, formats):
    extract(path, formats)
    path.unlink()


@patch(archives, "extract", breaks="get_file.extract.archive-stays")
def archive_is_unpacked_in_place(path, formats):
    extract(path, formats)
    if kind(path) == "gzip":
        path.write_bytes(gzip.decompress(path.read_bytes()))


@mutant("get_file.extract.hit", "get_file.extract.again")
def extracts_what_it_downloads(fname, origin, cache_dir=None, extract=False, **options):
    hit = os.path.exists(os.path.join(cache_dir, "datasets", fname))
    return right(fname, origin, cache_dir=cache_dir, extract=extract and not hit, **options)


extracted = set()


@patch(archives, "extract", breaks=("get_file.extract.again", "get_file.untar.again"))
def extracts_once(path, formats):
    if path not in extracted:
        extract(path, formats)
    extracted.add(path)


@patch(archives, "_merge", breaks=("get_file.extract.renewed", "get_file.untar.renewed"))
def old_members_stay(source, destination):
    for path in list(source.rglob("*")):
        if path.is_file() and (destination / path.relative_to(source)).exists():
            path.unlink()
    merge(source, destination)


@patch(archives, "extract", breaks="get_file.untar.renewed")
def extracted_if_its_folder_is_there(path, formats):
    if not (path.parent / path.name.partition(".")[0]).exists():
        extract(path, formats)


@patch(archives, "_write", breaks="get_file.extract.content")
def members_of_64_kilobytes(path, stream):
    if stream is not None:
        write(path, io.BytesIO(stream.read(65536)))


@patch(archives, "_write", breaks="get_file.extract.content")
def no_empty_members(path, stream):
    write(path, stream)
    path = Path(path)
    if path.is_file() and not path.stat().st_size:
        path.unlink()


@patch(archives, "_write", breaks="get_file.extract.content")
def members_are_text(path, stream):
    write(path, stream)
    path = Path(path)
    if path.is_file():
        path.write_bytes(path.read_bytes().replace(b"\r", b"\n"))


@patch(archives, "_inside", breaks=("get_file.extract.nested", "get_file.extract.tar"))
def no_folders(folder, member):
    return os.path.join(folder, os.path.basename(member))


@patch(archives, "_inside", breaks="get_file.extract.nested")
def one_level_of_folders(folder, member):
    return os.path.join(folder, *Path(member).parts[-2:])


@patch(archives, "_write", breaks="get_file.extract.folder-after-its-files")
def folders_are_made_anew(path, stream):
    if stream is None and os.path.exists(path):
        shutil.rmtree(path)
    write(path, stream)


@patch(archives, "_write", breaks="get_file.extract.folder-without-its-parents")
def folders_need_their_parents(path, stream):
    Path(path).mkdir(exist_ok=True) if stream is None else write(path, stream)


@patch(archives, "_inside", breaks="get_file.extract.of-a-folder")
def not_the_folder_itself(folder, member):
    if os.path.normpath(member) == ".":
        raise ValueError(member)
    return inside(folder, member)


@patch(archives, "_inside", breaks="get_file.extract.of-a-folder")
def no_dots_in_front(folder, member):
    if member.startswith("."):
        raise ValueError(member)
    return inside(folder, member)


@patch(archives, "_write", breaks="get_file.extract.last-of-a-name")
def first_of_a_name(path, stream):
    if not os.path.exists(path):
        write(path, stream)


@patch(archives, "_inside", breaks="get_file.extract.names")
def members_without_spaces(folder, member):
    return os.path.join(folder, member.replace(" ", "_"))


@patch(archives, "_inside", breaks="get_file.extract.names")
def members_in_ascii(folder, member):
    return os.path.join(folder, member.encode("ascii", "replace").decode())


@patch(archives, "_merge", breaks="get_file.extract.only-there")
def members_above_as_well(source, destination):
    for path in source.rglob("*.txt"):
        shutil.copy(str(path), str(destination.parent / path.name))
    merge(source, destination)


@patch(archives, "_merge", breaks="get_file.extract.only-there")
def members_in_the_working_directory(source, destination):
    for path in source.rglob("*.txt"):
        shutil.copy(str(path), path.name)
    merge(source, destination)


@patch(archives, "_merge", breaks="get_file.extract.neighbours-stay")
def folders_are_replaced(source, destination):
    for path in source.iterdir():
        if path.is_dir():
            shutil.rmtree(str(destination / path.name), ignore_errors=True)
    merge(source, destination)


@patch(archives, "_merge", breaks="get_file.extract.neighbours-stay")
def folder_is_cleared(source, destination):
    for path in destination.glob("*.txt"):
        path.unlink()
    merge(source, destination)


@patch(archives, "extract", breaks="get_file.extract.damaged-spares-neighbours")
def clears_the_folder_on_failure(path, formats):
    try:
        extract(path, formats)
    except Exception:
        shutil.rmtree(str(path.parent))
        raise


@patch(zipfile.ZipExtFile, "_update_crc", breaks="get_file.extract.damaged-member")
def checksums_do_not_matter(self, piece):
    pass


@mutant("get_file.extract.no-archive")
def returns_a_folder_that_is_not_there(fname, origin, extract=False, **options):
    path = right(fname, origin, extract=extract, **options)
    is_archive = any(test(path) for test, _ in READERS.values())
    return path if is_archive or not extract else path + "_extracted"


@patch(archives, "extract", breaks="get_file.format.tar")
def tar_is_plain_tar(path, formats):
    if formats != ["tar"] or kind(path) == "plain":
        extract(path, formats)


edits("get_file", archives, "formats_of", "is None:", ("zip_is_no_option", 'in (None, "zip"):', "format.zip"))
edits(
    "get_file", archives, "formats_of", "return []", ("none_is_auto", "return list(READERS)", "format.none")
)
edits(
    "get_file.format",
    archives,
    "formats_of",
    '== "auto":',
    ("an_empty_list_is_auto", 'in ("auto", []):', "empty-list"),
)
edits(
    "get_file",
    archives,
    "formats_of",
    "return list(READERS)",
    ("auto_is_tar", 'return ["tar"]', "format.auto", "signature.archive-format"),
    ("auto_is_zip", 'return ["zip"]', "format.auto"),
)


@patch(
    archives,
    "formats_of",
    breaks=(
        "get_file.format.tar-is-not-zip",
        "get_file.format.zip-is-not-tar",
        "get_file.format.list-of-others",
        "get_file.format.none",
        "get_file.format.empty-list",
        "get_file.signature.archive-format",
    ),
)
def any_format_will_do(archive_format):
    return list(READERS)


@patch(archives, "formats_of", breaks="get_file.format.none")
def none_is_no_option(archive_format):
    return [name for name in READERS if name in archive_format or archive_format == "auto"]


@patch(archives, "formats_of", breaks="get_file.format.empty-list")
def first_of_an_empty_list(archive_format):
    return formats_of(archive_format[0] if isinstance(archive_format, list) else archive_format)


@patch(archives, "formats_of", breaks="get_file.format.list")
def first_of_the_list(archive_format):
    return formats_of(archive_format)[:1] if isinstance(archive_format, list) else formats_of(archive_format)


@patch(archives, "formats_of", breaks="get_file.format.list-of-others")
def a_list_is_auto(archive_format):
    return formats_of("auto" if isinstance(archive_format, list) and archive_format else archive_format)


@patch(archives, "extract", breaks="get_file.format.name-without-suffix")
def told_by_the_suffix(path, formats):
    if path.suffix:
        extract(path, formats)


@mutant("get_file.untar.tar", "get_file.untar.tar-gz", "get_file.untar.tar-bz", "get_file.signature.untar")
def untar_does_nothing(fname, origin, untar=False, *others, **options):
    return right(fname, origin, False, *others, **options)


@mutant("get_file.untar.again")
def untars_once(fname, origin, untar=False, cache_dir=None, **options):
    untar = untar and not list(Path(cache_dir).rglob("*.gz"))
    return right(fname, origin, untar=untar, cache_dir=cache_dir, **options)


@mutant("get_file.untar.returns-existing")
def returns_the_name_without_tar(fname, origin, untar=False, **options):
    path = right(fname, origin, untar=untar, **options)
    return path.partition(".tar")[0] if untar else path


@mutant("get_file.untar.returns-existing")
def appends_tar_gz(fname, origin, untar=False, cache_dir=None, **options):
    # What Keras 2.3 does: right where the archive has a folder `fname`.
    if not untar:
        return right(fname, origin, cache_dir=cache_dir, **options)
    right(fname + ".tar.gz", origin, untar=True, cache_dir=cache_dir, **options)
    return os.path.join(cache_dir, "datasets", fname)
