"""What is written as JSON-LD is read as the same graph, and looks as people expect."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from openalliances.rdf.json_ld.nodes import TripleTermError
from openalliances.rdf.json_ld.options import Form, JsonLdOptions
from openalliances.rdf.json_ld.writer import json_ld_lines, write_json_ld
from openalliances.rdf.vocabulary import RDF, RDFS, XSD

from .graphs import CONTEXT, EX, QUADS, STATEMENTS, a_list, isomorphic, read

A, B, C = (NamedNode(EX + name) for name in "abc")
TO, NEXT, WHEN, NOTE, COUNT = (NamedNode(EX + n) for n in ("to", "next", "when", "note", "count"))
OTHER = NamedNode(EX + "other")


def written(quads, **more):
    return json.loads(write_json_ld(quads, CONTEXT, **more))


@settings(max_examples=150, deadline=None)
@given(QUADS)
def test_any_data_set_is_read_as_it_was(quads):
    for form in Form:
        text = write_json_ld(quads, CONTEXT, options=JsonLdOptions(form))
        assert isomorphic(read(text), quads), form


@settings(max_examples=150, deadline=None)
@given(STATEMENTS)
def test_a_tree_below_any_thing_is_read_as_it_was(quads):
    text = write_json_ld(quads, CONTEXT, root=EX + "a")
    assert isomorphic(read(text), quads)


@settings(max_examples=100, deadline=None)
@given(QUADS)
def test_lines_are_read_as_they_were(quads):
    text = b"".join(json_ld_lines(quads, CONTEXT))
    assert isomorphic(read(text), quads)
    json.loads(text)


@pytest.mark.parametrize(
    "quads",
    [
        [*a_list([A, B]), Quad(A, TO, BlankNode("l0"))],
        [*a_list([A, B], loop=True), Quad(A, TO, BlankNode("l0"))],
        [*a_list([A, B], loop=True)],
        [*a_list([A]), Quad(A, TO, BlankNode("l0")), Quad(B, TO, BlankNode("l0"))],
        [*a_list([BlankNode("m0")]), *a_list([B], "m"), Quad(A, OTHER, BlankNode("l0"))],
        [*a_list([A, B]), Quad(BlankNode("l1"), RDF.type, RDF.List), Quad(A, TO, BlankNode("l0"))],
        [*a_list([Literal("x")]), Quad(A, NOTE, BlankNode("l0"))],
        [*a_list([Literal("2007", datatype=XSD.gYear)]), Quad(A, WHEN, BlankNode("l0"))],
        [Quad(BlankNode(f"n{n}"), NEXT, BlankNode(f"n{n + 1}")) for n in range(60)],
        [*a_list([A] * 60), Quad(A, TO, BlankNode("l0"))],
        [Quad(BlankNode("n"), NEXT, BlankNode("n"))],
        [Quad(A, RDF.type, BlankNode("t")), Quad(A, RDF.type, Literal("t"))],
        [],
    ],
    ids=lambda quads: str(len(quads)),
)
def test_what_is_tied_in_knots_is_read_as_it_was(quads):
    for form in Form:
        text = write_json_ld(quads, CONTEXT, options=JsonLdOptions(form))
        assert isomorphic(read(text), quads), form
    assert isomorphic(read(write_json_ld(quads, CONTEXT, root=EX + "a")), quads)


def test_a_thing_has_its_types_and_the_names_of_its_properties():
    quads = [
        Quad(A, RDF.type, NamedNode(EX + "Thing")),
        Quad(A, WHEN, Literal("2007-03-01", datatype=XSD.date)),
        Quad(A, COUNT, Literal("3", datatype=XSD.integer)),
        Quad(A, TO, B),
        Quad(A, RDFS.label, Literal("A", language="en")),
        Quad(A, NOTE, Literal("n", language="fr")),
        Quad(A, NOTE, Literal("m")),
    ]
    found = written(quads)
    assert found.pop("@context")["when"] == {"@id": "ex:when", "@type": "xsd:date"}
    assert found == {
        "@id": "ex:a",
        "@type": "Thing",
        "label": {"en": "A"},
        "count": 3,
        "note": {"@none": ["m"], "fr": ["n"]},
        "to": ["ex:b"],
        "when": "2007-03-01",
    }


def test_a_less_exact_date_stands_under_the_same_key():
    found = written([Quad(A, WHEN, Literal("2007", datatype=XSD.gYear))])
    assert found["when"] == {"@type": "xsd:gYear", "@value": "2007"}


def test_a_text_with_a_direction_stands_beside_the_map_of_languages():
    text = Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    quads = [Quad(A, NOTE, text), Quad(A, NOTE, Literal("y", language="en"))]
    found = written(quads)
    assert found["note"] == {"en": ["y"]}
    assert found["ex:note"]["@direction"] == "rtl"
    assert isomorphic(read(write_json_ld(quads, CONTEXT)), quads)


def test_a_context_holds_what_is_used_and_no_more():
    found = written([Quad(A, TO, B)])["@context"]
    assert found == {
        "@version": 1.1,
        "ex": EX,
        "to": {"@id": "ex:to", "@type": "@id", "@container": "@set"},
    }


def test_a_context_with_an_address_is_named():
    address = "https://example.org/context/1.jsonld"
    found = written([Quad(A, TO, B)], options=JsonLdOptions(address=address))
    assert found["@context"] == address


def test_an_iri_that_looks_like_a_short_one_hides_the_prefix():
    address = "https://example.org/context/1.jsonld"
    quads = [Quad(A, TO, NamedNode("time:now"))]
    found = written(quads, options=JsonLdOptions(address=address))
    assert found["@context"] == [address, {"time": None}]
    assert isomorphic(read(write_json_ld(quads, CONTEXT)), quads)


def test_what_leads_to_the_root_lies_within_it_and_each_thing_in_one_place():
    quads = [Quad(B, NEXT, A), Quad(A, TO, C), Quad(C, COUNT, Literal("x")), Quad(B, TO, C)]
    found = written(quads, root=EX + "a")
    assert found["to"] == [{"@id": "ex:c", "count": "x"}]
    assert found["@reverse"] == {"next": [{"@id": "ex:b", "to": ["ex:c"]}]}


def test_what_has_nothing_to_do_with_the_root_stands_beside_it():
    found = written([Quad(A, TO, C), Quad(B, COUNT, Literal("x"))], root=EX + "a")
    assert [node["@id"] for node in found["@graph"]] == ["ex:a", "ex:b"]


def test_expanded_has_no_context_and_full_iris():
    quads = [Quad(A, RDF.type, B), Quad(A, TO, C)]
    found = written(quads, options=JsonLdOptions(Form.EXPANDED))
    assert found == [{"@id": EX + "a", "@type": [EX + "b"], EX + "to": [{"@id": EX + "c"}]}]


def test_flattened_has_no_object_within_another():
    quads = [Quad(A, NEXT, BlankNode("x")), Quad(BlankNode("x"), COUNT, Literal("1"))]
    found = written(quads, options=JsonLdOptions(Form.FLATTENED))
    assert found["@graph"] == [{"@id": "ex:a", "next": "_:b0"}, {"@id": "_:b0", "count": "1"}]


def test_triple_terms_are_refused():
    with pytest.raises(TripleTermError):
        write_json_ld([Quad(A, RDF.reifies, Triple(A, TO, B))])


def test_each_thing_of_a_dump_has_a_line():
    text = b"".join(json_ld_lines([Quad(A, TO, B), Quad(B, TO, A, C)], CONTEXT)).decode()
    assert [line[:12] for line in text.splitlines()[1:]] == [
        '{"@id":"ex:a',
        '{"@id":"ex:c',
        '{"@id":"ex:b',
        "]}",
    ]
