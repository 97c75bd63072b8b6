"""From what a store of others answers to the format that is wanted, chunk by chunk.

A store is asked for one of :data:`ROW_FORMATS` or for N-Triples, and the answer is read
and written again: the formats of different stores differ in detail (Virtuoso's CSV
quotes all values, its TSV has no angle brackets), a malformed answer is noticed, and
clients get the same form from each engine. Which of the formats of rows is asked for is
found out at the start (:mod:`openalliances.engine.remote.row_format`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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

from openalliances.engine.heads import headed
from openalliances.engine.local.triple_terms import without_triple_terms
from openalliances.engine.local.xml_wellformed import XmlFile
from openalliances.engine.remote.dialects import JsonRows, Readable, XmlRows
from openalliances.rdf.formats import (
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    Format,
)
from openalliances.rdf.json_ld.context import OURS
from openalliances.rdf.json_ld.options import Form, JsonLdOptions
from openalliances.rdf.json_ld.stream import json_ld_stream
from openalliances.rdf.prefixes import Prefixes

_CHUNK = 64 * 1024
ROW_FORMATS = (RESULTS_TSV, RESULTS_XML, RESULTS_JSON)
"""Formats in which a store may send rows and which hold whole terms, the cheapest first.

100,000 rows of three terms, processor time: the Oxigraph server writes them in 0.2, 0.4 and
0.5 s, and they are read here and written as CSV in 0.3, 0.5 and 0.5 s; Virtuoso 7.2.5 writes XML
in 4 s and JSON in 13 (measured beside other work).
"""

_ASK_VIRTUOSO = "__ASK_RETVAL"


class ChunkSink(Protocol):
    """Where the chunks of the converted answer go."""

    def put(self, chunk: bytes) -> None:
        """Take a chunk."""
        ...


def accept(form: Format, rows: Format) -> str:
    """Return the Accept header for a store that sends *rows*, when *form* is wanted.

    A store that has its own form for the yes or no of ASK sends that as JSON.
    """
    if form.kind == "graph":
        return N_TRIPLES.media_type
    both = dict.fromkeys((rows.media_type, RESULTS_JSON.media_type + ";q=0.9"))
    return rows.media_type if rows is RESULTS_JSON else ", ".join(both)


def convert(
    source: Readable, media_type: str, form: Format, sink: ChunkSink, json_ld: str = "compacted"
) -> None:
    """Read the answer of a store from *source* and write it to *sink* as *form*.

    :raises SyntaxError: if the answer is malformed.
    :raises ValueError: if *media_type* is not what was asked for, or *form* cannot hold it.
    """
    asked = (N_TRIPLES,) if form.kind == "graph" else ROW_FORMATS
    came = next((a for a in asked if media_type in (a.media_type, *a.aliases)), None)
    if came is None:
        raise ValueError(f"it came as {media_type[:80] or 'nothing known'}")
    output = _Output(sink)
    is_xml = form is RDF_XML or form is RESULTS_XML
    file = cast("IO[bytes]", XmlFile(output) if is_xml else output)
    if came is N_TRIPLES:
        known = without_triple_terms(_triples(source), form)
        _convert_triples(known, form, file, JsonLdOptions(Form(json_ld)))
    else:
        readers: dict[Format, Callable[[Readable], Readable]]
        readers = {RESULTS_JSON: JsonRows, RESULTS_XML: XmlRows}
        result = _result(readers[came](source) if came in readers else source, came)
        result.serialize(file, QueryResultsFormat.from_media_type(form.media_type))
    output.flush_all()
    # The rest may be blanks, but it has to be there: only then is the answer whole.
    while rest := source.read(_CHUNK):
        if rest.strip():
            raise SyntaxError("there is more behind its end")


def _convert_triples(
    triples: Iterable[Triple], form: Format, file: IO[bytes], options: JsonLdOptions
) -> None:
    if form is JSON_LD:
        for chunk in json_ld_stream(triples, OURS, options):
            file.write(chunk)
        return
    known, head = headed(triples, form, Prefixes())
    serialize(known, file, RdfFormat.from_media_type(form.media_type), prefixes=head)


def _triples(source: Readable) -> Iterator[Triple]:
    for quad in parse(cast("IO[bytes]", source), RdfFormat.N_TRIPLES):
        yield Triple(quad.subject, quad.predicate, quad.object)


def _result(source: Readable, came: Format) -> QuerySolutions | QueryBoolean:
    known = QueryResultsFormat.from_media_type(came.media_type)
    result = parse_query_results(cast("IO[bytes]", source), known)
    if not isinstance(result, QuerySolutions):
        return result
    # Virtuoso 7.2.5 answers ASK with a row.
    if [variable.value for variable in result.variables] == [_ASK_VIRTUOSO]:
        values = [row[_ASK_VIRTUOSO] for row in result]
        yes = any(isinstance(value, Literal) and value.value == "1" for value in values)
        said = b'{"head":{},"boolean":%s}' % (b"true" if yes else b"false")
        return cast("QueryBoolean", parse_query_results(said, QueryResultsFormat.JSON))
    return result


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
