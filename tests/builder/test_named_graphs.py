"""Which named graph a file belongs to stands in a table, not in its path."""

from pathlib import Path

import pytest

from openalliances.builder.named_graphs import GRAPHS_FILE, PARTS_FILE, read_named_graphs
from openalliances.builder.read_files import bundle_files, read_bundle
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import (
    DERIVED_GRAPH,
    DESCRIPTION_GRAPHS,
    DOWNLOADS_GRAPH,
    GRAPH,
    INFERRED_GRAPH,
)

MADE = {DERIVED_GRAPH, INFERRED_GRAPH, DOWNLOADS_GRAPH, *DESCRIPTION_GRAPHS}
ON_DEMAND = {GRAPH + "catalog", *MADE}
"""Graphs of the shipped set that are in no part but the whole."""


def test_the_shipped_graphs_are_few():
    assert 18 <= len(read_named_graphs(bundle()).graphs) <= 32


def test_the_shipped_parts_are_about_ten():
    assert 8 <= len(read_named_graphs(bundle()).parts) <= 14


def test_each_shipped_file_belongs_to_one_graph():
    named = read_named_graphs(bundle())
    names = [path.relative_to(bundle()).as_posix() for path in bundle_files()]
    assert {named.of_file(name).iri for name in names} <= {g.iri for g in named.graphs} - MADE


def test_each_shipped_graph_is_in_one_part_or_on_demand():
    named = read_named_graphs(bundle())
    # The receipts are there a second time, as RDF 1.1 says them.
    parts = [part for part in named.parts if part.name != "statements-rdf11"]
    held = [iri for part in parts for iri in part.graphs]
    assert len(held) == len(set(held))
    assert {graph.iri for graph in named.graphs} - set(held) == ON_DEMAND


def test_each_shipped_graph_and_part_is_described_in_two_languages():
    named = read_named_graphs(bundle())
    for thing in (*named.graphs, *named.parts):
        texts = (thing.title, thing.title_fr, thing.description, thing.description_fr)
        assert all(texts), thing
        assert thing.description != thing.description_fr
        assert thing.description.endswith(".")


def test_what_the_build_makes_has_a_row_without_files():
    named = read_named_graphs(bundle())
    assert {graph.iri for graph in named.graphs if not graph.files} >= MADE


@pytest.mark.parametrize(
    ("name", "graph"),
    [
        ("ontology/core.ttl", "ontology"),
        ("ontology/vocab/threat-type.ttl", "vocabularies"),
        ("data/reference/states.ttl", "states"),
        ("data/more.ttl", "catalog"),
    ],
)
def test_a_pattern_reaches_into_one_folder(bundle_folder, name, graph):
    assert read_named_graphs(bundle_folder).of_file(name).iri == GRAPH + graph


def test_a_file_that_moves_keeps_its_graph(bundle_folder):
    before = {s.graph_iri: len(s.triples) for s in read_bundle(bundle_folder)}
    (bundle_folder / "data" / "facts").mkdir()
    (bundle_folder / "data/reference/states.ttl").rename(bundle_folder / "data/facts/all.ttl")
    edit(bundle_folder, GRAPHS_FILE, "data/reference/*.ttl", "data/facts/all.ttl")
    assert {s.graph_iri: len(s.triples) for s in read_bundle(bundle_folder)} == before


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


FAULTS = [
    # file, old text, new text, line, part of the message
    (GRAPHS_FILE, "All modules.", "", 2, "description"),
    (GRAPHS_FILE, ",Formes,", ",,", 4, "title_fr"),
    (GRAPHS_FILE, ",Formes,", ",", 4, "lacks"),
    (GRAPHS_FILE, "title_fr", "titre", 1, "columns"),
    (GRAPHS_FILE, "\nshapes,", "\nShapes <x>,", 4, "IRI"),
    (GRAPHS_FILE, "\nshapes,", "\nontology,", 0, "two rows for ontology"),
    (PARTS_FILE, "states catalog", "states nothing", 2, "no graph nothing"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), FAULTS)
def test_a_row_that_lacks_something_is_refused(bundle_folder, file, old, new, line, message):
    edit(bundle_folder, file, old, new)
    with pytest.raises(SourceError) as caught:
        read_named_graphs(bundle_folder)
    assert (caught.value.path, caught.value.line) == (file, line)
    assert message in caught.value.message


def test_a_file_in_no_graph_is_refused_with_what_to_do(bundle_folder, write):
    write("data/new/x.ttl", "ally:a a ally:State .")
    with pytest.raises(SourceError, match="no named graph") as caught:
        read_bundle(bundle_folder)
    assert caught.value.path == "data/new/x.ttl"
    assert GRAPHS_FILE in caught.value.hint


def test_a_file_in_two_graphs_is_refused(bundle_folder):
    edit(bundle_folder, GRAPHS_FILE, "shapes/*.ttl", "shapes/*.ttl data/reference/states.ttl")
    with pytest.raises(SourceError, match="2 named graphs: shapes and states"):
        read_bundle(bundle_folder)
