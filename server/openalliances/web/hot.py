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
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from openalliances.web.caching import AnswerCache, Kept

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
        self._due: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; the head of the first request is due."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        _stop(self._due)
        _stop(self._stalled)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer at once what was asked before; else read the request."""
        free = self._between and (self.cycle is None or self.cycle.response_complete)
        known = free and len(data) <= LONGEST_HEAD and data.startswith(b"GET /sparql")
        if known and self._answer(data):
            return
        if free and not _runs(self._due):
            self._expect()
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
        self._expect()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that another request may begin."""
        self._between = True
        _stop(self._due)
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the reader, but not for ever."""
        super().pause_writing()
        self._stalled = self.loop.call_later(_READ_PATIENCE, self._cut_off)

    def resume_writing(self) -> None:
        """Go on."""
        _stop(self._stalled)
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
        _stop(self._due)
        self.server_state.total_requests += 1
        self.transport.write(self._as_bytes(kept))
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        return True

    def _as_bytes(self, kept: Kept) -> bytes:
        parts = [STATUS_LINE[kept.status]]
        for name, value in self.server_state.default_headers:
            parts += (name, b": ", value, b"\r\n")
        parts.append(kept.body)
        return b"".join(parts)

    def _expect(self) -> None:
        _stop(self._due)
        self._due = self.loop.call_later(_REQUEST_PATIENCE, self._cut_off)

    def _cut_off(self) -> None:
        if self.transport is not None:
            self.transport.abort()


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def _runs(timer: asyncio.TimerHandle | None) -> bool:
    return timer is not None and not timer.cancelled()


def connection_class(kept: AnswerCache) -> type[Connection]:
    """Return a class of connections that share the answers *kept*."""

    class Shared(Connection):
        answers = kept

    return Shared


def in_one_piece(answer: Kept) -> Kept:
    """Return *answer* with its headers as part of its body, as :class:`Connection` writes it."""
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in answer.headers)
    return Kept(answer.status, (), lines + b"\r\n" + answer.body)
