"""The entailments of OWL 2 RL/RDF as SPARQL (OWL 2 Profiles, section 4.3, tables 4 to 9).

Each has the name that the specification gives its rule: a head and a body as in
``INSERT { head } WHERE { body }``. They run over a store until nothing new comes.

Left out, since they cannot tell anybody anything here: those of table 8 (types of
literals; whether literals fit their datatypes is looked at elsewhere); eq-ref and those parts
of scm-cls, scm-op and scm-dp that relate a thing to itself; and those that spread what is
said of a thing to what is the same (eq-rep-*), as things that turn out the same are reported
as a contradiction and go no further: nothing that is published may be the same as another.
Lists of any length are read with property paths, but a chain has two or three links.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

_PREFIXES = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_IN = "rdf:rest*/rdf:first"

Entailment = tuple[str, str]
"""A head and a body."""

ENTAILMENTS: dict[str, Entailment] = {
    # Table 4: equality
    "eq-sym": ("?y owl:sameAs ?x", "?x owl:sameAs ?y"),
    "eq-trans": ("?x owl:sameAs ?z", "?x owl:sameAs ?y . ?y owl:sameAs ?z"),
    # Table 5: properties
    "prp-dom": ("?x a ?c", "?p rdfs:domain ?c . ?x ?p ?y"),
    "prp-rng": ("?y a ?c", "?p rdfs:range ?c . ?x ?p ?y FILTER(!ISLITERAL(?y))"),
    "prp-fp": (
        "?y owl:sameAs ?z",
        "?p a owl:FunctionalProperty . ?x ?p ?y, ?z FILTER(?y != ?z && !ISLITERAL(?y))",
    ),
    "prp-ifp": (
        "?x owl:sameAs ?z",
        "?p a owl:InverseFunctionalProperty . ?x ?p ?y . ?z ?p ?y FILTER(?x != ?z)",
    ),
    "prp-symp": ("?y ?p ?x", "?p a owl:SymmetricProperty . ?x ?p ?y"),
    "prp-trp": ("?x ?p ?z", "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z"),
    "prp-spo1": ("?x ?q ?y", "?p rdfs:subPropertyOf ?q . ?x ?p ?y"),
    "prp-spo2 (two links)": (
        "?x ?p ?z",
        "?p owl:propertyChainAxiom ?l . ?l rdf:first ?q ; rdf:rest ?m . "
        "?m rdf:first ?r ; rdf:rest rdf:nil . ?x ?q ?y . ?y ?r ?z",
    ),
    "prp-spo2 (three links)": (
        "?x ?p ?w",
        "?p owl:propertyChainAxiom ?l . ?l rdf:first ?q ; rdf:rest ?m . "
        "?m rdf:first ?r ; rdf:rest ?n . ?n rdf:first ?s ; rdf:rest rdf:nil . "
        "?x ?q ?y . ?y ?r ?z . ?z ?s ?w",
    ),
    "prp-eqp1": ("?x ?q ?y", "?p owl:equivalentProperty ?q . ?x ?p ?y"),
    "prp-eqp2": ("?x ?p ?y", "?p owl:equivalentProperty ?q . ?x ?q ?y"),
    "prp-inv1": ("?y ?q ?x", "?p owl:inverseOf ?q . ?x ?p ?y"),
    "prp-inv2": ("?y ?p ?x", "?p owl:inverseOf ?q . ?x ?q ?y"),
    # Table 6: classes
    "cls-int1": (
        "?x a ?c",
        "?c owl:intersectionOf ?l . ?l rdf:first ?first . ?x a ?first . "
        f"FILTER NOT EXISTS {{ ?l {_IN} ?d FILTER NOT EXISTS {{ ?x a ?d }} }}",
    ),
    "cls-int2": ("?x a ?d", f"?c owl:intersectionOf ?l . ?l {_IN} ?d . ?x a ?c"),
    "cls-uni": ("?x a ?c", f"?c owl:unionOf ?l . ?l {_IN} ?d . ?x a ?d"),
    "cls-svf1": (
        "?x a ?r",
        "?r owl:someValuesFrom ?d ; owl:onProperty ?p . ?x ?p ?y . ?y a ?d",
    ),
    "cls-svf2": ("?x a ?r", "?r owl:someValuesFrom owl:Thing ; owl:onProperty ?p . ?x ?p ?y"),
    "cls-avf": (
        "?y a ?d",
        "?r owl:allValuesFrom ?d ; owl:onProperty ?p . ?x a ?r ; ?p ?y FILTER(!ISLITERAL(?y))",
    ),
    "cls-hv1": ("?x ?p ?v", "?r owl:hasValue ?v ; owl:onProperty ?p . ?x a ?r"),
    "cls-hv2": ("?x a ?r", "?r owl:hasValue ?v ; owl:onProperty ?p . ?x ?p ?v"),
    "cls-oo": ("?x a ?c", f"?c owl:oneOf ?l . ?l {_IN} ?x FILTER(!ISLITERAL(?x))"),
    # Table 7: class axioms
    "cax-sco": ("?x a ?d", "?c rdfs:subClassOf ?d . ?x a ?c"),
    "cax-eqc1": ("?x a ?d", "?c owl:equivalentClass ?d . ?x a ?c"),
    "cax-eqc2": ("?x a ?c", "?c owl:equivalentClass ?d . ?x a ?d"),
    # Table 9: the schema
    "scm-cls": ("owl:Nothing rdfs:subClassOf ?c", "?c a owl:Class"),
    "scm-sco": ("?c rdfs:subClassOf ?e", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e"),
    "scm-eqc1": (
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
        "?c owl:equivalentClass ?d",
    ),
    "scm-eqc2": (
        "?c owl:equivalentClass ?d",
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
    ),
    "scm-spo": (
        "?p rdfs:subPropertyOf ?r",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r",
    ),
    "scm-eqp1": (
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
        "?p owl:equivalentProperty ?q",
    ),
    "scm-eqp2": (
        "?p owl:equivalentProperty ?q",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
    ),
    "scm-dom1": ("?p rdfs:domain ?d", "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d"),
    "scm-dom2": ("?p rdfs:domain ?c", "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q"),
    "scm-rng1": ("?p rdfs:range ?d", "?p rdfs:range ?c . ?c rdfs:subClassOf ?d"),
    "scm-rng2": ("?p rdfs:range ?c", "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q"),
    "scm-hv": (
        "?c rdfs:subClassOf ?d",
        "?c owl:hasValue ?v ; owl:onProperty ?p . ?d owl:hasValue ?v ; owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
    ),
    "scm-svf1": (
        "?c rdfs:subClassOf ?d",
        "?c owl:someValuesFrom ?x ; owl:onProperty ?p . "
        "?d owl:someValuesFrom ?y ; owl:onProperty ?p . ?x rdfs:subClassOf ?y",
    ),
    "scm-svf2": (
        "?c rdfs:subClassOf ?d",
        "?c owl:someValuesFrom ?y ; owl:onProperty ?p . "
        "?d owl:someValuesFrom ?y ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q",
    ),
    "scm-avf1": (
        "?c rdfs:subClassOf ?d",
        "?c owl:allValuesFrom ?x ; owl:onProperty ?p . "
        "?d owl:allValuesFrom ?y ; owl:onProperty ?p . ?x rdfs:subClassOf ?y",
    ),
    "scm-avf2": (
        "?d rdfs:subClassOf ?c",
        "?c owl:allValuesFrom ?y ; owl:onProperty ?p . "
        "?d owl:allValuesFrom ?y ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q",
    ),
    "scm-int": ("?c rdfs:subClassOf ?d", f"?c owl:intersectionOf ?l . ?l {_IN} ?d"),
    "scm-uni": ("?d rdfs:subClassOf ?c", f"?c owl:unionOf ?l . ?l {_IN} ?d"),
}
"""What adds something, by the name of the rule in the specification."""

CONTRADICTIONS: dict[str, str] = {
    "eq-diff1": "?x owl:sameAs ?y ; owl:differentFrom ?y BIND(owl:differentFrom AS ?z)",
    "prp-irp": "?x a owl:IrreflexiveProperty . ?y ?x ?y BIND(?y AS ?z)",
    "prp-asyp": "?x a owl:AsymmetricProperty . ?y ?x ?z . ?z ?x ?y",
    "prp-pdw": "?x owl:propertyDisjointWith ?w . ?y ?x ?z ; ?w ?z",
    "prp-adp": (
        f"?all a owl:AllDisjointProperties ; owl:members ?l . ?l {_IN} ?x, ?w "
        "FILTER(?x != ?w) ?y ?x ?z ; ?w ?z"
    ),
    "prp-npa1": (
        "?n owl:sourceIndividual ?y ; owl:assertionProperty ?x ; owl:targetIndividual ?z . ?y ?x ?z"
    ),
    "prp-npa2": (
        "?n owl:sourceIndividual ?y ; owl:assertionProperty ?x ; owl:targetValue ?z . ?y ?x ?z"
    ),
    "cls-nothing2": "?x a owl:Nothing BIND(owl:Nothing AS ?y) BIND(?x AS ?z)",
    "cls-com": "?x owl:complementOf ?y . ?z a ?x, ?y",
    "cls-maxc1": (
        "?r owl:maxCardinality ?zero ; owl:onProperty ?x . ?z a ?r ; ?x ?y FILTER(?zero = 0)"
    ),
    "cax-dw": "?x owl:disjointWith ?y . ?z a ?x, ?y",
    "cax-adc": (
        f"?all a owl:AllDisjointClasses ; owl:members ?l . ?l {_IN} ?x, ?y "
        "FILTER(?x != ?y) ?z a ?x, ?y"
    ),
}
"""What entails ``false``, by the same names; ?x, ?y and ?z are what the report names."""


def materialize(store: ox.Store, entailments: Mapping[str, Entailment] = ENTAILMENTS) -> None:
    """Add to the default graph of *store* all that follows by the *entailments*, in rounds."""
    updates = [
        f"{_PREFIXES}INSERT {{ {head} }} WHERE {{ {body} }}" for head, body in entailments.values()
    ]
    size = -1
    while size != len(store):
        size = len(store)
        for update in updates:
            store.update(update)


def contradictions(store: ox.Store) -> list[tuple[str, ox.QuerySolution]]:
    """Return what cannot be true in a materialized *store*: by which rule, and what it names."""
    found: list[tuple[str, ox.QuerySolution]] = []
    for name, body in CONTRADICTIONS.items():
        solutions = store.query(f"{_PREFIXES}SELECT DISTINCT ?x ?y ?z ?w WHERE {{ {body} }}")
        if isinstance(solutions, ox.QuerySolutions):
            found.extend((name, solution) for solution in solutions)
    return found
