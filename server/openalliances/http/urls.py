"""The one place that makes paths: canonical IRI to local path, and back.

The canonical base never depends on the host that serves it: a request for
``/id/mission/amisom`` is about ``<base>id/mission/amisom``, on whatever
machine it arrives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

from pyoxigraph import NamedNode

from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    LINKSET,
    PLAIN_JSON,
    RESULTS_CSV,
    TRIPLE_TERMS,
    Format,
    by_extension,
)
from openalliances.rdf.prefixes import BASE, STATEMENTS_GRAPH

DOCUMENT_FORMATS = (*GRAPH_FORMATS, HTML)
"""The forms of a document about what is no thing of ours, the default first."""
THING_FORMATS = (*DOCUMENT_FORMATS, PLAIN_JSON, RESULTS_CSV, LINKSET)
"""The forms of a document about a thing: also as rows, and its links alone."""


def forms_of_thing(iri: str) -> tuple[Format, ...]:
    """Return those of :data:`THING_FORMATS` that can hold what is said of *iri*.

    The graph of statements has triple terms (RDF 1.2), which not every format has.
    """
    if iri != STATEMENTS_GRAPH:
        return THING_FORMATS
    return tuple(form for form in THING_FORMATS if form.lacks != TRIPLE_TERMS)


RESERVED = frozenset(
    (
        *(".well-known", "", "about", "at", "browse", "compare", "compare.csv", "compare.json"),
        *("dumps", "examples", "favicon.ico", "figure", "graphs"),
        *("healthz", "label", "link", "lookup", "metrics", "problem", "readyz", "reconcile"),
        *("llms.txt", "openapi.json", "opensearch.xml", "prefixes", "prefixes.html"),
        *("prefixes.json", "prefixes.ttl", "reconcile.html", "resource", "robots.txt", "search"),
        *("changes", "changes.atom", "cite", "coverage", "quality", "status"),
        *("sitemap", "sitemap.xml", "sparql", "static", "suggest", "terms.json"),
    )
)
"""First path segments that are surfaces of the server and never name a thing."""

_READ = frozenset(("link", "lookup", "reconcile"))
"""Path segments of the pages that read the body of a request."""

_DOCUMENTATION = re.compile(r"ontology|shapes|ontology/(?:questions|diagram)(?:/.*)?")
"""Pages that document the terms of any release; in our own data set they are what they document."""

_SAFE = "/:@!$&'()*+,;=-._~"
"""Characters that stand for themselves in a path (RFC 3986, section 3.3)."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Paths for the things below *base*; everything else goes through ``/resource``."""

    base: str

    def thing(self, iri: str) -> str:
        """Return the local path that stands for *iri* itself."""
        place = self._below(iri)
        return place if place is not None else resource(iri)

    def document(
        self, iri: str, form: Format = HTML, parameters: Mapping[str, str] | None = None
    ) -> str:
        """Return the local path of the document about *iri* in one format.

        *parameters* are added to its query string.
        """
        place = self._below(iri)
        more = urlencode(parameters or {})
        # A suffix needs a name to stand behind: there is no good file name in "/voc/.html".
        if place is None or place.endswith("/"):
            return resource(iri, form) + (f"&{more}" if more else "")
        return f"{place}.{form.extension}" + (f"?{more}" if more else "")

    def canonical(self, iri: str, form: Format) -> str:
        """Return the address of the document about *iri* below the base; empty without one."""
        place = self._below(iri)
        if place is None or place.endswith("/"):
            return ""
        return f"{iri}.{form.extension}"

    def holds(self, iri: str) -> bool:
        """Return whether *iri* has a path of its own here."""
        return self._below(iri) is not None

    def candidates(self, path: str, query: str = "") -> tuple[str, ...]:
        """Return the IRIs that the decoded request path may stand for, the likeliest first.

        A path arrives decoded, so ``%C3%A9`` and ``é`` look alike; both spellings
        are different IRIs (RFC 3987, section 5.3.2.3 leaves them apart). The *query* arrives as
        it was sent, and is part of the IRI where there is one. A name with a slash at its end
        and one without are asked for alike: what is meant literally comes first.
        """
        rest = path.removeprefix("/")
        other = rest.removesuffix("/") if rest.endswith("/") else rest + "/"
        behind = f"?{query}" if query else ""
        names = [name for name in (rest, other) if name.strip("/")]
        spelt = (self.base + s + behind for name in names for s in _spellings(name))
        return tuple(iri for iri in dict.fromkeys(spelt) if is_iri(iri))

    def _below(self, iri: str) -> str | None:
        return _path_below(self.base, iri)


# Pages name the same properties and classes again and again.
@lru_cache(16_384)
def _path_below(base: str, iri: str) -> str | None:
    """Return the path that leads back to *iri* and to nothing else; None if there is none."""
    rest = iri[len(base) :]
    if not base or not iri.startswith(base) or set(rest) & set("?#"):
        return None
    if base != BASE and _DOCUMENTATION.fullmatch(rest):
        return None
    parts = rest.split("/")
    # Clients and servers resolve or join these before they look (RFC 3986, section 5.2.4).
    if parts[0] in RESERVED or {".", ".."} & set(parts) or "" in parts[:-1]:
        return None
    decoded = unquote(rest)
    return "/" + quote(decoded, safe=_SAFE) if rest in _spellings(decoded) else None


def _spellings(decoded: str) -> tuple[str, ...]:
    """Return the parts of IRIs that arrive as the path *decoded*; it has no ``?`` and no ``#``."""
    encoded = quote(decoded, safe=_SAFE)
    return (encoded,) if set(decoded) & set("?#") else (decoded, encoded)


def is_iri(text: str) -> bool:
    """Return whether *text* is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def resource(iri: str, form: Format | None = None) -> str:
    """Return the path that describes any IRI, also one outside the base."""
    query = {"iri": iri} | ({"format": form.extension} if form else {})
    return "/resource?" + urlencode(query)


def reads_body(path: str) -> bool:
    """Return whether the page at *path* reads what is sent to it; it may stand in a language."""
    return not _READ.isdisjoint(path.split("/")[1:3])


def search_page(text: str) -> str:
    """Return the path of the search for *text*."""
    return "/search?" + urlencode({"q": text})


def class_list(iri: str, page: int = 1) -> str:
    """Return the path of the list of all things of the class *iri*; without it, of no class."""
    return "/browse/class?" + urlencode({"iri": iri} | ({"page": page} if page > 1 else {}))


def query_page(query: str) -> str:
    """Return the path of the query page that shows *query* and its result."""
    return "/sparql?" + urlencode({"query": query})


def split_suffix(path: str) -> tuple[str, Format | None]:
    """Return the path without its format suffix, and that format; or the path and None."""
    stem, dot, extension = path.rpartition(".")
    if not dot or "/" in extension or not stem.rpartition("/")[2]:
        return path, None
    form = by_extension(extension, THING_FORMATS)
    return (stem, form) if form else (path, None)
