"""An answer on its way from the engine, in a thread, to the event loop that sends it.

The thread writes at the engine's own pace, so that a slow reader holds no worker: what
is not sent yet waits in the buffer (:mod:`openalliances.engine.buffer`).
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from openalliances.engine.buffer import AnswerBuffer
from openalliances.engine.interface import Answer, InlineAnswer, InlineLimitReached
from openalliances.errors import OpenAlliancesError
from openalliances.rdf.formats import Format
from openalliances.settings import Settings
from openalliances.sparql.hints import count_rows


class AnswerStream:
    """What has come of an answer so far.

    ``done`` says that all has come, or that ``error`` came instead of the rest. ``rows``
    is the number of solutions or statements of a whole answer, where it is known.
    """

    def __init__(self, settings: Settings) -> None:
        self.done = False
        self.rows: int | None = None
        self.error: OpenAlliancesError | None = None
        self._buffer = AnswerBuffer(settings)
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
        try:
            with start() as answer:
                for chunk in answer:
                    self._write(chunk)
            if self.is_short:
                self.rows = count_rows(self.whole(), form)
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

    async def begun(self, patience: float) -> bool:
        """Return, *patience* seconds after the first bytes at the latest, whether all came.

        A short answer is thereby sent whole, or not at all if it fails.
        """
        if not self.done and self.size == 0:
            await self._wait(seen=0)
            await self._wait(patience)
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
