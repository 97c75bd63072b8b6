"""The site map: which pages there are, for robots (https://www.sitemaps.org/protocol.html).

Only pages about one thing or about the whole are listed, each under the address that it calls
its own: no forms of documents, no answers, no lists that anybody can make up by parameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from openalliances.http.urls import RESERVED
from openalliances.pages.examples import slugs_of
from openalliances.pages.kinds import KINDS
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import EXAMPLE

PART = 20_000
"""Addresses in a part; the protocol allows 50,000, and 50 MB."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WHOLE = (
    *("/", "/browse/", "/dumps/", "/examples/", "/about/limits", "/about/engines"),
    *("/about/federation", "/about/agents"),
)


def index(site: Site) -> str:
    """Return the index of the parts."""
    count = -(-len(_paths(site)) // PART)
    places = [f"/sitemap/{number}.xml" for number in range(1, count + 1)]
    return _document(site, "sitemapindex", "sitemap", places)


def part(site: Site, number: int) -> str:
    """Return a part, counted from 1; empty if there is none of that number."""
    found = _paths(site)[PART * (number - 1) : PART * number] if number > 0 else ()
    return _document(site, "urlset", "url", found) if found else ""


def root(site: Site) -> str:
    """Return the address that all of the map begins with: it has no relative ones."""
    return site.known_address or site.urls.base.rstrip("/#")


def robots(site: Site) -> str:
    """Return what robots may read, and where the map is (RFC 9309)."""
    refused = "".join(f"Disallow: {path}\n" for path in _REFUSED)
    return (
        "# All pages and documents may be read. Whoever wants all of the data takes a dump from\n"
        f"# /dumps/, which is one request.\nUser-agent: *\n{refused}\n"
        f"Sitemap: {root(site)}/sitemap.xml\n"
    )


_REFUSED = (
    *("/browse/*?", "/compare?", "/data/*?", "/examples/*?", "/figure/*?", "/graphs", "/label/"),
    *("/link?", "/lookup", "/metrics", "/reconcile/", "/reconcile?", "/search", "/sparql"),
    *("/suggest", "/*at="),
)
"""What is made for each question, without end: also each page on each day."""


def _document(site: Site, name: str, child: str, places: list[str] | tuple[str, ...]) -> str:
    day = datetime.fromtimestamp(site.modified, UTC).date().isoformat()
    rows = "".join(
        f"<{child}><loc>{escape(root(site) + place)}</loc><lastmod>{day}</lastmod></{child}>\n"
        for place in places
    )
    return f'{_HEAD}<{name} xmlns="{_NAMESPACE}">\n{rows}</{name}>\n'


def _paths(site: Site) -> tuple[str, ...]:
    """Return all paths, each once."""
    return tuple(dict.fromkeys(_all(site)))


def _all(site: Site) -> Iterator[str]:
    yield from _WHOLE
    if site.is_documented:
        yield "/ontology.html"
    if site.tables is not None:
        yield "/data/"
        yield from (f"/data/{name}.html" for name in site.tables.definitions)
    if site.links is not None:
        yield "/links/"
    if site.is_dataset:
        yield "/about/freshness"
        yield from (f"/browse/{kind.slug}" for kind in KINDS)
    yield from (f"/example/{slug}.html" for slug in slugs_of(site.release.manifest.kind))
    for iri in site.names.iris():
        path = site.urls.document(iri)
        if path.split("/")[1].split("?")[0] not in RESERVED and not iri.startswith(EXAMPLE):
            yield path
