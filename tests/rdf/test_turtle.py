"""The canonical form: the same graph, the same text; one edit, one block."""

import difflib
import random
import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, XSD

from openalliances.rdf.prefixes import ALLY, PREFIXES

from ..rdflib_graphs import canonical_turtle

GOLDEN = Path(__file__).parents[1] / "golden"
LAWS = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def literals_as_written():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def read(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def one(term: Literal | URIRef) -> Graph:
    graph = Graph()
    graph.add((URIRef(ALLY + "s"), URIRef(ALLY + "p"), term))
    return graph


# Terms

IRIS = st.sampled_from(
    [URIRef(ALLY + name) for name in ("A", "b.c", "d.", "1", "e,f", "x/y", "")]
    + [URIRef("https://w3id.org/openalliances/id/state/burundi"), RDF.nil, OWL.Class]
)
PREDICATES = st.sampled_from([RDF.type, RDFS.label, URIRef(ALLY + "p"), URIRef("http://x.test/q")])
TEXTS = st.text(
    st.one_of(
        st.sampled_from('"\\ \n\r\t\x00\x85\u2028\ufeff.'), st.characters(exclude_categories=["Cs"])
    ),
    max_size=12,
)
STRINGS = TEXTS.map(Literal) | st.tuples(TEXTS, st.sampled_from(["en", "en-gb", "fr"])).map(
    lambda pair: Literal(pair[0], lang=pair[1])
)
NUMBERS = st.sampled_from(
    [("01", XSD.integer), ("1", XSD.integer), ("1.50", XSD.decimal), ("1e3", XSD.double)]
).map(lambda pair: Literal(pair[0], datatype=pair[1]))
FORMS = st.tuples(
    st.from_regex(r"[+-]?[0-9]{0,3}(\.[0-9]{0,9})?(e[0-9])?|true|false|1 ", fullmatch=True),
    st.sampled_from(
        [XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.gYear, URIRef(ALLY + "t")]
    ),
).map(lambda pair: Literal(pair[0], datatype=pair[1]))
BLANKS = st.sampled_from([BNode(name) for name in "abcd"])


def graphs(subjects: st.SearchStrategy, objects: st.SearchStrategy) -> st.SearchStrategy[Graph]:
    def build(triples: list) -> Graph:
        graph = Graph()
        for triple in triples:
            graph.add(triple)
        return graph

    triples = st.lists(st.tuples(subjects, PREDICATES, objects), max_size=8)
    return triples.map(build)


# Without FORMS, for rdflib's comparison of graphs warns of ill-typed literals.
GRAPHS = graphs(IRIS | BLANKS, IRIS | BLANKS | STRINGS | NUMBERS)


def renamed(graph: Graph, seed: int) -> Graph:
    """Return the same graph with other blank node names, in another order."""
    names: dict[BNode, BNode] = {}

    def other(term):
        return names.setdefault(term, BNode()) if isinstance(term, BNode) else term

    triples = list(graph)
    random.Random(seed).shuffle(triples)
    result = Graph()
    for s, p, o in triples:
        result.add((other(s), p, other(o)))
    return result


@LAWS
@given(graph=graphs(IRIS, IRIS | STRINGS | FORMS))
def test_reading_the_text_gives_the_same_triples(graph):
    assert set(read(canonical_turtle(graph))) == set(graph)


@LAWS
@given(graph=GRAPHS)
def test_reading_the_text_gives_the_same_graph_with_blank_nodes(graph):
    assert isomorphic(read(canonical_turtle(graph)), graph)


@LAWS
@given(graph=GRAPHS)
def test_the_form_is_idempotent(graph):
    text = canonical_turtle(graph)
    assert canonical_turtle(read(text)) == text


@LAWS
@given(graph=GRAPHS, seed=st.integers(0, 9))
def test_order_and_names_of_blank_nodes_do_not_matter(graph, seed):
    assert canonical_turtle(renamed(graph, seed)) == canonical_turtle(graph)


@LAWS
@given(graph=GRAPHS)
def test_no_line_ends_with_a_blank_and_no_break_is_hidden(graph):
    text = canonical_turtle(graph)
    assert not re.search(r"[ \t\r]$", text, re.MULTILINE)
    assert text.splitlines() == text.split("\n")[:-1] or text == ""


def test_golden():
    graph = read((GOLDEN / "canonical_input.ttl").read_text(encoding="utf-8"))
    expected = (GOLDEN / "canonical.ttl").read_text(encoding="utf-8")
    assert canonical_turtle(graph) == expected


def test_an_empty_graph_has_no_text():
    assert canonical_turtle(Graph()) == ""


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Literal("1962", datatype=XSD.integer, normalize=False), "1962"),
        (Literal("-5", datatype=XSD.integer, normalize=False), "-5"),
        (Literal("01", datatype=XSD.integer, normalize=False), '"01"^^xsd:integer'),
        (Literal("1.50", datatype=XSD.decimal, normalize=False), "1.50"),
        (Literal(".5", datatype=XSD.decimal, normalize=False), '".5"^^xsd:decimal'),
        (Literal("1e3", datatype=XSD.double, normalize=False), '"1e3"^^xsd:double'),
        (Literal("true", datatype=XSD.boolean, normalize=False), "true"),
        (Literal("1", datatype=XSD.boolean, normalize=False), '"1"^^xsd:boolean'),
        (Literal("x", datatype=XSD.string), '"x"'),
        (Literal("colour", lang="en-gb"), '"colour"@en-gb'),
        (Literal('a "b" \\'), '"a \\"b\\" \\\\"'),
        (Literal("a\nb"), '"""a\nb"""'),
        (Literal('a\n""""'), '"""a\n\\"\\"\\"\\""""'),
        (Literal("a \nb\r\n"), '"""a\\u0020\nb\\r\n"""'),
        (Literal("\x00\x85\u2028\ufeff"), '"\\u0000\\u0085\\u2028\\uFEFF"'),
        (URIRef(ALLY + "State"), "ally:State"),
        (URIRef(ALLY + "a.b"), "ally:a.b"),
        (URIRef(ALLY + "ends."), f"<{ALLY}ends.>"),
        (URIRef(ALLY + "module/core"), f"<{ALLY}module/core>"),
        (URIRef(ALLY), f"<{ALLY}>"),
        (RDF.nil, "()"),
    ],
)
def test_terms(term, text):
    assert canonical_turtle(one(term)).endswith(f"\nally:s\n    ally:p {text} ;\n.\n")


