"""Our rules of OWL 2 RL against owlrl, the reference: rule by rule, at random, and on real data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from openalliances.builder.dataset import Dataset
from openalliances.builder.inference import closure, owlrl_engine
from openalliances.builder.inference.owl_rl import (
    CONTRADICTIONS,
    ENTAILMENTS,
    contradictions,
    materialize,
)
from openalliances.builder.inference.receipts import entailed, split
from openalliances.builder.rdflib_terms import to_graph, to_quads
from openalliances.builder.read_files import rule_files
from openalliances.rdf.prefixes import DERIVED_GRAPH

from ..rdflib_graphs import close, parse, triples
from ..shipped import shipped
from ..some_data import some

HEAD = """
PREFIX : <http://x/>
PREFIX ally: <https://w3id.org/openalliances/ontology/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

EXAMPLES = {
    "eq-sym": ":a owl:sameAs :b .",
    "eq-trans": ":a owl:sameAs :b . :b owl:sameAs :c .",
    "prp-dom": ":p rdfs:domain :A . :i :p :j .",
    "prp-rng": ":p rdfs:range :A . :i :p :j .",
    "prp-fp": ":p a owl:FunctionalProperty . :i :p :j, :k .",
    "prp-ifp": ":p a owl:InverseFunctionalProperty . :i :p :k . :j :p :k .",
    "prp-symp": ":p a owl:SymmetricProperty . :i :p :j .",
    "prp-trp": ":p a owl:TransitiveProperty . :i :p :j . :j :p :k . :k :p :l .",
    "prp-spo1": ":p rdfs:subPropertyOf :q . :i :p :j .",
    "prp-spo2 (two links)": ":p owl:propertyChainAxiom (:q :r) . :i :q :j . :j :r :k .",
    "prp-spo2 (three links)": (
        ":p owl:propertyChainAxiom (:q :r :s) . :i :q :j . :j :r :k . :k :s :l ."
    ),
    "prp-eqp1": ":p owl:equivalentProperty :q . :i :p :j .",
    "prp-eqp2": ":p owl:equivalentProperty :q . :i :q :j .",
    "prp-inv1": ":p owl:inverseOf :q . :i :p :j .",
    "prp-inv2": ":p owl:inverseOf :q . :i :q :j .",
    "cls-int1": ":C owl:intersectionOf (:A :B) . :i a :A, :B . :j a :A .",
    "cls-int2": ":C owl:intersectionOf (:A :B) . :i a :C .",
    "cls-uni": ":C owl:unionOf (:A :B) . :i a :B .",
    "cls-svf1": ":R owl:someValuesFrom :A ; owl:onProperty :p . :i :p :j . :j a :A .",
    "cls-svf2": ":R owl:someValuesFrom owl:Thing ; owl:onProperty :p . :i :p :j .",
    "cls-avf": ":R owl:allValuesFrom :A ; owl:onProperty :p . :i a :R ; :p :j .",
    "cls-hv1": ":R owl:hasValue :v ; owl:onProperty :p . :i a :R .",
    "cls-hv2": ":R owl:hasValue :v ; owl:onProperty :p . :i :p :v .",
    "cls-oo": ":C owl:oneOf (:i :j) .",
    "cax-sco": ":A rdfs:subClassOf :B . :i a :A .",
    "cax-eqc1": ":A owl:equivalentClass :B . :i a :A .",
    "cax-eqc2": ":A owl:equivalentClass :B . :i a :B .",
    "scm-sco": ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
    "scm-eqc1": ":A owl:equivalentClass :B .",
    "scm-eqc2": ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .",
    "scm-spo": ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
    "scm-eqp1": ":p owl:equivalentProperty :q .",
    "scm-eqp2": ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    "scm-dom1": ":p rdfs:domain :A . :A rdfs:subClassOf :B .",
    "scm-dom2": ":q rdfs:domain :A . :p rdfs:subPropertyOf :q .",
    "scm-rng1": ":p rdfs:range :A . :A rdfs:subClassOf :B .",
    "scm-rng2": ":q rdfs:range :A . :p rdfs:subPropertyOf :q .",
    "scm-hv": (
        ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :v ; owl:onProperty :q . "
        ":p rdfs:subPropertyOf :q ."
    ),
    "scm-svf1": (
        ":C owl:someValuesFrom :A ; owl:onProperty :p . "
        ":D owl:someValuesFrom :B ; owl:onProperty :p . :A rdfs:subClassOf :B ."
    ),
    "scm-svf2": (
        ":C owl:someValuesFrom :A ; owl:onProperty :p . "
        ":D owl:someValuesFrom :A ; owl:onProperty :q . :p rdfs:subPropertyOf :q ."
    ),
    "scm-avf1": (
        ":C owl:allValuesFrom :A ; owl:onProperty :p . "
        ":D owl:allValuesFrom :B ; owl:onProperty :p . :A rdfs:subClassOf :B ."
    ),
    "scm-avf2": (
        ":C owl:allValuesFrom :A ; owl:onProperty :p . "
        ":D owl:allValuesFrom :A ; owl:onProperty :q . :p rdfs:subPropertyOf :q ."
    ),
    "scm-int": ":C owl:intersectionOf (:A :B) .",
    "scm-uni": ":C owl:unionOf (:A :B) .",
}
SILENT = {"scm-cls"}
"""Rules whose every conclusion is noise: that nothing is a subclass of something."""

