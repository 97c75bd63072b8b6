"""What the pool and a worker say to each other: frames over a Unix socket.

A frame is one letter, a length (4 bytes, network order) and as many bytes. The
pool sends :data:`QUERY`; the worker answers with any number of :data:`DATA` and
then one of :data:`END`, :data:`LAST` or :data:`ERROR`. A stream that stops
before one of these three is no whole answer.

A query travels as a pickle, which is safe in this one direction only: the
worker trusts the pool that started it, while the pool never unpickles what a
worker (where users' queries run) sends.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import socket
import struct
import time
from dataclasses import astuple, replace

from openalliances.engine.interface import Closure, Query
from openalliances.rdf.formats import GRAPH_FORMATS, RESULT_FORMATS

QUERY = b"q"
DATA = b"d"
END = b"e"
"""The answer is whole; the worker waits for the next query."""
LAST = b"l"
"""The answer is whole; the worker has grown large and ends."""
ERROR = b"x"
"""The query failed; the payload is a JSON object with ``kind`` and ``message``."""

CHUNK = 64 * 1024
"""About so many bytes of an answer go into a frame."""

_FORMATS = {form.media_type: form for form in (*RESULT_FORMATS, *GRAPH_FORMATS)}
_AT_ONCE = 64 * 1024
"""Bytes of one read; a larger buffer is mapped and unmapped each time (20 µs)."""
_HEADER = struct.Struct("!cI")


def frame(kind: bytes, payload: bytes | bytearray | memoryview = b"") -> bytes:
    """Return the bytes of a frame."""
    return _HEADER.pack(kind, len(payload)) + payload


def query_frame(query: Query) -> bytes:
    """Return the frame that asks a worker to evaluate *query*."""
    # A tuple of plain values: pickling the classes takes longer than most queries.
    parts = (
        *(query.text, query.format.media_type, query.timeout),
        *(query.default_graphs, query.named_graphs, query.union, query.base),
        dict(query.bindings),
        query.closure and astuple(query.closure),
        query.projection,
        query.json_ld,
    )
    return frame(QUERY, pickle.dumps(parts, protocol=5))


def read_query(payload: bytes) -> Query:
    """Return the query of a :data:`QUERY` frame; only a worker may call this."""
    parts = pickle.loads(payload)  # noqa: S301 - from the pool that started this process
    text, media_type, *rest, closure, projection, json_ld = parts
    query = Query(text, _FORMATS[media_type], *rest)
    asked = closure and Closure(*closure)
    return replace(query, closure=asked, projection=projection, json_ld=json_ld)


def error_frame(kind: str, message: str) -> bytes:
    """Return the frame that tells why a query failed."""
    return frame(ERROR, json.dumps({"kind": kind, "message": message}).encode())


class Reader:
    """Frames from a connection, with or without waiting for them."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    def take(self) -> tuple[bytes, bytes] | None:
        """Return the next frame as (kind, payload) if it is here in full."""
        if len(self._buffer) < _HEADER.size:
            return None
        kind, length = _HEADER.unpack_from(self._buffer)
        end = _HEADER.size + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return kind, payload

    def put_back(self, kind: bytes, payload: bytes) -> None:
        """Put a frame before all others, as if it had not been taken."""
        self._buffer[:0] = frame(kind, payload)

    def fill(self) -> None:
        """Take in what is there, without waiting; the connection must not block.

        :raises EOFError: if the other side has gone.
        :raises OSError: if the connection breaks.
        """
        with contextlib.suppress(BlockingIOError):
            self._read()

    def next(self, deadline: float | None = None) -> tuple[bytes, bytes]:
        """Return the next frame as (kind, payload); *deadline* is of :func:`time.monotonic`.

        :raises TimeoutError: if the deadline passes first.
        :raises EOFError: if the other side has gone.
        :raises OSError: if the connection breaks.
        """
        while (found := self.take()) is None:
            if deadline is not None:
                # A timeout of 0 would mean "do not block" and raise another error.
                self._connection.settimeout(max(deadline - time.monotonic(), 1e-6))
            self._read()
        return found

    def holds(self) -> bool:
        """Return whether something has been taken in and not been returned."""
        return bool(self._buffer)

    def _read(self) -> None:
        data = self._connection.recv(_AT_ONCE)
        if not data:
            raise EOFError
        self._buffer += data
