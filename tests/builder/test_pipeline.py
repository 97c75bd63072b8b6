"""A release comes into being whole or not at all, and the same each time."""

import errno
import json
import os
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.builder import folder as folder_module
from openalliances.builder import pipeline
from openalliances.builder.pipeline import DataError, build
from openalliances.errors import CheckError, MachineError, SourceError
from openalliances.progress import BUILD_STEPS
from openalliances.rdf.prefixes import ALLY, BASE, DERIVED_GRAPH, INFERRED_GRAPH
from openalliances.release import open_release
from openalliances.release.integrity import CHECKSUMS, read_checksums
from openalliances.release.names import NAMES


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a release but those of the store, which holds times, and the sums."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"store", CHECKSUMS} & {*path.relative_to(folder).parts}
    }


def test_a_release_has_all_its_parts(bundle_folder, tmp_path, told):
    release = build(tmp_path / "out", progress=told, root=bundle_folder)
    manifest = release.manifest
    assert re.fullmatch(r"1\.2\.3-[0-9a-f]{12}", release.folder.name)
    assert release.folder.name.endswith(manifest.digest[:12])
    assert (manifest.kind, manifest.version, manifest.title) == ("dataset", "1.2.3", "Small set")
    assert manifest.base == BASE
    assert {g.kind for g in manifest.graphs} == {
        "ontology",
        "vocab",
        "catalog",
        "reference",
        "shapes",
        "derived",
        "inferred",
        "description",
    }
    titles = {g.iri: (g.title, g.title_fr) for g in manifest.graphs}
    assert titles[BASE + "graph/vocabularies"] == ("Vocabularies", "Vocabulaires")
    assert [part.name for part in manifest.parts] == ["openalliances", "states"]
    assert manifest.parts[0].graphs == tuple(g.iri for g in manifest.graphs)
    assert len(manifest.files) == 2 * 6
    assert sum(g.triples for g in manifest.graphs) == manifest.quads
    assert {p.name for p in (release.folder / "report").iterdir()} == {
        "validation.ttl",
        "validation.json",
        "unsourced.txt",
        "validation.txt",
        "figures.json",
        "bom.cdx.json",
    }
    assert f"indexes/{NAMES}" in {entry.path for entry in read_checksums(release.folder)}
    assert told.steps == list(BUILD_STEPS)
    assert names(tmp_path / "out") == [release.folder.name]


def test_the_store_can_be_opened_and_has_what_follows(bundle_folder, tmp_path, told):
    release = build(tmp_path / "out", progress=told, root=bundle_folder)
    store = ox.Store.read_only(str(release.store))
    assert len(store) == release.manifest.quads
    names = {graph.value for graph in store.named_graphs()}
    assert names == {g.iri for g in release.manifest.graphs if g.triples}
    partner, inverse = (ox.NamedNode(ALLY + name) for name in ("isPartnerOf", "isPartyTo"))
    derived = list(store.quads_for_pattern(None, partner, None, None))
    assert {q.graph_name.value for q in derived} == {DERIVED_GRAPH}
    inferred = list(store.quads_for_pattern(None, inverse, None, None))
    assert {q.graph_name.value for q in inferred} == {INFERRED_GRAPH}


def test_two_builds_are_the_same(bundle_folder, tmp_path, told):
    one = build(tmp_path / "one", progress=told, root=bundle_folder)
    two = build(tmp_path / "two", progress=told, root=bundle_folder)
    assert contents(one.folder) == contents(two.folder)
    assert "manifest.json" in contents(one.folder)


def test_a_second_build_keeps_the_first(bundle_folder, tmp_path, told):
    one = build(tmp_path, progress=told, root=bundle_folder)
    before = (one.folder / "manifest.json").stat().st_ino
    two = build(tmp_path, progress=told, root=bundle_folder)
    assert two.folder == one.folder
    assert (two.folder / "manifest.json").stat().st_ino == before


def test_a_damaged_release_is_replaced(bundle_folder, tmp_path, told):
    out = tmp_path / "out"
    one = build(out, progress=told, root=bundle_folder)
    (one.folder / "manifest.json").unlink()
    two = build(out, progress=told, root=bundle_folder)
    assert open_release(one.folder).manifest == two.manifest
    assert names(out) == [one.folder.name]


def test_a_fault_in_the_data_stops_the_build(bundle_folder, tmp_path, told, write):
    write("data/reference/more.ttl", "<https://w3id.org/openalliances/id/state/c> a ally:State .")
    with pytest.raises(DataError, match="1 error; nothing was built") as caught:
        build(tmp_path / "out", progress=told, root=bundle_folder)
    assert [p.path for p in caught.value.problems] == ["data/reference/more.ttl"]
    assert caught.value.exit_code == CheckError.exit_code == 1
    assert names(tmp_path / "out") == []


def test_a_file_that_cannot_be_read_stops_the_build(bundle_folder, tmp_path, told):
    (bundle_folder / "data" / "bad.ttl").write_text("<http://a>")
    with pytest.raises(SourceError, match=r"bad\.ttl"):
        build(tmp_path / "out", progress=told, root=bundle_folder)


def test_a_set_without_a_version_is_refused(bundle_folder, tmp_path, told, write):
    write("data/catalog.ttl", '<https://w3id.org/openalliances/dataset> dcterms:title "x" .')
    with pytest.raises(CheckError, match="0 versions"):
        build(tmp_path / "out", progress=told, root=bundle_folder)


def full_disk(*_args, **_named):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt(*_args):
    raise KeyboardInterrupt


STOPS = [
    ("write_store", interrupt, KeyboardInterrupt),
    ("ontologies", interrupt, KeyboardInterrupt),
    ("write_manifest", interrupt, KeyboardInterrupt),
    ("write_dumps", full_disk, MachineError),
    ("write_report", full_disk, MachineError),
]


@pytest.mark.parametrize(("function", "stop", "error"), STOPS)
def test_a_stopped_build_leaves_nothing_and_keeps_the_old(
    bundle_folder, tmp_path, told, write, monkeypatch, function, stop, error
):
    out = tmp_path / "out"
    old = build(out, progress=told, root=bundle_folder)
    before = contents(old.folder)
    write("data/reference/more.ttl", '<https://w3id.org/openalliances/id/x> rdfs:label "x"@en .')
    monkeypatch.setattr(pipeline, function, stop)
    with pytest.raises(error):
        build(out, progress=told, root=bundle_folder)
    assert names(out) == [old.folder.name]
    assert contents(old.folder) == before


def test_a_build_that_is_stopped_at_the_last_moment_leaves_nothing(
    bundle_folder, tmp_path, told, monkeypatch
):
    monkeypatch.setattr(folder_module, "_to_disk", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "out", progress=told, root=bundle_folder)
    assert names(tmp_path / "out") == []


def test_a_full_disk_says_what_to_do(bundle_folder, tmp_path, told, monkeypatch):
    monkeypatch.setattr(pipeline, "write_dumps", full_disk)
    with pytest.raises(MachineError, match="No space left") as caught:
        build(tmp_path / "out", progress=told, root=bundle_folder)
    assert "Free some space" in caught.value.hint


def test_a_place_that_is_a_file_is_refused(bundle_folder, tmp_path, told):
    (tmp_path / "file").write_text("x")
    with pytest.raises(MachineError, match="cannot be written"):
        build(tmp_path / "file" / "out", progress=told, root=bundle_folder)


def test_the_real_data_can_be_built(shipped_release):
    figures = json.loads((shipped_release.folder / "report" / "figures.json").read_text())
    assert figures["errors"] == 0
    assert figures["things"]["ally:Claim"] > 100
