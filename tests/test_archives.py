"""The archives of the fixtures: honest ones can be read, traps catch who trusts them."""

import io
import tarfile
import zipfile

import pytest

from cthulhu_conformance.fixtures import archives

MEMBERS = {"folder/inner.txt": b"inside", "empty": b"", "ünïcode 本.bin": bytes(range(256))}
TRUSTING = {"filter": "fully_trusted"} if hasattr(tarfile, "fully_trusted_filter") else {}


def contents(archive):
    stream = io.BytesIO(archive)
    if zipfile.is_zipfile(stream):
        with zipfile.ZipFile(stream) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    stream.seek(0)
    with tarfile.open(fileobj=stream) as opened:
        return {member.name: opened.extractfile(member).read() for member in opened}


def extract_trustingly(archive, folder):
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        opened.extractall(str(folder), **TRUSTING)


@pytest.mark.parametrize("spelling", archives.SPELLINGS)
def test_every_spelling_holds_its_members(spelling):
    assert contents(archives.make(spelling, MEMBERS)) == MEMBERS


@pytest.mark.parametrize("spelling", archives.SPELLINGS)
def test_archives_are_the_same_every_time(spelling):
    assert archives.make(spelling, MEMBERS) == archives.make(spelling, MEMBERS)


@pytest.mark.parametrize(
    "spelling, magic", [(".tar.gz", b"\x1f\x8b"), (".tgz", b"\x1f\x8b"), (".tar.bz", b"BZ"), (".tbz", b"BZ")]
)
def test_spellings_tell_the_compression(spelling, magic):
    assert archives.make(spelling, MEMBERS).startswith(magic)


@pytest.mark.parametrize("make", [archives.tar, archives.zipped])
@pytest.mark.parametrize("name", ["../up.txt", "/absolute.txt", "a/../../b.txt"])
def test_names_are_kept_as_they_are(make, name):
    assert contents(make({name: b"trap"})) == {name: b"trap"}


def test_a_locked_zip_can_be_listed_but_not_read():
    with zipfile.ZipFile(io.BytesIO(archives.locked_zip(MEMBERS))) as opened:
        assert opened.namelist() == list(MEMBERS)
        for name in MEMBERS:
            with pytest.raises(RuntimeError):
                opened.read(name)


def test_a_damaged_zip_does_not_fit_its_checksums():
    members = {"one.txt": b"one and two", "two.txt": b"three and four"}
    with zipfile.ZipFile(io.BytesIO(archives.damaged_zip(members))) as opened:
        for name in members:
            with pytest.raises(zipfile.BadZipFile):
                opened.read(name)


@pytest.mark.parametrize("spelling, extract", [(".tar.gz", tarfile.open), (".zip", zipfile.ZipFile)])
def test_folders_are_folders(tmp_path, spelling, extract):
    archive = tmp_path / f"archive{spelling}"
    archive.write_bytes(archives.make(spelling, {"full/file.txt": b"in it", "full": archives.Folder()}))
    with extract(str(archive)) as opened:
        opened.extractall(str(tmp_path), **(TRUSTING if spelling == ".tar.gz" else {}))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["file.txt"]


def test_climbing_members_get_out(tmp_path):
    inside = tmp_path / "1" / "2" / "3"
    extract_trustingly(archives.tar(archives.climbing("evil", b"out")), inside)
    assert [(folder / "evil").exists() for folder in list(inside.parents)[:3]] == [True, True, True]


def test_symlinks_lead_out(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    outside.mkdir()
    extract_trustingly(archives.tar(archives.through_symlink(str(outside), "evil", b"out")), inside)
    assert (outside / "evil").read_bytes() == b"out"


def test_nested_symlinks_lead_out(tmp_path):
    inside = tmp_path / "outer" / "inside"
    extract_trustingly(archives.tar(archives.through_nested_symlink("evil", b"out")), inside)
    assert (tmp_path / "evil").read_bytes() == b"out"


@pytest.mark.parametrize("over", [archives.over_symlink, archives.over_hardlink])
def test_links_lead_to_the_victim(tmp_path, over):
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    extract_trustingly(archives.tar(over(str(victim), b"out")), tmp_path / "inside")
    assert victim.read_bytes() == b"out"
