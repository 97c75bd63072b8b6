"""The terms that are part of a document, each in a line: name, kinds, definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from openalliances.engine.interface import Closure, Engine
from openalliances.rdf.prefixes import PREFIXES
from openalliances.things.closure import read_closure
from openalliances.things.describe import NOISE, TYPE
from openalliances.things.description import Node, Text
from openalliances.things.naming import NAME_PROPERTIES, best, names_of
from openalliances.things.nested import NodeMaker

DEFINITIONS = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("skos", "definition"),
        ("dcterms", "description"),
        ("dcterms", "abstract"),
        ("rdfs", "comment"),
    )
)
"""Properties that say what a thing is, the best first."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a document; ``kinds`` are the names of its classes."""

    node: Node
    kinds: tuple[str, ...] = ()
    definition: Text | None = None


def terms_of(
    engine: Engine, iris: Sequence[str], timeout: float, short: Callable[[str], str]
) -> tuple[Term, ...]:
    """Return the terms *iris* in their order, with one query.

    :raises RequestError: if the engine cannot answer.
    """
    if not iris:
        return ()
    quads = read_closure(engine, Closure(tuple(iris), names=NAME_PROPERTIES), timeout)
    maker = NodeMaker(names_of(quads), {}, short)
    said: dict[str, list[Quad]] = {iri: [] for iri in iris}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value in said:
            said[quad.subject.value].append(quad)
    return tuple(_term(iri, rows, maker) for iri, rows in said.items())


def _term(iri: str, quads: Sequence[Quad], maker: NodeMaker) -> Term:
    classes = (q.object for q in quads if q.predicate.value == TYPE)
    names = [
        maker.named(kind.value).text.value
        for kind in classes
        if isinstance(kind, NamedNode) and kind.value not in NOISE
    ]
    return Term(maker.named(iri), tuple(sorted(set(names))), _definition(quads))


def _definition(quads: Iterable[Quad]) -> Text | None:
    found: dict[str, list[Text]] = {}
    for quad in quads:
        if quad.predicate.value in DEFINITIONS and isinstance(quad.object, Literal):
            text = Text(quad.object.value, quad.object.language or "")
            found.setdefault(quad.predicate.value, []).append(text)
    return next((best(found[iri]) for iri in DEFINITIONS if iri in found), None)
