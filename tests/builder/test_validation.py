"""Shapes are never passed for want of the ontology, and results are plain values."""

import logging

import pytest
import rdflib
from rdflib import Graph
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.term import _toPythonMapping

from openalliances.builder.checks.shacl import VALIDATORS
from openalliances.builder.checks.shacl_results import ValidationResult
from openalliances.errors import CheckError

from ..rdflib_graphs import focus_counts, parse, validate

HEAD = """
PREFIX : <http://x/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ONTOLOGY = ":Sub a owl:Class ; rdfs:subClassOf :Super . :Super a owl:Class ."
TARGET = ":S a sh:NodeShape ; sh:targetClass :Super ; sh:property :S-p ."

PATHS = [
    (":p", "http://x/p"),
    ("[ sh:inversePath :p ]", "^<http://x/p>"),
    ("( :p :q )", "<http://x/p>/<http://x/q>"),
    ("[ sh:alternativePath ( :p :q ) ]", "(<http://x/p>|<http://x/q>)"),
    ("( :p [ sh:zeroOrMorePath :q ] )", "<http://x/p>/(<http://x/q>)*"),
    ("( :p [ sh:oneOrMorePath [ sh:inversePath :q ] ] )", "<http://x/p>/(^<http://x/q>)+"),
]


def graph(turtle: str) -> Graph:
    return parse(HEAD + turtle, "x.ttl")


def found(data: str, shapes: str, **options) -> tuple[ValidationResult, ...]:
    """Return what is found, which is the same by each engine."""
    by_engine = [
        validate(graph(data), graph(shapes), graph(ONTOLOGY), validator=engine, **options)
        for engine in VALIDATORS
    ]
    assert by_engine[1:] == by_engine[:-1]
    return by_engine[0]


def test_a_target_that_is_a_superclass_is_not_passed_by():
    (result,) = found(":i a :Sub .", TARGET + ":S-p sh:path :p ; sh:minCount 1 .")
    assert result.focus == "http://x/i"
    assert (result.component, result.severity) == ("MinCount", "violation")


def test_a_value_of_a_subclass_is_of_the_class():
    shapes = TARGET + ":S-p sh:path :p ; sh:class :Super ."
    assert found(":i a :Sub ; :p :j . :j a :Sub .", shapes) == ()
    assert len(found(":i a :Sub ; :p :j . :j a :Other .", shapes)) == 1


@pytest.mark.parametrize(("path", "text"), PATHS)
def test_a_path_is_text_without_blank_nodes(path, text):
    (result,) = found(":i a :Sub .", TARGET + f":S-p sh:path {path} ; sh:minCount 1 .")
    assert result.path == text


@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
def test_a_severity_is_that_of_the_shape(severity):
    shapes = TARGET + f":S-p sh:path :p ; sh:minCount 1 ; sh:severity sh:{severity} ."
    (result,) = found(":i a :Sub .", shapes)
    assert result.severity == severity.lower()


def test_a_message_is_the_shapes_own_in_english_or_empty():
    speaking = ":S-p sh:path :p ; sh:minCount 1 ; sh:message 'Non.'@fr, 'No.'@en ."
    assert found(":i a :Sub .", TARGET + speaking)[0].message == "No."
    assert found(":i a :Sub .", TARGET + ":S-p sh:path :p ; sh:minCount 1 .")[0].message == ""


def test_a_shape_without_a_name_goes_by_the_one_around_it():
    shapes = (
        ":S a sh:NodeShape ; sh:targetClass :Sub ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    )
    assert found(":i a :Sub .", shapes)[0].shape == "http://x/S"


def test_a_blank_value_has_no_name():
    (result,) = found(
        ":i a :Sub ; :p [ :q 1 ] .", TARGET + ":S-p sh:path :p ; sh:nodeKind sh:IRI ."
    )
    assert result.value == ""


def test_only_the_focus_nodes_that_were_asked_for():
    shapes = TARGET + ":S-p sh:path :p ; sh:minCount 1 ."
    results = found(":i a :Sub . :j a :Sub .", shapes, focus=["http://x/j"])
    assert [f.focus for f in results] == ["http://x/j"]


def test_findings_come_in_one_order_the_gravest_first():
    shapes = (
        TARGET
        + ":S sh:property :S-q . :S-q sh:path :q ; sh:minCount 1 ; sh:severity sh:Info ."
        + ":S-p sh:path :p ; sh:minCount 1 ."
    )
    results = found(":j a :Sub . :i a :Sub .", shapes)
    assert [(f.severity, f.focus[-1]) for f in results] == [
        ("violation", "i"),
        ("violation", "j"),
        ("info", "i"),
        ("info", "j"),
    ]


def test_global_state_is_put_back():
    rdflib.NORMALIZE_LITERALS = False
    try:
        before = dict(_toPythonMapping)
        found(":i a :Sub .", TARGET + ":S-p sh:path :p ; sh:minCount 1 .")
        assert rdflib.NORMALIZE_LITERALS is False
        assert dict(_toPythonMapping) == before
        assert logging.getLogger("pyshacl-validate").handlers == []
    finally:
        rdflib.NORMALIZE_LITERALS = True


def test_data_stay_as_they_are():
    data = graph(":i a :Sub .")
    validate(data, graph(TARGET + ":S-p sh:path :p ; sh:minCount 1 ."), graph(ONTOLOGY))
    assert len(data) == 1


def test_broken_shapes_are_an_error_and_not_a_pass():
    with pytest.raises(CheckError, match="cannot be used"):
        found(
            ":i a :Sub .",
            ":S a sh:NodeShape ; sh:targetClass :Sub ; sh:property [ sh:minCount 1 ] .",
        )


TARGETS = [
    (":S sh:targetClass :Super .", 2),
    (":S sh:targetClass :Other .", 0),
    (":S sh:targetNode :i, :nowhere .", 2),
    (":S sh:targetSubjectsOf :p .", 1),
    (":S sh:targetObjectsOf :p .", 1),
    (":Sub a sh:NodeShape, rdfs:Class .", 2),
]


@pytest.mark.parametrize(("shapes", "count"), TARGETS)
def test_focus_nodes_are_counted(shapes, count):
    counts = focus_counts(graph(":i a :Sub ; :p :j . :j a :Sub ."), graph(shapes), graph(ONTOLOGY))
    assert list(counts.values()) == [count]


NESTED = [
    "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )",
    "sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]",
    "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class :Super ]",
    "sh:not [ sh:datatype xsd:string ]",
]


@pytest.mark.parametrize("constraint", NESTED)
@pytest.mark.parametrize("focus", [(), ("http://x/i",)])
def test_values_are_looked_at_by_nested_shapes_with_and_without_focus_nodes(constraint, focus):
    shapes = TARGET + f":S-p sh:path :p ; {constraint} ."
    assert len(found(':i a :Sub ; :p "x" .', shapes, focus=focus)) == 1


@pytest.mark.parametrize(("shapes", "count"), TARGETS)
def test_each_kind_of_target_can_be_narrowed(shapes, count):
    data = ":i a :Sub ; :p :j . :j a :Sub ."
    shapes += " :S sh:nodeKind sh:Literal . :Sub sh:nodeKind sh:Literal ."
    found_in = {f.focus for f in found(data, shapes, focus=["http://x/i", "http://x/j"])}
    everywhere = {f.focus for f in found(data, shapes)}
    assert found_in == everywhere - {"http://x/nowhere"}
    assert len(everywhere) == count


def test_a_query_of_a_shape_is_parsed_once_and_rdflib_is_left_as_it_was():
    before = SPARQLProcessor.query
    shapes = (
        ":S a sh:NodeShape ; sh:targetClass :Super ; sh:sparql ["
        ' sh:select "SELECT $this ?value { $this <http://x/p> ?value FILTER(?value > 1) }" ] .'
    )
    results = found(":i a :Sub ; :p 1 . :j a :Sub ; :p 2 . :k a :Sub ; :p 3 .", shapes)
    assert {(f.focus, f.value) for f in results} == {("http://x/j", "2"), ("http://x/k", "3")}
    assert SPARQLProcessor.query is before
