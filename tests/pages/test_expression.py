"""What stands behind a blank node is said in words, in order, in bounds, and escaped."""

from html import unescape
from re import sub

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from openalliances.http.urls import Urls
from openalliances.pages.expression import Expressions, in_a_line
from openalliances.pages.links import Links
from openalliances.pages.models import Anchor
from openalliances.pages.render import _environment
from openalliances.things.description import Text
from openalliances.things.nested import DEPTH, NODES, NodeMaker

EX = "http://pact.example/"
PREFIXED = """
prefix : <http://pact.example/>
prefix owl: <http://www.w3.org/2002/07/owl#>
prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
prefix sh: <http://www.w3.org/ns/shacl#>
prefix xsd: <http://www.w3.org/2001/XMLSchema#>
"""

SENTENCES = [
    ("[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ]", "have as p some A"),
    ("[ owl:onProperty :p ; owl:allValuesFrom :A ]", "those things that have as p only A"),
    ("[ owl:onProperty :p ; owl:hasValue 5 ]", "have as p the value 5"),
    ("[ owl:onProperty :p ; owl:hasSelf true ]", "have as p themselves"),
    ("[ owl:onProperty :p ; owl:minCardinality 2 ]", "have as p at least 2"),
    ("[ owl:onProperty :p ; owl:maxCardinality 2 ]", "have as p at most 2"),
    ("[ owl:onProperty :p ; owl:cardinality 2 ]", "have as p exactly 2"),
    ("[ owl:onProperty :p ; owl:minQualifiedCardinality 2 ; owl:onClass :A ]", "at least 2 A"),
    ("[ owl:onProperty :p ; owl:maxQualifiedCardinality 2 ; owl:onClass :A ]", "at most 2 A"),
    ("[ owl:onProperty :p ; owl:qualifiedCardinality 1 ; owl:onDataRange :D ]", "exactly 1 D"),
    ("[ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :A ]", "the inverse of p some A"),
    (
        "[ owl:onProperty :p ; owl:someValuesFrom [ a owl:Class ; owl:unionOf ( :A :B ) ] ]",
        "those things that have as p some A or B",
    ),
    ("[ a owl:Class ; owl:intersectionOf ( :A [ owl:unionOf ( :B :C ) ] ) ]", "A and (B or C)"),
    (
        "[ owl:intersectionOf ( :A [ owl:onProperty :p ; owl:someValuesFrom :B ] :C ) ]",
        "A and (those things that have as p some B) and C",
    ),
    ("[ owl:complementOf :A ]", "not A"),
    ("[ owl:complementOf [ owl:unionOf ( :A :B ) ] ]", "not (A or B)"),
    ("[ owl:oneOf ( :a :b ) ]", "one of a, b"),
    ('[ a rdfs:Datatype ; owl:oneOf ( "x" "y" ) ]', "one of x, y"),
    ("[ owl:unionOf () ]", "nothing"),
    (
        "[ owl:onDatatype xsd:integer ; owl:withRestrictions"
        " ( [ xsd:minInclusive 1 ] [ xsd:maxExclusive 10 ] ) ]",
        "integer at least 1 and less than 10",
    ),
    ("[ owl:datatypeComplementOf xsd:integer ]", "not integer"),
    ("[ sh:inversePath :p ]", "the inverse of p"),
    ("[ sh:alternativePath ( :p :q ) ]", "p or q"),
    ("[ sh:zeroOrMorePath [ sh:inversePath :p ] ]", "(the inverse of p) any number of times"),
    ("<<( :a :p :b )>>", "“a p b”"),
    ('<<( :a :p <<( :b :q "x" )>> )>>', "“a p “b q x””"),
    ("[ :street '1 Peace Road' ; :city :Bujumbura ]", "city: Bujumbura street: 1 Peace Road"),
    ("[ owl:unionOf ( :A [ :x 1 ] ) ]", "A or (something with x 1)"),
    ("[ owl:onProperty :p ; owl:hasValue [ :x 1 ] ]", "the value something with x 1"),
    ("[ owl:onProperty :p ; owl:someValuesFrom :A ; rdfs:comment 'why' ]", "some A comment: why"),
    ("[ owl:onProperty :p ]", "on property: p"),
    ("( :b :a [ :x 1 ] )", "b a x: 1"),
    ("[]", "(without a name of its own)"),
    ("[ :p ( 1 ( 2 3 ) ) ]", "p: 1 2 3"),
]


def name(iri):
    return iri.removeprefix(EX)


