"""The context that is made from the ontology."""

import json

import pytest

from openalliances.builder.outputs.contexts import published_contexts
from openalliances.bundle import bundle
from openalliances.errors import CheckError
from openalliances.rdf.json_ld.context import read_context
from openalliances.rdf.json_ld.ontology_context import published_context
from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.vocabulary import OWL, RDF

from ...shipped import shipped


@pytest.fixture(scope="module")
def triples():
    kinds = ("ontology", "shapes")
    return [t for file in shipped() if file.kind in kinds for t in file.triples]


@pytest.fixture(scope="module")
def made(triples):
    return published_context(triples)


def test_all_terms_of_ours_are_there_under_their_local_names(triples, made):
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    terms = {t.subject.value for t in triples if t.predicate == RDF.type and t.object in kinds}
    ours = {iri for iri in terms if iri.startswith(ALLY)}
    assert len(ours) > 250
    assert {made.context.names[iri].name for iri in ours} == {i.removeprefix(ALLY) for i in ours}


def test_no_two_terms_have_one_name(made):
    names = [name.name for name in made.context.names.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("term", "definition"),
    [
        ("PeaceOperation", "ally:PeaceOperation"),
        ("startDate", {"@id": "ally:startDate", "@type": "xsd:date"}),
        ("startYear", "ally:startYear"),
        ("hasCitation", {"@id": "ally:hasCitation", "@type": "@id", "@container": "@set"}),
        ("label", {"@id": "rdfs:label", "@container": "@language"}),
        ("altLabel", {"@id": "skos:altLabel", "@container": ["@language", "@set"]}),
    ],
)
def test_values_are_written_as_the_ontology_says(made, term, definition):
    assert made.context.document[term] == definition


def test_the_file_is_read_as_the_context_that_it_was_made_of(made):
    again = read_context(json.loads(made.text)["@context"])
    assert again.document == made.context.document
    assert again.names == made.context.names


def test_the_same_ontology_has_the_same_context_in_any_order(triples, made):
    assert published_context(reversed(triples)).name == made.name


def test_what_was_published_is_as_it_was():
    assert all(published_contexts(bundle()).values())


def test_a_published_context_that_was_changed_is_found(tmp_path, made):
    folder = tmp_path / "ontology" / "contexts"
    folder.mkdir(parents=True)
    path = folder / f"{made.name}.jsonld"
    path.write_bytes(made.text)
    assert published_contexts(tmp_path) == {made.name: made.text}
    path.write_bytes(made.text.replace(b"ally:startDate", b"ally:endDate"))
    with pytest.raises(CheckError, match="not what was published"):
        published_contexts(tmp_path)
