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

import json
import pickle
import socket
import struct
import time

from openalliances.engine.interface import Query

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

_HEADER = struct.Struct("!cI")


def frame(kind: bytes, payload: bytes | bytearray | memoryview = b"") -> bytes:
    """Return the bytes of a frame."""
    return _HEADER.pack(kind, len(payload)) + payload


def query_frame(query: Query) -> bytes:
    """Return the frame that asks a worker to evaluate *query*."""
    return frame(QUERY, pickle.dumps(query, protocol=5))


def read_query(payload: bytes) -> Query:
    """Return the query of a :data:`QUERY` frame; only a worker may call this."""
    query = pickle.loads(payload)  # noqa: S301 - from the pool that started this process
    assert isinstance(query, Query)  # noqa: S101
    return query


def error_frame(kind: str, message: str) -> bytes:
    """Return the frame that tells why a query failed."""
    return frame(ERROR, json.dumps({"kind": kind, "message": message}).encode())


def receive(connection: socket.socket, deadline: float | None = None) -> tuple[bytes, bytes]:
    """Return the next frame as (kind, payload).

    *deadline* is a time of :func:`time.monotonic`.

    :raises TimeoutError: if the deadline passes first.
    :raises EOFError: if the other side has gone.
    :raises OSError: if the connection breaks.
    """
    kind, length = _HEADER.unpack(_read(connection, _HEADER.size, deadline))
    return kind, bytes(_read(connection, length, deadline)) if length else b""


def _read(connection: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    done = 0
    while done < size:
        if deadline is not None:
            # A timeout of 0 would mean "do not block" and raise another error.
            connection.settimeout(max(deadline - time.monotonic(), 1e-6))
        received = connection.recv_into(view[done:])
        if not received:
            raise EOFError
        done += received
    return data
