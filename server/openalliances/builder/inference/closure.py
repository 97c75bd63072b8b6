"""What follows from the data: derived shortcuts and the OWL 2 RL closure.

The rules of :mod:`openalliances.builder.inference.owl_rl` run in a store of Oxigraph: a second
for 100,000 triples, for which owlrl takes minutes. owlrl is the reference: the tests
compare both on the real data and rule by rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from openalliances.builder.inference.owl_rl import contradictions, materialize
from openalliances.builder.rdflib_terms import from_oxigraph, to_graph, to_quads
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import GRAPH

Triple = tuple[Node, Node, Node]

_REFLEXIVE = frozenset(
    (OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty)
)
_SAYS_NOTHING = frozenset((OWL.Thing, RDFS.Resource, RDFS.Literal))
_AXIOMATIC = tuple(str(namespace) for namespace in (RDF, RDFS, OWL, XSD))
_PROPERTY_AXIOMS = frozenset(
    (
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        OWL.equivalentProperty,
        OWL.propertyDisjointWith,
        OWL.inverseOf,
        OWL.propertyChainAxiom,
    )
)
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Something that cannot be true with the rest: about *focus*, by way of *terms* (IRIs).

    ``sentence`` names all of them by IRI; whoever shows it may put labels in.
    ``value`` is the literal that cannot be read, if that is what is wrong; then
    *terms* are the thing, the property and the datatype.
    """

    focus: str
    sentence: str
    terms: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """What OWL 2 RL adds to a graph, noise aside, and where it finds contradictions."""

    inferred: Graph
    contradictions: tuple[Contradiction, ...]


def close(graph: Graph) -> Graph:
    """Return what OWL 2 RL entails beyond *graph*, without noise; see :func:`infer`."""
    return infer(graph).inferred


def infer(graph: Graph) -> Closure:
    """Return the OWL 2 RL closure of *graph* minus *graph*, minus noise, and contradictions.

    *graph* stays as it is. Rules: OWL 2 Profiles, section 4.3. Annotations take
    no part: a literal is given to the reasoner only if an axiom is about its
    property. Whether literals fit their datatypes is looked at here.
    """
    store = ox.Store()
    quads = to_quads(_what_counts(graph), GRAPH + "given")
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    materialize(store)
    inferred = Graph(bind_namespaces="none")
    for triple in to_graph(quad.triple for quad in store):
        if triple not in graph and not is_noise(triple):
            inferred.add(triple)
    found = {_contradiction(name, solution) for name, solution in contradictions(store)}
    merged = {_merged(triple) for triple in inferred if triple[1] == OWL.sameAs}
    return Closure(inferred, tuple(sorted(found | merged | set(_ill_typed(graph)))))


def is_noise(triple: Triple) -> bool:
    """Return whether an entailed triple tells nobody anything.

    That is: a thing related to itself by identity or order; a literal or a
    blank node where a reader could not follow it; what holds of the terms of
    RDF, RDFS, OWL and XSD; that something is a thing; the type of a value.
    """
    subject, predicate, term = triple
    if isinstance(subject, Literal | BNode) or isinstance(term, BNode):
        return True
    if not isinstance(predicate, URIRef) or (subject == term and predicate in _REFLEXIVE):
        return True
    if str(subject).startswith(_AXIOMATIC) or term in _SAYS_NOTHING:
        return True
    return predicate == RDF.type and str(term).startswith(str(XSD))


def derive(graphs: Iterable[Graph], rules: Sequence[Path]) -> Graph:
    """Return what the CONSTRUCT queries in *rules* add to the union of *graphs*.

    All rules run over the union and what they have added, again and again until
    nothing new comes; so a rule may build on another, in any order.

    :raises SourceError: if a rule does not parse, makes blank nodes, or they
        never come to an end.
    """
    store = ox.Store()
    for number, graph in enumerate(graphs):
        store.bulk_extend(to_quads(graph, f"{GRAPH}part/{number}"))
    given = {quad.triple for quad in store}
    derived: set[ox.Triple] = set()
    for _ in range(_MOST_ROUNDS):
        new = {triple for rule in rules for triple in _construct(store, rule)} - given - derived
        if not new:
            return to_graph(derived)
        derived |= new
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in new)
    raise SourceError(
        str(rules[0].parent), "The rules never come to an end.", "One of them makes new values."
    )


def _construct(store: ox.Store, rule: Path) -> list[ox.Triple]:
    try:
        result = store.query(rule.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise SourceError(
            str(rule), f"The rule does not parse: {error.msg}.", line=error.lineno or 0
        ) from None
    if not isinstance(result, ox.QueryTriples):
        raise SourceError(str(rule), "The rule is not a CONSTRUCT query.")
    triples = list(result)
    if any(
        isinstance(t, ox.BlankNode) for triple in triples for t in (triple.subject, triple.object)
    ):
        raise SourceError(str(rule), "The rule makes blank nodes.", "Derive only what has a name.")
    return triples


def _what_counts(graph: Graph) -> Graph:
    """Return a copy without the literals that no axiom is about, for they only cost time."""
    bound = {s for p in _PROPERTY_AXIOMS for s in graph.subjects(p)}
    bound |= set(graph.objects(None, OWL.onProperty)) | set(graph.objects(None, RDF.first))
    schema = {p for p in graph.predicates() if str(p).startswith(_AXIOMATIC)} - {
        RDFS.label,
        RDFS.comment,
    }
    working = Graph(bind_namespaces="none")
    for subject, predicate, term in graph:
        if not isinstance(term, Literal) or predicate in bound or predicate in schema:
            working.add((subject, predicate, term))
    return working


def _contradiction(rule: str, solution: ox.QuerySolution) -> Contradiction:
    """Return what a rule that entails ``false`` has found, in a sentence with IRIs."""
    x, y, z, w = (
        str(from_oxigraph(solution[name])) if solution[name] is not None else "" for name in "xyzw"
    )
    if rule in ("cax-dw", "cax-adc", "cls-com"):
        first, second = sorted((x, y))
        return Contradiction(z, f"{z} cannot be both {first} and {second}.", (first, second, z))
    terms, sentence = {
        "prp-irp": ((y, x), f"{y} has itself for {x}, which relates nothing to itself."),
        "prp-asyp": ((x, y, z), f"{y} and {z} have each other for {x}, which goes one way only."),
        "prp-pdw": ((x, w, y, z), f"{y} has {z} both for {x} and for {w}, which share nothing."),
        "prp-adp": ((x, w, y, z), f"{y} has {z} both for {x} and for {w}, which share nothing."),
        "cls-nothing2": ((x,), f"{x} is of a class that can have no member."),
        "cls-maxc1": ((z, x, y), f"{z} has {y} for {x}, of which it can have none."),
        "eq-diff1": ((x, y), f"{x} and {y} are said to be the same and not to be the same."),
    }.get(rule, ((x, y, z), f"{y} has {z} for {x}, which is denied elsewhere."))
    return Contradiction(terms[0] if rule in ("prp-irp", "eq-diff1") else y or x, sentence, terms)


def _merged(triple: Triple) -> Contradiction:
    first, second = sorted((str(triple[0]), str(triple[2])))
    return Contradiction(
        first, f"{first} and {second} would be one and the same thing.", (first, second)
    )


def _ill_typed(graph: Graph) -> Iterable[Contradiction]:
    for subject, predicate, term in graph:
        if isinstance(term, Literal) and term.ill_typed:
            sentence = f'{subject} has "{term}" for {predicate}, which is not a {term.datatype}.'
            terms = (str(subject), str(predicate), str(term.datatype))
            yield Contradiction(str(subject), sentence, terms, str(term))
