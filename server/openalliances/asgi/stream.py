"""An answer on its way from the engine, in a thread, to the event loop that sends it.

The thread writes at the engine's own pace, so that a slow reader holds no worker: what
is not sent yet waits in memory up to ``buffer_size`` and in a temporary file beyond.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from tempfile import SpooledTemporaryFile

from openalliances.engine.interface import Answer
from openalliances.errors import OpenAlliancesError, QueryMemoryError
from openalliances.rdf.formats import Format
from openalliances.settings import Settings
from openalliances.sparql.row_count import count_rows

_PIECE = 256 * 1024


class Flow:
    """What has come of an answer so far.

    ``done`` says that all has come, or that ``error`` came instead of the rest. ``rows``
    is the number of solutions or statements of a whole answer, where it is known.
    """

    def __init__(self, settings: Settings) -> None:
        self.size = 0
        self.done = False
        self.rows: int | None = None
        self.error: OpenAlliancesError | None = None
        self._most = settings.result_size
        self._held = settings.buffer_size
        self._lock = threading.Lock()
        self._file = SpooledTemporaryFile(max_size=settings.buffer_size)  # noqa: SIM115  see close
        self._loop = asyncio.get_running_loop()
        self._waiter: asyncio.Future[None] | None = None
        self._wants_bytes = False
        self._closed = False

    def pump(self, start: Callable[[], Answer], form: Format) -> None:
        """Take in the answer that *start* begins; called in a thread. Errors are kept."""
        try:
            with start() as answer:
                for piece in answer:
                    self._write(piece)
            if self.size <= self._held:
                self.rows = count_rows(self.whole(), form)
        except OpenAlliancesError as error:
            self.error = error
        except BaseException:
            self.error = OpenAlliancesError("The answer could not be kept; is the disk full?")
            raise
        finally:
            with self._lock:
                self.done = True
            self._tell()

    async def settled_soon(self, patience: float) -> bool:
        """Return whether all came within *patience* seconds from now."""
        return await self._wait(patience)

    async def settled(self, patience: float) -> bool:
        """Return whether all came within *patience* (seconds) of the first bytes.

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

    async def more(self, offset: int) -> bytes:
        """Return bytes from *offset* on, empty at the end; wait until there are some."""
        while True:
            with self._lock:
                if offset < self.size and not self._closed:
                    self._file.seek(offset)
                    return self._file.read(_PIECE)
                if self.done or self._closed:
                    return b""
            await self._wait(seen=offset)

    def whole(self) -> bytes:
        """Return all bytes that there are."""
        with self._lock:
            self._file.seek(0)
            return self._file.read()

    def close(self) -> None:
        """Give memory and disk back; the thread, if it still writes, stops at its next piece."""
        with self._lock:
            self._closed = True
            self._file.close()

    def _write(self, piece: bytes) -> None:
        with self._lock:
            if self._closed:
                raise OpenAlliancesError("The reader has gone.")
            if self.size + len(piece) > self._most:
                raise QueryMemoryError(
                    f"The result is larger than {self._most} bytes.",
                    "Ask for less with LIMIT, or take a dump from /dumps/.",
                )
            self._file.seek(0, 2)
            self._file.write(piece)
            self.size += len(piece)
            wanted = self._wants_bytes
        if wanted:
            self._tell()

    def _tell(self) -> None:
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
