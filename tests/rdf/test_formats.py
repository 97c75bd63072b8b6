"""The table of formats agrees with itself and with its specifications."""

from collections import Counter

import pytest

from openalliances.rdf import formats
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_JSON,
    TRIG,
    TRIPLE_FORMATS,
    TURTLE,
    Format,
    by_extension,
)

ALL = tuple(value for value in vars(formats).values() if isinstance(value, Format))


@pytest.mark.parametrize("column", ["name", "media_type", "extension"])
def test_no_two_formats_share_a_value(column):
    assert max(Counter(getattr(f, column) for f in ALL).values()) == 1


def test_every_format_is_in_the_tuple_of_its_kind():
    assert {f for f in ALL if f.kind == "graph"} == set(GRAPH_FORMATS)
    assert {f for f in ALL if f.kind == "result"} == set(RESULT_FORMATS)
    assert [f for f in ALL if f.kind == "page"] == [HTML]


@pytest.mark.parametrize("offers", [(HTML, *GRAPH_FORMATS), (HTML, *RESULT_FORMATS)])
def test_an_alias_means_one_format_among_those_offered_together(offers):
    names = Counter(name for f in offers for name in (f.media_type, *f.aliases))
    assert [name for name, count in names.items() if count > 1] == []


def test_named_graphs_survive_only_where_the_format_has_them():
    assert {f for f in ALL if f.quads} == {JSON_LD, N_QUADS, TRIG}
    assert set(TRIPLE_FORMATS) == {TURTLE, JSON_LD, RDF_XML, N_TRIPLES}


def test_every_format_of_rdf_has_an_iri_of_its_own():
    iris = [f.iri for f in ALL if f.kind in ("graph", "result")]
    assert all(iri.startswith("http://www.w3.org/ns/formats/") for iri in iris)
    assert len(set(iris)) == len(iris)


@pytest.mark.parametrize(
    ("wanted", "content_type"),
    [
        (TURTLE, "text/turtle; charset=utf-8"),
        (HTML, "text/html; charset=utf-8"),
        (JSON_LD, "application/ld+json"),
        (RESULTS_JSON, "application/sparql-results+json"),
    ],
)
def test_text_has_a_charset(wanted, content_type):
    assert wanted.content_type == content_type


@pytest.mark.parametrize(
    ("extension", "expected"),
    [(f.extension, f) for f in GRAPH_FORMATS]
    + [("owl", RDF_XML), ("xml", RDF_XML), ("json", JSON_LD), ("srj", None), ("", None)],
)
def test_by_extension(extension, expected):
    assert by_extension(extension) == expected


def test_by_extension_looks_among_those_given():
    assert by_extension("srj", RESULT_FORMATS) == RESULTS_JSON
    assert by_extension("ttl", RESULT_FORMATS) is None
