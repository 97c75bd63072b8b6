"""Headers that answers have in common: safety, sharing, freshness, links."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request
from werkzeug.http import parse_etags
from werkzeug.urls import iri_to_uri

from openalliances.http.urls import DOCUMENT_FORMATS
from openalliances.pages.site import Site
from openalliances.rdf.formats import TURTLE, Format
from openalliances.rdf.prefixes import LICENSE
from openalliances.web.compression import compress, tag_for_client

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, nothing inline, no framing (CSP Level 3)."""

EXPOSED = (
    "Accept-Query, Content-Location, ETag, Link, Query-Hint, Query-Id, Result-Count, Retry-After"
)
"""Headers that scripts of other sites may read (Fetch, section 3.3.2)."""

FRESH = "public, max-age=300"
"""How long an answer may be used without asking again; a release may be swapped."""


def finish(response: Response) -> Response:
    """Add what every answer has: safety headers, CORS for everybody (also on errors), a coding."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Access-Control-Allow-Origin", "*")
    headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET, HEAD"))
        headers.setdefault("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match")
        headers.setdefault("Access-Control-Max-Age", "86400")
    return compress(response)


def known_tag(if_none_match: str | None, tag: str) -> bool:
    """Return whether the client has what *tag* names (RFC 9110, section 13.1.2)."""
    if not if_none_match:
        return False
    return parse_etags(if_none_match).contains_weak(tag)


def not_modified(tag: str, *, vary: bool = True) -> Response | None:
    """Return the 304 for *tag* if the client has it already (RFC 9110, 13.1.2), else None."""
    if not request.if_none_match.contains_weak(tag_for_client(tag)):
        return None
    return fresh(Response(status=304), tag, vary=vary)


def fresh(response: Response, tag: str, *, vary: bool = True) -> Response:
    """Add a strong validator and how long the answer stays fresh."""
    response.set_etag(tag_for_client(tag))
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FRESH
    if vary:
        response.vary.add("Accept")
    return response


def see_other(location: str) -> Response:
    """Return a redirect to a document about what was asked for (RFC 9110, 15.4.4)."""
    return Response(status=303, headers={"Location": iri_to_uri(location)})


def link_headers(site: Site, iri: str, shown: Format | None = None) -> list[str]:
    """Return the Link header values for the thing *iri* (RFC 8288).

    ``shown`` is the format of the answer itself, None for a redirect. The
    canonical document and ``cite-as`` (RFC 8574) never depend on the host.
    """
    urls = site.urls
    values = [
        _link(site.absolute(urls.document(iri, form)), "alternate", form.media_type)
        for form in DOCUMENT_FORMATS
        if form is not shown
    ]
    values.append(
        _link(site.absolute(urls.document(iri, TURTLE)), "describedby", TURTLE.media_type)
    )
    if shown and urls.base and iri.startswith(urls.base):
        values.append(_link(f"{iri}.{shown.extension}", "canonical"))
    values.append(_link(iri, "cite-as"))
    if site.is_dataset:
        values.append(_link(LICENSE, "license"))
    return values


def add_links(response: Response, values: Iterable[str]) -> Response:
    """Add Link headers, one line each."""
    for value in values:
        response.headers.add("Link", value)
    return response


def _link(target: str, relation: str, media_type: str = "") -> str:
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{iri_to_uri(target)}>; rel="{relation}"{kind}'
