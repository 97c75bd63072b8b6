"""Modules can be taken one by one: imports, headers, and the catalogue for Protégé."""

from xml.etree import ElementTree

import pytest
from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS, VANN, Namespace

from openalliances.builder.read_files import CATALOGUE
from openalliances.bundle import bundle
from openalliances.rdf.prefixes import ALLY, ONTOLOGY, PREFIXES

from ..rdflib_graphs import infer, merge
from ..shipped import shipped

FIRST_VERSION = "0.1.0"
WHOLE = URIRef(ONTOLOGY)
SCHEMA = Namespace(PREFIXES["schema"])
HINTS = (SCHEMA.domainIncludes, SCHEMA.rangeIncludes)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def iri_of(source):
    """Return the IRI that the place of an ontology file gives it."""
    name = source.name.removeprefix("ontology/").removesuffix(".ttl")
    if name == "openalliances":
        return WHOLE
    return URIRef(f"{ONTOLOGY}/{name if '/' in name else f'module/{name}'}")


ONTOLOGIES = {iri_of(s): s for s in shipped() if s.kind in ("ontology", "alignments")}
MODULES = {iri: source for iri, source in ONTOLOGIES.items() if source.kind == "ontology"}
HOME = {
    term: iri
    for iri, source in MODULES.items()
    for kind in KINDS
    for term in source.graph.subjects(RDF.type, kind)
}

every_ontology = pytest.mark.parametrize(
    "iri", ONTOLOGIES, ids=lambda iri: iri.removeprefix(ONTOLOGY).strip("/") or "whole"
)
every_module = pytest.mark.parametrize(
    "iri", MODULES, ids=lambda iri: iri.removeprefix(ONTOLOGY).strip("/") or "whole"
)


def imports(iri):
    return set(ONTOLOGIES[iri].graph.objects(iri, OWL.imports))


def imported(iri):
    """Return all that *iri* imports, directly or not."""
    found, left = set(), imports(iri)
    while left:
        found |= left
        left = set().union(*(imports(one) for one in left)) - found
    return found


@every_ontology
def test_a_file_declares_the_ontology_that_its_place_names(iri):
    assert list(ONTOLOGIES[iri].graph.subjects(RDF.type, OWL.Ontology)) == [iri]


@every_ontology
def test_imports_are_ours_and_go_in_no_circle(iri):
    assert imported(iri) <= ONTOLOGIES.keys()
    assert iri not in imported(iri)


def test_the_whole_imports_each_module():
    assert imports(WHOLE) == MODULES.keys() - {WHOLE}


@every_module
def test_a_module_uses_only_terms_of_what_it_imports(iri):
    """Hints entail nothing and may point to a module further up."""
    stated = [triple for triple in MODULES[iri].graph if triple[1] not in HINTS]
    used = {term for triple in stated for term in triple}
    assert {term for term in used if HOME.get(term, iri) not in {iri, *imported(iri)}} == set()


@every_module
def test_a_module_uses_only_terms_of_ours_that_there_are(iri):
    used = {t for triple in MODULES[iri].graph for t in triple if isinstance(t, URIRef)}
    versions = set(MODULES[iri].graph.objects(iri, OWL.versionIRI))
    ours = {term for term in used if term.startswith(ALLY)}
    assert ours - versions - MODULES.keys() <= HOME.keys()


@every_module
def test_a_module_and_what_it_imports_can_be_loaded_alone(iri):
    alone = merge(ONTOLOGIES[one] for one in (iri, *imported(iri)))
    assert infer(alone).contradictions == ()


@every_ontology
def test_the_header_is_complete(iri):
    graph = ONTOLOGIES[iri].graph
    titles = {title.language for title in graph.objects(iri, DCTERMS.title)}
    needed = (DCTERMS.license, DCTERMS.creator, DCTERMS.created, DCTERMS.modified)
    assert titles == {"en", "fr"}
    assert set(graph.objects(iri, DCTERMS.abstract | DCTERMS.description))
    assert [relation for relation in needed if graph.value(iri, relation) is None] == []


@every_module
def test_a_module_says_when_it_was_issued_and_how_to_abbreviate_it(iri):
    graph = MODULES[iri].graph
    assert graph.value(iri, DCTERMS.issued) is not None
    assert str(graph.value(iri, VANN.preferredNamespacePrefix)) == "ally"
    assert str(graph.value(iri, VANN.preferredNamespaceUri)) == ALLY


@every_ontology
def test_the_version_iri_is_the_iri_with_the_version(iri):
    graph = ONTOLOGIES[iri].graph
    version = graph.value(iri, OWL.versionInfo)
    assert list(graph.objects(iri, OWL.versionIRI)) == [URIRef(f"{iri}/{version}")]
    assert version == ONTOLOGIES[WHOLE].graph.value(WHOLE, OWL.versionInfo)


@every_ontology
def test_a_later_version_names_the_one_before_it(iri):
    graph = ONTOLOGIES[iri].graph
    is_first = str(graph.value(iri, OWL.versionInfo)) == FIRST_VERSION
    prior = graph.value(iri, OWL.priorVersion)
    assert (prior is None) == is_first
    assert prior is None or prior != graph.value(iri, OWL.versionIRI)


def test_the_policy_on_versions_is_written_down():
    notes = ONTOLOGIES[WHOLE].graph.objects(WHOLE, SKOS.editorialNote)
    assert any("owl:priorVersion" in note for note in notes)


def test_the_catalogue_names_the_file_of_each_ontology():
    catalogue = ElementTree.parse(bundle() / CATALOGUE).getroot()
    space = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
    named = {entry.get("name"): entry.get("uri") for entry in catalogue.iter(f"{space}uri")}
    assert catalogue.tag == f"{space}catalog"
    assert named == {
        str(iri): source.name.removeprefix("ontology/") for iri, source in ONTOLOGIES.items()
    }
