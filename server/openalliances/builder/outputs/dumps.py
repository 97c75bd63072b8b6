"""The files to download: the whole set and each part, in six formats, stored once, as gzip.

All content codings were measured on the release 2026.11.0 (N-Quads, Turtle, JSON-LD of the
whole set): brotli 5 makes 12 to 21 % smaller files than gzip 6 in the same time, Zstandard 10
12 to 20 % in half as much time again. But gzip is what every client takes: curl, wget, R,
Java (so Protégé), browsers, and ``gunzip`` once a file lies on a disk. So one coding is
stored, and whoever takes none gets the file decoded on its way.

What is written comes from the source files, not from the store, which changes lexical forms.
Nothing depends on when or where it was made: the plain bytes are the same on each machine,
those of the gzip file wherever zlib is the same.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from openalliances.builder.canonical import Canonical
from openalliances.builder.named_graphs import Part
from openalliances.builder.outputs.triple_terms import (
    RDF_11,
    formats_of,
    head_of,
)
from openalliances.errors import CheckError
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    JSON_LD,
    N_QUADS,
    RDF_XML,
    TRIG,
    TURTLE,
    Format,
)
from openalliances.rdf.json_ld.context import Context, context_of_prefixes
from openalliances.rdf.json_ld.writer import json_ld_lines
from openalliances.rdf.prefixes import PREFIXES
from openalliances.rdf.reification import as_rdf_statements
from openalliances.release import SUMS, FileEntry

_GZIP_LEVEL = 6
_QUICK_LEVEL = 1
# What can stand after the colon of an element's name (XML Names, NCName; ASCII part).
_LOCAL_PART = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")


def write_dumps(
    release: Path,
    parts: Sequence[Part],
    graphs: Mapping[str, Canonical],
    *,
    formats: Sequence[Format] = GRAPH_FORMATS,
    prefixes: Mapping[str, str] = PREFIXES,
    context: Context | None = None,
) -> list[FileEntry]:
    """Write the dumps of *parts* into ``dumps`` below *release* and return what was written.

    *graphs* has the canonical form of each graph of the parts, by name.
    N-Quads, TriG and JSON-LD keep the graphs apart; Turtle, N-Triples and RDF/XML hold the
    triples of all graphs of the part, each once. *prefixes* stand at the head of those that
    have prefixes; JSON-LD has *context*, or one of the prefixes.

    :raises CheckError: if a property cannot be written in RDF/XML.
    :raises OSError: if a file cannot be written.
    """
    if RDF_XML in formats:
        _refuse_bad_names(quad for graph in graphs.values() for quad in graph.quads)
    (release / "dumps").mkdir(exist_ok=True)
    entries = [
        entry
        for part in parts
        for entry in _write_part(
            release,
            part,
            graphs,
            [f for f in formats if f in formats_of(part)],
            dict(prefixes),
            context or context_of_prefixes(prefixes),
        )
    ]
    write_sums(release, entries)
    return entries


def write_one_dump(release: Path, part: str, quads: Iterable[ox.Quad]) -> FileEntry:
    """Write *quads* as they come as N-Quads, packed quickly, and return what was written.

    This is for sets that are too large to be held or to be written six times.

    :raises OSError: if the file cannot be written.
    """
    (release / "dumps").mkdir(exist_ok=True)
    path = f"dumps/{part}.{N_QUADS.extension}.gz"
    written = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal written
        for quad in quads:
            written += 1
            yield quad

    with _gzip_file(release / path, _QUICK_LEVEL) as file:
        ox.serialize(counted(), cast(IO[bytes], file), ox.RdfFormat.N_QUADS)
    entry = FileEntry(path, part, N_QUADS.name, written, *file.measures())
    write_sums(release, [entry])
    return entry


def write_sums(release: Path, entries: Sequence[FileEntry]) -> None:
    """Write the list for ``sha256sum --check --ignore-missing``: files as stored, and plain."""
    sums = {entry.path: entry.sha256 for entry in entries}
    sums |= {entry.plain_path: entry.plain_sha256 for entry in entries}
    lines = (f"{sums[path]}  {path.removeprefix('dumps/')}\n" for path in sorted(sums))
    (release / "dumps" / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _write_part(
    release: Path,
    part: Part,
    graphs: Mapping[str, Canonical],
    formats: Sequence[Format],
    prefixes: dict[str, str],
    context: Context,
) -> Iterator[FileEntry]:
    held = [graphs[name] for name in part.graphs]
    if part.name == RDF_11:
        held = [_for_rdf_11(graph) for graph in held]
    graph_by_graph = [quad for graph in held for quad in graph.quads]
    lines = sorted(
        (
            (line, quad)
            for graph in held
            for line, quad in zip(graph.lines, graph.quads, strict=True)
        ),
        key=lambda pair: pair[0],
    )
    # A statement of two graphs has two lines, one after the other.
    triples = [triple for triple, _ in groupby(quad.triple for _, quad in lines)]
    for format_ in formats:
        path = f"dumps/{part.name}.{format_.extension}.gz"
        statements = graph_by_graph if format_.quads else triples
        with _gzip_file(release / path) as file:
            file.write(head_of(part, format_))
            if format_ is N_QUADS:
                for line, _ in lines:
                    file.write(line + b"\n")
            elif format_ is JSON_LD:
                for chunk in json_ld_lines(statements, context):
                    file.write(chunk)
            else:
                _serialize(statements, file, format_, prefixes)
        yield FileEntry(path, part.name, format_.name, len(statements), *file.measures())


def _for_rdf_11(graph: Canonical) -> Canonical:
    quads = list(dict.fromkeys(as_rdf_statements(graph.quads)))
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    pairs = sorted(zip(lines, quads, strict=False), key=lambda pair: pair[0])
    return Canonical(tuple(quad for _, quad in pairs), tuple(line for line, _ in pairs))


def _serialize(
    statements: list[ox.Quad] | list[ox.Triple],
    file: _Measured,
    format_: Format,
    prefixes: dict[str, str],
) -> None:
    head = _HEADS.get(format_)
    target = _SortedHead(file, head) if head else file
    ox.serialize(
        statements,
        cast(IO[bytes], target),
        ox.RdfFormat.from_media_type(format_.media_type),
        prefixes=prefixes,
    )
    if isinstance(target, _SortedHead):
        target.close()


class _Measured:
    """Takes bytes, writes them on to a file, and counts and sums up what went through."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self._size = 0
        self.stored: _Measured | None = None

    def write(self, data: bytes) -> int:
        """Write *data*."""
        self._hash.update(data)
        self._size += len(data)
        return self._target.write(data)

    def flush(self) -> None:
        """Do nothing: the file is flushed when it is closed."""

    def measures(self) -> tuple[int, str, int, str]:
        """Return size and SHA-256 of what is stored, and of what was written."""
        stored = self.stored or self
        return stored._size, stored._hash.hexdigest(), self._size, self._hash.hexdigest()


