"""Lists of what has no table: what a user's files hold, all things of a kind or of a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.engine.interface import Solution
from openalliances.errors import NotFoundError
from openalliances.http.urls import Urls, class_list
from openalliances.pages.contents import Line, class_lines, property_lines, scheme_lines
from openalliances.pages.kinds import Kind
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import INFERRED_GRAPH, Prefixes
from openalliances.things.description import Text
from openalliances.things.naming import best
from openalliances.things.page_queries import ask, ask_page
from openalliances.things.solution import iri as iri_of
from openalliances.things.solution import literal, text

PAGE = 200
"""The things of a class on one page."""
_LAST = 5_000
"""The last page that is made; who wants more asks a query."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a list is shown, counted from 1, and where the parts beside it are."""

    first: int
    last: int
    total: int
    previous: str = ""
    next: str = ""

    @classmethod
    def of(cls, path: str, number: int, size: int, total: int) -> Pages:
        """Return page *number* of the list at *path*, with *size* things a page.

        :raises NotFoundError: if there is no such page.
        """
        first, last = (number - 1) * size + 1, min(number * size, total)
        if number < 1 or (number > 1 and first > total):
            raise NotFoundError(f"There is no page {number} of {path}.", "Begin with the first.")

        def place(page: int) -> str:
            return f"{path}?page={page}" if page > 1 else path

        return cls(
            first,
            last,
            total,
            place(number - 1) if number > 1 else "",
            place(number + 1) if last < total else "",
        )


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
    pages: Pages
    has_years: bool
    has_claims: bool
    has_types: bool


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """What a user's files hold: vocabularies, classes, properties; what is not listed."""

    schemes: tuple[Line, ...]
    classes: tuple[Line, ...]
    properties: tuple[Line, ...]
    more_classes: int
    more_properties: int
    untyped: int
    untyped_href: str


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A page of the things of a class; ``number`` counts from 1. ``href`` leads to the class."""

    title: Text
    iri: str
    href: str
    total: int
    rows: tuple[BrowseRow, ...]
    number: int
    first: int
    previous: str
    next: str


def own_page(site: Site) -> str:
    """Return the page of what there is in a user's files."""
    return render("contents.html", site, page=contents_page(site))


def contents_page(site: Site) -> ContentsPage:
    """Return what the user's files of *site* hold."""
    contents = site.contents
    return ContentsPage(
        scheme_lines(site),
        class_lines(site),
        property_lines(site),
        contents.more_classes if contents else 0,
        contents.more_properties if contents else 0,
        contents.untyped if contents else 0,
        class_list(""),
    )


def class_page(site: Site, iri: str, number: int = 1) -> str:
    """Return a page of the list of all things of the class *iri*, or of those of no class.

    :raises NotFoundError: if there are none on that page.
    :raises RequestError: if the engine cannot answer.
    """
    if not 1 <= number <= _LAST:
        raise NotFoundError(f"There is no page {number}.", f"Pages are from 1 to {_LAST}.")
    query, start = "things_of" if iri else "things_without_class", (number - 1) * PAGE
    timeout = site.settings.query_timeout
    rows = ask_page(site.engine, query, timeout, iri, size=PAGE + 1, start=start)
    items = things(rows, site.urls, site.prefixes)
    if not items:
        raise NotFoundError(f"Nothing here is of the class {iri}.", "See /browse/ for all classes.")
    model = _class_page(site, iri, items, number)
    return render("class.html", site, page=model)


def _class_page(site: Site, iri: str, items: Sequence[BrowseRow], number: int) -> ClassPage:
    line = next((line for line in class_lines(site) if line.iri == iri), None)
    total = line.named if line else site.contents.untyped if site.contents and not iri else 0
    title = line.name if line else Text(site.prefixes.shorten(iri) if iri else "Without a class")
    return ClassPage(
        title,
        iri,
        site.urls.document(iri) if iri else "",
        total,
        tuple(items[:PAGE]),
        number,
        (number - 1) * PAGE + 1,
        class_list(iri, number - 1) if number > 1 else "",
        class_list(iri, number + 1) if len(items) > PAGE and number < _LAST else "",
    )


def things(solutions: Sequence[Solution], urls: Urls, prefixes: Prefixes) -> list[BrowseRow]:
    """Return the things in *solutions*, each once, in their order, with the best of its names."""
    labels: dict[str, list[Text]] = {}
    for solution in solutions:
        if item := iri_of(solution, "item"):
            found = labels.setdefault(item, [])
            if label := text(solution, "label"):
                found.append(label)
    return [
        BrowseRow(
            best(found) if found else Text(prefixes.shorten(iri)), urls.document(iri), "", "", 0
        )
        for iri, found in labels.items()
    ]


def page(site: Site, kind: Kind, number: int = 1) -> str:
    """Return page *number* of the list of all things of a kind, for a release without its table.

    :raises NotFoundError: if there is no such page.
    :raises RequestError: if the engine cannot answer.
    """
    rows = ask(site.engine, "browse", site.settings.query_timeout, kind.class_iri)
    return render(
        "browse.html", site, page=browse_page(kind, rows, site.urls, site.prefixes, number)
    )


def browse_page(
    kind: Kind, solutions: Sequence[Solution], urls: Urls, prefixes: Prefixes, number: int = 1
) -> BrowsePage:
    """Return page *number* of the list of *kind*, sorted by name, each thing once."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        if item := iri_of(solution, "item"):
            grouped.setdefault(item, []).append(solution)
    rows = [_row(iri, found, urls, prefixes) for iri, found in grouped.items()]
    rows.sort(key=lambda row: (row.label.value.casefold(), row.href))
    pages = Pages.of(f"/browse/{kind.slug}", number, PAGE, len(rows))
    return BrowsePage(
        kind,
        tuple(rows[pages.first - 1 : pages.last]),
        pages,
        has_years=any(row.years for row in rows),
        has_claims=any(row.claims for row in rows),
        has_types=len({row.types for row in rows}) > 1,
    )


def _row(iri: str, found: Sequence[Solution], urls: Urls, prefixes: Prefixes) -> BrowseRow:
    labels = [label for row in found if (label := text(row, "label"))]
    types = dict.fromkeys(
        name
        for row in found
        if (name := literal(row, "typeLabel")) and iri_of(row, "graph") != INFERRED_GRAPH
    )
    years = [_first(found, "start"), _first(found, "end")]
    claims = _first(found, "claims")
    return BrowseRow(
        best(labels) if labels else Text(prefixes.shorten(iri)),
        urls.document(iri),
        ", ".join(types),
        "–".join(years) if any(years) else "",
        int(claims or 0),
    )


def _first(found: Sequence[Solution], name: str) -> str:
    return next((told for row in found if (told := literal(row, name))), "")
