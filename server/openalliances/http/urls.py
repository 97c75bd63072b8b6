"""The one place that makes paths: canonical IRI to local path, and back.

The canonical base never depends on the host that serves it: a request for
``/id/mission/amisom`` is about ``<base>id/mission/amisom``, on whatever
machine it arrives.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode

from pyoxigraph import NamedNode

from openalliances.rdf.formats import GRAPH_FORMATS, HTML, Format, by_extension

DOCUMENT_FORMATS = (*GRAPH_FORMATS, HTML)
"""The forms of a document about a thing, the default first."""

RESERVED = frozenset(
    (
        *("", "about", "browse", "dumps", "examples", "graphs", "healthz", "metrics"),
        *("problem", "readyz", "resource", "search", "sparql", "static"),
    )
)
"""First path segments that are surfaces of the server and never name a thing."""

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

    def document(self, iri: str, form: Format = HTML) -> str:
        """Return the local path of the document about *iri* in one format."""
        place = self._below(iri)
        return f"{place}.{form.extension}" if place is not None else resource(iri, form)

    def holds(self, iri: str) -> bool:
        """Return whether *iri* has a path of its own here."""
        return self._below(iri) is not None

    def candidates(self, path: str) -> tuple[str, ...]:
        """Return the IRIs that the decoded request path may stand for, the likeliest first.

        A path arrives decoded, so ``%C3%A9`` and ``é`` look alike; both spellings
        are different IRIs (RFC 3987, section 5.3.2.3 leaves them apart).
        """
        rest = path.removeprefix("/")
        spellings = (self.base + rest, self.base + quote(rest, safe=_SAFE))
        return tuple(iri for iri in dict.fromkeys(spellings) if is_iri(iri))

    def _below(self, iri: str) -> str | None:
        rest = iri[len(self.base) :]
        inside = bool(self.base) and iri.startswith(self.base)
        if not inside or set(rest) & set("?#") or rest.split("/", 1)[0] in RESERVED:
            return None
        return "/" + quote(unquote(rest), safe=_SAFE)


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


def search_page(text: str) -> str:
    """Return the path of the search for *text*."""
    return "/search?" + urlencode({"q": text})


def query_page(query: str) -> str:
    """Return the path of the query page that shows *query* and its result."""
    return "/sparql?" + urlencode({"query": query})


def split_suffix(path: str) -> tuple[str, Format | None]:
    """Return the path without its format suffix, and that format; or the path and None."""
    stem, dot, extension = path.rpartition(".")
    if not dot or "/" in extension or not stem.rpartition("/")[2]:
        return path, None
    form = by_extension(extension, DOCUMENT_FORMATS)
    return (stem, form) if form else (path, None)