@contextmanager
def _gzip_file(path: Path, level: int = _GZIP_LEVEL) -> Iterator[_Measured]:
    """Give a file to write to, which is stored as gzip without a name and a time (RFC 1952)."""
    with path.open("wb") as raw:
        stored = _Measured(raw)
        with gzip.GzipFile(
            filename="",
            mode="wb",
            compresslevel=level,
            fileobj=cast(Any, stored),
            mtime=0,
        ) as packed:
            written = _Measured(cast(IO[bytes], packed))
            written.stored = stored
            yield written


class _SortedHead:
    """Passes bytes on, the prefixes at their beginning sorted: Oxigraph has no fixed order."""

    def __init__(self, target: _Measured, head: re.Pattern[bytes]) -> None:
        self._target = target
        self._pattern = head
        self._held: bytearray | None = bytearray()

    def write(self, data: bytes) -> int:
        """Hold *data* back until the head is whole."""
        if self._held is None:
            return self._target.write(data)
        self._held += data
        if found := self._pattern.match(self._held):
            self._target.write(_sorted_head(found) + bytes(self._held[found.end() :]))
            self._held = None
        return len(data)

    def flush(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Pass on what has no head."""
        if self._held is not None:
            self._target.write(bytes(self._held))


_PREFIXES_END = re.compile(rb"(?P<before>)(?P<head>(?:@prefix [^\n]*\n)+)(?P<after>)(?=[^@\n])")
_XML_END = re.compile(rb"(?P<before>.*?<rdf:RDF )(?P<head>[^>]*)(?P<after>>)", re.DOTALL)
_HEADS = {TURTLE: _PREFIXES_END, TRIG: _PREFIXES_END, RDF_XML: _XML_END}


def _sorted_head(found: re.Match[bytes]) -> bytes:
    head = found["head"]
    if head.startswith(b"@prefix"):
        return b"".join(sorted(head.splitlines(keepends=True)))
    return found["before"] + b" ".join(sorted(head.split())) + found["after"]


def is_xml_name(predicate: str) -> bool:
    """Return whether RDF/XML can name the property *predicate* (RDF/XML, section 5.1)."""
    return _LOCAL_PART.search(predicate) is not None


def _refuse_bad_names(quads: Iterable[ox.Quad]) -> None:
    """Refuse properties that are not an XML name at their end (RDF/XML, section 5.1)."""
    for predicate in sorted({quad.predicate.value for quad in quads}):
        if not is_xml_name(predicate):
            raise CheckError(
                f"The property <{predicate}> cannot be written in RDF/XML.",
                "Its name must end in a letter, or in digits after a letter.",
            )
