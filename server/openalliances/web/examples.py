"""The example queries: a list by topic, a page for each, and their answers with parameters."""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.errors import NotFoundError
from openalliances.pages import examples
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML
from openalliances.release.examples import Example
from openalliances.tabular.faults import shown, unknown
from openalliances.web import resources
from openalliances.web.answers import answered
from openalliances.web.conditional import conditional
from openalliances.web.responses import see_other
from openalliances.web.signposting import link_headers
from openalliances.web.site import current_site
from openalliances.web.spoken import asked_beside

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
    given = asked_beside()
    tag = site.etag("example", slug, repr(given))

    def made() -> Response:
        asked = examples.asked_of(site, found, given) if given else None
        return Response(examples.page(site, found, asked))

    return conditional(tag, made, vary=False, links=links)


@bp.get("/examples/<name>")
def answer(name: str) -> Response:
    """Answer an example with the parameters of the address, in the form that the ending names."""
    site = current_site()
    slug, dot, extension = name.partition(".")
    found = examples.example_of(site.release.manifest.kind, slug)
    if found is None:
        raise _no_example(site, slug)
    if not dot:
        return see_other(site.absolute(f"/example/{slug}.html"))
    if extension != HTML.extension and extension not in examples.forms_of(found):
        offered = [*examples.forms_of(found), HTML.extension]
        raise unknown("form of this example", extension, offered)
    given = asked_beside()
    tag = site.etag("example", slug, extension, repr(given))
    return conditional(tag, lambda: _answered(site, found, extension, given), vary=False)


def _answered(site: Site, found: Example, extension: str, given: list[tuple[str, str]]) -> Response:
    asked = examples.asked_of(site, found, given)
    if extension == HTML.extension:
        return Response(examples.page(site, found, asked))
    response = answered(site, examples.query_of(site, found, asked, extension))
    name = f'inline; filename="{found.slug}.{extension}"'
    response.headers["Content-Disposition"] = name
    response.headers["Content-Location"] = site.absolute(
        examples.address_of(found, extension, asked)
    )
    return response


def _no_example(site: Site, slug: str) -> NotFoundError:
    known = examples.slugs_of(site.release.manifest.kind)
    told = unknown("example", slug, known, "All are at /examples/.")
    return NotFoundError(f"There is no example called {shown(slug)}.", told.hint)
