"""The example queries: a list by topic, and a page for each."""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.pages import examples
from openalliances.rdf.formats import HTML
from openalliances.web import resources
from openalliances.web.conditional import conditional
from openalliances.web.signposting import link_headers
from openalliances.web.site import current_site

bp = Blueprint("examples", __name__)


@bp.get("/examples/")
def index() -> Response:
    """List the examples by topic."""
    site = current_site()
    return conditional(site.etag("examples"), lambda: examples.list_page(site), vary=False)


@bp.get("/example/<slug>.html")
def example(slug: str) -> Response:
    """Show an example: what it asks, the query, and where to run it.

    Its IRI and its documents in RDF are those of any thing (see :mod:`.resources`).
    """
    site = current_site()
    found = examples.example_of(site.release.manifest.kind, slug)
    if found is None:
        return resources.thing(f"example/{slug}.html")
    iri = examples.iri_of(site, found)
    links = link_headers(site, iri, HTML) if iri else ()
    tag = site.etag("example", slug)
    return conditional(tag, lambda: examples.page(site, found), vary=False, links=links)
