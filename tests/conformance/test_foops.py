"""The 24 tests of FOOPS!, written anew, against a running server of ours.

FOOPS! (https://w3id.org/foops/) scores how findable, accessible, interoperable
and reusable an ontology is. A check here returns what is missing, by name. Our
IRIs lead to the server of these tests; nothing else is asked. What needs an
entry with somebody else is listed with the reason, and has to fail as listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import DC, DCTERMS, FOAF, OWL, PROV, SKOS, VANN, Namespace
from rdflib.term import Node

from openalliances.rdf.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from openalliances.rdf.prefixes import ALLY, ONTOLOGY, PREFIXES

BIBO = Namespace(PREFIXES["bibo"])
SCHEMA = Namespace(PREFIXES["schema"])
WHOLE = URIRef(ONTOLOGY)
TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
REUSED = ("dcterms", "vann", "prov", "bibo", "foaf", "rdfs", "owl", "schema")
SERVED = (RDF_XML, TURTLE, N_TRIPLES, JSON_LD)
KNOWN_LICENCES = {"https://creativecommons.org/licenses/by/4.0/"}
"""Addresses of licences that answer; looked at by a person, as tests stay off the network."""

NAMES = [
    *("CN1", "DOC1", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1"),
    *("OM1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1", "OM5.2"),
    *("PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2", "VOC1", "VOC2", "VOC3", "VOC4"),
]

OUTSIDE = {
    "FIND2": "the prefix ally has to be entered at prefix.cc or Linked Open Vocabularies",
    "FIND3": "the ontology has to be entered at Linked Open Vocabularies",
    "PURL1": "the redirect has to be entered at w3id.org; till then the IRI only promises it",
}
"""Tests that ask servers of others, and what would make them pass."""

LACKING = {"OM3": ({"DOI"}, "a DOI is given by a registration agency; we make none up")}
"""Tests that fail here, exactly in this."""

FIELDS = {
    "title": (DCTERMS.title, DC.title, SCHEMA.name),
    "description": (DCTERMS.abstract, DCTERMS.description, RDFS.comment, SKOS.note),
    "licence": (DCTERMS.license, SCHEMA.license),
    "version IRI": (OWL.versionIRI,),
    "author": (DCTERMS.creator, DC.creator, SCHEMA.creator, PROV.wasAttributedTo),
    "namespace": (VANN.preferredNamespaceUri,),
    "prefix": (VANN.preferredNamespacePrefix,),
    "version": (OWL.versionInfo, SCHEMA.schemaVersion),
    "created": (DCTERMS.created, SCHEMA.dateCreated),
    "citation": (DCTERMS.bibliographicCitation,),
    "DOI": (BIBO.doi,),
    "publisher": (DCTERMS.publisher, DC.publisher, SCHEMA.publisher),
    "logo": (FOAF.logo, SCHEMA.logo),
    "status": (BIBO.status,),
    "source": (DCTERMS.source, DC.source),
    "issued": (DCTERMS.issued, SCHEMA.datePublished),
}
"""What FOOPS! looks for in the header, and the properties that it accepts."""


@dataclass
class Target:
    """The ontology as the web shows it."""

    web: object

    def get(self, iri: str, accept: str | None = None):
        return self.web.get(iri, accept)

    @cached_property
    def graph(self) -> Graph:
        return Graph().parse(data=self.get(ONTOLOGY, RDF_XML.media_type).body, format="xml")

    @cached_property
    def terms(self) -> set[Node]:
        """All classes and properties of our namespace."""
        found = {term for kind in TERMS for term in self.graph.subjects(RDF.type, kind)}
        return {term for term in found if str(term).startswith(ALLY)}

    def value(self, field: str) -> Node | None:
        values = (self.graph.value(WHOLE, relation) for relation in FIELDS[field])
        return next((value for value in values if value is not None), None)

    def fails(self, iri: str, accept: str | None = None, kinds: tuple[str, ...] = ()) -> bool:
        answer = self.get(iri, accept)
        return answer.status != 200 or bool(kinds and answer.media_type not in kinds)

    def without(self, *relations: URIRef) -> set[str]:
        """Return the terms that have none of *relations*, or that there are no terms."""
        bare = {t for t in self.terms if not any(self.graph.value(t, r) for r in relations)}
        return set(map(str, bare)) if self.terms else {"terms"}


def fields(*names: str) -> Callable[[Target], set[str]]:
    return lambda target: {name for name in names if target.value(name) is None}


def found(what: str, is_there: Callable[[Target], bool]) -> Callable[[Target], set[str]]:
    return lambda target: set() if is_there(target) else {what}


def representations(target: Target) -> set[str]:
    wanted = [form.media_type for form in (*SERVED, HTML)]
    return {kind for kind in wanted if target.fails(ONTOLOGY, kind, (kind,))}


def resolvable_version(target: Target) -> set[str]:
    version = target.value("version IRI")
    return {"version IRI"} if version is None or target.fails(str(version)) else set()


def in_a_catalogue(target: Target) -> set[str]:
    """There is a catalogue, it answers, and it speaks of the ontology."""
    catalogue = target.graph.value(WHOLE, SCHEMA.includedInDataCatalog)
    answer = target.get(str(catalogue), TURTLE.media_type) if catalogue else None
    return set() if answer and answer.status == 200 and ONTOLOGY in answer.body else {"catalogue"}


def reuse(target: Target) -> bool:
    declared = {str(term) for kind in TERMS for term in target.graph.subjects(RDF.type, kind)}
    return any(term.startswith(PREFIXES["skos"]) for term in declared)


CHECKS: dict[str, Callable[[Target], set[str]]] = {
    "CN1": representations,
    "DOC1": found("HTML", lambda t: not t.fails(ONTOLOGY, HTML.media_type, (HTML.media_type,))),
    "FIND1": fields("prefix"),
    "FIND_3_BIS": in_a_catalogue,
    "HTTP1": found("open protocol", lambda t: ONTOLOGY.startswith(("http://", "https://"))),
    "OM1": fields("title", "description", "licence", "version IRI", "author", "namespace"),
    "OM2": fields("prefix", "version", "created", "citation"),
    "OM3": fields("DOI", "publisher", "logo", "status", "source", "issued"),
    "OM4.1": fields("licence"),
    "OM4.2": found("licence", lambda t: str(t.value("licence")) in KNOWN_LICENCES),
    "OM5.1": fields("author", "created"),
    "OM5.2": fields("issued", "publisher"),
    "RDF1": found("RDF", lambda t: (WHOLE, RDF.type, OWL.Ontology) in t.graph),
    "URI1": found("answer", lambda t: not t.fails(ONTOLOGY, RDF_XML.media_type)),
    "URI2": found("identity", lambda t: headers(t.graph) == {WHOLE}),
    "VER1": found("version IRI", lambda t: t.value("version IRI") not in {None, WHOLE}),
    "VER2": resolvable_version,
    "VOC1": found("metadata", lambda t: metadata_namespaces(t.graph) >= {"dcterms", "vann"}),
    "VOC2": found("reuse", reuse),
    "VOC3": lambda target: target.without(RDFS.label, SKOS.prefLabel),
    "VOC4": lambda target: target.without(SKOS.definition, RDFS.comment),
}


def headers(graph: Graph) -> set[Node]:
    """Return the ontologies that a document declares and no other in it imports."""
    return set(graph.subjects(RDF.type, OWL.Ontology)) - set(graph.objects(None, OWL.imports))


def metadata_namespaces(graph: Graph) -> set[str]:
    used = {str(relation) for relation in graph.predicates(WHOLE)}
    return {p for p in REUSED if any(relation.startswith(PREFIXES[p]) for relation in used)}


@pytest.fixture(scope="module")
def target(web) -> Target:
    return Target(web)


@pytest.mark.parametrize("name", CHECKS)
def test_foops(target, name):
    expected, _ = LACKING.get(name, (set(), ""))
    assert CHECKS[name](target) == expected


def test_each_of_the_24_is_checked_here_or_needs_others():
    assert sorted([*CHECKS, *OUTSIDE]) == sorted(NAMES)
    assert len(NAMES) == 24


def test_the_logo_of_the_header_is_there(target):
    logo = str(target.value("logo"))
    assert target.get(logo).media_type == "image/svg+xml"
