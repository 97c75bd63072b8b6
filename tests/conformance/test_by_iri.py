"""Ontologies opened by their IRI, as Protégé and libraries do it."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse
from rdflib import RDF
from rdflib.namespace import OWL

from openalliances.builder.rdflib_terms import to_quads
from openalliances.rdf.formats import GRAPH_FORMATS, N_TRIPLES
from openalliances.rdf.prefixes import ALLY, ONTOLOGY

from ..shipped import shipped

OWL_API_4 = (
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
)
OWL_API_5 = (
    "text/turtle, application/rdf+xml, application/owl+xml, text/owl-functional, "
    "text/owl-manchester, */*; q=0.09"
)
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
    "application/rdf+xml;q=0.7,*/*;q=0.3"
)
RDF_TYPES = {form.media_type for form in GRAPH_FORMATS}
SOURCES = {
    str(next(s.graph.subjects(RDF.type, OWL.Ontology))): s
    for s in shipped()
    if s.kind in ("ontology", "alignments")
}
VERSIONS = [
    (str(iri), str(version))
    for iri, source in SOURCES.items()
    for version in source.graph.objects(None, OWL.versionIRI)
]
every_ontology = pytest.mark.parametrize(
    "iri", SOURCES, ids=lambda iri: iri.removeprefix(ONTOLOGY).strip("/") or "whole"
)


def statements(quads):
    """Return the triples without blank nodes, whose names differ from file to file."""
    return {
        quad.triple
        for quad in quads
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    }


def content(iri) -> set[Triple]:
    """Return what a file says; the answer has what is imported in place of the imports."""
    imports = NamedNode(OWL.imports)
    quads = to_quads(SOURCES[iri].graph, ALLY)
    return {triple for triple in statements(quads) if triple.predicate != imports}


def answered(web, iri):
    answer = web.get(iri, N_TRIPLES.media_type)
    assert (answer.status, answer.media_type) == (200, N_TRIPLES.media_type)
    return statements(parse(answer.body, format=RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(
    "accept", [None, "*/*", OWL_API_4, OWL_API_5, JENA], ids=["none", "any", "4", "5", "jena"]
)
@every_ontology
def test_programs_get_rdf(web, iri, accept):
    answer = web.get(iri, accept)
    assert answer.status == 200
    assert answer.media_type in RDF_TYPES


@pytest.mark.parametrize("accept", [None, OWL_API_4, JAVA, "text/html"])
@every_ontology
def test_no_redirect_leaves_the_protocol(web, iri, accept):
    answer = web.get(iri, accept)
    assert len(answer.hops) <= 2
    assert {hop.partition(":")[0] for hop in answer.hops} == {"http"}


@every_ontology
def test_an_ontology_iri_answers_with_all_that_its_file_says(web, iri):
    assert content(iri) <= answered(web, iri)


@pytest.mark.parametrize(("iri", "version"), VERSIONS, ids=lambda text: text.removeprefix(ALLY))
def test_a_version_iri_answers_as_the_ontology_does(web, iri, version):
    assert content(iri) <= answered(web, version)


def test_the_whole_brings_each_module_along_under_one_header(web):
    modules = [iri for iri, source in SOURCES.items() if source.kind == "ontology"]
    headers = {NamedNode(iri) for iri in modules} - {NamedNode(ONTOLOGY)}
    everything = set().union(*map(content, modules))
    assert answered(web, ONTOLOGY) == {t for t in everything if t.subject not in headers}


def test_the_owl_api_opens_them_from_the_server(web, judge):
    """By IRI, through its own Accept header and redirects; imports come the same way."""
    places = {iri: web.place(iri) for iri in SOURCES}
    report = judge(places, places)
    assert {name: found["iri"] for name, found in report.items()} == {iri: iri for iri in SOURCES}
    assert {name for name, found in report.items() if found["dl"] or found["rl"]} == set()
    assert all(found["consistent"] for found in report.values())
    assert ALLY + "MilitaryAlliance" in report[ONTOLOGY]["classes"]
