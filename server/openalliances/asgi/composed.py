"""Answers of ``/sparql`` that are composed, not streamed: descriptions and pages; in threads."""

from __future__ import annotations

from openalliances.asgi.exchange import CachedResponse, Exchange, encoded, whole
from openalliances.engine.interface import Call
from openalliances.errors import MethodError
from openalliances.http.coding import choose_coding
from openalliances.http.headers import COMMON_OF_DATA, COMMON_OF_PAGES, preflight_headers
from openalliances.http.problems import ProblemDetails, problem_reply
from openalliances.pages import query as query_pages
from openalliances.pages.results import page_of
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format
from openalliances.sparql.hints import Hint
from openalliances.sparql.protocol import ACCEPT_QUERY, QueryPlan
from openalliances.sparql.service_description import describe_service
from openalliances.things.document import write_triples


def preflight(allowed: str) -> CachedResponse:
    """Return the answer to OPTIONS, where the methods *allowed* are."""
    own = (("Allow", allowed), ("Accept-Query", ACCEPT_QUERY), ("Content-Length", "0"))
    return CachedResponse(200, encoded((*own, *preflight_headers(allowed), *COMMON_OF_DATA)), b"")


def problem_response(
    exchange: Exchange, site: Site, problem: ProblemDetails, text: str, allowed: str
) -> CachedResponse:
    """Return what tells of *problem*: details, or the query page with the query *text*."""

    def page(problem: ProblemDetails) -> str:
        return query_pages.page(site, text, problem=problem)

    status, headers, body = problem_reply(problem, exchange.header(b"accept"), page)
    own = [*headers, ("Accept-Query", ACCEPT_QUERY), *COMMON_OF_PAGES]
    if status == MethodError.status_hint:
        own.append(("Allow", allowed))
    coding = "" if exchange.is_old else choose_coding(exchange.header(b"accept-encoding"))
    return whole(encoded(own), body, None, coding, status)


def description(site: Site, form: Format) -> bytes:
    """Return the service description (SPARQL 1.1 Service Description, section 2), or the page."""
    if form is HTML:
        return query_pages.page(site, "").encode()
    local = not site.settings.engine
    manifest, base = site.release.manifest, site.urls.base
    triples = describe_service(manifest, site.settings, base, site.described, local=local)
    return write_triples(triples, form)


def result_page(
    site: Site, text: str, planned: QueryPlan, advice: tuple[Hint, ...], call: Call
) -> bytes:
    """Return the query page of *text* with the first rows of its answer.

    :raises RequestError: if the query fails, or *call* is cancelled.
    """
    with site.engine.run(planned.query, call) as answer:
        result = page_of(answer, planned.judged.form, site.settings.page_rows)
    return query_pages.page(site, text, result=result, advice=advice).encode()
