"""The pages around the things: home, search, lists, limits."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from openalliances.errors import NotAcceptableError, NotFoundError
from openalliances.http.problems import TITLES, meanings
from openalliances.http.variants import PAGE_FIRST
from openalliances.linking.search import find
from openalliances.pages import about, federation, home, search
from openalliances.pages.freshness import freshness_page
from openalliances.pages.reader import current_reader
from openalliances.pages.signposts import home_links
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.responses import add_links, see_other
from openalliances.web.signposting import link_headers
from openalliances.web.site import current_site
from openalliances.web.viewing import tag_of, view_of

bp = Blueprint("pages", __name__)


@bp.get("/")
def start() -> Response:
    """Show what this is, how much of it there is, and the three doors.

    Where the base itself is a thing, as that of an ontology often is, this is its address as
    well: whoever asks for RDF is sent to its document.
    """
    site = current_site()
    iri = site.urls.base.removesuffix("#")
    if not (iri and site.documents.holds(iri)):
        return add_links(_home(site), home_links(site))
    form = _form_or_page()
    if form is HTML:
        return add_links(_home(site), home_links(site))
    response = see_other(site.absolute(site.urls.document(iri, form)))
    response.vary.add("Accept")
    return add_links(response, link_headers(site, iri))


@bp.get("/search")
def found() -> Response:
    """Show what fits the text; if one thing alone can be meant it is opened at once."""
    site = current_site()
    longest, most = site.settings.search_length, site.settings.search_results
    text = request.args.get("q", "").replace("\0", " ").strip()[:longest]
    kind = request.args.get("kind", "").strip()[:longest]
    hits = find(site.names, text, most, kind)
    if hits and hits[0].sure and not kind:
        place = current_reader().kept(site.urls.document(hits[0].entry.iri))
        return see_other(site.absolute(place))
    return Response(search.page(view_of(site), text, hits, most, kind))


@bp.get("/about/limits")
def limits() -> Response:
    """Show every setting and limit of this server."""
    return _page("limits", about.limits_page)


@bp.get("/about/freshness")
def freshness() -> Response:
    """Say how lately things are known, and what is oldest."""
    return _page("freshness", freshness_page)


@bp.get("/about/engines")
def engines() -> Response:
    """Say how queries get to a store of others, and what was tried."""
    return _page("engines", about.engines_page)


@bp.get("/about/agents")
def agents() -> Response:
    """Say how an assistant gets tools for these data."""
    return _page("agents", about.agents_page)


@bp.get("/about/federation")
def federated() -> Response:
    """Say how endpoints ask one another, with queries to copy."""
    return _page("federation", federation.page)


@bp.get("/problem/<kind>")
def problem(kind: str) -> Response:
    """Say what a type of problem means: RFC 9457, section 3.1.1, wants the type to lead here."""
    if kind not in meanings():
        raise NotFoundError(f"There is no problem called {kind}.", "There is " + ", ".join(TITLES))
    return _page(f"problem-{kind}", lambda site: about.problem_page(site, kind))


def _home(site: Site) -> Response:
    view = view_of(site)
    return conditional(site.etag("home", *tag_of(view)), lambda: home.page(view), vary=True)


def _page(name: str, make: Callable[[Site], str], *, vary: bool = False) -> Response:
    site = current_site()
    return conditional(site.etag(name), lambda: make(site), vary=vary)


def _form_or_page() -> Format:
    """Return the form that the client wants; the page for one that wants none of them."""
    try:
        return accepted(PAGE_FIRST)
    except NotAcceptableError:
        return HTML
