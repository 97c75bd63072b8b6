"""What follows from the data: derived shortcuts and the OWL 2 RL closure.

This is the only file that imports owlrl. owlrl writes literals as subjects,
states of everything that it is the same as itself, and puts contradictions into
the graph as texts; here its result is cleaned, and contradictions are values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node, _toPythonMapping

from openalliances.build.terms import to_graph, to_quads
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
_DISJOINT = re.compile(
    r"Disjoint classes (?P<first>\S+) and (?P<second>\S+) have a common individual (?P<focus>\S+)"
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


class _Reasoner(OWLRL_Semantics):  # type: ignore[misc]  # owlrl has no types
    """owlrl's rules, with its messages kept apart from the graph."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph, axioms=False, daxioms=False)
        self.found: set[str] = set()

    def add_error(self, message: str) -> None:
        """Keep *message*; owlrl would write it into the graph at the end."""
        self.found.add(message)


def close(graph: Graph) -> Graph:
    """Return what OWL 2 RL entails beyond *graph*, without noise; see :func:`infer`."""
    return infer(graph).inferred


def infer(graph: Graph) -> Closure:
    """Return the OWL 2 RL closure of *graph* minus *graph*, minus noise, and contradictions.

    *graph* stays as it is. Rules: OWL 2 Profiles, section 4.3. Annotations take
    no part: a literal is given to the reasoner only if an axiom is about its
    property. Whether literals fit their datatypes is looked at here.
    """
    working = _what_counts(graph)
    before = _global_state()
    try:
        reasoner = _Reasoner(working)
        reasoner.closure()
    finally:
        _restore(before)
    inferred = Graph(bind_namespaces="none")
    for triple in working:
        if triple not in graph and not is_noise(triple):
            inferred.add(triple)
    messages = {_contradiction(message) for message in reasoner.found}
    merged = {_merged(triple) for triple in inferred if triple[1] == OWL.sameAs}
    return Closure(inferred, tuple(sorted(messages | merged | set(_ill_typed(graph)))))


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
        store.extend(to_quads(graph, f"{GRAPH}part/{number}"))
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


def _contradiction(message: str) -> Contradiction:
    match = _DISJOINT.fullmatch(message)
    if match is None:
        iris = tuple(re.findall(r"\bhttps?://[^\s,()']+", message))
        return Contradiction(iris[-1] if iris else "", message.rstrip(".") + ".", iris)
    first, second = sorted((match["first"], match["second"]))
    focus = match["focus"]
    return Contradiction(
        focus, f"{focus} cannot be both {first} and {second}.", (first, second, focus)
    )


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


def _global_state() -> tuple[bool, dict[Any, Any]]:
    return rdflib.NORMALIZE_LITERALS, dict(_toPythonMapping)


def _restore(state: tuple[bool, dict[Any, Any]]) -> None:
    rdflib.NORMALIZE_LITERALS = state[0]
    _toPythonMapping.clear()
    _toPythonMapping.update(state[1])
