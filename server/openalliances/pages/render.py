"""Templates to HTML: the only file that imports Jinja. It knows no request and no framework."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from openalliances.http.urls import query_page, resource, search_page
from openalliances.pages.reports import report
from openalliances.pages.site import Site
from openalliances.pages.view import View, iri_of
from openalliances.rdf.prefixes import LICENSE, shorten
from openalliances.things.grades import sign_of

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, seen: View | Site, **values: object) -> str:
    """Return the HTML that *template* makes of *values*, in the frame of all pages of a site.

    Who gives the site alone has its pages in English.
    """
    view = seen if isinstance(seen, View) else View(seen)
    site = view.site
    frame = {
        "view": view,
        "_": view.say,
        "site": site,
        "manifest": site.release.manifest,
        "license": LICENSE if site.is_dataset else "",
    }
    return _environment().get_template(template).render(**frame, **values)


def compile_templates() -> None:
    """Compile all templates, which is done once."""
    for name in _environment().list_templates():
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(query_page=query_page, resource=resource, search_page=search_page)
    environment.globals.update(report=report, iri_of=iri_of)
    environment.filters.update(shorten=shorten, sign=sign_of)
    return environment
