"""What a sourced document says beyond the thing's own statements.

Who says each of them (receipts, citations, sources), the records that hold of the thing, the claims
that belong to its description, the names of all that is mentioned, and what else leads to the
thing: counted, and page by page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from openalliances.engine.interface import Engine
from openalliances.rdf.prefixes import ALLY, INFERRED_GRAPH, PREFIXES
from openalliances.rdf.vocabulary import FOAF, HYDRA, RDF
from openalliances.things.claims import NO_CLAIMS, ClaimList
from openalliances.things.naming import NAME_PROPERTIES
from openalliances.things.page_queries import ask, ask_page
from openalliances.things.solution import iri, number

PAGE = 50
"""How many of the statements that lead to a thing are in one page of its document."""

FOLLOWED = (
    PREFIXES["dcterms"] + "isReplacedBy",
    *(
        ALLY + name
        for name in (
            *("hasCitation", "reportedOtherwiseBy", "isSupportedBy", "hasPassage", "citesSource"),
            *("inSourceFamily", "hasAdjudication", "hasCurrentStatement", "restsOn"),
        )
    ),
)
"""Properties that lead from a thing and its statements to who says so, or to what replaces it."""

RECORDS = (ALLY + "Relator", ALLY + "Claim")
"""Classes of what is told with a thing: records, which hold only of what they relate; claims."""

SPEAKING = tuple(ALLY + name for name in ("claimSubject", "claimObject", "aboutEntity"))
"""Properties by which claims speak of a thing, and are part of its description."""

_INFERRED = NamedNode(INFERRED_GRAPH)
_NAMES = frozenset(NAME_PROPERTIES)
_FOLLOWED = frozenset(FOLLOWED)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A page of what leads to a thing: its quads, how many there are, which page of how many.

    ``subjects`` are the IRIs of what has the thing as a value. ``claims`` are all claims of its
    description, of which a page holds its own part.
    """

    quads: tuple[Quad, ...] = ()
    subjects: tuple[str, ...] = ()
    total: int = 0
    page: int = 1
    claims: ClaimList = NO_CLAIMS

    @property
    def pages(self) -> int:
        """Return the number of pages, of which there is one at least."""
        return max(ceil(self.total / PAGE), self.claims.pages)

    @property
    def beside(self) -> tuple[str, ...]:
        """Return the IRIs of all that this page tells with the thing."""
        return tuple(dict.fromkeys((*self.claims.on_page(self.page), *self.subjects)))


def number_of(counts: Mapping[str, int]) -> int:
    """Return how many statements lead to a thing, without those by which claims speak of it."""
    return sum(number for name, number in counts.items() if name not in SPEAKING)


def read_counts(engine: Engine, thing: str, timeout: float) -> dict[str, int]:
    """Return how many things have *thing* as their value, by property.

    :raises RequestError: if the engine cannot answer.
    """
    rows = ask(engine, "incoming_counts", timeout, thing)
    return {iri(row, "predicate"): number(row, "items") for row in rows if iri(row, "predicate")}


def read_incoming(
    engine: Engine, thing: str, page: int, total: int, claims: ClaimList, timeout: float
) -> Incoming:
    """Return page *page* of the *claims* and of the *total* of what leads to *thing*, from 1 on.

    :raises RequestError: if the engine cannot answer.
    """
    start = (page - 1) * PAGE
    if start >= total:
        return Incoming(total=total, page=page, claims=claims)
    rows = ask_page(engine, "incoming", timeout, thing, size=PAGE, start=start)
    found = [(iri(row, "subject"), iri(row, "predicate")) for row in rows]
    quads = tuple(
        Quad(NamedNode(subject), NamedNode(predicate), NamedNode(thing), DefaultGraph())
        for subject, predicate in found
    )
    subjects = tuple(dict.fromkeys(subject for subject, _ in found))
    return Incoming(quads, subjects, total, page, claims)


def collection(document: str, thing: str, incoming: Incoming) -> Iterator[Quad]:
    """Yield what a document says of itself: how much leads to the thing, and where there is more.

    Hydra Core Vocabulary, sections 5.1 and 5.2: a collection, and a partial view of it.
    """
    node = NamedNode(document)
    view = _page_of(document, incoming.page)
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (node, FOAF.primaryTopic, NamedNode(thing)),
        (node, RDF.type, HYDRA.Collection),
        (node, HYDRA.totalItems, Literal(incoming.total + len(incoming.claims.iris))),
    ]
    if incoming.pages > 1:
        triples += [(node, HYDRA.view, view), (view, RDF.type, HYDRA.PartialCollectionView)]
        ends = {"first": 1, "last": incoming.pages}
        if incoming.page > 1:
            ends["previous"] = incoming.page - 1
        if incoming.page < incoming.pages:
            ends["next"] = incoming.page + 1
        triples += [(view, HYDRA[name], _page_of(document, n)) for name, n in ends.items()]
    yield from (Quad(s, p, o, DefaultGraph()) for s, p, o in triples)


def without_inferences(quads: Iterable[Quad], own: Iterable[str]) -> Iterable[Quad]:
    """Leave out what OWL entails of others than the thing itself: superclasses, inverses."""
    things = {NamedNode(iri) for iri in own}
    return (q for q in quads if q.graph_name != _INFERRED or q.subject in things)


def named(quads: Sequence[Quad]) -> Iterable[Quad]:
    """Return *quads* without the names of properties, and of sources that are not described."""
    told: set[object] = {q.subject for q in quads if q.predicate.value not in _NAMES}
    told |= {q.object for q in quads if q.predicate.value not in _FOLLOWED}
    return [q for q in quads if q.predicate.value not in _NAMES or q.subject in told]


def _page_of(document: str, page: int) -> NamedNode:
    return NamedNode(f"{document}&page={page}")
