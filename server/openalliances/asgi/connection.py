"""The connection: uvicorn's HTTP protocol, with a short way for requests seen before.

A client that asks the same again sends the same bytes again. If these bytes are those
of an earlier GET whose answer may be kept, the answer is written at once, without
reading the request a second time. Everything else goes the usual way.

These bytes are a request only where one may begin: what looks like one within the body or
the head of another must be read as such, or whoever shares the connection (RFC 9112,
section 11.2) gets the answers of others. :attr:`Connection._between` says where that is.

Beside that, a connection may not be held open for nothing: whoever sends a request too
slowly, or reads an answer not at all, is cut off.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from openalliances.asgi.cache import AnswerCache, Kept
from openalliances.asgi.exchange import WHOLE_KEY

if TYPE_CHECKING:
    from uvicorn.config import Config

LONGEST_HEAD = 8192
"""Bytes of a request that may be known again."""

_REQUEST_PATIENCE = 20.0
"""Seconds in which the head of a request must be complete, and then its body."""
_READ_PATIENCE = 60.0
"""Seconds in which a reader must take something of what waits for it."""

SCOPE_KEY = "openalliances.hot"
"""Where a scope holds the bytes of a request that may be answered the short way next time."""


class Connection(HttpToolsProtocol):
    """One connection. ``answers`` is shared by all of a server; see :func:`connection_class`."""

    answers: AnswerCache

    def __init__(self, config: Config, *rest: Any, **more: Any) -> None:
        super().__init__(config, *rest, **more)
        self._between = True
        self._begun = 0
        self._due = math.inf
        self._stalled = math.inf
        self._watch: asyncio.TimerHandle | None = None

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
        known = free and len(data) <= LONGEST_HEAD and data.startswith(b"GET /sparql")
        if known and self._answer(data):
            return
        if free and self._due == math.inf:
            self._due = self.loop.time() + _REQUEST_PATIENCE
        self._begun = 0
        super().data_received(data)
        # One request and nothing else, which is whole: the same bytes ask for the same again.
        if known and self._between and self._begun == 1 and self.cycle.keep_alive:
            self.cycle.scope[SCOPE_KEY] = data  # type: ignore[literal-required]

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        self._between = False
        self._begun += 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hand the request on; its body is due."""
        self._due = self.loop.time() + _REQUEST_PATIENCE
        super().on_headers_complete()
        cycle = self.cycle
        cycle.scope[WHOLE_KEY] = lambda answer: self._write(cycle, answer)  # type: ignore[literal-required]

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

    def _answer(self, data: bytes) -> bool:
        """Write the answer to the request *data* if it is kept; return whether it is.

        Not to whoever does not take what is sent: that must not pile up here.
        """
        if self.flow.write_paused or self.transport.is_closing():
            return False
        kept = self.answers.get(data)
        if kept is None:
            return False
        self._unset_keepalive_if_required()
        self._due = math.inf
        self.server_state.total_requests += 1
        self.transport.write(self._as_bytes(kept))
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        return True

    def _write(self, cycle: RequestResponseCycle, answer: Kept) -> bool:
        """Write the whole answer of *cycle*, as its ``send`` does in two; return whether."""
        if cycle.response_started or cycle.disconnected or self.flow.write_paused:
            return False
        if cycle.scope["method"] == "HEAD":
            answer = Kept(answer.status, answer.head, b"")
        close = b"" if cycle.keep_alive else b"connection: close\r\n"
        self.transport.write(self._as_bytes(answer, close))
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        cycle.message_event.set()
        if close:
            self.transport.close()
        cycle.on_response()
        return True

    def _as_bytes(self, kept: Kept, more: bytes = b"") -> bytes:
        parts = [STATUS_LINE[kept.status]]
        for name, value in self.server_state.default_headers:
            parts += (name, b": ", value, b"\r\n")
        parts += (kept.head, more, b"\r\n", kept.body)
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


def connection_class(kept: AnswerCache) -> type[Connection]:
    """Return a class of connections that share the answers *kept*."""

    class Shared(Connection):
        answers = kept

    return Shared
