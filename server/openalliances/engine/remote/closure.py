"""A closure asked of a store of others: level by level, in standard SPARQL.

A store does not say again what it calls a blank node, but it can be asked for one by the way
that leads to it: the properties from the thing on, a list being one step however long it is.
Each level of blank nodes is one query, whatever their number. Blank nodes must have the same
names in each answer, as those of Virtuoso and Oxigraph have. Reifiers are not asked for: that
takes SPARQL 1.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    serialize,
)

from openalliances.engine.chunks import ChunkedAnswer
from openalliances.engine.interface import Closure, Solution
from openalliances.errors import EngineError
from openalliances.rdf.prefixes import PREFIXES

_T = TypeVar("_T")

Ask = Callable[[str], list[Solution]]
"""Asks the store a SELECT query."""
Way = tuple[str, ...]
"""The properties that lead from a thing to blank nodes."""

_REST = f"<{PREFIXES['rdf']}rest>"
_LEVELS = 40
_WAYS = 60
"""How many ways one query follows."""
_THINGS = 200
"""How many things one query asks for."""


class GatheredAnswer(ChunkedAnswer):
    """An answer that is here as a whole."""

    def __init__(self, body: bytes) -> None:
        self._chunk = body

    def close(self) -> None:
        """Forget it."""
        self._chunk = None

    def _read(self) -> bytes | None:
        return None


def gather(closure: Closure, ask: Ask) -> bytes:
    """Return what *closure* asks for as N-Quads.

    :raises EngineError: if blank nodes lie too deep to be followed.
    :raises RequestError: if the store does not answer.
    """
    quads: dict[Quad, None] = {}
    for roots in _batches(closure.iris, _THINGS):
        quads |= dict.fromkeys(_reached(roots, _follow(roots, ask, _outward)))
        if closure.incoming:
            quads |= dict.fromkeys(_follow(roots, ask, _inward, f" LIMIT {closure.incoming}"))
    found = list(islice(quads, closure.limit or None)) if not closure.incoming else list(quads)
    found += _followed(found, closure, ask)
    found += _described(_of_kinds(closure, ask), ask)
    if closure.names:
        found += _names(found, closure.names, ask, closure.beside)
    return serialize(dict.fromkeys(found), format=RdfFormat.N_QUADS) or b""


def _described(iris: Iterable[str], ask: Ask) -> list[Quad]:
    """Return the statements of things."""
    return [
        quad
        for roots in _batches(list(iris), _THINGS)
        for quad in _reached(roots, _follow(roots, ask, _outward))
    ]


def _of_kinds(closure: Closure, ask: Ask) -> Iterator[str]:
    """Yield the things beside that are of one of the classes; all, where none is given."""
    if not closure.kinds:
        yield from closure.beside
        return
    kinds = " ".join(str(NamedNode(iri)) for iri in closure.kinds)
    for batch in _batches(closure.beside, _THINGS):
        things = " ".join(str(NamedNode(iri)) for iri in batch)
        text = f"VALUES ?thing {{ {things} }} VALUES ?kind {{ {kinds} }} ?thing a ?kind"
        for row in ask(f"SELECT DISTINCT ?thing {{ {text} }}"):
            yield str(row["thing"].value)


def _followed(found: Iterable[Quad], closure: Closure, ask: Ask) -> Iterator[Quad]:
    """Yield the statements of all that *found* leads to by the properties to be followed."""
    done = {NamedNode(iri) for iri in closure.iris}
    level = list(found)
    while level:
        ends = {
            quad.object
            for quad in level
            if quad.predicate.value in closure.follow and isinstance(quad.object, NamedNode)
        }
        level = _described(sorted(end.value for end in ends - done), ask)
        yield from level
        done |= ends


def _outward(way: Way, roots: str) -> str:
    """Return the pattern for the statements of what *way* leads to."""
    steps = [f"VALUES ?root {{ {roots} }}"]
    place = "?root" if way else "?subject"
    for n, name in enumerate(way):
        end = "?subject" if n == len(way) - 1 else f"?c{n}"
        steps.append(f"{place} <{name}> ?b{n} . ?b{n} {_REST}* {end} .")
        steps.append(f"FILTER(ISBLANK(?b{n}) && ISBLANK({end}))")
        place = end
    return _stated(steps if way else [f"VALUES ?subject {{ {roots} }}"])


def _inward(way: Way, roots: str) -> str:
    """Return the pattern for the statements that lead to what leads to the things by *way*."""
    steps = [f"VALUES ?root {{ {roots} }}"]
    place = "?root"
    for n, name in enumerate(way):
        end = "?object" if n == len(way) - 1 else f"?c{n}"
        steps.append(f"?b{n} <{name}> {place} . {end} {_REST}* ?b{n} .")
        steps.append(f"FILTER(ISBLANK(?b{n}) && ISBLANK({end}))")
        place = end
    return _stated(steps if way else [f"VALUES ?object {{ {roots} }}"])


def _stated(steps: Sequence[str]) -> str:
    statement = "?subject ?predicate ?object"
    return " ".join((*steps, statement, f". OPTIONAL {{ GRAPH ?graph {{ {statement} }} }}"))


def _follow(
    roots: Sequence[str], ask: Ask, pattern: Callable[[Way, str], str], end: str = ""
) -> Iterator[Quad]:
    """Yield the statements level by level, until they lead to no new blank node."""
    things = " ".join(str(NamedNode(iri)) for iri in roots)
    ways: list[Way] = [()]
    known: set[BlankNode] = set()
    for _ in range(_LEVELS):
        rows = list(_level(ways, things, ask, pattern, end))
        yield from (quad for _, quad in rows)
        ends = [(way, quad, _beyond(quad, pattern)) for way, quad in rows]
        known |= {near for *_, (near, _) in ends if isinstance(near, BlankNode)}
        new = [
            (way, quad, far)
            for way, quad, (_, far) in ends
            if isinstance(far, BlankNode) and far not in known
            if str(quad.predicate) != _REST or not way
        ]
        ways = list(dict.fromkeys((*way, quad.predicate.value) for way, quad, _ in new))
        # Of one that nothing is said of, nothing comes back: it is asked for once all the same.
        known |= {far for *_, far in new}
        if not ways:
            return
    raise EngineError(
        f"The blank nodes of {roots[0]} lie deeper than {_LEVELS} levels.",
        "A store of others is not followed so far; serve the data from this machine.",
    )


def _reached(roots: Sequence[str], quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what blank nodes lead to; the rest of a list may be a thing, which leads further."""
    said: dict[object, dict[Quad, None]] = {}
    for quad in quads:
        said.setdefault(quad.subject, {})[quad] = None
    waiting: list[object] = [NamedNode(iri) for iri in roots]
    known = set(waiting)
    for node in waiting:
        for quad in said.get(node, ()):
            yield quad
            if isinstance(quad.object, BlankNode) and quad.object not in known:
                known.add(quad.object)
                waiting.append(quad.object)


