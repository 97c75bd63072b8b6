"""An answer on its way from the engine, in a thread, to the event loop that sends it.

The thread writes at the engine's own pace, so that a slow reader holds no worker: what
is not sent yet waits in the buffer (:mod:`openalliances.engine.buffer`).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from openalliances.asgi.exchange import (
    ClientDisconnected,
    Exchange,
    Headers,
    TruncatedResponse,
    coded,
    first_of,
)
from openalliances.engine.buffer import AnswerBuffer, AnswerSpace
from openalliances.engine.interface import Answer
from openalliances.errors import OpenAlliancesError, QueryCancelledError
from openalliances.http.coding import coder
from openalliances.rdf.formats import Format
from openalliances.settings import Settings
from openalliances.sparql.row_count import RowCounter, count_rows, counts_pieces

_PATIENCE = 0.04
"""Seconds for which an answer that has begun is held back, so that it can still fail cleanly."""


class AnswerStream:
    """What has come of an answer so far.

    ``done`` says that all has come, or that ``error`` came instead of the rest. ``rows``
    is the number of solutions or statements of a whole answer, where it is known.
    """

    def __init__(self, settings: Settings, space: AnswerSpace, client: str) -> None:
        self.done = False
        self.rows: int | None = None
        self.error: OpenAlliancesError | None = None
        self._buffer = AnswerBuffer(settings, space, client)
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()
        self._waiter: asyncio.Future[None] | None = None
        self._wants_bytes = False

    @property
    def size(self) -> int:
        """Return the bytes that have come."""
        return self._buffer.size

    @property
    def is_short(self) -> bool:
        """Return whether what has come is held in memory."""
        return self._buffer.size <= self._buffer.in_memory

    def fill(self, start: Callable[[], Answer], form: Format) -> None:
        """Take in the answer that *start* begins; called in a thread. Errors are kept."""
        counter = RowCounter(form)
        try:
            with start() as answer:
                for chunk in answer:
                    counter.add(chunk)
                    self._write(chunk)
            self.rows = count_rows(self.whole(), form) if self.is_short else counter.rows
        except OpenAlliancesError as error:
            self.error = error
        except BaseException:
            self.error = OpenAlliancesError("The answer could not be kept; is the disk full?")
            raise
        finally:
            with self._lock:
                self.done = True
            self._notify()

    async def done_within(self, patience: float) -> bool:
        """Return whether all came within *patience* seconds from now."""
        return await self._wait(patience)

    async def begun(self, patience: float, *, held: bool = False) -> bool:
        """Return, *patience* seconds after the first bytes at the latest, whether all came.

        A short answer is thereby sent whole, or not at all if it fails. One that is *held*
        is waited for as long as memory holds it.
        """
        if not self.done and self.size == 0:
            await self._wait(seen=0)
            await self._wait(patience)
        while held and not self.done and self.is_short:
            await self._wait(seen=self.size)
        return self.done

    async def complete(self) -> None:
        """Return when all has come."""
        while not self.done:
            await self._wait()

    async def read(self, offset: int) -> bytes:
        """Return bytes from *offset* on, empty at the end; wait until there are some."""
        while True:
            if data := self._buffer.read(offset):
                return data
            with self._lock:
                done = self.done
            if done:
                # What came last came before it was done.
                return self._buffer.read(offset)
            await self._wait(seen=offset)

    def whole(self) -> bytes:
        """Return all bytes that there are."""
        return self._buffer.whole()

    def close(self) -> None:
        """Give memory and disk back; the thread, if it still writes, stops at its next chunk."""
        self._buffer.close()

    def _write(self, chunk: bytes) -> None:
        self._buffer.write(chunk)
        with self._lock:
            wanted = self._wants_bytes
        if wanted:
            self._notify()

    def _notify(self) -> None:
        self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _wait(self, patience: float | None = None, seen: int | None = None) -> bool:
        """Wait for the end, or for more than *seen* bytes, or *patience*; return if it is done.

        Bytes are told of only if they are asked for: an answer that is there at once, as
        most are, costs one message between the threads instead of two.
        """
        waiter = self._waiter = self._loop.create_future()
        with self._lock:
            self._wants_bytes = seen is not None
            ready = self.done or (seen is not None and self.size > seen)
        if not ready:
            timer = self._loop.call_later(patience, self._wake) if patience is not None else None
            await waiter
            if timer is not None:
                timer.cancel()
        self._waiter = None
        return self.done


async def deliver(
    stream: AnswerStream,
    exchange: Exchange,
    headers: Headers,
    coding: str,
    form: Format,
    *,
    counted: bool,
) -> bool:
    """Send the answer in *stream* as it comes, if it is long; return whether that was done.

    A short one is left to be sent whole. *headers* are those of either way. One in a *form* that
    cannot hold everything begins later: what it cannot hold mostly comes before that. One whose
    rows are *counted* ends with their number (RFC 9110, section 6.5), where that can be done.

    :raises OpenAlliancesError: if the answer failed before anything was sent.
    :raises ClientDisconnected: if the client has left.
    :raises TruncatedResponse: if the answer failed midway.
    """
    disconnected: asyncio.Future[None] | None = None
    if not await stream.done_within(_PATIENCE):
        disconnected = asyncio.ensure_future(exchange.disconnected())
    try:
        if disconnected is not None:
            begun = stream.begun(_PATIENCE, held=bool(form.lacks))
            if not await first_of(begun, disconnected):
                raise ClientDisconnected
        if stream.error is not None:
            raise stream.error
        if stream.done and stream.is_short:
            return False
        if exchange.is_old and exchange.method != "HEAD":
            if disconnected is not None and not await first_of(stream.complete(), disconnected):
                raise ClientDisconnected
            if stream.error is not None:
                raise stream.error
            headers += ((b"content-length", b"%d" % stream.size),)
        elif counted and exchange.can_trail and counts_pieces(form):
            headers += ((b"trailer", b"result-count"),)
        await _send_chunks(stream, exchange, headers, coding, disconnected)
    finally:
        if disconnected is not None:
            disconnected.cancel()
    return True


async def _send_chunks(
    stream: AnswerStream,
    exchange: Exchange,
    headers: Headers,
    coding: str,
    disconnected: asyncio.Future[None] | None,
) -> None:
    """Send what comes as it comes; a failure midway ends the connection."""
    encoder = coder(coding)
    await exchange.start(200, headers + coded(coding))
    if exchange.method == "HEAD":
        return await exchange.write(b"", more=False)
    offset = 0

    def has_left() -> bool:
        return disconnected is not None and disconnected.done()

    while data := await stream.read(offset):
        if has_left():
            raise ClientDisconnected
        offset += len(data)
        await exchange.write(encoder.add(data), more=True)
    if stream.error is not None:
        if isinstance(stream.error, QueryCancelledError) and has_left():
            raise ClientDisconnected
        raise TruncatedResponse(stream.error.message)
    rows = stream.rows if (b"trailer", b"result-count") in headers else None
    trailers: Headers = () if rows is None else ((b"result-count", b"%d" % rows),)
    await exchange.finish(encoder.end(), trailers)
