"""Things and the documents about them: 303 from one to the other, by Accept or by suffix.

Cool URIs for the Semantic Web, section 4.2: a thing cannot be sent over the
wire, so its IRI answers 303 with the address of a document about it.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.http.negotiation import negotiate
from openalliances.http.urls import DOCUMENT_FORMATS, is_iri, split_suffix
from openalliances.pages.downloads import downloads_page
from openalliances.pages.thing import thing_page
from openalliances.rdf.formats import HTML, Format, by_extension
from openalliances.rdf.prefixes import PREFIXES, shorten
from openalliances.things.describe import describe
from openalliances.things.description import Description, Text
from openalliances.things.document import (
    graph_query,
    is_mentioned,
    statements,
    whole_graphs,
    write,
)
from openalliances.things.page_queries import ask
from openalliances.web.buffered import buffered
from openalliances.web.downloads import dump_response
from openalliances.web.responses import add_links, fresh, link_headers, not_modified, see_other
from openalliances.web.site import Site, current_site

bp = Blueprint("resources", __name__)

_TERMS = frozenset(
    namespace + name
    for namespace, names in (
        (PREFIXES["owl"], ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        (PREFIXES["rdfs"], ("Class",)),
        (PREFIXES["rdf"], ("Property",)),
    )
    for name in names
)


@bp.get("/<path:path>")
def thing(path: str) -> Response:
    """Redirect from a thing to a document, or answer with the document that a suffix names."""
    site = current_site()
    stem, form = split_suffix(f"/{path}")
    if form:
        iri = _known(site, stem)
        if iri:
            return _document(site, iri, form)
    iri = _known(site, f"/{path}")
    if iri is None:
        raise NotFoundError(
            f"There is nothing at /{path}.", "Look for its name with the search, /search?q=…"
        )
    chosen = negotiate(request.headers.get("Accept"), DOCUMENT_FORMATS)
    response = see_other(site.absolute(site.links.document(iri, chosen)))
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
    if not _mentioned(site, iri):
        raise NotFoundError(f"Nothing is said about {iri} here.", "Look for it at /search?q=…")
    suffix = request.args.get("format")
    form = by_extension(suffix, DOCUMENT_FORMATS) if suffix else None
    return _document(site, iri, form or negotiate(request.headers.get("Accept"), DOCUMENT_FORMATS))


def _document(site: Site, iri: str, form: Format) -> Response:
    tag = site.etag(iri, form.extension)
    links = link_headers(site, iri, form)
    if known := not_modified(tag):
        return add_links(known, links)
    body = _page(site, iri) if form is HTML else _rdf(site, iri, form)
    return add_links(fresh(body, tag), links)


def _rdf(site: Site, iri: str, form: Format) -> Response:
    timeout = site.settings.query_timeout
    graphs = whole_graphs(site.engine, iri, timeout)
    if graphs:
        dump = dump_response(site, graphs, form)
        return dump or buffered(site, graph_query(graphs, form, timeout))
    quads = statements(site.engine, iri, timeout)
    return Response(write(quads, form), content_type=form.content_type)


def _page(site: Site, iri: str) -> Response:
    timeout = site.settings.query_timeout
    found = describe(site.engine, iri, timeout) or Description(iri, Text(shorten(iri)))
    uses = None
    if not found.outgoing or any(found.is_a(kind) for kind in _TERMS):
        rows = ask(site.engine, "instances", timeout, iri)
        uses = int(rows[0]["items"].value) if rows else 0
    page = thing_page(
        found, site.links, inverses=site.inverses, inward=not site.is_dataset, uses=uses
    )
    files = next((g for g in downloads_page(site.release.manifest) if g.graph == iri), None)
    html = render_template("thing.html", page=page, files=files)
    return Response(html, content_type=HTML.content_type)


def _known(site: Site, path: str) -> str | None:
    """Return the IRI that the path stands for, if anything is said about it."""
    wanted = path.rstrip("/")
    candidates = site.links.candidates(wanted) if wanted else ()
    return next((iri for iri in candidates if _mentioned(site, iri)), None)


def _mentioned(site: Site, iri: str) -> bool:
    timeout = site.settings.query_timeout
    return is_mentioned(site.engine, iri, timeout) or bool(whole_graphs(site.engine, iri, timeout))
