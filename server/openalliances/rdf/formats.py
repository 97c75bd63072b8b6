"""The formats that we read and write: one table, used everywhere.

Media types and extensions are those of the W3C specifications. The IRIs are
those of https://www.w3.org/ns/formats/. For JSON-LD two are in use: ours has
the pattern of the others and is what Comunica and Tracker write; Oxigraph
writes https://www.w3.org/ns/formats/data/JSON-LD.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_FORMATS = "http://www.w3.org/ns/formats/"
TRIPLE_TERMS = "triple terms"
"""What JSON-LD 1.1 lacks of RDF 1.2; RDF 1.2 XML has them, and so have all forms of rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A format: what it is called, how it is asked for, what it can carry; there is one of each.

    ``content_type`` is the value of a Content-Type header, with the charset where text has one.
    ``kind`` is ``graph`` (triples or quads), ``result`` (SELECT and ASK) or
    ``page`` (HTML). ``quads`` says whether named graphs survive. ``aliases``
    are other media types that clients use for it. ``lacks`` are things of RDF 1.2 that it
    cannot hold, in words; an answer with one of them is refused, and not sent in part.
    """

    name: str
    media_type: str
    extension: str
    kind: str
    iri: str = ""
    quads: bool = False
    aliases: tuple[str, ...] = ()
    lacks: str = ""
    content_type: str = field(init=False)

    def __post_init__(self) -> None:
        """Add the charset to text."""
        charset = "; charset=utf-8" if self.media_type.startswith("text/") else ""
        object.__setattr__(self, "content_type", self.media_type + charset)

    def __reduce__(self) -> tuple[object, ...]:
        """Stay the one that it is, in another process too."""
        return _known, (self.media_type,)


TURTLE = Format(
    "Turtle",
    "text/turtle",
    "ttl",
    "graph",
    _FORMATS + "Turtle",
    # Turtle is the part of N3 that says RDF; who asks for N3 reads it.
    aliases=(
        *("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
        "application/n3",
    ),
)
JSON_LD = Format(
    "JSON-LD",
    "application/ld+json",
    "jsonld",
    "graph",
    _FORMATS + "JSON-LD",
    quads=True,
    aliases=("application/json", "application/x-json+ld"),
    lacks=TRIPLE_TERMS,
)
RDF_XML = Format(
    "RDF/XML",
    "application/rdf+xml",
    "rdf",
    "graph",
    _FORMATS + "RDF_XML",
    aliases=("application/xml", "text/xml"),
    lacks="control characters",
)
N_TRIPLES = Format(
    "N-Triples",
    "application/n-triples",
    "nt",
    "graph",
    _FORMATS + "N-Triples",
    aliases=("text/plain", "text/ntriples", "application/x-ntriples"),
)
N_QUADS = Format(
    "N-Quads",
    "application/n-quads",
    "nq",
    "graph",
    _FORMATS + "N-Quads",
    quads=True,
    aliases=("text/x-nquads", "text/nquads", "application/x-nquads"),
)
TRIG = Format(
    "TriG",
    "application/trig",
    "trig",
    "graph",
    _FORMATS + "TriG",
    quads=True,
    aliases=("application/x-trig", "text/x-trig"),
)
HTML = Format("HTML", "text/html", "html", "page", aliases=("application/xhtml+xml",))

RESULTS_JSON = Format(
    "SPARQL JSON",
    "application/sparql-results+json",
    "srj",
    "result",
    _FORMATS + "SPARQL_Results_JSON",
    aliases=("application/json",),
)
RESULTS_XML = Format(
    "SPARQL XML",
    "application/sparql-results+xml",
    "srx",
    "result",
    _FORMATS + "SPARQL_Results_XML",
    aliases=("application/xml", "text/xml"),
    lacks="control characters",
)
RESULTS_CSV = Format(
    "CSV",
    "text/csv",
    "csv",
    "result",
    _FORMATS + "SPARQL_Results_CSV",
    aliases=("text/x-csv", "application/csv"),
)
RESULTS_TSV = Format(
    "TSV",
    "text/tab-separated-values",
    "tsv",
    "result",
    _FORMATS + "SPARQL_Results_TSV",
    aliases=("text/tsv",),
)

LINKSET = Format("Link set", "application/linkset+json", "linkset", "links")
"""All links of a thing (RFC 9264, section 4.2)."""
PLAIN_JSON = Format("JSON", "application/json", "json", "table")
"""Rows of a table, or the statements of a thing, as objects with what is said of them."""

GEOJSON = Format("GeoJSON", "application/geo+json", "geojson", "table")
"""Rows of a table as features (RFC 7946)."""

SUGGESTIONS = Format("Suggestions", "application/x-suggestions+json", "suggestions", "table")
"""Names for what somebody types, as browsers read them (OpenSearch Suggestions extension)."""

TRIPLE_FORMATS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
"""Formats for one graph, the default first."""

GRAPH_FORMATS = (*TRIPLE_FORMATS, N_QUADS, TRIG)
"""All RDF formats, the default first."""

RESULT_FORMATS = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)
"""Formats for SELECT and ASK, the default first."""


def whole_formats(kind: str) -> str:
    """Return the names of the formats of that *kind* that can hold everything, for a sentence."""
    there = (form for form in (*GRAPH_FORMATS, *RESULT_FORMATS) if form.kind == kind)
    *first, last = [form.name for form in there if not form.lacks]
    return f"{', '.join(first)} or {last}"


def by_extension(extension: str, formats: tuple[Format, ...] = GRAPH_FORMATS) -> Format | None:
    """Return the format with that file name extension (no dot), or None."""
    exact = next((f for f in formats if f.extension == extension), None)
    wanted = {"owl": "rdf", "xml": "rdf", "json": "jsonld"}.get(extension, "")
    return exact or next((f for f in formats if f.extension == wanted), None)


_BY_MEDIA_TYPE = {
    form.media_type: form
    for form in (*GRAPH_FORMATS, *RESULT_FORMATS, HTML, PLAIN_JSON, GEOJSON, LINKSET, SUGGESTIONS)
}


def _known(media_type: str) -> Format:
    """Return the format of this table with that media type."""
    return _BY_MEDIA_TYPE[media_type]
