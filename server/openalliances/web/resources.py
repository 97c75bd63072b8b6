"""Things and the documents about them: 303 from one to the other, by Accept or by suffix.

Cool URIs for the Semantic Web, section 4.2: a thing cannot be sent over the
wire, so its IRI answers 303 with the address of a document about it. What was withdrawn or
merged answers as well: its document says why, and what replaces it, which is also a link with
the relation ``successor-version`` (RFC 5829); nobody is redirected to another thing unawares.
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.urls import iri_to_uri

from openalliances.engine.interface import Query
from openalliances.errors import BadRequestError, NotFoundError
from openalliances.http.profiles import Profile
from openalliances.http.urls import THING_FORMATS, is_iri, split_suffix
from openalliances.pages import alternates, composed
from openalliances.pages import thing as thing_pages
from openalliances.pages.site import Site
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    LINKSET,
    PLAIN_JSON,
    RESULTS_CSV,
    Format,
    by_extension,
)
from openalliances.things.document import Asked
from openalliances.things.writing import write_triples
from openalliances.web.accepted import accepted
from openalliances.web.answers import answered
from openalliances.web.asked import asked_of, parameters_of
from openalliances.web.conditional import conditional
from openalliances.web.responses import add_links, see_other
from openalliances.web.signposting import link_headers, linkset, page_links
from openalliances.web.site import current_site
from openalliances.web.viewing import seen_parameters, tag_of, view_of

bp = Blueprint("resources", __name__)


@bp.get("/<path:path>")
def thing(path: str) -> Response:
    """Redirect from a thing to a document, or answer with the document that a suffix names."""
    site = current_site()
    stem, form = split_suffix(f"/{path}")
    if form and (iri := _known(site, stem)):
        return _document(site, iri, form)
    iri = _known(site, f"/{path}", request.query_string.decode("ascii", "replace"))
    if iri is None:
        raise NotFoundError(
            f"There is nothing at /{path}.", "Look for its name with the search, /search?q=…"
        )
    chosen, default = accepted(THING_FORMATS), site.documents.default
    # A query string may be part of the IRI.
    asked = asked_of(chosen, default, {} if "?" in iri else request.args)
    kept = parameters_of(asked, default) | (seen_parameters(request.args) if chosen is HTML else {})
    place = site.urls.document(iri, chosen, {} if "?" in iri else kept)
    response = see_other(site.absolute(place))
    return _with_links(response, link_headers(site, iri))


@bp.get("/resource")
def resource() -> Response:
    """Describe any IRI, also one outside the base; ``format`` is a suffix and wins over Accept."""
    site = current_site()
    iri = request.args.get("iri", "").strip()
    if not is_iri(iri):
        raise BadRequestError(
            f"{iri} is not an IRI." if iri else "No IRI was given.",
            "Ask for /resource?iri=https://…, with the IRI percent-encoded.",
        )
    if not site.documents.holds(iri):
        raise NotFoundError(f"Nothing is said about {iri} here.", "Look for it at /search?q=…")
    suffix = request.args.get("format")
    form = by_extension(suffix, THING_FORMATS) if suffix else None
    return _document(site, iri, form or accepted(THING_FORMATS))


def _document(site: Site, iri: str, form: Format) -> Response:
    asked = asked_of(form, site.documents.default, request.args)
    parameters = parameters_of(asked, site.documents.default)

    def made() -> Response:
        response = _made(site, iri, form, asked)
        if form in GRAPH_FORMATS:
            response.headers["Content-Profile"] = f"<{asked.profile.iri}>"
        place = site.absolute(site.urls.document(iri, form, parameters))
        response.headers["Content-Location"] = iri_to_uri(place)
        return response

    seen = (*tag_of(view_of(site)), str(_wants_data())) if form is HTML else ()
    tag = site.etag(iri, form.extension, *(f"{n}={v}" for n, v in parameters.items()), *seen)
    links = link_headers(site, iri, form, asked.profile)
    return _with_links(conditional(tag, made), links)


def _made(site: Site, iri: str, form: Format, asked: Asked) -> Response:
    if asked.profile is Profile.ALTERNATES:
        return _list_of_forms(site, iri, form)
    if form is HTML:
        return Response(_page(site, iri, asked), content_type=HTML.content_type)
    if form is LINKSET:
        return Response(linkset(site, iri), content_type=LINKSET.content_type)
    if form is RESULTS_CSV or form is PLAIN_JSON:
        return Response(site.documents.rows(iri, form), content_type=form.content_type)
    links = page_links(site, iri, form, asked)
    content = site.documents.answer(iri, form, asked)
    if isinstance(content, Query):
        return answered(site, content)
    response = Response(content, content_type=asked.content_type(form))
    return add_links(response, links)


def _page(site: Site, iri: str, asked: Asked) -> str:
    """Return the page that answers; with ``view=data``, or where there is none, all statements."""
    view = view_of(site)
    composed_page = None if _wants_data() else composed.page(view, iri)
    return composed_page or thing_pages.page(view, iri, asked.page)


def _wants_data() -> bool:
    return request.args.get("view") == "data"


def _list_of_forms(site: Site, iri: str, form: Format) -> Response:
    if form is HTML:
        return Response(alternates.page(site, iri), content_type=HTML.content_type)
    if form in GRAPH_FORMATS:
        content = write_triples(alternates.described(site, iri), form, site.prefixes)
        return Response(content, content_type=form.content_type)
    return Response(linkset(site, iri), content_type=LINKSET.content_type)


def _with_links(response: Response, links: list[str]) -> Response:
    add_links(response, links)
    response.vary.update(("Accept", "Accept-Profile"))
    return response


def _known(site: Site, path: str, query: str = "") -> str | None:
    """Return the IRI that the path stands for, if anything is said about it."""
    candidates = (
        *(site.urls.candidates(path, query) if query else ()),
        *site.urls.candidates(path),
    )
    return next((iri for iri in candidates if site.documents.holds(iri)), None)
