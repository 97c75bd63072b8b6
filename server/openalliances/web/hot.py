"""The connection: uvicorn's HTTP protocol, with a short way for requests seen before.

A client that asks the same again sends the same bytes again. If these bytes are those
of an earlier GET whose answer may be kept, the answer is written at once, without
reading the request a second time. Everything else goes the usual way.

Beside that, a connection may not be held open for nothing: whoever sends the head of a
request too slowly, or reads an answer not at all, is cut off.
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

_HEAD_PATIENCE = 15.0
"""Seconds in which the head of a request must be complete."""
_READ_PATIENCE = 60.0
"""Seconds in which a reader must take something of what waits for it."""

SCOPE_KEY = "openalliances.hot"
"""Where a scope holds the bytes of a request that may be answered the short way next time."""


class Connection(HttpToolsProtocol):
    """One connection. ``answers`` is shared by all of a server; see :func:`connection_class`."""

    answers: AnswerCache

    def __init__(self, config: Config, *rest: Any, **more: Any) -> None:
        super().__init__(config, *rest, **more)
        self._asked: bytes | None = None
        self._impatience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; the head of the first request is due."""
        super().connection_made(transport)
        self._expect(_HEAD_PATIENCE)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._calm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer at once what was asked before; else read the request."""
        idle = self.cycle is None or self.cycle.response_complete
        whole = idle and len(data) <= LONGEST_HEAD and data.endswith(b"\r\n\r\n")
        if whole and data.startswith(b"GET /sparql"):
            kept = self.answers.get(data)
            if kept is not None:
                self._unset_keepalive_if_required()
                self._calm()
                self.server_state.total_requests += 1
                self.transport.write(self._as_bytes(kept))
                self.timeout_keep_alive_task = self.loop.call_later(
                    self.timeout_keep_alive, self.timeout_keep_alive_handler
                )
                return
            # Two requests in one piece are not one that could come again.
            self._asked = data if data.count(b"\r\n\r\n") == 1 else None
        if self._impatience is None and idle:
            self._expect(_HEAD_PATIENCE)
        super().data_received(data)
        self._asked = None

    def on_headers_complete(self) -> None:
        """Hand the request on; its bytes with it, if they can be known again."""
        self._calm()
        if self._asked is not None and self.parser.should_keep_alive():
            self.scope[SCOPE_KEY] = self._asked  # type: ignore[literal-required]
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """Wait for the reader, but not for ever."""
        super().pause_writing()
        self._expect(_READ_PATIENCE)

    def resume_writing(self) -> None:
        """Go on."""
        self._calm()
        super().resume_writing()

    def _as_bytes(self, kept: Kept) -> bytes:
        parts = [STATUS_LINE[kept.status]]
        for name, value in self.server_state.default_headers:
            parts += (name, b": ", value, b"\r\n")
        parts.append(kept.body)
        return b"".join(parts)

    def _expect(self, seconds: float) -> None:
        self._calm()
        self._impatience = self.loop.call_later(seconds, self._cut_off)

    def _calm(self) -> None:
        if self._impatience is not None:
            self._impatience.cancel()
            self._impatience = None

    def _cut_off(self) -> None:
        self._impatience = None
        if self.transport is not None:
            self.transport.abort()


def connection_class(kept: AnswerCache) -> type[Connection]:
    """Return a class of connections that share the answers *kept*."""

    class Shared(Connection):
        answers = kept

    return Shared


def in_one_piece(answer: Kept) -> Kept:
    """Return *answer* with its headers as part of its body, as :class:`Connection` writes it."""
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in answer.headers)
    return Kept(answer.status, (), lines + b"\r\n" + answer.body)
