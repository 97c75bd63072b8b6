"""What programs look for at known names: the interface, prefixes, the site map, for robots."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from flask import Blueprint, Response

from openalliances.errors import NotFoundError
from openalliances.http.variants import PREFIX_FORMATS
from openalliances.pages import llms, prefixes, sitemap, terms
from openalliances.pages.openapi.document import document
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, PLAIN_JSON, TURTLE, Format, by_extension
from openalliances.things.writing import write_triples
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.site import current_site

bp = Blueprint("discovery", __name__)

_TEXT = "text/plain; charset=utf-8"
_XML = "application/xml"


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe the interface (OpenAPI 3.1)."""
    return _sent("openapi", PLAIN_JSON.content_type, lambda site: json.dumps(document(site)))


@bp.get("/terms.json")
def all_terms() -> Response:
    """Send the words that queries are written with."""
    return _sent("terms", PLAIN_JSON.content_type, terms.as_json)


@bp.get("/llms.txt")
def llms_txt() -> Response:
    """Say how a program asks (https://llmstxt.org/)."""
    return _sent("llms", _TEXT, llms.llms_text)


@bp.get("/robots.txt")
def robots() -> Response:
    """Say what robots may read (RFC 9309)."""
    return _sent("robots", _TEXT, sitemap.robots)


@bp.get("/sitemap.xml")
def site_map() -> Response:
    """List the parts of the site map."""
    return _sent("sitemap", _XML, sitemap.index)


@bp.get("/sitemap/<int:number>.xml")
def part_of_site_map(number: int) -> Response:
    """List the pages of a part of the site map."""
    text = sitemap.part(current_site(), number)
    if not text:
        raise NotFoundError(f"The site map has no part {number}.", "The parts are at /sitemap.xml.")
    return _sent(f"sitemap {number}", _XML, lambda _: text)


@bp.get("/prefixes", defaults={"suffix": ""})
@bp.get("/prefixes.<suffix>")
def all_prefixes(suffix: str) -> Response:
    """Send the prefixes in the form that the suffix names, or Accept."""
    form = by_extension(suffix, PREFIX_FORMATS) if suffix else accepted(PREFIX_FORMATS)
    if form is None:
        known = ", ".join(f"/prefixes.{one.extension}" for one in PREFIX_FORMATS)
        raise NotFoundError(f"There is nothing at /prefixes.{suffix[:20]}.", f"There is {known}.")
    made: Mapping[Format, Callable[[Site], str | bytes]] = {
        HTML: prefixes.page,
        TURTLE: lambda site: write_triples(prefixes.declared(site), TURTLE, site.prefixes),
        PLAIN_JSON: prefixes.as_json,
    }
    name = f"prefixes {form.extension}"
    return _sent(name, form.content_type, made[form], vary=not suffix)


def _sent(
    name: str, content_type: str, make: Callable[[Site], str | bytes], *, vary: bool = False
) -> Response:
    site = current_site()
    return conditional(
        site.etag(name), lambda: Response(make(site), content_type=content_type), vary=vary
    )