def _beyond(quad: Quad, pattern: Callable[[Way, str], str]) -> tuple[object, object]:
    """Return the end of a statement that was asked for, and the one that it leads to."""
    ends = (quad.subject, quad.object)
    return ends if pattern is _outward else ends[::-1]


def _level(
    ways: Sequence[Way], things: str, ask: Ask, pattern: Callable[[Way, str], str], end: str
) -> Iterator[tuple[Way, Quad]]:
    for batch in _batches(ways, _WAYS):
        parts = (f"{{ {pattern(way, things)} BIND({n} AS ?way) }}" for n, way in enumerate(batch))
        text = "SELECT DISTINCT ?way ?graph ?subject ?predicate ?object { "
        for row in ask(f"{text}{' UNION '.join(parts)} }}{end}"):
            yield batch[int(str(row["way"].value))], _quad(row)


def _names(
    quads: Iterable[Quad], names: Sequence[str], ask: Ask, elsewhere: Iterable[str] = ()
) -> Iterator[Quad]:
    terms = (term for quad in quads for term in (quad.subject, quad.predicate, quad.object))
    things = dict.fromkeys(str(term) for term in terms if isinstance(term, NamedNode))
    things |= dict.fromkeys(str(NamedNode(iri)) for iri in elsewhere)
    path = "|".join(f"<{name}>" for name in names)
    for batch in _batches(list(things), _THINGS):
        values = " ".join(batch)
        text = f"{{ VALUES ?thing {{ {values} }} ?thing {path} ?name }}"
        for row in ask(f"SELECT DISTINCT ?thing ?name {text}"):
            thing, name = row["thing"], row["name"]
            if isinstance(thing, NamedNode) and isinstance(name, Literal):
                yield Quad(thing, NamedNode(names[0]), name)


def _quad(row: Solution) -> Quad:
    subject, predicate, graph = row["subject"], row["predicate"], row.get("graph")
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        raise TypeError("a statement that RDF does not have")
    place = graph if isinstance(graph, NamedNode | BlankNode) else DefaultGraph()
    return Quad(subject, predicate, row["object"], place)


def _batches(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
