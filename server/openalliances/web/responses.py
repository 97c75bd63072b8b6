"""What the responses of the pages have in common: validators, freshness, links, redirects."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed
from werkzeug.routing import RequestRedirect
from werkzeug.urls import iri_to_uri

from openalliances.http.conditions import FAILED, NOT_MODIFIED, Validators, precondition
from openalliances.http.headers import COMMON_OF_PAGES, FRESH, preflight_headers
from openalliances.web.compression import compress, tag_for_client
from openalliances.web.site import current_site
from openalliances.web.spoken import spoken_tag, tell_language, vary_by_language


def finish(response: Response) -> Response:
    """Add what every answer has: safety headers, CORS for everybody (also on errors), a coding."""
    if isinstance(request.routing_exception, RequestRedirect):
        _to_path_alone(response, request.routing_exception.new_url)
    headers = response.headers
    if headers.get("Location", "").startswith(request.host_url):
        # Of Flask itself, for a slash at the end. Where the world reaches us, we know by no
        # request.
        path = headers["Location"].removeprefix(request.host_url)
        headers["Location"] = current_site().absolute(f"/{path}")
        response.set_data(b"")
    allow = headers.get("Allow", "GET, HEAD")
    more = preflight_headers(allow) if request.method == "OPTIONS" else ()
    for name, value in (*COMMON_OF_PAGES, *more):
        headers.setdefault(name, value)
    tell_language(response)
    return compress(response)


def _to_path_alone(response: Response, url: str) -> None:
    """Have Flask's own redirects name a path: the host that was asked for is never repeated."""
    place = urlsplit(url)
    path = "/" + place.path.lstrip("/") + (f"?{place.query}" if place.query else "")
    response.headers["Location"] = iri_to_uri(current_site().absolute(path))
    response.data = b""


def not_modified(tag: str, *, vary: bool = True) -> Response | None:
    """Return the 304 for *tag* if the client has it already (RFC 9110, 13.2.2), else None.

    :raises PreconditionFailed: if the client wants only what there is not any more.
    """
    known = Validators(tag_for_client(spoken_tag(tag)), current_site().modified)
    status = precondition(lambda name: request.headers.get(name.decode()), known)
    if status == FAILED:
        raise PreconditionFailed("What you know has another validator than what there is now.")
    if status != NOT_MODIFIED:
        return None
    return fresh(Response(status=304), tag, vary=vary)


def fresh(response: Response, tag: str, *, vary: bool = True) -> Response:
    """Add a strong validator, the time of the release, and how long the answer stays fresh."""
    response.set_etag(tag_for_client(spoken_tag(tag)))
    response.headers["Last-Modified"] = Validators(tag, current_site().modified).last_modified
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FRESH
    vary_by_language(response)
    if vary:
        response.vary.add("Accept")
    return response


def see_other(location: str) -> Response:
    """Return a redirect to a document about what was asked for (RFC 9110, 15.4.4)."""
    return Response(status=303, headers={"Location": iri_to_uri(location)})


def found_at(location: str) -> Response:
    """Return a redirect to the thing that an identifier stands for (RFC 9110, 15.4.3)."""
    response = Response(status=302, headers={"Location": iri_to_uri(location)})
    response.vary.add("Accept")
    return response


def add_links(response: Response, values: Iterable[str]) -> Response:
    """Add Link headers, one line each."""
    for value in values:
        response.headers.add("Link", value)
    return response
