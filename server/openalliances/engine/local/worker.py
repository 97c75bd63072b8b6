"""A worker: one process, one store opened read-only, one query after another.

This runs in a process that the fork server has forked (``fork_server.py``) and that
can be killed at any moment. It is the only place where users' queries are
evaluated. pyoxigraph offers neither a time limit nor a way to stop, hence the
process; and a result must be serialised by the thread that made it, hence no
threads here.
"""

from __future__ import annotations

import contextlib
import resource
import select
import signal
import socket
from collections.abc import Iterable
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Variable,
    serialize,
)

from openalliances.engine.errors import OTHER_KIND
from openalliances.engine.heads import headed
from openalliances.engine.interface import Query
from openalliances.engine.local.closure import closed
from openalliances.engine.local.frames import (
    CHUNK,
    DATA,
    END,
    LAST,
    Reader,
    error_frame,
    frame,
    read_query,
)
from openalliances.engine.local.triple_terms import without_triple_terms
from openalliances.engine.local.xml_wellformed import FormatError, XmlFile
from openalliances.rdf.formats import GRAPH_FORMATS, JSON_LD, RDF_XML, RESULT_FORMATS, RESULTS_XML
from openalliances.rdf.json_ld.context import OURS, Context
from openalliances.rdf.json_ld.options import Form, JsonLdOptions
from openalliances.rdf.json_ld.stream import json_ld_stream
from openalliances.rdf.prefixes import Prefixes

GRACE = 0.25
"""Seconds after the deadline at which a worker ends by itself.

The pool stops it at the deadline; this covers a pool whose reader has stalled.
"""

_KINDS: dict[type[Exception], str] = {
    FormatError: "format",
    SyntaxError: "syntax",
    UnicodeEncodeError: "syntax",
    MemoryError: "memory",
    RuntimeError: "evaluation",
    OSError: "evaluation",
    ValueError: "evaluation",
}
"""Errors of pyoxigraph and ours and what they mean; anything else ends the worker.

The first that fits counts.
"""


_GRAPHS = {form: RdfFormat.from_media_type(form.media_type) for form in GRAPH_FORMATS}
_RESULTS = {form: QueryResultsFormat.from_media_type(form.media_type) for form in RESULT_FORMATS}


class Output:
    """A file to write an answer to; it goes out in frames of about :data:`CHUNK` bytes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """Take *data*; return its length."""
        self._held += data
        if len(self._held) >= CHUNK:
            self._connection.sendall(frame(DATA, self._held))
            self._held.clear()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is held goes out with the end."""

    def end(self, kind: bytes) -> None:
        """Send what is held and the end."""
        held = frame(DATA, self._held) if self._held else b""
        self._connection.sendall(held + frame(kind))


def serve(
    connection: socket.socket,
    store: Store | str,
    memory: int,
    meanwhile: Iterable[None] = (),
    prefixes: Prefixes | None = None,
    context: Context = OURS,
) -> None:
    """Answer queries from *connection* until it closes; *store* is one, or its folder.

    *memory* is the address space of this process in megabytes; after a query
    that took more than half of it the worker ends, so that what the allocator
    keeps is never charged to the next query. *meanwhile* is worked at while nobody asks.
    *prefixes* are those with which graphs are written, *context* is that of JSON-LD.
    """
    opened = store if isinstance(store, Store) else None
    table = prefixes or Prefixes()
    at_first = _peak()
    frames = Reader(connection)
    while True:
        for _ in meanwhile:
            if select.select([connection], [], [], 0)[0]:
                break
        try:
            query = read_query(frames.next()[1])
        except (EOFError, ConnectionError):
            return
        # The default action of SIGALRM ends the process, also in the middle of native code.
        signal.setitimer(signal.ITIMER_REAL, query.timeout + GRACE)
        last = False
        try:
            # A store without statements is false.
            opened = Store.read_only(str(store)) if opened is None else opened
            output = Output(connection)
            answer(opened, query, output, table, context)
            last = _peak() - at_first > memory / 2
            output.end(LAST if last else END)
        except (BrokenPipeError, ConnectionResetError):
            return
        except tuple(_KINDS) as error:
            kind = next(name for type_, name in _KINDS.items() if isinstance(error, type_))
            kind = "store" if opened is None else kind
            connection.sendall(error_frame(kind, str(error)))
        signal.setitimer(signal.ITIMER_REAL, 0)
        if last:
            return


def answer(
    store: Store, query: Query, output: Output, prefixes: Prefixes, context: Context = OURS
) -> None:
    """Evaluate *query* and write its answer in the format that it wants.

    :raises SyntaxError: if the query does not parse.
    :raises FormatError: if the format cannot hold the answer.
    :raises RuntimeError: if the evaluation fails.
    """
    form = query.format
    if query.closure is not None:
        quads = without_triple_terms(closed(store, query.closure), form)
        serialize(quads, cast("IO[bytes]", output), _GRAPHS[form])
        return
    result = _evaluated(store, query)
    is_xml = form is RDF_XML or form is RESULTS_XML
    file = cast("IO[bytes]", XmlFile(output) if is_xml else output)
    if isinstance(result, QueryTriples) != (form.kind == "graph"):
        raise FormatError(OTHER_KIND)
    if isinstance(result, QueryTriples) and form is JSON_LD:
        options = JsonLdOptions(Form(query.json_ld))
        for chunk in json_ld_stream(without_triple_terms(result, form), context, options):
            output.write(chunk)
    elif isinstance(result, QueryTriples):
        triples, head = headed(without_triple_terms(result, form), form, prefixes)
        serialize(triples, file, _GRAPHS[form], prefixes=head)
    elif isinstance(result, QuerySolutions | QueryBoolean):
        result.serialize(file, _RESULTS[form])


def _evaluated(store: Store, query: Query) -> QuerySolutions | QueryBoolean | QueryTriples:
    bindings: dict[Variable, Any] = {Variable(n): term for n, term in query.bindings.items()}
    given = {"base_iri": query.base or None, "substitutions": bindings or None, **_dataset(query)}
    *first, last = query.texts
    for text in first:
        with contextlib.suppress(SyntaxError):
            return store.query(text, **given)
    return store.query(last, **given)


def _dataset(query: Query) -> dict[str, Any]:
    """Return the data set of the query (SPARQL 1.1 Protocol, section 2.1.4).

    If the protocol names a graph, it names them all: with named graphs only,
    the default graph is empty, and the other way round.
    """
    if query.default_graphs or query.named_graphs:
        return {
            "default_graph": [NamedNode(iri) for iri in query.default_graphs],
            "named_graphs": [NamedNode(iri) for iri in query.named_graphs],
        }
    return {"use_default_graph_as_union": query.union}


def _peak() -> float:
    """Return the most memory that this process has used, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
