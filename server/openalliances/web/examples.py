"""The example queries: a list by topic, and a page for each."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from openalliances.errors import NotFoundError
from openalliances.pages.examples import example_of, examples, topics
from openalliances.rdf.formats import HTML
from openalliances.rdf.prefixes import EXAMPLE, EXAMPLES_GRAPH
from openalliances.web.responses import add_links, fresh, link_headers, not_modified
from openalliances.web.site import Site, current_site

bp = Blueprint("examples", __name__)


@bp.get("/examples/")
def index() -> Response:
    """List the examples by topic."""
    site = current_site()
    tag = site.etag("examples")
    if known := not_modified(tag, vary=False):
        return known
    page = topics(examples(site.release.manifest.kind))
    html = render_template("examples.html", topics=page, as_data=_as_data(site))
    return fresh(Response(html), tag, vary=False)


@bp.get("/example/<slug>.html")
def example(slug: str) -> Response:
    """Show an example: what it asks, the query, and where to run it.

    Its IRI and its documents in RDF are those of any thing (see :mod:`.resources`).
    """
    site = current_site()
    found = example_of(site.release.manifest.kind, slug)
    if found is None:
        raise NotFoundError(f"There is no example called {slug}.", "They are listed at /examples/")
    tag = site.etag("example", slug)
    iri = EXAMPLE + slug if _as_data(site) else ""
    links = link_headers(site, iri, HTML) if iri else []
    if known := not_modified(tag, vary=False):
        return add_links(known, links)
    html = render_template("example.html", example=found, iri=iri)
    return add_links(fresh(Response(html), tag, vary=False), links)


def _as_data(site: Site) -> bool:
    """Return whether the release has the examples as data."""
    return EXAMPLES_GRAPH in site.engine.graphs()
