"""What the server and a process that works for it say to each other: pickles over a Unix socket.

Both are the same program and trust each other. A message is a length and a pickle of a tuple,
whose first item is a word. The server sends :data:`WORK`; the process asks the engine as often
as it needs to (:data:`RUN`, :data:`MORE`, :data:`STOP`), gets :data:`PART` or :data:`FAILED`
each time, and ends with :data:`DONE` or :data:`FAILED`. What has been opened by then is closed.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

OPEN = "open"
"""To the process, once: release, settings, mount, graphs, variant of the engine."""
READY = "ready"
WORK = "work"
"""To the process: client, function, positional and named values."""
DONE = "done"
FAILED = "failed"
RUN = "run"
"""To the server: evaluate a query, under a number; the answer is its first part."""
MORE = "more"
STOP = "stop"
PART = "part"
"""To the process: bytes of an answer, and whether they are the last."""

_LENGTH = struct.Struct("!Q")


def send(connection: socket.socket, *message: Any) -> None:
    """Send a message.

    :raises OSError: if the other side has gone.
    """
    data = pickle.dumps(message, protocol=5)
    head = _LENGTH.pack(len(data))
    if len(data) < _SMALL:
        return connection.sendall(head + data)
    connection.sendall(head)
    return connection.sendall(data)


def receive(connection: socket.socket) -> tuple[Any, ...]:
    """Return the next message.

    :raises EOFError: if the other side has gone.
    :raises OSError: if the connection breaks, or nothing comes for as long as it may wait.
    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    message: tuple[Any, ...] = pickle.loads(_exactly(connection, length))  # noqa: S301
    return message


_SMALL = 64 * 1024


def _exactly(connection: socket.socket, length: int) -> bytearray:
    data = bytearray(length)
    view, got = memoryview(data), 0
    while got < length:
        more = connection.recv_into(view[got:])
        if not more:
            raise EOFError
        got += more
    return data
