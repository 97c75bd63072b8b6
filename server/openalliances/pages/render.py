"""Templates to HTML: the only file that imports Jinja. It knows no request and no framework."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from openalliances.http.urls import query_page, resource, search_page
from openalliances.pages.cited import cited
from openalliances.pages.reader import current_reader, made_for
from openalliances.pages.reports import report, takes_reports
from openalliances.pages.site import Site
from openalliances.pages.view import View, iri_of
from openalliances.rdf.prefixes import LICENSE, shorten
from openalliances.things.grades import sign_of

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, seen: View | Site, **values: object) -> str:
    """Return the HTML that *template* makes of *values*, in the frame of all pages of a site.

    Who gives the site alone has its pages in the language of the current reader.
    """
    reader = current_reader()
    if isinstance(seen, View):
        view = seen
        reader = replace(reader, language=view.language, is_asked=view.is_language_asked)
    else:
        view = View(seen, reader.language, reader.is_asked)
    site = view.site
    frame = {
        "view": view,
        "reader": reader,
        "site": site,
        "manifest": site.release.manifest,
        "license": LICENSE if site.is_dataset else "",
    }
    with made_for(reader):
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
    environment.globals.update(
        report=report, takes_reports=takes_reports, iri_of=iri_of, cited=cited
    )
    # Macros know no context, so these ask who reads.
    environment.globals.update(_=_say, _n=_plural, _k=_kinds, kept=_kept)
    environment.filters.update(shorten=shorten, sign=sign_of)
    return environment


def _say(text: str, /, **values: object) -> Markup:
    """Return a text in the language of the reader."""
    return current_reader().wording.say(text, **values)


def _plural(n: int, one: str, many: str, /, **values: object) -> Markup:
    """Return the one text or the other for *n* things, in the language of the reader."""
    return current_reader().wording.plural(n, one, many, **values)


def _kinds(names: str) -> Markup:
    """Return the names of classes, with commas between them, in the language of the reader."""
    said = (current_reader().wording.say(name) for name in names.split(", "))
    return Markup(", ").join(said)


def _kept(href: str) -> str:
    """Return a link within the site with the language that the reader asked for."""
    return current_reader().kept(href)
