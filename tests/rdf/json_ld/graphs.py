"""Graphs with everything that JSON-LD has its own way with, as hypothesis strategies."""

import pyoxigraph as ox
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad

from openalliances.rdf.json_ld.context import Context, Name
from openalliances.rdf.vocabulary import RDF, RDFS, XSD

EX = "http://example.org/"
CONTEXT = Context(
    {
        "ex": EX,
        "obo": "http://purl.obolibrary.org/obo/GO_",
        "urn": "http://example.org/urn#",
        "time": "http://www.w3.org/2006/time#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    },
    (
        Name("Thing", EX + "Thing"),
        Name("label", RDFS.label.value, languages=True),
        Name("note", EX + "note", languages=True, many=True),
        Name("when", EX + "when", XSD.date.value),
        Name("to", EX + "to", "@id", many=True),
        Name("next", EX + "next", "@id"),
        Name("count", EX + "count"),
    ),
)

IRIS = [NamedNode(EX + name) for name in ("a", "b", "Thing", "x/y", "", "@type", "ex:a")]
IRIS += [
    NamedNode(iri)
    for iri in (
        *("urn:isbn:1", "time:now", "ex:hidden", "xsd:date", "mailto:a@example.org"),
        *(
            "http://purl.obolibrary.org/obo/GO_1",
            "http://example.org//double",
            "https://é.example/",
        ),
        *("http://example.org/urn#//x", "tag:x", "label:x", "http://example.org/a?b#c"),
        RDF.nil.value,
    )
]
BLANKS = [BlankNode(name) for name in ("p", "q", "r", "s")]
PREDICATES = [NamedNode(EX + n) for n in ("note", "when", "to", "next", "count", "other", "id")]
PREDICATES += [RDF.type, RDF.first, RDF.rest, RDFS.label, NamedNode("time:p"), NamedNode("urn:p")]

TEXTS = st.sampled_from(
    ["", "@type", "@id", "text", "ex:a", "_:b0", "2007-03-01", "\u2028\x00\x7f", '"\\', "http://x/"]
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "fr"])),
    st.builds(
        lambda text, way: Literal(text, language="ar", direction=way),
        TEXTS,
        st.sampled_from([BaseDirection.LTR, BaseDirection.RTL]),
    ),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind),
        st.sampled_from(["1", "01", "-0", "true", "1E400", "9" * 40, "2007", "2007-03-01", "{ }"]),
        st.sampled_from(
            [
                XSD.integer,
                XSD.boolean,
                XSD.double,
                XSD.date,
                XSD.gYear,
                RDF.JSON,
                NamedNode("time:type"),
                XSD.decimal,
            ]
        ),
    ),
)
SUBJECTS = st.sampled_from([*IRIS, *BLANKS])
OBJECTS = st.one_of(st.sampled_from([*IRIS, *BLANKS]), LITERALS)
GRAPHS = st.sampled_from([DefaultGraph(), NamedNode(EX + "g"), BlankNode("g"), BlankNode("p")])

STATEMENTS = st.lists(st.builds(Quad, SUBJECTS, st.sampled_from(PREDICATES), OBJECTS), max_size=14)
QUADS = st.lists(
    st.builds(Quad, SUBJECTS, st.sampled_from(PREDICATES), OBJECTS, GRAPHS), max_size=14
)


def a_list(items, head="l", *, loop=False):
    """Return the cells of an RDF list, or of one that never ends."""
    cells = [BlankNode(f"{head}{place}") for place in range(len(items))]
    rests = [*cells[1:], cells[0] if loop else RDF.nil]
    for cell, item, rest in zip(cells, items, rests, strict=True):
        yield Quad(cell, RDF.first, item)
        yield Quad(cell, RDF.rest, rest)


def isomorphic(one, other):
    """Return whether two collections of quads say the same."""
    sets = [ox.Dataset(one), ox.Dataset(other)]
    for dataset in sets:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sets[0] == sets[1]


def read(text, **options):
    """Return the quads that Oxigraph reads from a document."""
    return list(ox.parse(text, ox.RdfFormat.JSON_LD, **options))
