"""Who speaks for a user's files, and what is said."""

import pyoxigraph as ox
import pytest

from openalliances.builder.dataset import Statements
from openalliances.builder.user_release.head import head

PREFIXES = """
@prefix : <http://x.example/o#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix s: <http://schema.org/> .
"""


def said(turtle, *names):
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE)
    return head(Statements(store, everything=True), names or ("mine.ttl",))


TITLES = [
    ("<http://x> a owl:Ontology ; rdfs:label 'Pacts' .", "Pacts"),
    ("<http://x> a owl:Ontology ; dct:title 'Pakte'@de, 'Pacts'@en, 'P' .", "Pacts"),
    ("<http://x> a owl:Ontology ; dct:title 'Pakte'@de, 'Pactes'@fr .", "Pakte"),
    ("<http://x> a owl:Ontology ; dc:title 'Old' ; rdfs:label 'Label' .", "Old"),
    ("<http://x> a skos:ConceptScheme ; skos:prefLabel 'Words'@en .", "Words"),
    ("<http://x> a dcat:Dataset ; dct:title 'Rows' .", "Rows"),
    ("<http://x> a s:Dataset ; s:name 'Web rows' .", "Web rows"),
    (
        "<http://x> a dcat:Dataset ; dct:title 'D' . <http://y> a owl:Ontology ; rdfs:label 'O' .",
        "O",
    ),
    ("<http://x> a owl:Ontology .", "mine.ttl"),
    ("[] a owl:Ontology ; rdfs:label 'nobody' .", "mine.ttl"),
    ("<http://x> <http://p> 1 .", "mine.ttl"),
    ("<http://x> a owl:Ontology ; rdfs:label 'a\\nb\\u001B[31m  c' .", "a b [31m c"),
]


@pytest.mark.parametrize(("turtle", "title"), TITLES)
def test_the_title_is_that_of_whatever_speaks_for_all(turtle, title):
    assert said(turtle).title == title


def test_of_several_the_one_that_holds_the_others_speaks():
    parts = (
        "<http://x/a> a owl:Ontology ; rdfs:label 'A' . "
        "<http://x/b> a owl:Ontology ; rdfs:label 'B' ."
    )
    assert said(parts, "a.ttl", "b.ttl").title == "a.ttl, b.ttl"
    assert said(parts + "<http://x/a> owl:imports <http://x/b> .").title == "A"


def test_of_several_alike_the_one_with_nearly_all_terms_speaks():
    parts = (
        "<http://x/a#> a owl:Ontology ; rdfs:label 'A' . "
        "<http://y> a owl:Ontology ; rdfs:label 'B' ."
    )
    terms = "".join(f"<http://x/a#C{n}> a owl:Class ." for n in range(9))
    assert said(parts + terms + "<http://y#D> a owl:Class .").title == "A"
    assert (
        said(
            parts
            + terms
            + "<http://y#D>, <http://y#E>, <http://y#F> a owl:Class .".replace(
                ",", " a owl:Class ."
            )
        ).title
        == "mine.ttl"
    )


def test_what_is_long_is_cut_and_many_files_are_counted():
    assert len(said(f"<http://x> a owl:Ontology ; rdfs:label '{'x' * 5000}' .").title) == 300
    assert said("<http://x> <http://p> 1 .", *"abcde").title == "a, b, c and 2 more"


def test_description_and_licence_are_as_stated():
    found = said(
        "<http://x> a owl:Ontology ; rdfs:comment 'About pacts.' ; "
        "dct:license <https://creativecommons.org/licenses/by/4.0/> ."
    )
    assert found.description == "About pacts."
    assert found.license == "https://creativecommons.org/licenses/by/4.0/"
    assert said("<http://x> a owl:Ontology ; dct:rights 'Ask us.' .").license == "Ask us."
