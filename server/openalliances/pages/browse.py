"""A list of all things of a kind, from the solutions of ``browse.rq``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from openalliances.engine.interface import Solution
from openalliances.http.urls import Links
from openalliances.pages.kinds import Kind
from openalliances.rdf.prefixes import INFERRED_GRAPH, shorten
from openalliances.things.describe import best
from openalliances.things.description import Text


@dataclass(frozen=True, slots=True)
class BrowseRow:
    """A thing in a list: its name, its classes as the sources give them, its years."""

    label: Text
    href: str
    types: str
    years: str
    claims: int


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """A list, and which columns have anything in them."""

    kind: Kind
    rows: tuple[BrowseRow, ...]
    has_years: bool
    has_claims: bool
    has_types: bool


def browse_page(kind: Kind, solutions: Sequence[Solution], links: Links) -> BrowsePage:
    """Return the list of *kind*, sorted by name, each thing once."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        item = solution["item"]
        if isinstance(item, NamedNode):
            grouped.setdefault(item.value, []).append(solution)
    rows = [_row(iri, found, links) for iri, found in grouped.items()]
    rows.sort(key=lambda row: (row.label.value.casefold(), row.href))
    return BrowsePage(
        kind,
        tuple(rows),
        has_years=any(row.years for row in rows),
        has_claims=any(row.claims for row in rows),
        has_types=len({row.types for row in rows}) > 1,
    )


def _row(iri: str, found: Sequence[Solution], links: Links) -> BrowseRow:
    labels = [Text(t.value, t.language or "") for t in _literals(found, "label")]
    types = dict.fromkeys(
        term.value
        for row in found
        if (term := row.get("typeLabel")) and not _inferred(row) and isinstance(term, Literal)
    )
    years = [_first(found, "start"), _first(found, "end")]
    claims = _first(found, "claims")
    return BrowseRow(
        best(labels) if labels else Text(shorten(iri)),
        links.document(iri),
        ", ".join(types),
        "–".join(years) if any(years) else "",
        int(claims or 0),
    )


def _inferred(row: Solution) -> bool:
    graph = row.get("graph")
    return isinstance(graph, NamedNode) and graph.value == INFERRED_GRAPH


def _literals(found: Sequence[Solution], name: str) -> list[Literal]:
    return [term for row in found if isinstance(term := row.get(name), Literal)]


def _first(found: Sequence[Solution], name: str) -> str:
    return next((term.value for term in _literals(found, name)), "")
