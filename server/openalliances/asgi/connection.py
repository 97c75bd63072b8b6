"""The connection: uvicorn's HTTP protocol, with a cache of responses to requests seen before.

A client that asks the same again sends the same bytes again. If these bytes are those
of an earlier GET whose answer may be kept, the answer is written at once, without
reading the request a second time. Everything else goes the usual way.

These bytes are a request only where one may begin: what looks like one within the body or
the head of another must be read as such, or whoever shares the connection (RFC 9112,
section 11.2) gets the answers of others. :attr:`Connection._between` says where that is.

Beside that, a connection may not be held open for nothing: whoever sends a request too
slowly, or reads an answer not at all, is cut off.

This is the only file that uses names of uvicorn which are not public (:data:`NEEDED`). They are
looked for at the start (:func:`missing_names`); where one is missing, the server takes
uvicorn's own class, which answers all the same.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from openalliances.asgi.exchange import EXTENSION, CachedResponse, RepeatedRequests

if TYPE_CHECKING:
    from uvicorn.config import Config

LONGEST_HEAD = 8192
"""Bytes of a request that may be known again."""

_REQUEST_PATIENCE = 20.0
"""Seconds in which the head of a request must be complete, and then its body."""
_READ_PATIENCE = 60.0
"""Seconds in which a reader must take something of what waits for it."""

NEEDED: tuple[tuple[type, tuple[str, ...]], ...] = (
    (
        HttpToolsProtocol,
        (
            *("_unset_keepalive_if_required", "timeout_keep_alive_handler"),
            *("timeout_keep_alive", "timeout_keep_alive_task", "cycle", "flow", "loop"),
            *("on_message_begin", "on_headers_complete", "on_message_complete"),
            *("server_state", "transport"),
        ),
    ),
    (
        RequestResponseCycle,
        (
            *("disconnected", "keep_alive", "message_event", "on_response", "scope"),
            *("response_complete", "response_started", "waiting_for_100_continue"),
        ),
    ),
    (FlowControl, ("write_paused",)),
    (ServerState, ("default_headers", "total_requests")),
)
"""Classes of uvicorn and the names of theirs that are used here, none of them public."""


def missing_names() -> list[str]:
    """Return those of :data:`NEEDED` that the installed uvicorn does not have."""
    return [
        f"{owner.__name__}.{name}"
        for owner, names in NEEDED
        for name in names
        # An attribute of an instance is one that __init__ sets.
        if not hasattr(owner, name) and name not in vars(owner)["__init__"].__code__.co_names
    ]


class _Extension:
    """What the connection can do for one request; see :class:`~.exchange.Extension`."""

    __slots__ = ("_connection", "_cycle", "request")

    def __init__(self, connection: Connection, cycle: RequestResponseCycle) -> None:
        self._connection = connection
        self._cycle = cycle
        self.request: bytes | None = None
        """The bytes of the request, if the same bytes ask for the same again."""

    def write(self, response: CachedResponse) -> bool:
        return self._connection.write(self._cycle, response)

    def repeat(self, response: CachedResponse) -> None:
        if self.request is not None:
            self._connection.responses.put(self.request, response)


class Connection(HttpToolsProtocol):
    """One connection. All of a server share ``responses``; see :func:`connection_class`."""

    responses: RepeatedRequests

    def __init__(self, config: Config, *rest: Any, **more: Any) -> None:
        super().__init__(config, *rest, **more)
        self._between = True
        self._begun = 0
        self._due = math.inf
        self._stalled = math.inf
        self._watch: asyncio.TimerHandle | None = None
        self._extension: _Extension | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; the head of the first request is due."""
        super().connection_made(transport)
        self._due = self.loop.time() + _REQUEST_PATIENCE
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer at once what was asked before; else read the request."""
        free = self._between and (self.cycle is None or self.cycle.response_complete)
        known = free and len(data) <= LONGEST_HEAD and data.startswith(b"GET /")
        if known and self._answer(data):
            return
        if free and self._due == math.inf:
            self._due = self.loop.time() + _REQUEST_PATIENCE
        self._begun = 0
        super().data_received(data)
        # One request and nothing else, which is whole: the same bytes ask for the same again.
        if known and self._between and self._begun == 1 and self.cycle.keep_alive:
            assert self._extension is not None  # noqa: S101  there has been a request
            self._extension.request = data

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        self._between = False
        self._begun += 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hand the request on; its body is due."""
        self._due = self.loop.time() + _REQUEST_PATIENCE
        super().on_headers_complete()
        self._extension = _Extension(self, self.cycle)
        self.cycle.scope["extensions"] = {EXTENSION: self._extension}  # type: ignore[dict-item]

    def on_message_complete(self) -> None:
        """Note that another request may begin."""
        self._between = True
        self._due = math.inf
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the reader, but not for ever."""
        super().pause_writing()
        self._stalled = self.loop.time() + _READ_PATIENCE

    def resume_writing(self) -> None:
        """Go on."""
        self._stalled = math.inf
        super().resume_writing()

    def write(self, cycle: RequestResponseCycle, response: CachedResponse) -> bool:
        """Write the whole response of *cycle*, as its ``send`` does in two; return whether."""
        if cycle.response_started or cycle.disconnected or self.flow.write_paused:
            return False
        close = b"" if cycle.keep_alive else b"connection: close\r\n"
        body = b"" if cycle.scope["method"] == "HEAD" else response.body
        self.transport.write(self._as_bytes(response, body, close))
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        cycle.message_event.set()
        if close:
            self.transport.close()
        cycle.on_response()
        return True

    def _answer(self, data: bytes) -> bool:
        """Write the response to the request *data* if it is kept; return whether it is.

        Not to whoever does not take what is sent: that must not pile up here.
        """
        if self.flow.write_paused or self.transport.is_closing():
            return False
        response = self.responses.get(data)
        if response is None:
            return False
        self._unset_keepalive_if_required()
        self._due = math.inf
        self.server_state.total_requests += 1
        self.transport.write(self._as_bytes(response, response.body))
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        return True

    def _as_bytes(self, response: CachedResponse, body: bytes, more: bytes = b"") -> bytes:
        parts = [STATUS_LINE[response.status]]
        for name, value in self.server_state.default_headers:
            parts += (name, b": ", value, b"\r\n")
        parts += (response.head, more, b"\r\n", body)
        return b"".join(parts)

    def _look(self) -> None:
        """Look now and then: a timer for each request would cost more than its answer."""
        if self.transport is None:
            return
        if min(self._due, self._stalled) < self.loop.time():
            self.transport.abort()
            return
        every = min(_REQUEST_PATIENCE, _READ_PATIENCE) / 8
        self._watch = self.loop.call_later(every, self._look)


def connection_class(shared: RepeatedRequests) -> type[Connection]:
    """Return a class of connections that share the responses *shared*."""

    class Shared(Connection):
        responses = shared

    return Shared
