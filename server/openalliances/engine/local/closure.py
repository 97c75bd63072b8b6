"""The concise bounded description of things, read from the store statement by statement.

``DESCRIBE`` evaluates to the same triples, but does not say in which graph each of them is; and
a query that follows blank nodes, and nothing else, to any depth cannot be written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from openalliances.engine.interface import Closure
from openalliances.rdf.prefixes import ALLY, PREFIXES, STATEMENTS_GRAPH

_REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")
_STATEMENTS = NamedNode(STATEMENTS_GRAPH)
_TOLD = frozenset(NamedNode(ALLY + name) for name in ("hasCurrentStatement", "restsOn"))


def closed(store: Store, closure: Closure) -> Iterator[Quad]:
    """Yield what *closure* asks for, each quad once: statements, what leads to them, names."""
    roots = [NamedNode(iri) for iri in closure.iris]
    found = list(_limited(_outward(store, roots), closure.limit))
    if closure.incoming:
        found += [*_inward(store, roots, closure.incoming), *_reifiers(store, roots, found)]
    found = list(dict.fromkeys(found))
    yield from found
    if closure.names:
        given = set(found)
        names = _names(store, found, [NamedNode(iri) for iri in closure.names])
        yield from (quad for quad in names if quad not in given)


def _limited(quads: Iterator[Quad], limit: int) -> Iterator[Quad]:
    return islice(quads, limit) if limit else quads


def _outward(store: Store, roots: Iterable[NamedNode | BlankNode]) -> Iterator[Quad]:
    """Yield the statements of *roots*, then those of the blank nodes nearest to them, and so on."""
    waiting: deque[NamedNode | BlankNode] = deque(dict.fromkeys(roots))
    known = set(waiting)
    while waiting:
        for quad in store.quads_for_pattern(waiting.popleft(), None, None):
            yield quad
            if isinstance(quad.object, BlankNode) and quad.object not in known:
                known.add(quad.object)
                waiting.append(quad.object)


def _inward(store: Store, roots: Iterable[NamedNode], limit: int) -> Iterator[Quad]:
    """Yield what leads to *roots*, and to each blank node that does, but for receipts.

    A blank node to which nothing leads says itself what it is: its own closure is added.
    """
    waiting: deque[NamedNode | BlankNode] = deque(dict.fromkeys(roots))
    known = set(waiting)
    while waiting and limit > 0:
        node = waiting.popleft()
        found = store.quads_for_pattern(None, None, node)
        leads = list(islice((quad for quad in found if not _is_receipt(quad)), limit))
        limit -= len(leads)
        yield from leads
        if isinstance(node, BlankNode) and not leads:
            yield from islice(_outward(store, [node]), limit)
        for subject in (quad.subject for quad in leads):
            if isinstance(subject, BlankNode) and subject not in known:
                known.add(subject)
                waiting.append(subject)


def _reifiers(store: Store, roots: Iterable[NamedNode], found: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what is said about the statements of *roots* (RDF 1.2).

    That is what reifiers without a name say, and those of the graph of statements.
    """
    if next(store.quads_for_pattern(None, _REIFIES, None), None) is None:
        return
    named = set(roots)
    for quad in found:
        if quad.subject in named:
            for reifier in store.quads_for_pattern(None, _REIFIES, quad.triple):
                yield reifier
                subject = reifier.subject
                told = isinstance(subject, BlankNode) or reifier.graph_name == _STATEMENTS
                if told and not isinstance(subject, Triple):
                    yield from _outward(store, [subject])


def _is_receipt(quad: Quad) -> bool:
    """Return whether a statement of ours has the object, as most things have by the thousand.

    What it rests on and the cell that leads to it are told.
    """
    return quad.graph_name == _STATEMENTS and quad.predicate not in _TOLD


def _names(store: Store, found: Iterable[Quad], names: Iterable[NamedNode]) -> Iterator[Quad]:
    mentioned = dict.fromkeys(iri for quad in found for iri in _iris(quad))
    # Few data sets use all of them, and a look for each thing costs as much as one that finds.
    used = [n for n in names if next(store.quads_for_pattern(None, n, None), None) is not None]
    for term in mentioned:
        for name in used:
            for quad in store.quads_for_pattern(term, name, None):
                if isinstance(quad.object, Literal):
                    yield quad


def _iris(statement: Quad | Triple) -> Iterator[NamedNode]:
    """Yield the IRIs of *statement*, those within triple terms among them."""
    for term in (statement.subject, statement.predicate, statement.object):
        if isinstance(term, NamedNode):
            yield term
        elif isinstance(term, Triple):
            yield from _iris(term)