DENIED = {
    "eq-diff1": ":a owl:sameAs :b ; owl:differentFrom :b .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :i :p :i .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :i :p :j . :j :p :i .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :i :p :j ; :q :j .",
    "prp-adp": ("[] a owl:AllDisjointProperties ; owl:members (:p :q :r) . :i :p :j ; :r :j ."),
    "prp-npa1": (
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :i ; owl:assertionProperty :p ; "
        "owl:targetIndividual :j . :i :p :j ."
    ),
    "prp-npa2": (
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :i ; owl:assertionProperty :p ; "
        "owl:targetValue :j . :i :p :j ."
    ),
    "cls-nothing2": ":i a owl:Nothing .",
    "cls-com": ":A owl:complementOf :B . :i a :A, :B .",
    "cls-maxc1": ":R owl:maxCardinality 0 ; owl:onProperty :p . :i a :R ; :p :j .",
    "cax-dw": ":A owl:disjointWith :B . :i a :A, :B .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members (:A :B :C) . :i a :A, :C .",
}


MISSED_BY_OWLRL = {"prp-adp"}
"""What owlrl 7 does not find, although the specification has a rule for it."""


def reference(graph: Graph) -> tuple[Graph, tuple[str, ...]]:
    """Return what owlrl adds to the graph, noise aside, and its errors."""
    known = frozenset(triples(graph))
    found = owlrl_engine.entail(closure.what_counts(known))
    added = (t for t in found.triples if t not in known and not closure.is_noise(t))
    return to_graph(added), found.errors


def graph_of(turtle: str) -> Graph:
    return parse(HEAD + turtle, "x.ttl")


def store_of(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in to_quads(graph, "http://x/g"))
    return store


@cache
def real_data() -> frozenset[ox.Triple]:
    """Return what a build reasons over: facts, and what the rules derive from them.

    They are the whole ontology and some things with all that they lead to: the reference
    takes minutes for all of them.
    """
    dataset = Dataset(file.file for file in shipped())
    dataset.add_graph(DERIVED_GRAPH, "derived", closure.derive(dataset.store, rule_files()))
    schema = frozenset(dataset.triples("ontology", "vocab"))
    return schema | some(frozenset(dataset.facts()) - schema, 40)


def telling(found: Iterable[ox.Triple]) -> set[ox.Triple]:
    return {t for t in found if t not in real_data() and not closure.is_noise(t)}


