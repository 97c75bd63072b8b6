"""What editors and programs ask an endpoint about itself, and that the numbers are right."""

from __future__ import annotations

import pytest

from openalliances.rdf.prefixes import DATASET, PREFIXES
from openalliances.release.examples import examples

VOID = PREFIXES["void"]

SIB = {
    "void": """
PREFIX up: <http://purl.uniprot.org/core/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
  {
    ?cp void:class ?subjectClass ;
        void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
        {
            ?pp  void:classPartition [ void:class ?objectClass ] .
        } UNION {
            ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
        }
    }
  } UNION {
    ?ls void:subjectsTarget ?subjectClass ;
        void:linkPredicate ?prop ;
        void:objectsTarget ?objectClass .
  }
}""",
    "examples": """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
    ?sq a sh:SPARQLExecutable ;
        rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq""",
    "prefixes": """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
ORDER BY ?prefix""",
}
"""What the SPARQL editor of the SIB asks an endpoint when it is opened."""


@pytest.mark.parametrize(
    ("name", "variables", "least"),
    [
        ("void", {"subjectClass", "prop", "objectClass", "objectDatatype"}, 1000),
        ("examples", {"sq", "comment", "query"}, 40),
        ("prefixes", {"prefix", "namespace"}, len(PREFIXES)),
    ],
)
def test_an_editor_configures_itself(ask_endpoint, name, variables, least):
    rows = ask_endpoint(SIB[name])
    assert len(rows) >= least
    assert {key for row in rows for key in row} == variables


def test_all_examples_are_found_with_their_text(ask_endpoint):
    found = {row["query"] for row in ask_endpoint(SIB["examples"])}
    assert found == {example.query for example in examples("dataset")}


VOID_PREFIX = f"PREFIX void: <{VOID}> PREFIX xsd: <{PREFIXES['xsd']}> "


@pytest.mark.parametrize(
    ("published", "counted"),
    [
        (
            f"?key ?n {{ <{DATASET}> void:classPartition ?q ."
            " ?q void:class ?key ; void:entities ?n }",
            "?key (COUNT(DISTINCT ?s) AS ?n) { ?s a ?key } GROUP BY ?key",
        ),
        (
            f"?key ?n {{ <{DATASET}> void:propertyPartition ?q ."
            " ?q void:property ?key ; void:triples ?n }",
            "?key (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?key ?o { ?s ?key ?o } } } GROUP BY ?key",
        ),
        (
            f"?key ?n {{ <{DATASET}> void:subset ?key . ?key void:triples ?n }}",
            "?key (COUNT(*) AS ?n) { GRAPH ?key { ?s ?p ?o } } GROUP BY ?key",
        ),
        (
            f"?key ?c ?n {{ <{DATASET}> void:subset ?key . ?key void:classPartition ?q ."
            " ?q void:class ?c ; void:entities ?n }",
            "?key ?c (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?key { ?s a ?c } } GROUP BY ?key ?c",
        ),
        (
            f"?key ?p ?n {{ <{DATASET}> void:subset ?key . ?key void:propertyPartition ?q ."
            " ?q void:property ?p ; void:triples ?n }",
            "?key ?p (COUNT(*) AS ?n) { GRAPH ?key { ?s ?p ?o } } GROUP BY ?key ?p",
        ),
    ],
    ids=["classes", "properties", "graphs", "classes of graphs", "properties of graphs"],
)
def test_the_published_numbers_are_those_that_counting_gives(ask_endpoint, published, counted):
    told = ask_endpoint(f"{VOID_PREFIX} SELECT {published}")
    found = ask_endpoint(f"{VOID_PREFIX} SELECT {counted}")
    order = lambda row: sorted(row.items())  # noqa: E731
    assert sorted(told, key=order) == sorted(found, key=order)
    assert told
