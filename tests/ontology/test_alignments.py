"""Alignments name only terms that were seen, and say no more than is sure.

``alignments-checked.csv`` has a line for each mapping, with the place where the
term of the other vocabulary was read.
"""

import csv
from pathlib import Path

import pytest
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import URIRef

from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES, shorten

from ..rdflib_graphs import infer, merge
from ..shipped import shipped

LOOSE = {SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, SKOS.exactMatch}
STRICT = {RDFS.subClassOf, RDFS.subPropertyOf}
W3C = ("http://www.w3.org/",)
COLUMNS = ["external_term", "label", "alignment", "our_term", "relation", "seen_in"]

with (Path(__file__).parent / "alignments-checked.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
SOURCES = [source for source in shipped() if source.kind != "shapes"]
ALIGNMENTS = {source.path.stem: source for source in SOURCES if source.kind == "alignments"}


def expanded(name):
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def axioms(source):
    """Return what a file says of our terms; its header is not about a term."""
    headers = set(source.graph.subjects(RDF.type, OWL.Ontology))
    return [t for t in source.graph if str(t[0]).startswith(ALLY) and t[0] not in headers]


def mappings(source):
    """Return what a file says of our terms, as rows of the list have it."""
    return {
        (str(there), source.path.stem, shorten(str(ours)), shorten(str(relation)))
        for ours, relation, there in axioms(source)
    }


def test_the_list_is_well_formed():
    keys = [(row["external_term"], row["our_term"]) for row in ROWS]
    assert list(ROWS[0]) == COLUMNS
    assert len(keys) == len(set(keys))
    assert all(value.strip() for row in ROWS for value in row.values())


def test_each_mapping_is_in_the_list_and_the_other_way_round():
    stated = set().union(*(mappings(source) for source in ALIGNMENTS.values()))
    listed = {tuple(row[column] for column in ("external_term", *COLUMNS[2:5])) for row in ROWS}
    assert stated == listed


@pytest.mark.parametrize("name", ALIGNMENTS)
def test_nothing_is_said_of_a_term_of_others_beyond_what_it_is(name):
    graph = ALIGNMENTS[name].graph
    listed = {row["external_term"] for row in ROWS if row["alignment"] == name}
    described = {t for t in graph.subjects() if not str(t).startswith(BASE)}
    said = {p for term in described for p in graph.predicates(term)}
    assert {str(term) for term in described} == listed
    assert said <= {RDF.type, RDFS.label, RDFS.isDefinedBy}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: shorten(row["external_term"]))
def test_the_label_is_the_one_that_was_read(row):
    labels = ALIGNMENTS[row["alignment"]].graph.objects(URIRef(row["external_term"]), RDFS.label)
    assert [str(label) for label in labels] == [row["label"]]


@pytest.mark.parametrize("name", ALIGNMENTS)
def test_only_terms_of_the_w3c_get_an_axiom(name):
    for _, relation, there in axioms(ALIGNMENTS[name]):
        assert relation in LOOSE | STRICT
        assert relation in LOOSE or str(there).startswith(W3C)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_nothing_is_said_to_be_the_same(source):
    forbidden = {OWL.sameAs, OWL.equivalentProperty}
    assert not forbidden & set(source.graph.predicates())


def test_our_terms_of_the_list_exist():
    known = {str(term) for source in SOURCES for term in source.graph.subjects(RDF.type)}
    assert {expanded(row["our_term"]) for row in ROWS} <= known


def test_with_all_alignments_nothing_contradicts():
    assert infer(merge(SOURCES)).contradictions == ()
