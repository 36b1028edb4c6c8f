"""The choice of the archives that are extracted: `archive_format`, and the deprecated `untar`."""

from hashlib import sha256

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.get_file.observed_files import delete, members_in, place
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of, raises, returns

MEMBERS = {"beasts/shoggoth.txt": b"Tekeli-li! Tekeli-li!", "readme.txt": b"Do not call up."}


@cases(
    "archive_format, spelling",
    {
        "get_file.format.tar": [("tar", ".tar"), ("tar", ".tar.gz"), ("tar", ".tar.bz")],
        "get_file.format.zip": [("zip", ".zip")],
        "get_file.format.auto": [
            ("auto", ".tar"),
            ("auto", ".tar.gz"),
            ("auto", ".tar.bz"),
            ("auto", ".zip"),
        ],
        "get_file.format.list": [
            (["tar", "zip"], ".tar.gz"),
            (["tar", "zip"], ".zip"),
            (["zip", "tar"], ".tar.gz"),
            (["zip", "tar"], ".zip"),
            (["tar"], ".tar.bz"),
            (["zip"], ".zip"),
        ],
    },
)
def test_files_of_the_format_are_extracted(fetch, serve, datasets, archive_format, spelling):
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True, archive_format=archive_format)
    assert members_in(datasets, MEMBERS) == MEMBERS


@cases(
    "archive_format, spelling",
    {
        "get_file.format.tar-is-not-zip": [("tar", ".zip")],
        "get_file.format.zip-is-not-tar": [("zip", ".tar"), ("zip", ".tar.gz")],
        "get_file.format.list-of-others": [(["tar"], ".zip"), (["zip"], ".tar.gz")],
    },
)
def test_files_of_other_formats_are_not_extracted(fetch, serve, cache, archive_format, spelling):
    # An error is no less right: the clause says no more than that nothing is extracted.
    options = {"extract": True, "archive_format": archive_format}
    outcome_of(fetch, f"bestiary{spelling}", serve(spelling, MEMBERS), **options)
    assert members_in(cache, MEMBERS) == {}


@cases("no_format", {"get_file.format.none": [None], "get_file.format.empty-list": [[]]})
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_no_format_extracts_nothing(fetch, serve, cache, no_format, spelling):
    returned = fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True, archive_format=no_format)
    found = place(returned, cache), members_in(cache, MEMBERS)
    assert found == (f"datasets/bestiary{spelling}", {})


@clause("get_file.format.name-without-suffix")
@pytest.mark.parametrize("archive_format, spelling", [("tar", ".tar"), ("tar", ".tar.gz"), ("zip", ".zip")])
def test_the_name_need_not_tell_the_format(fetch, serve, datasets, archive_format, spelling):
    fetch("bestiary", serve(spelling, MEMBERS), extract=True, archive_format=archive_format)
    assert members_in(datasets, MEMBERS) == MEMBERS


@cases(
    "spelling",
    {
        "get_file.untar.tar": [".tar"],
        "get_file.untar.tar-gz": [".tar.gz"],
        "get_file.untar.tar-bz": [".tar.bz"],
    },
)
def test_untar_extracts(fetch, serve, datasets, spelling):
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), untar=True)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.untar.again")
def test_deleted_members_are_untarred_again(fetch, serve, datasets):
    url = serve(".tar.gz", MEMBERS)
    fetch("bestiary.tar.gz", url, untar=True)
    delete(MEMBERS, datasets)
    fetch("bestiary.tar.gz", url, untar=True)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.untar.renewed")
@pytest.mark.parametrize("fname", ["bestiary.tar.gz", "bestiary"])
def test_untarred_members_are_those_of_the_new_archive(fetch, serve, datasets, fname):
    old, new = {"bestiary/index.txt": b"byakhee"}, {"bestiary/index.txt": b"byakhee, shoggoth"}
    digest = sha256(archives.tar_gz(new)).hexdigest()

    def renew():
        fetch(fname, serve(".tar.gz", old), untar=True)
        fetch(fname, serve(".tar.gz", new), untar=True, file_hash=digest)
        return members_in(datasets, new)

    # An error is right as well: an archive `bestiary` and a folder `bestiary` can't be in the same place.
    assert outcome_of(renew) in (raises(Exception), returns(new))


@clause("get_file.untar.off")
@pytest.mark.parametrize("options", [{}, {"untar": False}])
def test_nothing_is_untarred_unasked(fetch, serve, cache, options):
    fetch("bestiary.tar.gz", serve(".tar.gz", MEMBERS), **options)
    assert members_in(cache, MEMBERS) == {}


@clause("get_file.untar.returns-existing")
@pytest.mark.parametrize(
    "fname, spelling",
    [("bestiary.tar", ".tar"), ("bestiary.tar.gz", ".tar.gz"), ("bestiary", ".tar"), ("bestiary", ".tar.gz")],
)
def test_the_path_of_something_is_returned(fetch, serve, cache, fname, spelling):
    returned = fetch(fname, serve(spelling, MEMBERS), untar=True)
    assert place(returned, cache) is not None, "the returned path does not exist"
