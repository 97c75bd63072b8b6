"""Links to other data sets over HTTP: the list with the coverage, each set, and its files.

In a release without links these paths name things like any other.
"""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.errors import NotFoundError
from openalliances.http.variants import PAGE_FIRST
from openalliances.pages import link_sets
from openalliances.rdf.formats import HTML, TURTLE
from openalliances.rdf.prefixes import LICENSE
from openalliances.web import resources
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.site import current_site

bp = Blueprint("link_sets", __name__, url_prefix="/links")

_MEDIA_TYPES = {
    "sssom.tsv": "text/tab-separated-values; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "ttl": TURTLE.content_type,
}


@bp.get("/")
def index() -> Response:
    """Show which data sets are linked, and how much of ours is covered."""
    site = current_site()
    if (found := site.links) is None:
        return resources.thing("links/")
    return conditional(site.etag("links"), lambda: link_sets.list_page(site, found), vary=False)


@bp.get("/<name>")
def link_set(name: str) -> Response:
    """Send one set of links as the file that the ending names, or as a page.

    What VoID says of the set, in other forms of RDF, is the document of its IRI.
    """
    site = current_site()
    if (found := site.links) is None:
        return resources.thing(f"links/{name}")
    stem, _, ending = name.partition(".")
    one = found.of(stem)
    if one is None:
        known = ", ".join(known.target.name for known in found.sets if known.links)
        raise NotFoundError(f"There are no links to {stem[:80]}.", f"There is {known}.")
    path = link_sets.set_file(site.release.folder, stem, ending)
    if ending in _MEDIA_TYPES and path.is_file():
        links = (f'<{LICENSE}>; rel="license"',)
        tag = site.etag("links", name)
        kind = _MEDIA_TYPES[ending]
        made = lambda: Response(path.read_bytes(), content_type=kind)  # noqa: E731
        return conditional(tag, made, vary=False, links=links)
    if ending == HTML.extension or (not ending and accepted(PAGE_FIRST) is HTML):
        tag = site.etag("links", stem)
        return conditional(tag, lambda: link_sets.set_page(site, found, one), vary=not ending)
    return resources.thing(f"links/{name}")