def said_of(text, property_iri=EX + "v"):
    """Return the expression of the value of ``:x :v``, and its HTML."""
    quads = list(parse((PREFIXED + text).encode(), RdfFormat.TURTLE))
    said = {}
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            said.setdefault(quad.subject, []).append(quad)
    (value,) = [q.object for q in quads if q.subject == NamedNode(EX + "x")]
    node = NodeMaker({}, said, name).node(value)
    links = Links(Urls(EX), True)
    made = Expressions(links.anchor, Anchor(Text("Turtle"), "/x.ttl")).of(node, property_iri)
    module = _environment().get_template("macros.html").module
    return made, module.expression(made)


def words(html):
    return sub(r"\s+", " ", unescape(sub(r"<(?!/?(a|bdi|span)\b)[^>]*>", " ", html))).strip()


def plain(html):
    return sub(r" ?([:,)])", r"\1", words(sub(r"</?(a|bdi|span)\b[^>]*>", "", html)))


@pytest.mark.parametrize(("turtle", "sentence"), SENTENCES)
def test_it_is_said_as_a_person_would(turtle, sentence):
    assert sentence in plain(said_of(f":x :v {turtle} .")[1])


@pytest.mark.parametrize(
    ("property_iri", "sentence"),
    [
        ("owl:propertyChainAxiom", "p, then (the inverse of q)"),
        ("owl:hasKey", "p and (the inverse of q)"),
        ("sh:path", "p, then (the inverse of q)"),
    ],
)
def test_a_list_is_a_sentence_where_its_property_makes_it_one(property_iri, sentence):
    prefix, local = property_iri.split(":")
    iri = {"owl": "http://www.w3.org/2002/07/owl#", "sh": "http://www.w3.org/ns/shacl#"}[prefix]
    html = said_of(":x :v ( :p [ owl:inverseOf :q ] ) .", iri + local)[1]
    assert plain(html) == sentence


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        ("[ owl:onProperty :p ; owl:someValuesFrom :A ]", "those things that have as p some A"),
        ("[ :street '1 Peace Road' ; :city :B ]", "city: B; street: 1 Peace Road"),
        ("( :a [ :x 1 , 2 ] )", "(a; x: 1, 2)"),
    ],
)
def test_a_terminal_has_it_in_a_line(turtle, line):
    assert in_a_line(said_of(f":x :v {turtle} .")[0]) == line


def test_names_within_a_sentence_are_links():
    html = said_of(":x :v [ owl:onProperty :p ; owl:someValuesFrom :A ] .")[1]
    assert '<a href="/p.html">' in html
    assert '<a href="/A.html">' in html


def test_a_shape_within_a_shape_is_told_with_its_path_in_words():
    text = ":x :v [ sh:property [ sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 ] ] ."
    assert "path: p, then (the inverse of q)" in plain(said_of(text)[1])


def test_circles_end():
    html = said_of(":x :v _:a . _:a :p _:b . _:b :p _:a ; :name 'b' .")[1]
    assert "(the one that this is part of)" in html
    assert "b" in plain(html)


def test_a_list_that_is_none_is_told_as_it_is():
    html = said_of(":x :v _:l . _:l rdf:first 1 ; rdf:rest _:l .")[1]
    assert "first: 1" in plain(html)


def test_what_lies_deeper_than_a_page_goes_is_counted_and_leads_on():
    deep = "".join("[ :p " for _ in range(DEPTH + 5)) + "1" + " ]" * (DEPTH + 5)
    html = said_of(f":x :v {deep} .")[1]
    assert 'and at least 1 more in <a href="/x.ttl">' in html


def test_what_is_too_much_is_counted():
    items = " ".join(str(n) for n in range(NODES + 10))
    made, html = said_of(f":x :v ( {items} ) .")
    assert len(made.items) == NODES
    assert "and at least 10 more in" in html


def test_a_list_whose_end_is_not_known_is_still_a_list():
    made, html = said_of(
        ":x :v _:a . _:a rdf:first 1 ; rdf:rest _:b . _:b rdf:first 2 ; rdf:rest [] ."
    )
    assert len(made.items) == 2
    assert "and at least 1 more in" in html


def test_what_is_shared_by_many_does_not_grow_without_end():
    levels = "".join(f"_:n{n} :p _:n{n + 1} ; :q _:n{n + 1} ." for n in range(30))
    html = said_of(f":x :v _:n0 . {levels}")[1]
    assert len(html) < 400 * NODES


def test_all_of_it_is_escaped():
    html = said_of(':x :v [ :p "<script>" ; :q ( "<b>" ) ; :r <<( :a :p "<i>" )>> ] .')[1]
    assert "&lt;script&gt;" in html
    for tag in ("<script>", "<b>", "<i>"):
        assert tag not in html
