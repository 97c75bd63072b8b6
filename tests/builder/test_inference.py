"""What follows is found; what says nothing is left out; what cannot be is a contradiction."""

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import _toPythonMapping

from openalliances.errors import SourceError

from ..rdflib_graphs import close, derive, infer, is_noise, parse

HEAD = """
PREFIX : <http://x/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
X = "http://x/"

ENTAILED = [
    ("subclass", ":A rdfs:subClassOf :B . :i a :A .", {("i", RDF.type, "B")}),
    ("inverse", ":p owl:inverseOf :q . :i :p :j .", {("j", X + "q", "i")}),
    ("symmetric", ":p a owl:SymmetricProperty . :i :p :j .", {("j", X + "p", "i")}),
    ("transitive", ":p a owl:TransitiveProperty . :i :p :j . :j :p :k .", {("i", X + "p", "k")}),
    ("domain", ":p rdfs:domain :A . :i :p :j .", {("i", RDF.type, "A")}),
    ("literal domain", ":p rdfs:domain :A . :i :p 1 .", {("i", RDF.type, "A")}),
    ("subproperty", ":p rdfs:subPropertyOf :q . :i :p 'x' .", {("i", X + "q", Literal("x"))}),
    ("nothing", ":i :p :j . :i rdfs:label 'x' .", set()),
    ("class alone", ":A a owl:Class . :p a owl:ObjectProperty .", set()),
]

NOISE = [
    (URIRef(X), OWL.sameAs, URIRef(X)),
    (URIRef(X), RDFS.subClassOf, URIRef(X)),
    (URIRef(X), RDFS.subPropertyOf, URIRef(X)),
    (URIRef(X), OWL.equivalentClass, URIRef(X)),
    (URIRef(X), OWL.equivalentProperty, URIRef(X)),
    (Literal("x"), RDF.type, XSD.string),
    (URIRef(X), RDF.type, XSD.integer),
    (URIRef(X), RDF.type, OWL.Thing),
    (URIRef(X), RDFS.subClassOf, OWL.Thing),
    (URIRef(X), RDF.type, RDFS.Resource),
    (OWL.Nothing, RDFS.subClassOf, URIRef(X)),
    (XSD.integer, RDF.type, RDFS.Datatype),
    (RDFS.label, RDF.type, OWL.AnnotationProperty),
    (BNode(), RDF.type, URIRef(X)),
    (URIRef(X), RDFS.subClassOf, BNode()),
]

TELLING = [
    (URIRef(X + "i"), RDF.type, URIRef(X)),
    (URIRef(X + "A"), RDFS.subClassOf, URIRef(X)),
    (URIRef(X + "i"), OWL.sameAs, URIRef(X)),
    (URIRef(X), SKOS.related, URIRef(X)),
    (URIRef(X), URIRef(X + "p"), Literal("x")),
]

CONTRADICTIONS = [
    (":A owl:disjointWith :B . :i a :A, :B .", "i", "cannot be both http://x/A and http://x/B"),
    (":A owl:disjointWith :B . :C rdfs:subClassOf :B . :i a :A, :C .", "i", "both"),
    (
        "[] a owl:AllDisjointClasses ; owl:members (:A :B :C) . :i a :A, :C .",
        "i",
        "cannot be both http://x/A and http://x/C",
    ),
    (":p owl:propertyDisjointWith :q . :i :p :j ; :q :j .", "i", "share nothing"),
    (":p a owl:IrreflexiveProperty . :i :p :i .", "i", "relates nothing to itself"),
    (":p a owl:AsymmetricProperty . :i :p :j . :j :p :i .", None, "one way only"),
    (":p a owl:FunctionalProperty . :i :p :j, :k .", "j", "one and the same"),
    (":i :p 'x'^^xsd:integer .", "i", "which is not a"),
    (":i :p '2001-02-30'^^xsd:date .", "i", "which is not a"),
]


def graph(turtle: str) -> Graph:
    return parse(HEAD + turtle, "x.ttl")


@pytest.mark.parametrize(("name", "turtle", "expected"), ENTAILED, ids=[e[0] for e in ENTAILED])
def test_what_follows_is_found_and_nothing_else(name, turtle, expected):
    triples = {
        (URIRef(X + s), URIRef(p), o if isinstance(o, Literal) else URIRef(X + o))
        for s, p, o in expected
    }
    assert set(close(graph(turtle))) == triples


@pytest.mark.parametrize("triple", NOISE)
def test_noise_is_noise(triple):
    assert is_noise(triple)


@pytest.mark.parametrize("triple", TELLING)
def test_what_tells_something_is_kept(triple):
    assert not is_noise(triple)


@pytest.mark.parametrize(("turtle", "focus", "sentence"), CONTRADICTIONS)
def test_a_contradiction_is_a_value(turtle, focus, sentence):
    found = infer(graph(turtle))
    assert len(found.contradictions) >= 1
    contradiction = found.contradictions[0]
    assert sentence in contradiction.sentence
    if focus is not None:
        assert contradiction.focus == X + focus
    assert not any("error" in str(p).lower() for p in found.inferred.predicates())


def test_no_contradiction_where_there_is_none():
    assert infer(graph(":A owl:disjointWith :B . :i a :A . :j a :B .")).contradictions == ()


def test_a_broken_rule_is_found_once():
    found = infer(graph(":A owl:disjointWith :B . :B owl:disjointWith :A . :i a :A, :B ."))
    assert len(found.contradictions) == 1


def test_the_input_and_the_global_state_stay_as_they_are():
    given_ = graph(":A rdfs:subClassOf :B . :i a :A ; rdfs:label 'x' .")
    before = set(given_), rdflib.NORMALIZE_LITERALS, dict(_toPythonMapping)
    close(given_)
    assert (set(given_), rdflib.NORMALIZE_LITERALS, dict(_toPythonMapping)) == before


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")), max_size=6))
def test_the_closure_adds_nothing_to_itself(pairs):
    schema = "".join(f":{a} rdfs:subClassOf :{b} . " for a, b in pairs) + ":i a :A ."
    given_ = graph(schema)
    assert set(close(given_ + close(given_))) == set()


def rule(folder, name, text):
    path = folder / name
    path.write_text(text)
    return path


def test_rules_build_on_each_other_in_any_order(tmp_path):
    rules = [
        rule(tmp_path, "a.rq", "CONSTRUCT { ?x <http://x/r> ?y } WHERE { ?x <http://x/q> ?y }"),
        rule(tmp_path, "b.rq", "CONSTRUCT { ?x <http://x/q> ?y } WHERE { ?x <http://x/p> ?y }"),
    ]
    derived = derive([graph(":i :p :j .")], rules)
    assert {str(p) for p in derived.predicates()} == {X + "q", X + "r"}


def test_rules_see_all_graphs_and_repeat_nothing_that_was_said(tmp_path):
    rules = [
        rule(tmp_path, "a.rq", "CONSTRUCT { ?y <http://x/p> ?x } WHERE { ?x <http://x/p> ?y }")
    ]
    derived = derive([graph(":i :p :j ."), graph(":j :p :i . :k :p :l .")], rules)
    assert set(derived) == {(URIRef(X + "l"), URIRef(X + "p"), URIRef(X + "k"))}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONSTRUCT { ?x", "does not parse"),
        ("SELECT ?x WHERE { ?x ?y ?z }", "not a CONSTRUCT"),
        ("CONSTRUCT { ?x ?y [] } WHERE { ?x ?y ?z }", "makes blank nodes"),
        (
            "CONSTRUCT { ?x ?y ?new } WHERE { ?x ?y ?z BIND(IRI(CONCAT(STR(?z), 'z')) AS ?new) }",
            "never come to an end",
        ),
    ],
)
def test_a_bad_rule_is_refused(tmp_path, text, message):
    with pytest.raises(SourceError, match=message):
        derive([graph(":i :p :j .")], [rule(tmp_path, "a.rq", text)])
