"""The place of the file, and the path that is returned."""

import os
import shutil
from pathlib import Path

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.origin import named
from cthulhu_conformance.get_file.observed_files import content, place
from cthulhu_conformance.testing.expectations import outcome_of, raises, returns

BODY = b"That is not dead which can eternal lie."


@pytest.fixture
def url(origin):
    return origin.serve(BODY)


@clause("get_file.location.default")
def test_by_default_files_are_kept_in_the_users_home(get_file, url, implementation):
    home = Path.home() / f".{implementation.dialect}"
    home.mkdir(exist_ok=True)
    get_file("example.txt", url)
    assert content(home / "datasets" / "example.txt") == BODY


@clause("get_file.location.default-missing")
def test_a_missing_default_directory_is_created(get_file, url, implementation, unique_name):
    fname = unique_name("default.txt")  # says as well that this home is the run's own
    home = Path.home() / f".{implementation.dialect}"
    shutil.rmtree(str(home), ignore_errors=True)
    get_file(fname, url)
    assert content(home / "datasets" / fname) == BODY


@clause("get_file.location.fname")
@pytest.mark.parametrize("query", ["", "?version=2", "?file=other.dat"])
def test_the_file_is_called_fname(fetch, origin, datasets, query):
    origin.serve(BODY, "/download/original.dat")
    fetch("example.txt", origin.serve(BODY, f"/download/original.dat{query}"))
    assert content(datasets / "example.txt") == BODY


@clause("get_file.location.fname-disposition")
def test_the_origin_does_not_choose_the_name(fetch, origin, datasets):
    fetch("example.txt", origin.serve(named(BODY, "original.dat")))
    assert content(datasets / "example.txt") == BODY


@clause("get_file.location.fname-with-folder")
def test_one_name_in_two_folders_is_never_one_file(fetch, url, origin):
    other = origin.serve(b"something else")

    def contents():
        return [content(path) for path in [fetch("one/example.txt", url), fetch("two/example.txt", other)]]

    assert outcome_of(contents) in (raises(Exception), returns([BODY, b"something else"]))


@clause("get_file.location.fname-any-characters")
@pytest.mark.parametrize("fname", ["two words.txt", "Göteborg Ω 本.txt", "a+b%20c&d=e~(1).txt", "no-suffix"])
def test_a_filename_is_used_as_it_is(fetch, url, datasets, fname):
    fetch(fname, url)
    assert content(datasets / fname) == BODY


@clause("get_file.location.fname-absolute")
def test_an_absolute_fname_is_the_place(fetch, url, tmp_path):
    fetch(str(tmp_path / "file.txt"), url)
    assert content(tmp_path / "file.txt") == BODY


@clause("get_file.location.fname-absolute")
def test_an_absolute_fname_is_the_place_whatever_the_subdirectory(fetch, url, tmp_path):
    fetch(str(tmp_path / "file.txt"), url, cache_subdir="books")
    assert content(tmp_path / "file.txt") == BODY


@clause("get_file.location.cache-dir")
def test_the_cache_directory_is_used(get_file, url, tmp_path):
    get_file("example.txt", url, cache_dir=str(tmp_path))
    assert content(tmp_path / "datasets" / "example.txt") == BODY