def test_each_rule_has_an_example() -> None:
    assert set(EXAMPLES) | SILENT == set(ENTAILMENTS)
    assert set(DENIED) == set(CONTRADICTIONS)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_says_what_the_reference_says(rule: str) -> None:
    given_ = graph_of(EXAMPLES[rule])
    assert set(close(given_)) == set(reference(given_)[0]) != set()


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_adds_something_to_its_example(rule: str) -> None:
    store = store_of(graph_of(EXAMPLES[rule]))
    before = len(store)
    materialize(store, {rule: ENTAILMENTS[rule]})
    assert len(store) > before


@pytest.mark.parametrize("rule", DENIED)
def test_a_contradiction_is_found_where_the_reference_finds_one(rule: str) -> None:
    given_ = graph_of(DENIED[rule])
    assert {name for name, _ in contradictions(store_of(given_))} == {rule}
    if rule not in MISSED_BY_OWLRL:
        assert reference(given_)[1] != []


THINGS, CLASSES, PROPERTIES = "ijkl", "ABCD", "pqr"
x = st.sampled_from
SCHEMA = st.one_of(
    st.tuples(x(CLASSES), st.just("rdfs:subClassOf"), x(CLASSES)),
    st.tuples(x(PROPERTIES), x(["rdfs:domain", "rdfs:range"]), x(CLASSES)),
    st.tuples(
        x(PROPERTIES),
        x(["rdfs:subPropertyOf", "owl:inverseOf", "owl:equivalentProperty"]),
        x(PROPERTIES),
    ),
)
KINDS = st.tuples(x(PROPERTIES), x(["owl:SymmetricProperty", "owl:TransitiveProperty"]))
FACTS = st.one_of(
    st.tuples(x(THINGS), st.just("a"), x([*CLASSES, "Citation"])),
    st.tuples(x(THINGS), x(PROPERTIES), x(THINGS)),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SCHEMA, min_size=1, max_size=5),
    st.lists(KINDS, max_size=2),
    st.lists(FACTS, max_size=6),
)
def test_what_follows_is_what_the_reference_says(
    schema: list[tuple[str, str, str]],
    kinds: list[tuple[str, str]],
    facts: list[tuple[str, str, str]],
) -> None:
    lines = [f":{s} {p} :{o} ." for s, p, o in schema]
    lines += [f":{s} a {o} ." for s, o in kinds]
    lines += [f":{s} {p if p == 'a' else ':' + p} :{o} ." for s, p, o in facts]
    given_ = graph_of(" ".join(lines).replace(":Citation", "ally:Citation"))
    assert set(close(given_)) == set(reference(given_)[0])


@pytest.mark.slow
def test_the_closure_of_the_real_data_is_that_of_the_reference(owlrl_closure) -> None:
    given_ = tuple(closure.what_counts(split(real_data()).core))
    ours, denied = closure.closed_by_rules(given_)
    theirs = owlrl_closure(given_)
    assert len(telling(theirs.triples)) > 1000
    assert sorted(map(str, telling(theirs.triples) ^ telling(ours))) == []
    assert (theirs.errors, denied) == ((), set())


def test_nothing_is_lost_where_receipts_are_kept_from_the_reasoner() -> None:
    parts = split(real_data())
    assert len(parts.core) < len(parts.receipts) * 2
    everything, denied = closure.closed_by_rules(closure.what_counts(real_data()))
    core, _ = closure.closed_by_rules(closure.what_counts(parts.core))
    apart = entailed(parts, core)
    assert apart is not None
    assert telling(apart) - telling(core) != set()
    assert sorted(map(str, telling(everything) ^ telling(core | apart))) == []
    assert denied == set()


def test_the_real_ontology_uses_no_construct_that_makes_things_the_same() -> None:
    data = to_graph(real_data())
    assert (None, OWL.sameAs, None) not in data
    for kind in (OWL.FunctionalProperty, OWL.InverseFunctionalProperty):
        assert (None, RDF.type, kind) not in data
    assert (None, URIRef(str(OWL.maxCardinality)), None) not in data
    assert (None, OWL.hasKey, None) not in data
    assert (None, RDFS.subClassOf, None) in data