@pytest.mark.parametrize("term", [Literal("\uffff x"), Literal('"'), Literal("\\u0041")])
def test_awkward_terms_come_back(term):
    assert set(read(canonical_turtle(one(term)))) == set(one(term))


# Prefixes


def test_only_used_prefixes_in_order_and_the_table_wins():
    text = canonical_turtle(
        read(
            "@prefix ally: <http://x.test/> . @prefix z: <http://www.w3.org/ns/prov#> ."
            f"ally:a z:value <{ALLY}b> ."
        )
    )
    assert text.splitlines()[:2] == [
        f"@prefix ally: <{ALLY}> .",
        f"@prefix prov: <{PREFIXES['prov']}> .",
    ]
    assert "<http://x.test/a>\n    prov:value ally:b ;\n.\n" in text


# Order


def test_blocks_stand_by_section_then_iri():
    text = canonical_turtle(read((GOLDEN / "canonical_input.ttl").read_text(encoding="utf-8")))
    heads = [block.splitlines()[0] for block in text.split("\n\n")[1:]]
    assert heads == [
        "<https://w3id.org/openalliances/ontology>",
        "ally:Alliance",
        "ally:hasParty",
        "ally:acronym",
        "ally:requiresSource",
        "<https://w3id.org/openalliances/vocab/example>",
        "<https://w3id.org/openalliances/id/state/examplia>",
        "<https://w3id.org/openalliances/shapes/Alliance>",
        "_:b1",
        "_:b2",
        "[]",
    ]


EDITS = {
    "a label more": ("ally:B rdfs:comment 'new' .", 1),
    "a new class that others are under": ("ally:Aa a owl:Class .", 4),
    "a mention elsewhere": ("ally:B rdfs:seeAlso ally:E .", 1),
    "a restriction more": (
        "ally:C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ally:p ] .",
        4,
    ),
}


@pytest.mark.parametrize(("edit", "lines"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_changes_no_other_line(edit, lines):
    head = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("ally", "owl", "rdfs"))
    base = head + "".join(
        f"ally:{name} a owl:Class ; rdfs:subClassOf ally:A , "
        f"[ a owl:Restriction ; owl:onProperty ally:{name.lower()} ] .\n"
        for name in "BCDE"
    )
    before = canonical_turtle(read(base)).splitlines()
    after = canonical_turtle(read(base + edit)).splitlines()
    changes = [d for d in difflib.ndiff(before, after) if d[0] in "+-"]
    assert [d for d in changes if d[0] == "-"] == []
    assert len(changes) == lines


@pytest.mark.parametrize(
    ("turtle", "shape"),
    [
        ("ally:s ally:p (1 2) .", "ally:p (\n        1\n        2\n    ) ;"),
        ("ally:s ally:p [ ally:q 1 ] .", "ally:p [\n        ally:q 1 ;\n    ] ;"),
        ("ally:s ally:p [] .", "ally:p [] ;"),
        (
            "ally:s ally:p [ rdf:first 1 , 2 ; rdf:rest () ] .",
            "rdf:first\n            1 ,\n            2 ;\n        rdf:rest () ;",
        ),
        ("ally:s ally:p [ rdf:first 1 ] .", "ally:p [\n        rdf:first 1 ;\n    ] ;"),
        ("ally:s ally:p _:l . _:l rdf:first 1 ; rdf:rest _:l .", "ally:p _:b1 ;"),
    ],
)
def test_lists_and_nested_nodes(turtle, shape):
    head = f"PREFIX ally: <{ALLY}>\nPREFIX rdf: <{PREFIXES['rdf']}>\n"
    assert shape in canonical_turtle(read(head + turtle))
