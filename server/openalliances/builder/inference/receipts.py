"""Receipts and observations: many, plain, and not for the reasoner.

A citation says in which place of a source a value stands. There are more of them than of
all else together, and OWL 2 RL entails hardly more of them than the other direction of their
properties; that is found here, property by property, so that the reasoner is given the core
graph only. It is given everything where that would not be the same: where a property of
theirs takes part in a restriction, a chain or the like, or where they make something of
another thing, which is then looked at by all rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from openalliances.rdf.vocabulary import ALLY, OWL, RDF, RDFS

KINDS = frozenset((ALLY.Citation,))
"""The classes of what is kept apart."""

_SPECIAL = frozenset(
    (
        OWL.TransitiveProperty,
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    )
)
_NAMED_BY = frozenset((OWL.onProperty, OWL.assertionProperty, RDF.first))
_PAIRED = frozenset((OWL.propertyDisjointWith, OWL.propertyChainAxiom, OWL.hasKey))

Pair: TypeAlias = tuple[ox.NamedNode, bool]
"""A property, and whether it is read in the other direction."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Triples in two parts: the core graph, and what a receipt takes part in."""

    core: tuple[ox.Triple, ...]
    receipts: tuple[ox.Triple, ...]
    things: frozenset[object]


def split(triples: Collection[ox.Triple]) -> Parts:
    """Return the core graph, and what receipts take part in."""
    things: set[object] = {
        t.subject for t in triples if t.predicate == RDF.type and t.object in KINDS
    }
    core: list[ox.Triple] = []
    receipts: list[ox.Triple] = []
    for triple in triples:
        apart = triple.subject in things or triple.object in things
        (receipts if apart else core).append(triple)
    return Parts(tuple(core), tuple(receipts), frozenset(things))


def entailed(parts: Parts, closure: Iterable[ox.Triple]) -> frozenset[ox.Triple] | None:
    """Return what the *closure* of the core graph entails of receipts; None if all must be asked.

    The result may hold what is known already.
    """
    schema = _Schema(closure)
    own = KINDS.union(*(schema.superclasses[kind] for kind in KINDS))
    found: set[ox.Triple] = set()
    of_class: dict[object, set[object]] = defaultdict(set)
    for predicate, triples in _by_predicate(parts.receipts).items():
        if predicate == RDF.type:
            for triple in triples:
                of_class[triple.object].add(triple.subject)
            continue
        reached = schema.reached(predicate)
        if not schema.special.isdisjoint(property_ for property_, _ in reached):
            return None
        for property_, turned in reached - {(predicate, False)}:
            found.update(_said(triples, property_, turned))
        subjects = {triple.subject for triple in triples}
        terms = {t.object for t in triples if not isinstance(t.object, ox.Literal)}
        for property_, turned in reached:
            for class_ in schema.domains[property_]:
                of_class[class_] |= terms if turned else subjects
            for class_ in schema.ranges[property_]:
                of_class[class_] |= subjects if turned else terms
    for class_, members in of_class.items():
        receipts = members & parts.things
        if (receipts and class_ not in own) or not members - receipts <= schema.members[class_]:
            return None
    found.update(_typed(parts.things, own))
    return frozenset(found)


def _by_predicate(triples: Iterable[ox.Triple]) -> dict[ox.NamedNode, list[ox.Triple]]:
    found: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        found[triple.predicate].append(triple)
    return found


class _Schema:
    """What a closure says of properties and classes."""

    def __init__(self, closure: Iterable[ox.Triple]) -> None:
        self.members: dict[object, set[object]] = defaultdict(set)
        self.superclasses: dict[object, set[object]] = defaultdict(set)
        self.special: set[object] = set()
        self.domains: dict[object, set[object]] = defaultdict(set)
        self.ranges: dict[object, set[object]] = defaultdict(set)
        self._next: dict[object, set[Pair]] = defaultdict(set)
        readers: dict[ox.NamedNode, Callable[[ox.Triple], None]] = {
            RDF.type: self._type,
            RDFS.subPropertyOf: lambda t: self._lead(t.subject, t.object, turned=False),
            OWL.inverseOf: self._inverse,
            RDFS.subClassOf: lambda t: self.superclasses[t.subject].add(t.object),
            RDFS.domain: lambda t: self.domains[t.subject].add(t.object),
            RDFS.range: lambda t: self.ranges[t.subject].add(t.object),
        }
        for triple in closure:
            if (read := readers.get(triple.predicate)) is not None:
                read(triple)
            elif triple.predicate in _PAIRED:
                self.special.update((triple.subject, triple.object))
            if triple.predicate in _NAMED_BY:
                self.special.add(triple.object)

    def reached(self, property_: ox.NamedNode) -> set[Pair]:
        """Return what holds where *property_* does: it, its superproperties, their inverses."""
        found: set[Pair] = {(property_, False)}
        ahead = list(found)
        while ahead:
            at, turned = ahead.pop()
            new = {(to, turned ^ turn) for to, turn in self._next[at]} - found
            found |= new
            ahead.extend(new)
        return found

    def _type(self, triple: ox.Triple) -> None:
        self.members[triple.object].add(triple.subject)
        if triple.object in _SPECIAL:
            self.special.add(triple.subject)
        elif triple.object == OWL.SymmetricProperty:
            self._lead(triple.subject, triple.subject, turned=True)

    def _inverse(self, triple: ox.Triple) -> None:
        self._lead(triple.subject, triple.object, turned=True)
        self._lead(triple.object, triple.subject, turned=True)

    def _lead(self, property_: object, to: object, *, turned: bool) -> None:
        if isinstance(to, ox.NamedNode):
            self._next[property_].add((to, turned))


def _said(
    triples: Iterable[ox.Triple], property_: ox.NamedNode, turned: bool
) -> Iterator[ox.Triple]:
    """Yield what *triples* say with another property; a literal is no subject."""
    for triple in triples:
        subject, term = triple.subject, triple.object
        if not turned:
            yield ox.Triple(subject, property_, term)
        elif isinstance(term, ox.NamedNode | ox.BlankNode):
            yield ox.Triple(term, property_, subject)


def _typed(things: Iterable[object], classes: Iterable[object]) -> Iterator[ox.Triple]:
    named = [class_ for class_ in classes if isinstance(class_, ox.NamedNode)]
    for thing in things:
        if isinstance(thing, ox.NamedNode | ox.BlankNode):
            yield from (ox.Triple(thing, RDF.type, class_) for class_ in named)
