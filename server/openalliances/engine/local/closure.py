"""The concise bounded description of things, read from the store statement by statement.

``DESCRIBE`` evaluates to the same triples, but does not say in which graph each of them is; and
a query that follows blank nodes, and nothing else, to any depth cannot be written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from openalliances.engine.interface import Closure
from openalliances.rdf.prefixes import ALLY, PREFIXES, STATEMENTS_GRAPH

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")
_STATEMENTS = NamedNode(STATEMENTS_GRAPH)
_FIRST = (None, "en", "en-gb")
"""Languages of a name beside which no further property has to be asked for one."""
_TOLD = frozenset(NamedNode(ALLY + name) for name in ("hasCurrentStatement", "restsOn"))


def closed(store: Store, closure: Closure) -> Iterator[Quad]:
    """Yield what *closure* asks for, each quad once: statements, what leads to them, names."""
    roots = [NamedNode(iri) for iri in closure.iris]
    beside = [NamedNode(iri) for iri in closure.beside]
    found = list(_limited(_outward(store, roots), closure.limit))
    whole: set[object] = set() if closure.limit else set(roots)
    if closure.incoming:
        found += [*_inward(store, roots, closure.incoming), *_reifiers(store, roots, found)]
    if closure.reified:
        reifiers = _receipts(store, roots, found)
        found += _outward(store, reifiers)
        whole |= reifiers.keys()
    if closure.follow:
        ends, reached = _followed(store, found, roots, frozenset(closure.follow))
        found += reached
        whole |= ends
    if closure.beside:
        found += _outward(store, [node for node in beside if _is_a(store, node, closure.kinds)])
    found = list(dict.fromkeys(found))
    yield from found
    if closure.names:
        given = set(found)
        mentioned = dict.fromkeys(iri for quad in found for iri in _iris(quad))
        mentioned |= dict.fromkeys(beside)
        # What is told whole has its names among its statements.
        unnamed = [term for term in mentioned if term not in whole]
        names = _names(store, unnamed, [NamedNode(iri) for iri in closure.names])
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


def _receipts(
    store: Store, roots: Iterable[NamedNode], found: Iterable[Quad]
) -> dict[NamedNode, None]:
    """Return the reifiers with a name of the statements of *roots* (RDF 1.2)."""
    named = set(roots)
    triples = dict.fromkeys(quad.triple for quad in found if quad.subject in named)
    return dict.fromkeys(
        quad.subject
        for triple in triples
        for quad in store.quads_for_pattern(None, _REIFIES, triple)
        if isinstance(quad.subject, NamedNode)
    )


def _is_a(store: Store, node: NamedNode, kinds: Iterable[str]) -> bool:
    """Return whether a thing is of one of the classes; of any, where none is given."""
    patterns = [store.quads_for_pattern(node, _TYPE, NamedNode(kind)) for kind in kinds]
    return not patterns or any(next(found, None) is not None for found in patterns)


def _followed(
    store: Store, found: Iterable[Quad], known: Sequence[NamedNode], follow: Set[str]
) -> tuple[set[NamedNode | BlankNode], list[Quad]]:
    """Return all that *found* leads to by the properties of *follow*, and its statements."""
    done: set[NamedNode | BlankNode] = set(known)
    reached: list[Quad] = []
    level = list(found)
    while ends := _ends(level, follow) - done:
        done |= ends
        level = list(_outward(store, sorted(ends, key=str)))
        reached += level
    return done - set(known), reached


def _ends(quads: Iterable[Quad], follow: Set[str]) -> set[NamedNode | BlankNode]:
    return {
        quad.object
        for quad in quads
        if quad.predicate.value in follow and isinstance(quad.object, NamedNode)
    }


def _names(store: Store, things: Iterable[NamedNode], names: Iterable[NamedNode]) -> Iterator[Quad]:
    """Yield what *things* are called by the best of the properties *names*."""
    # Few data sets use all of them, and a look for each thing costs as much as one that finds.
    used = [n for n in names if next(store.quads_for_pattern(None, n, None), None) is not None]
    for term in things:
        for name in used:
            enough = False
            for quad in store.quads_for_pattern(term, name, None):
                if isinstance(quad.object, Literal):
                    enough = enough or quad.object.language in _FIRST
                    yield quad
            if enough:
                break


def _iris(statement: Quad | Triple) -> Iterator[NamedNode]:
    """Yield the IRIs of *statement*, those within triple terms among them."""
    for term in (statement.subject, statement.predicate, statement.object):
        if isinstance(term, NamedNode):
            yield term
        elif isinstance(term, Triple):
            yield from _iris(term)