@clause("get_file.location.two-cache-dirs")
def test_one_name_in_two_cache_directories_is_two_files(get_file, url, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        get_file("example.txt", url, cache_dir=str(tmp_path / name))
    found = [content(tmp_path / name / "datasets" / "example.txt") for name in ("one", "two")]
    assert found == [BODY, BODY]


@clause("get_file.location.working-directory")
@pytest.mark.parametrize("options", [{}, {"extract": True}, {"untar": True}])
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_the_working_directory_stays(fetch, serve, tmp_path, monkeypatch, spelling, options):
    monkeypatch.chdir(tmp_path)
    outcome_of(fetch, f"example{spelling}", serve(spelling, {"member.txt": BODY}), **options)
    assert place(os.getcwd(), tmp_path.parent) == tmp_path.name


@clause("get_file.location.cache-dir-relative")
def test_a_relative_cache_directory_is_in_the_working_directory(get_file, url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    get_file("example.txt", url, cache_dir="here")
    assert content(tmp_path / "here" / "datasets" / "example.txt") == BODY


@clause("get_file.location.cache-dir-missing")
@pytest.mark.parametrize("missing", ["new", "new/and/deep"])
def test_a_missing_cache_directory_is_created(get_file, url, tmp_path, missing, unique_name):
    fname = unique_name("missing.txt")
    get_file(fname, url, cache_dir=str(tmp_path / missing))
    assert content(tmp_path / missing / "datasets" / fname) == BODY


@clause("get_file.location.cache-dir-unwritable")
def test_without_a_cache_directory_the_returned_path_is_still_true(get_file, url, tmp_path, unique_name):
    # Nobody can create a folder below a file; permissions would not keep out an administrator.
    (tmp_path / "file").write_bytes(b"in the way")
    impossible = str(tmp_path / "file" / "cache")
    outcome = outcome_of(lambda: content(get_file(unique_name("unwritable.txt"), url, cache_dir=impossible)))
    assert outcome in (raises(Exception), returns(BODY))


@clause("get_file.location.cache-subdir")
def test_the_subdirectory_is_used(fetch, url, cache):
    fetch("example.txt", url, cache_subdir="books")
    assert content(cache / "books" / "example.txt") == BODY


@clause("get_file.location.cache-subdir-default")
def test_the_subdirectory_is_datasets_by_default(fetch, url, cache):
    fetch("example.txt", url)
    assert content(cache / "datasets" / "example.txt") == BODY


@clause("get_file.location.cache-subdir-nested")
def test_a_subdirectory_may_be_deep(fetch, url, cache):
    fetch("example.txt", url, cache_subdir=os.path.join("books", "forbidden", "of old"))
    assert content(cache / "books" / "forbidden" / "of old" / "example.txt") == BODY


@clause("get_file.location.cache-subdir-empty")
def test_an_empty_subdirectory_is_the_cache_directory(fetch, url, cache):
    fetch("example.txt", url, cache_subdir="")
    assert content(cache / "example.txt") == BODY


@clause("get_file.location.cache-subdir-existing")
def test_a_subdirectory_may_exist_with_other_files(fetch, url, cache):
    (cache / "books").mkdir()
    (cache / "books" / "other.txt").write_bytes(b"another book")
    fetch("example.txt", url, cache_subdir="books")
    found = [content(cache / "books" / name) for name in ("example.txt", "other.txt")]
    assert found == [BODY, b"another book"]


@clause("get_file.location.neighbours-stay")
def test_files_with_similar_names_stay(fetch, url, datasets):
    datasets.mkdir()
    names = ["example", "example.txt.notes", "example.txt-2", "another example.txt"]
    for name in names:
        (datasets / name).write_bytes(name.encode())
    fetch("example.txt", url)
    assert [content(datasets / name) for name in names] == [name.encode() for name in names]


@clause("get_file.location.cache-subdir-absolute")
def test_an_absolute_subdirectory_is_the_folder(fetch, url, tmp_path):
    (tmp_path / "folder").mkdir()
    fetch("example.txt", url, cache_subdir=str(tmp_path / "folder"))
    assert content(tmp_path / "folder" / "example.txt") == BODY


@clause("get_file.location.cache-subdir-absolute-missing")
def test_a_missing_absolute_subdirectory_is_created(fetch, url, tmp_path):
    fetch("example.txt", url, cache_subdir=str(tmp_path / "new" / "folder"))
    assert content(tmp_path / "new" / "folder" / "example.txt") == BODY


@clause("get_file.location.two-names")
def test_one_url_may_be_two_files(fetch, url, datasets):
    fetch("one.txt", url)
    fetch("two.txt", url)
    assert [content(datasets / "one.txt"), content(datasets / "two.txt")] == [BODY, BODY]


@clause("get_file.location.two-subdirs")
def test_one_name_in_two_subdirectories_is_two_files(fetch, url, origin, cache):
    fetch("example.txt", url, cache_subdir="one")
    fetch("example.txt", origin.serve(b"something else"), cache_subdir="two")
    found = [content(cache / name / "example.txt") for name in ("one", "two")]
    assert found == [BODY, b"something else"]


@clause("get_file.returns.path")
def test_the_path_of_the_file_is_returned(fetch, url, cache):
    assert place(fetch("example.txt", url), cache) == "datasets/example.txt"


@clause("get_file.returns.path-on-hit")
def test_the_path_of_a_cached_file_is_returned(fetch, url, cache):
    fetch("example.txt", url)
    assert place(fetch("example.txt", url), cache) == "datasets/example.txt"


@clause("get_file.returns.type")
def test_a_path_is_returned(fetch, url):
    assert isinstance(fetch("example.txt", url), (str, os.PathLike)), "neither a string nor a path object"
