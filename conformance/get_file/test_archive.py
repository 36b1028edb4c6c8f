"""Extraction of archives: members are found in the folder that the file is saved in, or below it."""

from hashlib import sha256

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import archives
from cthulhu_conformance.fixtures.origin import pattern
from cthulhu_conformance.get_file.observed_files import content, delete, files, members_in, place
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of, raises, returns

MEMBERS = {"beasts/shoggoth.txt": b"Tekeli-li! Tekeli-li!", "readme.txt": b"Do not call up."}


@cases(
    "spelling",
    {
        "get_file.extract.tar": [".tar"],
        "get_file.extract.tar-gz": [".tar.gz"],
        "get_file.extract.tar-bz": [".tar.bz"],
        "get_file.extract.zip": [".zip"],
        "get_file.extract.other-spellings": [".tgz", ".tbz", ".tar.bz2"],
    },
)
def test_extract_extracts(fetch, serve, datasets, spelling):
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.extract.off")
@pytest.mark.parametrize("options", [{}, {"extract": False}, {"archive_format": "tar"}])
def test_nothing_is_extracted_unasked(fetch, serve, cache, options):
    fetch("bestiary.tar.gz", serve(".tar.gz", MEMBERS), **options)
    assert members_in(cache, MEMBERS) == {}


@clause("get_file.extract.returns-file")
@pytest.mark.parametrize("spelling", [".tar", ".tar.gz", ".zip"])
def test_the_path_of_the_archive_is_returned(fetch, serve, cache, spelling):
    returned = fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True)
    assert place(returned, cache) == f"datasets/bestiary{spelling}"


@clause("get_file.extract.archive-stays")
@pytest.mark.parametrize("spelling", [".tar", ".tar.gz", ".zip"])
def test_the_archive_stays_as_it_was(fetch, serve, datasets, spelling):
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True)
    assert content(datasets / f"bestiary{spelling}") == archives.make(spelling, MEMBERS)


@clause("get_file.extract.saved-as-fname")
@pytest.mark.parametrize("fname", ["bestiary.tar", "bestiary", "two.dots.tar"])
def test_an_archive_is_saved_as_fname(fetch, serve, datasets, fname):
    fetch(fname, serve(".tar", MEMBERS), extract=True, archive_format="tar")
    assert content(datasets / fname) == archives.tar(MEMBERS)


@clause("get_file.extract.hit")
def test_a_cached_archive_is_extracted(fetch, serve, datasets):
    url = serve(".tar.gz", MEMBERS)
    fetch("bestiary.tar.gz", url)
    fetch("bestiary.tar.gz", url, extract=True)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.extract.again")
def test_deleted_members_are_extracted_again(fetch, serve, datasets):
    url = serve(".tar.gz", MEMBERS)
    fetch("bestiary.tar.gz", url, extract=True)
    delete(MEMBERS, datasets)
    fetch("bestiary.tar.gz", url, extract=True)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.extract.renewed")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_members_are_those_of_the_new_archive(fetch, serve, datasets, spelling):
    old = {name: b"of an older edition, and longer than today's: " + MEMBERS[name] for name in MEMBERS}
    fetch(f"bestiary{spelling}", serve(spelling, old), extract=True)
    digest = sha256(archives.make(spelling, MEMBERS)).hexdigest()
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True, file_hash=digest)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.extract.content")
@pytest.mark.parametrize("spelling", [".tar", ".tar.bz", ".zip"])
@pytest.mark.parametrize(
    "body", [b"", bytes(range(256)), b"".join(pattern(200_001))], ids=["empty", "binary", "large"]
)
def test_members_have_their_bytes(fetch, serve, datasets, spelling, body):
    fetch(f"bestiary{spelling}", serve(spelling, {"member.bin": body}), extract=True)
    assert members_in(datasets, {"member.bin": body}) == {"member.bin": body}


@clause("get_file.extract.nested")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_folders_come_out_as_folders(fetch, serve, datasets, spelling):
    members = {"a/same.txt": b"in a", "a/b/same.txt": b"in a/b", "c/d/e/f.txt": b"deep"}
    fetch(f"bestiary{spelling}", serve(spelling, members), extract=True)
    assert members_in(datasets, members) == members


@clause("get_file.extract.folder-without-its-parents")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_a_folder_may_come_without_the_folders_that_it_is_in(fetch, serve, datasets, spelling):
    file = {"far/off/land/goat.txt": b"Ia!"}
    members = dict({"far/off/land": archives.Folder()}, **file)
    fetch(f"bestiary{spelling}", serve(spelling, members), extract=True)
    assert members_in(datasets, file) == file


@clause("get_file.extract.folder-after-its-files")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_a_folder_may_come_after_its_files(fetch, serve, datasets, spelling):
    folders = {"beasts": archives.Folder(), "empty": archives.Folder()}
    fetch(f"bestiary{spelling}", serve(spelling, dict(MEMBERS, **folders)), extract=True)
    assert members_in(datasets, MEMBERS) == MEMBERS


