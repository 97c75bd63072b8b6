"""Answers of ``/sparql`` that are composed, not streamed: descriptions and pages.

Pages are made where the others are (:mod:`openalliances.asgi.site_work`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from openalliances.asgi.exchange import CachedResponse, Exchange, Headers, encoded, whole
from openalliances.asgi.site_work import Workplace
from openalliances.engine.interface import Call
from openalliances.errors import MethodError
from openalliances.http.coding import choose_coding
from openalliances.http.headers import COMMON_OF_DATA, COMMON_OF_PAGES, preflight_headers
from openalliances.http.problems import ProblemDetails, problem_reply
from openalliances.pages import query as query_pages
from openalliances.pages.query import Shown
from openalliances.pages.results import ResultPage, page_of
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format
from openalliances.settings import Settings
from openalliances.sparql.hints import Hint, hints
from openalliances.sparql.protocol import (
    ACCEPT_QUERY,
    QueryPlan,
    Request,
    query_text,
    read_parameters,
)
from openalliances.sparql.service_description import describe_service
from openalliances.things.writing import write_triples


def preflight(allowed: str) -> CachedResponse:
    """Return the answer to OPTIONS, where the methods *allowed* are."""
    own = (("Allow", allowed), ("Accept-Query", ACCEPT_QUERY), ("Content-Length", "0"))
    return CachedResponse(200, encoded((*own, *preflight_headers(allowed), *COMMON_OF_DATA)), b"")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an answer is wanted: the Accept header, and the content coding that was chosen."""

    accept: str | None
    coding: str

    @classmethod
    def by(cls, exchange: Exchange) -> Wanted:
        """Return how the client of *exchange* wants it."""
        taken = None if exchange.is_old else exchange.header(b"accept-encoding")
        return cls(exchange.header(b"accept"), choose_coding(taken) if taken else "")


def problem_response(
    site: Site, problem: ProblemDetails, wanted: Wanted, allowed: str, text: str = ""
) -> CachedResponse:
    """Return what tells of *problem*: details, or the query page with the query *text*."""

    def page(problem: ProblemDetails) -> str:
        return query_pages.page(site, text, problem=problem)

    status, headers, body = problem_reply(problem, wanted.accept, page)
    own = [*headers, ("Accept-Query", ACCEPT_QUERY), *COMMON_OF_PAGES]
    if status == MethodError.status_hint:
        own.append(("Allow", allowed))
    return whole(encoded(own), body, None, wanted.coding, status)


def problem_page(
    place: Workplace, problem: ProblemDetails, wanted: Wanted, allowed: str, request: Request
) -> CachedResponse:
    """Return :func:`problem_response` with the query of *request*."""
    text = query_text(request, place.site.settings)
    return problem_response(place.site, problem, wanted, allowed, text)


def description(place: Workplace, form: Format, headers: Headers, coding: str) -> CachedResponse:
    """Return the service description (SPARQL 1.1 Service Description, section 2), or the page."""
    site = place.site
    if form is HTML:
        return whole(headers, query_pages.page(site, "").encode(), None, coding)
    local = not site.settings.engine
    manifest, base = site.release.manifest, f"{site.address}/"
    triples = describe_service(manifest, site.settings, base, site.described, local=local)
    return whole(headers, write_triples(triples, form), None, coding)


def looked_up(place: Workplace, found: QueryPlan) -> tuple[Hint, ...]:
    """Return the hints on a query."""
    return hints(found.judged, place.site.vocabulary, found.empty_graphs)


def shown_of(request: Request, settings: Settings) -> Shown:
    """Return how the page of the answer to *request*, which was planned, is to be shown."""
    return Shown.of(read_parameters(request, settings))


def result_of(site: Site, found: QueryPlan, call: Call, part: int) -> ResultPage:
    """Return a part of the rows of the answer to a query, counted from 1, and how long it took.

    :raises RequestError: if the query fails, or *call* is cancelled.
    """
    size, begun = site.settings.page_rows, time.monotonic()
    with site.engine.run(found.query, call) as answer:
        result = page_of(answer, found.judged.form, size, size * (part - 1))
    return replace(result, seconds=time.monotonic() - begun)


def result_page(
    place: Workplace,
    request: Request,
    result: ResultPage,
    advice: tuple[Hint, ...],
    shown: Shown,
    headers: Headers,
    coding: str,
) -> CachedResponse:
    """Return the query page with the query of *request* and a part of its answer."""
    text = query_text(request, place.site.settings)
    body = query_pages.page(place.site, text, result=result, advice=advice, shown=shown)
    return whole(headers, body.encode(), None, coding)
