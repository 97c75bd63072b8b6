"""The files to download, the same bytes from the same data on each machine.

They come from the source graphs, not from the store, which changes lexical
forms. Nothing in them depends on when or where they were made.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import zstandard

from openalliances.builder.canonical import Canonical
from openalliances.builder.dataset import Triples
from openalliances.errors import CheckError
from openalliances.rdf.formats import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TRIPLE_FORMATS,
    TURTLE,
    Format,
)
from openalliances.rdf.prefixes import (
    DERIVED_GRAPH,
    GRAPH,
    INFERRED_GRAPH,
    PREFIXES,
)
from openalliances.rdf.turtle import canonical_turtle
from openalliances.release import FileEntry

WHOLE = "openalliances"
"""Name of the dump of all graphs."""
ASSERTED = "openalliances-asserted"
"""Name of the dump without what was derived, inferred, and said of the release itself."""
SUMS = "SHA256SUMS"

_GZIP_LEVEL, _ZSTD_LEVEL = 6, 10
# What can stand after the colon of an element's name (XML Names, NCName; ASCII part).
_LOCAL_PART = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_XML_HEAD = re.compile(rb"<rdf:RDF ([^>]*)>")


def write_dumps(release: Path, graphs: Mapping[str, Triples], whole: Canonical) -> list[FileEntry]:
    """Write all dumps into ``dumps`` below *release* and return what was written.

    Each file is there as it is, as ``.gz`` and as ``.zst``.

    :raises CheckError: if a property cannot be written in RDF/XML.
    :raises OSError: if a file cannot be written.
    """
    entries = [*write_whole(release, whole), *write_parts(release, graphs, whole)]
    write_sums(release, entries)
    return entries


def write_whole(release: Path, whole: Canonical) -> list[FileEntry]:
    """Write the dumps of all graphs.

    N-Quads, TriG and JSON-LD keep the graphs apart, Turtle, N-Triples and RDF/XML hold
    the triples of all.
    """
    return _write_set(release, WHOLE, whole)


def write_parts(
    release: Path,
    graphs: Mapping[str, Triples],
    whole: Canonical,
) -> list[FileEntry]:
    """Write ``openalliances-asserted``, without what was derived and inferred, and each graph."""
    said = {n: g for n, g in graphs.items() if n not in (DERIVED_GRAPH, INFERRED_GRAPH)}
    entries = _write_set(release, ASSERTED, whole.of_graphs(said))
    parts = whole.by_graph()
    for name, graph in graphs.items():
        stem = f"graphs/{name.removeprefix(GRAPH)}"
        part = parts.get(name, Canonical((), ()))
        for format_ in TRIPLE_FORMATS:
            data = _write_graph(part, graph, format_)
            entries.extend(_files(release, stem, name, format_, data, len(part.quads)))
    return entries


def _write_set(release: Path, stem: str, part: Canonical) -> list[FileEntry]:
    entries: list[FileEntry] = []
    for format_ in (TURTLE, N_TRIPLES, RDF_XML, N_QUADS, TRIG, JSON_LD):
        data = _write(part, format_)
        entries.extend(_files(release, stem, "", format_, data, len(part.quads)))
    return entries


def _write(part: Canonical, format_: Format) -> bytes:
    """Return the whole of *part* in a format; triples of all graphs where it has no graphs."""
    if format_ is N_QUADS:
        return part.text
    if format_ is TURTLE:
        return canonical_turtle(part.quads).encode("utf-8")
    return _serialised(part.quads if format_.quads else part.triples(), format_)


def _write_graph(part: Canonical, graph: Triples, format_: Format) -> bytes:
    if format_ is TURTLE:
        return canonical_turtle(graph).encode("utf-8")
    return _serialised(part.triples(), format_)


def _serialised(statements: tuple[ox.Quad, ...] | list[ox.Triple], format_: Format) -> bytes:
    if format_ is RDF_XML:
        _refuse_bad_names(statements)
    rdf_format = ox.RdfFormat.from_media_type(format_.media_type)
    written = ox.serialize(statements, format=rdf_format, prefixes=PREFIXES) or b""
    # Oxigraph writes prefixes in no fixed order.
    if format_ is RDF_XML:
        return _XML_HEAD.sub(lambda m: _sorted_head(m[1]), written, count=1)
    return _prefixes_sorted(written) if format_ is TRIG else written


def _sorted_head(attributes: bytes) -> bytes:
    return b"<rdf:RDF " + b" ".join(sorted(attributes.split())) + b">"


def _prefixes_sorted(written: bytes) -> bytes:
    lines = written.split(b"\n")
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), 0)
    return b"\n".join(sorted(lines[:count]) + lines[count:])


def _refuse_bad_names(statements: tuple[ox.Quad, ...] | list[ox.Triple]) -> None:
    """Refuse properties that are not an XML name at their end (RDF/XML, section 5.1)."""
    for predicate in sorted({s.predicate.value for s in statements}):
        if not _LOCAL_PART.search(predicate):
            raise CheckError(
                f"The property <{predicate}> cannot be written in RDF/XML.",
                "Its name must end in a letter, or in digits after a letter.",
            )


def _files(
    release: Path, stem: str, graph: str, format_: Format, data: bytes, triples: int
) -> Iterator[FileEntry]:
    """Write *data* as it is and compressed; yield an entry for each file."""
    for encoding, suffix, packed in (
        ("", "", data),
        ("gzip", ".gz", gzipped(data)),
        ("zstd", ".zst", zstandard.ZstdCompressor(level=_ZSTD_LEVEL, threads=0).compress(data)),
    ):
        name = f"dumps/{stem}.{format_.extension}{suffix}"
        path = release / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(packed)
        digest = hashlib.sha256(packed).hexdigest()
        yield FileEntry(name, graph, format_.name, encoding, triples, len(packed), digest)


def gzipped(data: bytes) -> bytes:
    """Return *data* in gzip (RFC 1952) without a name, a time or the system's number."""
    buffer = io.BytesIO()
    with gzip.GzipFile(
        filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=buffer, mtime=0
    ) as file:
        file.write(data)
    return buffer.getvalue()


def write_sums(release: Path, entries: list[FileEntry]) -> None:
    """Write the list that ``sha256sum --check`` reads."""
    lines = sorted(f"{e.sha256}  {e.path.removeprefix('dumps/')}\n" for e in entries)
    lines.sort(key=lambda line: line.partition("  ")[2])
    (release / "dumps" / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
