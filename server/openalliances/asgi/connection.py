"""The connection: uvicorn's HTTP protocol, with a cache of responses to requests seen before.

A client that asks the same again sends the same bytes again. If these bytes are those
of an earlier GET whose answer may be kept, the answer is written at once, without
reading the request a second time. Everything else goes the usual way.

These bytes are a request only where one may begin: what looks like one within the body or
the head of another must be read as such, or whoever shares the connection (RFC 9112,
section 11.2) gets the answers of others. :attr:`Connection._between` says where that is.

Beside that, a connection may not be held open for nothing: whoever sends a request too
slowly, or reads an answer not at all, is cut off. Heads are counted while they arrive
(:mod:`openalliances.asgi.heads`), connections when they are made
(:mod:`openalliances.asgi.admission`). What is refused is told why, and then closed.

This is the only file that uses names of uvicorn which are not public; they are listed in
:mod:`openalliances.asgi.uvicorn_names`.
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

from openalliances.asgi.admission import Front, Place
from openalliances.asgi.exchange import EXTENSION, CachedResponse, Headers, RepeatedRequests
from openalliances.asgi.heads import HeadCount, end_of_some
from openalliances.asgi.refusal import BUSY, refusal, unless_for_operators
from openalliances.errors import BadRequestError, RequestError
from openalliances.http.addresses import client_of

if TYPE_CHECKING:
    from uvicorn.config import Config

LONGEST_HEAD = 8192
"""Bytes of a request that may be known again."""

_PIECE = 4096
"""Bytes that are read at once: what they ask for is answered before more is read."""
_MOST_KEPT = 1_000_000
"""Bytes of requests that wait for the answers to others."""
_LINGER = 1.0
"""Seconds for which what still comes is thrown away, lest a reset overtakes the refusal."""
_MOST_DROPPED = 256 * 1024
"""Bytes that are thrown away in that time; what comes after them is not even read."""


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

    def end(self, trailers: Headers) -> bool:
        return self._connection.end(self._cycle, trailers)

    def repeat(self, response: CachedResponse) -> None:
        if self.request is not None:
            self._connection.responses.put(self.request, response)


class Connection(HttpToolsProtocol):
    """One connection; ``address`` stands for its client."""

    front: Front
    responses: RepeatedRequests

    def __init__(self, config: Config, *rest: Any, **more: Any) -> None:
        super().__init__(config, *rest, **more)
        self._between = True
        self._in_head = False
        self._begun = 0
        self._head = HeadCount(self.front.settings)
        self._excess: RequestError | None = None
        self._dropped: int | None = None
        self._due = math.inf
        self._stalled = math.inf
        self._unsent = 0
        self._watch: asyncio.TimerHandle | None = None
        self._extension: _Extension | None = None
        self.address = ""
        self._moved = False
        self._kept = bytearray()
        self._step = min(_PIECE, self.front.settings.head_size)

    @property
    def is_busy(self) -> bool:
        """Return whether it waits for an answer or takes one."""
        waits = self.cycle is not None and not self.cycle.response_complete
        return self._dropped is None and (waits or self.flow.write_paused)

    def drop(self) -> None:
        """Close it, to make room for another."""
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, if there is room; the head of the first request is due."""
        super().connection_made(transport)
        self.address = client_of(self.client[0] if self.client else "")
        self._due = self.loop.time() + self.front.settings.request_time
        place = self.front.held.admit(self)
        if place is Place.NONE:
            self._refuse(BUSY)
        elif place is Place.RESERVED:
            self.app = unless_for_operators(self.app)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.front.held.leave(self)
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer at once what was asked before; else read the request."""
        if self._dropped is not None:
            return self._throw_away(len(data))
        self.front.held.use(self)
        if self._kept:
            return self._keep(data)
        free = self._between and (self.cycle is None or self.cycle.response_complete)
        known = free and len(data) <= LONGEST_HEAD and data.startswith(b"GET /")
        if known and self._answer(data):
            return
        if free and self._due == math.inf:
            self._due = self.loop.time() + self.front.settings.request_time
        self._begun = 0
        self._feed(data)
        # One request and nothing else, which is whole: the same bytes ask for the same again.
        if known and self._between and self._begun == 1 and self.cycle.keep_alive:
            assert self._extension is not None  # noqa: S101  there has been a request
            self._extension.request = data

    def _feed(self, data: bytes) -> None:
        """Read *data* in pieces: no more is held of a line, or of requests, than may wait."""
        start = 0
        while start < len(data):
            end = end_of_some(data, start, start + self._step)
            if not self._read(data[start:end]):
                return
            start = end
            if self.pipeline:
                return self._keep(data[start:])

    def _read(self, piece: bytes) -> bool:
        """Have *piece* parsed; return whether the connection goes on."""
        self._moved = False
        super().data_received(piece)
        if self._dropped is not None or self.transport.is_closing():
            return False
        if not self._moved:
            try:
                self._head.unseen(len(piece))
            except RequestError as error:
                self._refuse(error)
                return False
        return True

    def _keep(self, data: bytes) -> None:
        """Keep *data* until what was asked before has been answered."""
        self._kept += data
        self.flow.pause_reading()
        if len(self._kept) > _MOST_KEPT:
            self.transport.abort()

    def on_response_complete(self) -> None:
        """Go on with what has been kept, once nothing waits any more."""
        super().on_response_complete()
        while self._kept and not self.pipeline and self._dropped is None:
            end = end_of_some(self._kept, 0, self._step)
            piece = bytes(self._kept[:end])
            del self._kept[:end]
            if not self._read(piece):
                self._kept.clear()
        if self._kept:
            self.flow.pause_reading()

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        self._between, self._in_head, self._moved = False, True, True
        self._begun += 1
        self._head.begin()
        if self._due == math.inf:
            self._due = self.loop.time() + self.front.settings.request_time
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Count what comes of the target."""
        self._count(self._head.target, len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a field."""
        self._moved = True
        self._count(self._head.field, name.lower(), value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the request on; its body is due."""
        self._in_head = False
        self._due = self.loop.time() + self.front.settings.request_time
        super().on_headers_complete()
        self._extension = _Extension(self, self.cycle)
        self.cycle.scope["extensions"] = {EXTENSION: self._extension}  # type: ignore[dict-item]

    def on_body(self, body: bytes) -> None:
        """Note that the body comes."""
        self._moved = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that another request may begin."""
        self._between, self._moved = True, True
        self._due = math.inf
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or goes beyond a limit."""
        error = self._excess or BadRequestError(msg, "Send HTTP/1.1 as RFC 9112 has it.")
        self._refuse(error)

    def _count(self, count: Any, *what: Any) -> None:
        """Count, and have the parser stop where a limit is passed; it does not hand errors on."""
        try:
            count(*what)
        except RequestError as error:
            self._excess = error
            raise

    def _refuse(self, error: RequestError) -> None:
        """Tell what is wrong, if nobody waits for another answer, and close."""
        waits = self.cycle is not None and not self.cycle.response_complete
        if waits and (
            self._in_head or self._between or self.pipeline or self.cycle.response_started
        ):
            return self._end_after_answers()
        if waits:
            # The body of this very request is broken: nobody else answers it any more.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.write(self._as_bytes(response := refusal(error), response.body))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._end(_LINGER)

    def _end_after_answers(self) -> None:
        """Read no more; close when what was asked before has been answered."""
        if self._between or self._in_head:
            self.cycle.keep_alive = False
            self._end(self.front.settings.read_time)
        else:
            self.transport.abort()

    def _end(self, patience: float) -> None:
        self._dropped = 0
        self._unset_keepalive_if_required()
        self._due = math.inf
        self.loop.call_later(patience, self.transport.abort)

    def _throw_away(self, size: int) -> None:
        assert self._dropped is not None  # noqa: S101  see data_received
        self._dropped += size
        if self._dropped > _MOST_DROPPED:
            self.flow.pause_reading()

    def pause_writing(self) -> None:
        """Wait for the reader, but not for ever."""
        super().pause_writing()
        self._unsent = self.transport.get_write_buffer_size()
        self._stalled = self.loop.time() + self.front.settings.read_time

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
        cycle.response_started, cycle.waiting_for_100_continue = True, False
        self._complete(cycle)
        return True

    def end(self, cycle: RequestResponseCycle, trailers: Headers) -> bool:
        """Write the end of the chunks of *cycle* with *trailers*; return whether."""
        if cycle.disconnected or cycle.response_complete or not cycle.chunked_encoding:
            return False
        fields = b"".join(b"%s: %s\r\n" % field for field in trailers)
        self.transport.write(b"0\r\n" + fields + b"\r\n")
        self._complete(cycle)
        return True

    def _complete(self, cycle: RequestResponseCycle) -> None:
        cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()

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
        settings, now = self.front.settings, self.loop.time()
        if self._stalled < math.inf and (
            (left := self.transport.get_write_buffer_size()) < self._unsent
        ):
            self._unsent, self._stalled = left, now + settings.read_time
        if min(self._due, self._stalled) < now:
            self.transport.abort()
            return
        every = min(settings.request_time, settings.read_time) / 8
        self._watch = self.loop.call_later(every, self._look)


def connection_class(shared: Front) -> type[Connection]:
    """Return a class of connections that share *shared*."""

    class Shared(Connection):
        front = shared
        responses = shared.responses

    return Shared
