"""Where a Turtle text says something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from openalliances.rdf.positions import locate
from openalliances.rdf.prefixes import ALLY, ID, PREFIXES

from ..rdflib_graphs import canonical_turtle

LAWS = settings(max_examples=100, deadline=None)
E = "http://e.test/"
TEXT = r"""@prefix e: <http://e.test/> . # e:comment e:p 1 .
PREFIX rel: <rel#>
BASE <http://base.test/dir/>
prefix : <#>

e:a\,b a e:C ;
    e:p "x ; e:q . # no" ,
        '''several
lines "of" it'''@en-GB ,
        "1962"^^e:year , 1.5 , 3. e:same
e:next -1e3 .
<there> :q [ e:in ( 1
    <deep> ) ; e:r e:o ] ;
    :last 'x\tyé' , true .
[] a e:Nameless .
[ e:p e:inside ] e:q e:outside .
( e:item ) e:r e:list .
_:b1 e:s _:b2.
<http://e.test/\u00e9> e:%41.b:c e:d.
e:a\,b e:again e:x .
"""


@pytest.mark.parametrize(
    ("iri", "line"),
    [
        (E + "a,b", 6),
        ("http://base.test/dir/there", 12),
        (E + "é", 19),
        ("_:b1", 18),
        (E + "same", 10),
        (E + "C", None),
        (E + "comment", None),
        (E + "inside", None),
        (E + "item", None),
        ("", None),
    ],
)
def test_a_subject_has_the_line_where_its_first_block_begins(iri, line):
    assert locate(TEXT).subject(iri) == line


@pytest.mark.parametrize(
    ("subject", "predicate", "term", "line"),
    [
        (E + "a,b", str(RDF.type), None, 6),
        (E + "a,b", str(RDF.type), E + "C", 6),
        (E + "a,b", E + "p", None, 7),
        (E + "a,b", E + "p", "x ; e:q . # no", 7),
        (E + "a,b", E + "p", 'several\nlines "of" it', 8),
        (E + "a,b", E + "p", "1962", 10),
        (E + "a,b", E + "p", "1.5", 10),
        (E + "a,b", E + "p", "3", 10),
        (E + "a,b", E + "p", "not there", 7),
        (E + "a,b", E + "again", E + "x", 20),
        (E + "a,b", E + "q", None, None),
        (E + "same", E + "next", "-1e3", 11),
        ("http://base.test/dir/there", "http://base.test/dir/#q", None, 12),
        ("http://base.test/dir/there", "http://base.test/dir/#q", E + "o", 13),
        ("http://base.test/dir/there", "http://base.test/dir/#q", "http://base.test/dir/deep", 13),
        ("http://base.test/dir/there", "http://base.test/dir/#last", "x\tyé", 14),
        ("http://base.test/dir/there", "http://base.test/dir/#last", "true", 14),
        (E + "é", E + "%41.b:c", E + "d", 19),
        ("_:b1", E + "s", "_:b2", 18),
    ],
)
def test_a_statement_has_the_line_of_its_object_or_predicate(subject, predicate, term, line):
    assert locate(TEXT).statement(subject, predicate, term) == line


def test_terms_of_rdflib_can_be_asked_for():
    places = locate(TEXT)
    assert places.subject(URIRef(E + "same")) == 10
    assert places.statement(URIRef(E + "same"), URIRef(E + "next"), Literal("-1e3")) == 11


@pytest.mark.parametrize(
    "broken",
    ["<<", "{", "unknown:x", '"open', "<a b>", "]", "@", "e:p '''open", "\\", "^^", "& e:p"],
)
def test_it_stops_quietly_where_it_cannot_read(broken):
    text = f"PREFIX e: <{E}>\ne:a e:p e:b .\n{broken} e:after e:q e:c .\ne:last e:p 1 ."
    places = locate(text)
    assert places.subject(E + "a") == 2
    assert places.subject(E + "last") is None


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("BASE <http://[> <x> <p> 1 .", "x"),
        ("<\\UFFFFFFFF> <p> 1 .", "\\UFFFFFFFF"),
        ("<x> <p> 1 .", "x"),
        ("PREFIX base: <http://e.test/> base:x base:p 1 .", E + "x"),
        ("PREFIX prefix: <http://e.test/>\nprefix:x prefix:p 1 .", E + "x"),
        ("@prefix a: <http://e.test/>. a:x a a:C .", E + "x"),
    ],
)
def test_odd_heads(text, iri):
    assert locate(text).subject(iri) is not None


IRIS = st.sampled_from([URIRef(ALLY + n) for n in "ABC"] + [URIRef(ID + "state/burundi")])
PREDICATES = st.sampled_from([RDF.type, RDFS.label, SKOS.note, URIRef(ALLY + "p")])
TEXTS = st.text(st.sampled_from("ab\"'\\\n .;,<>#@:[]()"), max_size=10)
OBJECTS = (
    IRIS | st.just(OWL.Class) | TEXTS.map(Literal) | TEXTS.map(lambda t: Literal(t, lang="en"))
)


@LAWS
@given(triples=st.lists(st.tuples(IRIS, PREDICATES, OBJECTS), max_size=10))
def test_everything_in_a_canonical_text_is_found_where_it_stands(triples):
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    text = canonical_turtle(graph)
    lines, places = text.split("\n"), locate(text)
    for subject, predicate, term in graph:
        assert lines[places.subject(subject) - 1] == name(subject)
        line = lines[places.statement(subject, predicate) - 1]
        assert line.startswith("    " + ("a" if predicate == RDF.type else name(predicate)))
        assert (str(subject), str(predicate), str(term)) in places.objects
        if isinstance(term, URIRef):
            assert name(term) in lines[places.statement(subject, predicate, term) - 1]
    assert set(places.subjects) == {str(subject) for subject in graph.subjects()}


def name(iri: URIRef) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = next((p for p, namespace in PREFIXES.items() if namespace == iri[:cut]), None)
    return f"{prefix}:{iri[cut:]}" if prefix else f"<{iri}>"


PIECES = st.sampled_from(
    ["@prefix e: <http://e.test/> .", "BASE", "<a>", "e:b", "@en", "1.", "_:b", "%4", "\\u12", "^^"]
) | st.sampled_from(["'''", '"""', *'a"\\#\n[]().;, '])


@LAWS
@given(text=st.text() | st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_without_an_error(text):
    places = locate(text)
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in places.subjects.values())
