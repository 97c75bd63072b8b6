"""A user's own files are served as they are, or refused with their place."""

import gzip
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from openalliances.builder.user_files import load_files
from openalliances.errors import SourceError
from openalliances.settings import Settings

TRIPLE = '<http://a> <http://x/b> "c" .\n'


def packed(text: str) -> bytes:
    """Return the text as gzip, the same bytes at any time: tests are named after them."""
    return gzip.compress(text.encode(), mtime=0)


QUAD = '<http://a> <http://x/b> "c" <http://g> .\n'
XML = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    '<r:Description r:about="http://a"><x:b>c</x:b></r:Description></r:RDF>'
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


GOOD = [
    ("x.ttl", TRIPLE.encode(), ""),
    ("x.nt", TRIPLE.encode(), ""),
    ("x.nq", QUAD.encode(), "http://g"),
    ("x.trig", b'<http://g> { <http://a> <http://x/b> "c" }', "http://g"),
    ("x.jsonld", b'{"@id": "http://a", "http://x/b": "c"}', ""),
    ("x.rdf", XML.encode(), ""),
    ("x.owl", XML.encode(), ""),
    ("x.nt.gz", packed(TRIPLE), ""),
    ("x.nq.zst", zstandard.compress(QUAD.encode()), "http://g"),
]

BAD = [
    ("x.ttl", b"<http://a>\n<http://b> .", 2, "not valid Turtle"),
    ("x.nt", TRIPLE.encode() * 3 + b"<http://a> b .\n", 4, "not valid N-Triples"),
    ("x.nt.gz", packed(TRIPLE + "<http://a> b .\n"), 2, "not valid N-Triples"),
    ("x.ttl", b"", 0, "no triples"),
    ("x.jsonld", b"{}", 0, "no triples"),
    ("x.nt.zst", zstandard.compress(b""), 0, "no triples"),
    ("x.nt.gz", b"not gzip", 0, "cannot be unpacked"),
    ("x.nt.gz", packed(TRIPLE * 9)[:-12], 0, "cannot be unpacked"),
    ("x.nt.zst", b"not zstd", 0, "cannot be unpacked"),
    ("x.txt", b"x", 0, '".txt"'),
    ("x.gz", b"x", 0, "cannot be unpacked"),
    ("x.gz", packed(TRIPLE), 0, '"x"'),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(cache_dir=str(tmp_path / "cache"))


def put(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "data", "graph"), GOOD, ids=[g[0] for g in GOOD])
def test_a_file_is_loaded_with_its_graphs(tmp_path, settings, told, name, data, graph):
    release = load_files([put(tmp_path, name, data)], settings, told)
    manifest = release.manifest
    assert (manifest.kind, manifest.title, manifest.quads) == ("files", name, 1)
    assert [(g.iri, g.triples) for g in manifest.graphs] == [(graph, 1)]
    (quad,) = ox.Store.read_only(str(release.store))
    assert quad.subject == ox.NamedNode("http://a")
    assert {file.part for file in manifest.files} == {"data"}


@pytest.mark.parametrize(("name", "data", "line", "message"), BAD)
def test_a_bad_file_is_refused_and_nothing_is_left(
    tmp_path, settings, told, name, data, line, message
):
    path = put(tmp_path, name, data)
    with pytest.raises(SourceError) as caught:
        load_files([path], settings, told)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert message in caught.value.message
    cache = tmp_path / "cache"
    assert not cache.exists() or names(cache) == []


def test_missing_files_folders_and_no_files_are_refused(tmp_path, settings, told):
    for files, message in (
        ([tmp_path / "x.ttl"], "no such"),
        ([tmp_path], "folder"),
        ([], "No file"),
    ):
        with pytest.raises(SourceError, match=message):
            load_files(files, settings, told)


def test_an_empty_file_beside_a_full_one_is_told(tmp_path, settings, told):
    files = [put(tmp_path, "a.nt", TRIPLE.encode()), put(tmp_path, "b.nt", b"\n")]
    manifest = load_files(files, settings, told).manifest
    assert (manifest.quads, manifest.notices) == (1, ("b.nt has no triples.",))
    assert told.notes == ["note: b.nt has no triples."]


def test_the_same_file_twice_is_no_fault(tmp_path, settings, told):
    files = [put(tmp_path, name, TRIPLE.encode()) for name in ("a.nt", "b.nt")]
    assert load_files(files, settings, told).manifest.quads == 1


def test_blank_nodes_of_two_files_do_not_meet(tmp_path, settings, told):
    files = [put(tmp_path, f"{n}.nt", f'_:x <http://p> "{n}" .\n'.encode()) for n in "ab"]
    release = load_files(files, settings, told)
    subjects = {quad.subject for quad in ox.Store.read_only(str(release.store))}
    assert len(subjects) == 2


@pytest.mark.parametrize(
    ("base", "subject", "notices"),
    [("", "https://w3id.org/openalliances/file/x.ttl#me", 1), ("http://b/c", "http://b/c#me", 0)],
)
def test_a_relative_iri_is_never_that_of_a_folder(tmp_path, settings, told, base, subject, notices):
    path = put(tmp_path, "x.ttl", b"<#me> <http://p> 1 .")
    release = load_files([path], replace(settings, base=base), told)
    (quad,) = ox.Store.read_only(str(release.store))
    assert quad.subject.value == subject
    assert len(release.manifest.notices) == notices


def test_the_second_time_nothing_is_loaded(tmp_path, settings, told):
    path = put(tmp_path, "x.nt", TRIPLE.encode())
    one = load_files([path], settings, told)
    two = load_files([path], settings, told)
    assert one == two
    assert told.steps.count("load") == 1
    path.write_text(QUAD.replace("<http://g> ", ""))
    put(tmp_path, "x.nt", b'<http://a> <http://x/b> "d" .\n')
    assert load_files([path], settings, told).folder != one.folder


def test_many_graphs_are_counted(tmp_path, settings, told):
    quads = (
        "\n".join(f'<http://a> <http://p> "{n}" <http://g/{n % 3}> .' for n in range(9))
        + "\n<http://a> <http://p> <http://b> .\n"
    )
    release = load_files([put(tmp_path, "x.nq", quads.encode())], settings, told)
    assert [(g.iri, g.triples) for g in release.manifest.graphs] == [
        ("", 1),
        ("http://g/0", 3),
        ("http://g/1", 3),
        ("http://g/2", 3),
    ]
