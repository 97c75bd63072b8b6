"""The data set described for programs that look at a well-known place (RFC 8615)."""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.http.urls import DOCUMENT_FORMATS
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format
from openalliances.rdf.prefixes import DATASET
from openalliances.things import void
from openalliances.things.document import write_triples
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.responses import see_other
from openalliances.web.site import current_site

bp = Blueprint("description", __name__)


@bp.get(f"/{void.PATH}")
def well_known() -> Response:
    """Send what is in the data set in numbers, or lead to where that stands."""
    site = current_site()
    if site.contents is None:
        return see_other(site.absolute(site.urls.thing(DATASET)))
    form = accepted(DOCUMENT_FORMATS)
    if form is HTML:
        response = see_other(site.absolute("/browse/"))
        response.vary.add("Accept")
        return response
    return conditional(site.etag("void", form.extension), lambda: _described(site, form))


def _described(site: Site, form: Format) -> Response:
    assert site.contents is not None  # noqa: S101  asked by the only caller
    triples = void.description(
        site.release.manifest, site.contents, site.urls.base, site.settings.public_url
    )
    content = write_triples(triples, form, site.prefixes)
    return Response(content, content_type=form.content_type)
