"""Things and the documents about them: 303 from one to the other, by Accept or by suffix.

Cool URIs for the Semantic Web, section 4.2: a thing cannot be sent over the
wire, so its IRI answers 303 with the address of a document about it.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from openalliances.engine.interface import Query
from openalliances.errors import BadRequestError, NotFoundError
from openalliances.http.urls import DOCUMENT_FORMATS, is_iri, split_suffix
from openalliances.pages import thing as thing_pages
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format, by_extension
from openalliances.web.accepted import accepted
from openalliances.web.answers import answered
from openalliances.web.conditional import conditional
from openalliances.web.responses import add_links, link_headers, see_other
from openalliances.web.site import current_site

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
    chosen = accepted(DOCUMENT_FORMATS)
    response = see_other(site.absolute(site.urls.document(iri, chosen)))
    response.vary.add("Accept")
    return add_links(response, link_headers(site, iri))


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
    form = by_extension(suffix, DOCUMENT_FORMATS) if suffix else None
    return _document(site, iri, form or accepted(DOCUMENT_FORMATS))


def _document(site: Site, iri: str, form: Format) -> Response:
    def made() -> Response:
        if form is HTML:
            return Response(thing_pages.page(site, iri), content_type=HTML.content_type)
        return _rdf(site, iri, form)

    return conditional(site.etag(iri, form.extension), made, links=link_headers(site, iri, form))


def _rdf(site: Site, iri: str, form: Format) -> Response:
    content = site.documents.answer(iri, form)
    if isinstance(content, Query):
        return answered(site, content)
    return Response(content, content_type=form.content_type)


def _known(site: Site, path: str, query: str = "") -> str | None:
    """Return the IRI that the path stands for, if anything is said about it."""
    candidates = (
        *(site.urls.candidates(path, query) if query else ()),
        *site.urls.candidates(path),
    )
    return next((iri for iri in candidates if site.documents.holds(iri)), None)
