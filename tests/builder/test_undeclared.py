"""Slips that no parser finds."""

import pytest

from openalliances.builder.checks.unknown_terms import DeclaredTerms, slips
from openalliances.builder.read_files import read_bundle

STATE = "<https://w3id.org/openalliances/id/state/c>"
THREAT = "<https://w3id.org/openalliances/vocab/threat-type"

SLIPS = [
    (
        f"{STATE} ally:hasPartie ally:Actor .",
        "hasPartie is not a term",
        "ally:hasParty?",
        "hasPartie",
    ),
    (f"{STATE} a ally:Zebra .", "ally:Zebra is not a term", "Declare it", "Zebra"),
    (f"{STATE} rdfs:seeAlso {THREAT}/pirace> .", "not a concept", "piracy?", "pirace"),
    (f"{STATE} rdfs:seeAlso [ rdfs:label 'x' ] .", "blank node", "IRI of its own", "seeAlso ["),
    (f"{STATE} rdfs:seeAlso [ rdfs:seeAlso [] ] .", "blank node", "IRI of its own", "seeAlso ["),
]


def found(folder):
    files = read_bundle(folder)
    return slips(files, DeclaredTerms(files))


@pytest.mark.parametrize(("turtle", "message", "hint", "there"), SLIPS)
def test_a_slip_is_found_with_its_line(bundle_folder, write, turtle, message, hint, there):
    path = write("data/reference/more.ttl", turtle)
    (slip,) = found(bundle_folder)
    assert slip.path == "data/reference/more.ttl"
    assert message in slip.message
    assert hint in slip.hint
    assert there in path.read_text().splitlines()[slip.line - 1]


def test_a_blank_node_that_is_only_a_subject_is_a_slip(bundle_folder, write):
    write("data/reference/more.ttl", "_:x rdfs:label 'x' .")
    assert [slip.path for slip in found(bundle_folder)] == ["data/reference/more.ttl"]


def test_what_is_declared_is_no_slip(bundle_folder):
    assert found(bundle_folder) == ()


def test_blank_nodes_may_stand_in_the_ontology(bundle_folder, write):
    write("ontology/more.ttl", "ally:Actor rdfs:subClassOf [ a owl:Class ] .")
    assert found(bundle_folder) == ()
