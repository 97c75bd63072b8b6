"""What is said to be disjoint is kept apart: in the set, and by each axiom when broken.

The axioms are read from the ontology, so a new one is covered by itself.
"""

from itertools import combinations

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL

from ..rdflib_graphs import infer, merge
from ..shipped import shipped

BROKEN = "https://example.org/broken/"
SOURCES = shipped()
ONTOLOGY = merge(source for source in SOURCES if source.kind == "ontology")


def disjoint_pairs(graph, between, all_of):
    """Return the pairs of IRIs that an axiom sets apart, whichever way it is written."""
    pairs = {frozenset(pair) for pair in graph.subject_objects(between)}
    for axiom in graph.subjects(RDF.type, all_of):
        members = Collection(graph, graph.value(axiom, OWL.members))
        pairs |= {frozenset(pair) for pair in combinations(members, 2)}
    return sorted(tuple(sorted(pair)) for pair in pairs)


CLASSES = disjoint_pairs(ONTOLOGY, OWL.disjointWith, OWL.AllDisjointClasses)
PROPERTIES = disjoint_pairs(ONTOLOGY, OWL.propertyDisjointWith, OWL.AllDisjointProperties)


def individual(first, second, what="thing"):
    name = "-".join(iri.rpartition("/")[2].rpartition("#")[2] for iri in (first, second))
    return URIRef(f"{BROKEN}{what}/{name}")


@pytest.fixture(scope="module")
def contradictions():
    """What the reasoner finds if each axiom is broken by an individual of its own."""
    graph = Graph() + ONTOLOGY
    for pair in CLASSES:
        for kind in pair:
            graph.add((individual(*pair), RDF.type, kind))
    for pair in PROPERTIES:
        for relation in pair:
            graph.add((individual(*pair), relation, individual(*pair, "other")))
    return infer(graph).contradictions


def test_the_set_has_no_contradiction():
    kinds = {"shapes", "alignments"}
    assert infer(merge(s for s in SOURCES if s.kind not in kinds)).contradictions == ()


def test_the_axioms_are_found():
    assert len(CLASSES) >= 15
    assert all(isinstance(member, URIRef) for pair in (*CLASSES, *PROPERTIES) for member in pair)


@pytest.mark.parametrize(
    "pair", CLASSES + PROPERTIES, ids=lambda pair: individual(*pair).rpartition("/")[2]
)
def test_a_thing_that_breaks_an_axiom_is_found(contradictions, pair):
    wanted = {str(individual(*pair)), *map(str, pair)}
    assert any(wanted <= set(found.terms) for found in contradictions)


def test_nothing_else_is_found(contradictions):
    assert {found.focus.startswith(BROKEN) for found in contradictions} == {True}
