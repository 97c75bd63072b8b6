"""The templates of the pages: one Jinja environment for a site, without any request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, select_autoescape

from openalliances.http.urls import query_page, resource, search_page
from openalliances.rdf.prefixes import shorten

if TYPE_CHECKING:
    from openalliances.pages.site import Site

TEMPLATES = Path(__file__).parents[1] / "web" / "templates"

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
"""Licence of our own ontology and data."""


def environment(site: Site) -> Environment:
    """Return the templates with what all of them may use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html", "htm", "xml", "xhtml", "svg")),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(globals_of(site))
    made.filters["shorten"] = shorten
    return made


def globals_of(site: Site) -> dict[str, object]:
    """Return the names that every template knows."""
    return {
        "site": site,
        "manifest": site.release.manifest,
        "license": LICENSE if site.is_dataset else "",
        "query_page": query_page,
        "resource": resource,
        "search_page": search_page,
    }
