"""What is shipped to be downloaded: small, few files, and each holds exactly its graphs."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.builder.named_graphs import read_named_graphs
from openalliances.bundle import bundle
from openalliances.engine.local.engine import open_local
from openalliances.http.urls import Urls
from openalliances.pages.downloads import page
from openalliances.pages.site import Site
from openalliances.rdf.formats import GRAPH_FORMATS, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from openalliances.rdf.prefixes import BASE, DATASET, DOWNLOADS_GRAPH, PREFIXES, part_iri
from openalliances.release import RELEASE_FORMAT, WHOLE, FileEntry, Release
from openalliances.settings import Settings

KB = 1000
RECEIPTS = ("statements", "statements-rdf11")
PARTS = [p.name for p in read_named_graphs(bundle()).parts if p.name not in RECEIPTS]


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def read(release: Release, entry: FileEntry) -> list[ox.Quad]:
    form = next(form for form in GRAPH_FORMATS if form.name == entry.format)
    with gzip.open(release.folder / entry.path) as file:
        return list(ox.parse(file, ox.RdfFormat.from_media_type(form.media_type)))


def entry_of(release: Release, part: str, form: Format) -> FileEntry:
    (found,) = (f for f in release.manifest.files if (f.part, f.format) == (part, form.name))
    return found


def canonical_lines(quads: Iterable[ox.Quad]) -> set[bytes]:
    """Return statements as lines, those with blank nodes with canonical names."""
    plain: list[ox.Quad] = []
    blank = ox.Dataset()
    for quad in quads:
        if ox.BlankNode in (type(quad.subject), type(quad.object)):
            blank.add(quad)
        else:
            plain.append(quad)
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = ox.serialize([*plain, *blank], format=ox.RdfFormat.N_QUADS) or b""
    return set(text.splitlines())


def in_one(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    return {ox.Quad(*quad.triple, ox.DefaultGraph()) for quad in quads}


def test_a_release_is_small(shipped_release: Release) -> None:
    whole, store = size_of(shipped_release.folder), size_of(shipped_release.store)
    assert whole <= 2.5 * store
    assert whole < 0.45 * KB * shipped_release.manifest.quads
    files = [path for path in shipped_release.folder.rglob("*") if path.is_file()]
    assert sum(path.parent.name != "links" for path in files) <= 250
    assert (shipped_release.folder / "manifest.json").stat().st_size < 100_000


def test_the_graphs_of_the_release_are_those_of_the_table(shipped_release: Release) -> None:
    named = [graph.iri for graph in read_named_graphs(bundle()).graphs]
    assert [graph.iri for graph in shipped_release.manifest.graphs] == named
    store = ox.Store.read_only(str(shipped_release.store))
    assert {graph.value for graph in store.named_graphs()} == set(named)


def test_each_part_has_a_file_in_each_format(shipped_release: Release) -> None:
    found = [(entry.part, entry.format) for entry in shipped_release.manifest.files]
    # What RDF 1.2 says of statements has no form in JSON-LD, and RDF/XML is left to RDF 1.1.
    receipts = [("statements", form.name) for form in (TURTLE, N_TRIPLES, N_QUADS, TRIG)]
    receipts += [("statements-rdf11", form.name) for form in (TURTLE, N_TRIPLES)]
    assert found[: -len(receipts)] == [
        (part, form.name) for part in (WHOLE, *PARTS) for form in GRAPH_FORMATS
    ]
    assert found[-len(receipts) :] == receipts
    named = [part.name for part in shipped_release.manifest.parts]
    assert named == [WHOLE, *PARTS, *RECEIPTS]
    for entry in shipped_release.manifest.files:
        assert "." in Path(entry.plain_path).name


def test_the_whole_set_has_the_digest_of_the_release(shipped_release: Release) -> None:
    """The whole set in RDF 1.1, and beside it the receipts in RDF 1.2."""
    manifest = shipped_release.manifest
    entries = [entry_of(shipped_release, part, N_QUADS) for part in (WHOLE, "statements")]
    assert sum(entry.statements for entry in entries) == manifest.quads
    lines = [
        line
        for entry in entries
        for line in gzip.decompress((shipped_release.folder / entry.path).read_bytes()).splitlines()
    ]
    content = b"".join(line + b"\n" for line in sorted(lines))
    assert hashlib.sha256(content).hexdigest() == manifest.digest


@pytest.mark.parametrize("name", PARTS)
def test_a_part_holds_exactly_its_graphs_in_each_format(
    shipped_release: Release, name: str
) -> None:
    (part,) = (p for p in shipped_release.manifest.parts if p.name == name)
    quads = read(shipped_release, entry_of(shipped_release, name, N_QUADS))
    whole = read(shipped_release, entry_of(shipped_release, WHOLE, N_QUADS))
    wanted = canonical_lines(quad for quad in whole if quad.graph_name.value in part.graphs)
    assert canonical_lines(quads) == wanted
    flat = canonical_lines(in_one(quads))
    assert len(flat) == part.triples
    for form in GRAPH_FORMATS:
        entry = entry_of(shipped_release, name, form)
        found = read(shipped_release, entry)
        assert len(set(found)) == entry.statements
        if form.quads:
            assert canonical_lines(found) == wanted, form.name
        else:
            assert canonical_lines(in_one(found)) == flat, form.name


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.extension)
def test_the_whole_set_is_the_same_in_each_format(shipped_release: Release, form: Format) -> None:
    quads = read(shipped_release, entry_of(shipped_release, WHOLE, N_QUADS))
    found = read(shipped_release, entry_of(shipped_release, WHOLE, form))
    if form.quads:
        assert canonical_lines(found) == canonical_lines(quads)
    else:
        assert canonical_lines(in_one(found)) == canonical_lines(in_one(quads))


def test_the_page_is_light_and_says_all(shipped_release: Release) -> None:
    settings = Settings(query_workers=1)
    with closing(open_local(shipped_release.store, settings)) as engine:
        html = page(Site(shipped_release, engine, settings))
    assert len(html.encode()) < 5_200 * len(shipped_release.manifest.parts)
    for entry in shipped_release.manifest.files:
        assert f'href="/{entry.plain_path}"' in html
        assert entry.sha256 in html
    urls = Urls(BASE)
    for graph in shipped_release.manifest.graphs:
        assert f'href="{urls.document(graph.iri)}"' in html
        assert graph.triples > 0


def test_the_data_say_where_each_part_is(shipped_release: Release) -> None:
    """DCAT 3, section 6: a data set, its distributions, and what is to be had of each."""
    store = ox.Store.read_only(str(shipped_release.store))
    query = f"""
    PREFIX dcat: <{PREFIXES["dcat"]}>
    PREFIX dcterms: <{PREFIXES["dcterms"]}>
    SELECT ?of ?url ?type FROM <{DOWNLOADS_GRAPH}> WHERE {{
      ?of dcat:distribution ?file .
      ?file a dcat:Distribution ; dcat:downloadURL ?url ; dcat:mediaType ?type ;
        dcterms:license ?licence ; dcterms:format ?format ; dcterms:title ?title .
    }}"""
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    found = {tuple(term.value for term in row) for row in solutions}
    types = "https://www.iana.org/assignments/media-types/"
    assert found == {
        (
            DATASET if entry.part == WHOLE else part_iri(entry.part),
            BASE + entry.plain_path,
            types + next(f.media_type for f in GRAPH_FORMATS if f.name == entry.format),
        )
        for entry in shipped_release.manifest.files
    }


def test_a_release_of_another_layout_is_not_mistaken_for_one(shipped_release: Release) -> None:
    raw = json.loads((shipped_release.folder / "manifest.json").read_text())
    assert raw["format"] == RELEASE_FORMAT == 6
