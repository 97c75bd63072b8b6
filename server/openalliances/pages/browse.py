"""A list of all things of a kind, from the solutions of ``browse.rq``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.engine.interface import Solution
from openalliances.http.urls import Urls
from openalliances.pages.kinds import KINDS, Kind
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import INFERRED_GRAPH, shorten
from openalliances.things.describe import best
from openalliances.things.description import Text
from openalliances.things.page_queries import ask
from openalliances.things.solution import iri as iri_of
from openalliances.things.solution import literal, text


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


def list_page(site: Site) -> str:
    """Return the page of the lists that there are."""
    return render("kinds.html", site, kinds=KINDS if site.is_dataset else ())


def page(site: Site, kind: Kind) -> str:
    """Return the list of all things of a kind."""
    rows = ask(site.engine, "browse", site.settings.query_timeout, kind.class_iri)
    return render("browse.html", site, page=browse_page(kind, rows, site.urls))


def browse_page(kind: Kind, solutions: Sequence[Solution], urls: Urls) -> BrowsePage:
    """Return the list of *kind*, sorted by name, each thing once."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        if item := iri_of(solution, "item"):
            grouped.setdefault(item, []).append(solution)
    rows = [_row(iri, found, urls) for iri, found in grouped.items()]
    rows.sort(key=lambda row: (row.label.value.casefold(), row.href))
    return BrowsePage(
        kind,
        tuple(rows),
        has_years=any(row.years for row in rows),
        has_claims=any(row.claims for row in rows),
        has_types=len({row.types for row in rows}) > 1,
    )


def _row(iri: str, found: Sequence[Solution], urls: Urls) -> BrowseRow:
    labels = [label for row in found if (label := text(row, "label"))]
    types = dict.fromkeys(
        name
        for row in found
        if (name := literal(row, "typeLabel")) and iri_of(row, "graph") != INFERRED_GRAPH
    )
    years = [_first(found, "start"), _first(found, "end")]
    claims = _first(found, "claims")
    return BrowseRow(
        best(labels) if labels else Text(shorten(iri)),
        urls.document(iri),
        ", ".join(types),
        "–".join(years) if any(years) else "",
        int(claims or 0),
    )


def _first(found: Sequence[Solution], name: str) -> str:
    return next((told for row in found if (told := literal(row, name))), "")
