"""Evaluation of a query for a response: inline if that takes a moment, else in a thread.

What comes of it is a whole response, or has been sent as it came. Both doors' long answers go
this way, so that no thread waits for a reader.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from openalliances.asgi.calls import Calls
from openalliances.asgi.exchange import CachedResponse, Exchange, Headers, whole
from openalliances.asgi.stream import AnswerStream, deliver
from openalliances.engine.buffer import AnswerSpace
from openalliances.engine.interface import (
    Answer,
    Call,
    Engine,
    InlineAnswer,
    InlineLimitReached,
    Query,
)
from openalliances.settings import Settings
from openalliances.sparql.row_count import count_rows

_INLINE_PATIENCE = 0.1
"""Seconds to wait until one more query may run inline; then it waits in a thread, where the
queue has an end, and clients get slots by how many they have."""

_LONG_BODY = 32 * 1024
"""Bytes from which on a body is counted and encoded in a thread."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, for whom it is, and how its answer is sent.

    ``counted`` says that the response has the number of rows.
    """

    exchange: Exchange
    engine: Engine
    query: Query
    call: Call
    headers: Headers
    coding: str
    counted: bool = True


class Evaluation:
    """What evaluations share: the threads, and how many may run inline."""

    def __init__(
        self, settings: Settings, threads: ThreadPoolExecutor, calls: Calls, space: AnswerSpace
    ) -> None:
        self._settings = settings
        self._space = space
        self._threads = threads
        self._calls = calls
        # As many run inline as there are slots for light ones.
        self._inline = asyncio.Semaphore(settings.light_workers)

    async def answer(self, asked: Asked) -> CachedResponse | None:
        """Return the whole response; None if it was long and has been sent.

        :raises RequestError: if the query failed, and nothing has been sent.
        :raises ClientDisconnected: if the client has left.
        :raises TruncatedResponse: if the answer failed midway.
        """
        started, body = await self._run_inline(asked)
        if body is not None and len(body) < _LONG_BODY:
            return _composed(asked, body)
        if body is not None:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, _composed, asked, body)
        return await self._run_in_thread(asked, started.hand_over if started else None)

    async def _run_inline(self, asked: Asked) -> tuple[InlineAnswer | None, bytes | None]:
        """Return the whole answer if it takes a moment; else what has begun, if anything has."""
        if not await _acquired(self._inline):
            return None, None
        try:
            started = asked.engine.start(asked.query, asked.call)
            return started, await read_inline(started) if started else None
        finally:
            self._inline.release()

    async def _run_in_thread(
        self, asked: Asked, started: Callable[[], Answer] | None
    ) -> CachedResponse | None:
        stream = AnswerStream(self._settings, self._space, asked.call.client)
        loop = asyncio.get_running_loop()

        def run() -> Answer:
            return asked.engine.run(asked.query, asked.call)

        running = loop.run_in_executor(
            self._threads, stream.fill, started or run, asked.query.format
        )
        try:
            form, headers = asked.query.format, asked.headers
            if await deliver(
                stream, asked.exchange, headers, asked.coding, form, counted=asked.counted
            ):
                return None
            body, rows = stream.whole(), stream.rows
            return await loop.run_in_executor(self._threads, _composed, asked, body, rows)
        finally:
            if not stream.done:
                self._calls.cancel(asked.call)
            stream.close()
            # What the thread has to tell stands in the stream; nobody waits for it here.
            running.add_done_callback(lambda future: future.cancelled() or future.exception())


def _composed(asked: Asked, body: bytes, rows: int | None = None) -> CachedResponse:
    if asked.counted and rows is None:
        rows = count_rows(body, asked.query.format)
    return whole(asked.headers, body, rows if asked.counted else None, asked.coding)


async def _acquired(semaphore: asyncio.Semaphore) -> bool:
    """Acquire *semaphore* within a short time; return whether that went."""
    if not semaphore.locked():
        return await semaphore.acquire()
    try:
        async with asyncio.timeout(_INLINE_PATIENCE):
            return await semaphore.acquire()
    except TimeoutError:
        return False


async def read_inline(answer: InlineAnswer) -> bytes | None:
    """Return the whole of *answer*, closed; None if it is longer than a light query may be.

    :raises RequestError: if the query failed.
    """
    try:
        while (body := await _read_when_ready(answer)) is None:
            pass
    except InlineLimitReached:
        return None
    except BaseException:
        answer.close()
        raise
    answer.close()
    return body


async def _read_when_ready(answer: InlineAnswer) -> bytes | None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    file = answer.file

    def wake() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(file, wake)
    timer = loop.call_later(max(0.0, answer.until - time.monotonic()), wake)
    try:
        await ready
    finally:
        # Before the worker is given back: the next query may wait for the same file.
        loop.remove_reader(file)
        timer.cancel()
    return answer.read()
