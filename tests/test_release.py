"""A release is used only if it is whole and from this program."""

import json

import pytest

from openalliances.errors import ReleaseDamagedError, ReleaseFormatError
from openalliances.release import (
    RELEASE_FORMAT,
    FileEntry,
    GraphEntry,
    Manifest,
    PartEntry,
    open_release,
    write_manifest,
)


@pytest.fixture
def release(tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("x")
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "x.nt").write_text("abc")
    manifest = Manifest(
        format=RELEASE_FORMAT,
        kind="dataset",
        version="1.0",
        title="Ä",
        base="http://x/",
        digest="d",
        inputs="i",
        quads=3,
        graphs=(GraphEntry("http://g", "g", "claims", 3),),
        parts=(PartEntry("all", "All", "Tout", "All of it.", "", ("http://g",), 3),),
        files=(FileEntry("dumps/x.nt", "all", "N-Triples", 3, 3, "s", 9, "p"),),
        built_with={"rdflib": "7"},
    )
    write_manifest(tmp_path, manifest)
    return tmp_path, manifest


def edit(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_what_was_written_is_read(release):
    folder, manifest = release
    found = open_release(folder)
    assert found.manifest == manifest
    assert (found.store, found.dumps, found.indexes) == (
        folder / "store",
        folder / "dumps",
        folder / "indexes",
    )


def test_the_manifest_is_the_same_each_time(release):
    folder, manifest = release
    before = (folder / "manifest.json").read_bytes()
    write_manifest(folder, manifest)
    assert (folder / "manifest.json").read_bytes() == before


DAMAGES = [
    (lambda folder: (folder / "manifest.json").unlink(), "is not a release"),
    (lambda folder: (folder / "manifest.json").write_text("{"), "cannot be read"),
    (lambda folder: (folder / "manifest.json").write_bytes(b"\xff"), "cannot be read"),
    (lambda folder: (folder / "manifest.json").write_text("[]"), "not an object"),
    (lambda folder: edit(folder, more=1), "lacks or adds"),
    (lambda folder: edit(folder, graphs=[{"iri": "x"}]), "lacks or adds"),
    (lambda folder: (folder / "store" / "CURRENT").unlink(), "store is missing"),
    (lambda folder: (folder / "dumps" / "x.nt").unlink(), "x.nt is missing"),
    (lambda folder: (folder / "dumps" / "x.nt").write_text("abcd"), "4 bytes instead of 3"),
    (lambda folder: (folder / "dumps" / "x.nt").write_text("abd"), "checksum"),
    (lambda folder: (folder / "store" / "000009.log").write_text("x"), "does not belong"),
    (lambda folder: (folder / "manifest.json").write_text("[" * 100_000), "cannot be read"),
    (lambda folder: (folder / "checksums.json").write_text("[" * 100_000), "cannot be read"),
    (lambda folder: (folder / "checksums.json").write_text('[{"path": 1}]'), "cannot be read"),
    (lambda folder: (folder / "checksums.json").unlink(), "checksums.json is missing"),
    (lambda folder: edit(folder, title="Another"), "manifest.json was changed"),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGES)
def test_a_damaged_release_is_refused(release, damage, message):
    damage(release[0])
    with pytest.raises(ReleaseDamagedError, match=message) as caught:
        open_release(release[0])
    assert "openalliances build" in caught.value.hint


def test_a_release_of_another_program_is_refused(release):
    edit(release[0], format=RELEASE_FORMAT + 1)
    with pytest.raises(ReleaseFormatError, match=f"reads {RELEASE_FORMAT}"):
        open_release(release[0])