@clause("get_file.extract.of-a-folder")
@pytest.mark.parametrize("spelling", [".tar", ".tar.gz"])
def test_an_archive_may_be_of_what_is_in_a_folder(fetch, serve, datasets, spelling):
    files = {"woods/goat.txt": b"Ia!", "index.txt": b"one goat"}
    members = {"./": archives.Folder(), "./woods/": archives.Folder()}
    members.update({f"./{name}": content for name, content in files.items()})
    fetch(f"bestiary{spelling}", serve(spelling, members), extract=True)
    assert members_in(datasets, files) == files


@clause("get_file.extract.last-of-a-name")
def test_the_last_member_of_a_name_counts(fetch, serve, datasets):
    def entry():
        fetch(
            "bestiary.tar", serve(".tar", [("entry.txt", b"first"), ("entry.txt", b"second")]), extract=True
        )
        return members_in(datasets, {"entry.txt": b"second"})

    assert outcome_of(entry) in (raises(Exception), returns({"entry.txt": b"second"}))


@clause("get_file.extract.names")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_members_may_have_any_name(fetch, serve, datasets, spelling):
    members = {"old ones/Yog Sothoth.txt": b"the key", "Чёрная коза/山羊.txt": b"the goat"}
    fetch(f"bestiary{spelling}", serve(spelling, members), extract=True)
    assert members_in(datasets, members) == members


@clause("get_file.extract.only-there")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_members_appear_nowhere_else(fetch, serve, tmp_path, datasets, monkeypatch, spelling):
    monkeypatch.chdir(tmp_path)
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True)
    below = datasets.relative_to(tmp_path).as_posix() + "/"
    elsewhere = [name for name in files(tmp_path) if not name.startswith(below)]
    assert [name for name in elsewhere if name.endswith(tuple(MEMBERS))] == []


@clause("get_file.extract.neighbours-stay")
@pytest.mark.parametrize("spelling", [".tar.gz", ".zip"])
def test_other_files_stay(fetch, serve, datasets, spelling):
    neighbours = {"beasts/byakhee.txt": b"an older entry", "notes.txt": b"my own notes"}
    for name, body in neighbours.items():
        (datasets / name).parent.mkdir(parents=True, exist_ok=True)
        (datasets / name).write_bytes(body)
    fetch(f"bestiary{spelling}", serve(spelling, MEMBERS), extract=True)
    assert {name: content(datasets / name) for name in neighbours} == neighbours


@clause("get_file.extract.damaged-spares-neighbours")
@pytest.mark.parametrize(
    "fname, damaged",
    [
        ("bestiary.tar", archives.tar({"first.txt": b"whole", "second.txt": b"cut" * 999})[:3000]),
        ("bestiary.tar.gz", archives.tar_gz(MEMBERS)[:-30]),
        ("bestiary.zip", archives.locked_zip(MEMBERS)),
    ],
    ids=["cut-tar", "cut-tar-gz", "locked-zip"],
)
def test_a_damaged_archive_costs_no_other_file(fetch, origin, datasets, fname, damaged):
    datasets.mkdir()
    (datasets / "notes.txt").write_bytes(b"my own notes")
    outcome_of(fetch, fname, origin.serve(damaged), extract=True)
    assert content(datasets / "notes.txt") == b"my own notes"


@clause("get_file.extract.damaged-member")
def test_a_member_that_does_not_fit_its_checksum_is_not_extracted(fetch, origin, datasets):
    members = {"entry.txt": b"a byakhee has wings", "other.txt": b"a shoggoth has none"}

    def extracted():
        fetch("bestiary.zip", origin.serve(archives.damaged_zip(members)), extract=True)
        return members_in(datasets, members)

    assert outcome_of(extracted) in (raises(Exception), returns({}))


@clause("get_file.extract.cut-member")
@pytest.mark.parametrize("spelling", [".tar", ".tar.gz", ".zip"])
def test_no_member_of_a_cut_archive_is_short(fetch, origin, datasets, spelling):
    members = {"first.bin": b"whole", "second.bin": b"".join(pattern(300_001)), "third.bin": b"lost"}
    archive = archives.make(spelling, members)

    def wrong():
        fetch(f"bestiary{spelling}", origin.serve(archive[: len(archive) // 2]), extract=True)
        found = members_in(datasets, members)
        return [name for name in found if found[name] != members[name]]

    assert outcome_of(wrong) in (raises(Exception), returns([]))


@clause("get_file.extract.no-archive")
@pytest.mark.parametrize("fname", ["plain.txt", "in-name-only.tar.gz", "in-name-only.zip"])
def test_no_archive_is_no_reason_for_a_false_path(fetch, origin, cache, fname):
    url = origin.serve(b"This is no archive at all.\n" * 50)
    outcome = outcome_of(lambda: place(fetch(fname, url, extract=True), cache) is not None)
    assert outcome in (raises(Exception), returns(True))
