"""From what a store of others answers to the format that is wanted, chunk by chunk.

A store is asked for SPARQL JSON or N-Triples, whatever the client wants, and the
answer is read and written again: the formats of different stores differ in
detail (Virtuoso's CSV quotes all values, its TSV has no angle brackets), a
malformed answer is noticed, and clients get the same form from each engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Protocol, cast

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from openalliances.rdf.formats import N_TRIPLES, RESULTS_JSON, Format
from openalliances.rdf.prefixes import PREFIXES

_CHUNK = 64 * 1024
# Virtuoso names blank nodes "nodeID://b10001", which is no label of SPARQL JSON.
_NODE_ID = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")nodeID://')
_ASK_VIRTUOSO = "__ASK_RETVAL"


class Readable(Protocol):
    """A file of bytes to read."""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or none at the end."""
        ...


class ChunkSink(Protocol):
    """Where the chunks of the converted answer go."""

    def put(self, chunk: bytes) -> None:
        """Take a chunk."""
        ...


def asked_for(form: Format) -> Format:
    """Return the format that a store is asked for when *form* is wanted."""
    return N_TRIPLES if form.kind == "graph" else RESULTS_JSON


def convert(source: Readable, media_type: str, form: Format, sink: ChunkSink) -> None:
    """Read the answer of a store from *source* and write it to *sink* as *form*.

    :raises SyntaxError: if the answer is malformed.
    :raises ValueError: if *media_type* is not what was asked for.
    """
    wanted = asked_for(form)
    if media_type not in (wanted.media_type, *wanted.aliases):
        raise ValueError(f"it came as {media_type[:80] or 'nothing known'}")
    output = _Output(sink)
    file = cast("IO[bytes]", output)
    if wanted is N_TRIPLES:
        triples = _triples(source)
        serialize(triples, file, RdfFormat.from_media_type(form.media_type), prefixes=PREFIXES)
    else:
        result = _result(_Labels(source))
        result.serialize(file, QueryResultsFormat.from_media_type(form.media_type))
    output.flush_all()
    # The rest may be blanks, but it has to be there: only then is the answer whole.
    while rest := source.read(_CHUNK):
        if rest.strip():
            raise SyntaxError("there is more behind its end")


def _triples(source: Readable) -> Iterator[Triple]:
    for quad in parse(cast("IO[bytes]", source), RdfFormat.N_TRIPLES):
        yield Triple(quad.subject, quad.predicate, quad.object)


def _result(source: Readable) -> QuerySolutions | QueryBoolean:
    result = parse_query_results(cast("IO[bytes]", source), QueryResultsFormat.JSON)
    if not isinstance(result, QuerySolutions):
        return result
    # Virtuoso 7.2.5 answers ASK with a row.
    if [variable.value for variable in result.variables] == [_ASK_VIRTUOSO]:
        values = [row[_ASK_VIRTUOSO] for row in result]
        yes = any(isinstance(value, Literal) and value.value == "1" for value in values)
        said = b'{"head":{},"boolean":%s}' % (b"true" if yes else b"false")
        return cast("QueryBoolean", parse_query_results(said, QueryResultsFormat.JSON))
    return result


class _Labels:
    """SPARQL JSON with labels of blank nodes that other programs can read.

    A row is on one line where they occur, so what is behind the last line end waits.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._ready = b""
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        while not self._ready:
            chunk = self._source.read(_CHUNK)
            head, end, tail = (self._held + chunk).rpartition(b"\n")
            # Where lines do not end, there are none of these labels, and nothing need wait.
            if not chunk or (not end and len(tail) > _CHUNK):
                head, tail = head + end + tail, b""
                end = b""
            self._ready, self._held = _NODE_ID.sub(rb"\1", head + end), tail
            if not chunk:
                break
        size = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


class _Output:
    """A file to write to, which hands on chunks of about 64 kB."""

    def __init__(self, sink: ChunkSink) -> None:
        self._sink = sink
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= _CHUNK:
            self.flush_all()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is held goes out with the end."""

    def flush_all(self) -> None:
        if self._held:
            self._sink.put(bytes(self._held))
            self._held.clear()
