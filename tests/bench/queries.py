"""The classes of queries that are measured.

In a text, ``NNN`` becomes a number that never comes again, so that no cache can answer, and
``III`` the IRI of one thing after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.bench.data import EX

CSV = "text/csv"
N_TRIPLES = "application/n-triples"
PREFIXES = f"PREFIX ex: <{EX}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "

# A plain product is held in memory, which ends before the time does; these two loop.
ENDLESS_LATERAL = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }"
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { "
    + " . ".join(f"?s{step} <{EX}borders> ?s{step + 1}" for step in range(24))
    + " }"
)
"""For those that do not know ``LATERAL``; of generated data."""
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of queries; ``things`` is the kind of IRI that it needs.

    ``varied`` is false where the same request comes again and again. A ``conditional`` one
    comes with the ETag of what the client has, if there is one.
    """

    name: str
    text: str
    things: str = ""
    accept: str = CSV
    varied: bool = True
    conditional: bool = False
    everywhere: bool = False
    """Whether it can be asked of any data."""
    requests: int = 400
    """How many are asked for a sample, of each server as many."""
    compared: bool = True
    """Whether all servers must have the same answer: not where the specification leaves it open."""
    clients: tuple[int, ...] = field(default=(1, 8))


_LOOKUP = "SELECT ?pNNN ?o WHERE { <III> ?pNNN ?o }"

KINDS = (
    Kind("lookup", _LOOKUP, "membership", everywhere=True, requests=1000),
    Kind(
        "star",
        "SELECT ?s ?from ?l WHERE { ?mNNN ex:alliance <III> ; ex:state ?s ; ex:start ?from ; "
        "rdfs:label ?l }",
        "alliance",
    ),
    Kind(
        "join",
        "SELECT ?l ?x WHERE { <III> ex:borders ?s . ?xNNN ex:in ?s ; ex:ledBy ?x . "
        "?x rdfs:label ?l ; ex:founded ?d }",
        "state",
    ),
    Kind("path", "SELECT ?xNNN WHERE { <III> ex:partOf+ ?xNNN }", "alliance"),
    Kind(
        "aggregate",
        "SELECT ?s (COUNT(?mNNN) AS ?n) WHERE { ?mNNN ex:state ?s } GROUP BY ?s",
        requests=32,
    ),
    Kind(
        "regex",
        'SELECT ?sNNN WHERE { ?sNNN rdfs:label ?l FILTER(REGEX(?l, "mission .*77$", "i")) }',
        everywhere=True,
        requests=16,
    ),
    Kind(
        "optional",
        "SELECT ?mNNN ?from ?to WHERE { ?mNNN ex:alliance <III> ; ex:start ?from "
        "OPTIONAL { ?mNNN ex:end ?to } }",
        "alliance",
    ),
    Kind(
        "order",
        "SELECT ?sNNN ?l WHERE { ?sNNN rdfs:label ?l } ORDER BY DESC(?l) ?sNNN LIMIT 10",
        everywhere=True,
        requests=8,
    ),
    Kind(
        "describe",
        "DESCRIBE ?xNNN WHERE { VALUES ?xNNN { <III> } }",
        "mission",
        N_TRIPLES,
        compared=False,
    ),
    Kind(
        "construct",
        "CONSTRUCT { ?mNNN ex:of ?s } WHERE { ?mNNN ex:alliance <III> ; ex:state ?s }",
        "alliance",
        N_TRIPLES,
    ),
    Kind(
        "stream",
        "SELECT ?sNNN ?p ?o WHERE { ?sNNN ?p ?o } LIMIT 100000",
        everywhere=True,
        requests=16,
        compared=False,
    ),
    Kind(
        "304", _LOOKUP, "membership", varied=False, conditional=True, everywhere=True, requests=2000
    ),
    Kind("cached", _LOOKUP, "membership", varied=False, everywhere=True, requests=2000),
)
