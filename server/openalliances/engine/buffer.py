"""The one buffer of long answers: in memory up to ``buffer_size``, in temporary files beyond.

An answer is taken from its engine at the engine's own pace, so that a slow reader holds no
worker. What has been read is given back at once. What waits for its readers is bounded, for each
client and in sum (:class:`AnswerSpace`): where there is no room, the writer waits for its reader
as long as that one reads on, and else the answer fails.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from tempfile import TemporaryFile
from typing import Protocol

from openalliances.errors import OpenAlliancesError, QueryMemoryError, UnreadAnswersError
from openalliances.settings import Settings

CHUNK = 64 * 1024
"""Bytes that are read from it at once, at most."""

_FILE = 4 * 1024 * 1024
"""Bytes of a temporary file, which is deleted when all of it has been read."""
_PATIENCE = 2.0
"""Seconds for which a reader may take nothing while there is no room; a read takes up to CHUNK."""
_LOOK_EVERY = 0.1


class Budget:
    """Bytes that may be held for readers: ``most`` in sum, ``most_of_one`` for a client."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.held = 0
        self._most = most
        self._most_of_one = most_of_one
        self._by_client: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, client: str, size: int) -> bool:
        """Take *size* bytes for *client*, if there are so many; return whether that went."""
        with self._lock:
            mine = self._by_client.get(client, 0) + size
            if mine > self._most_of_one or self.held + size > self._most:
                return False
            self._by_client[client] = mine
            self.held += size
            return True

    def give(self, client: str, size: int) -> None:
        """Give back *size* bytes of *client*."""
        with self._lock:
            self.held -= size
            self._by_client[client] = self._by_client.get(client, 0) - size
            if not self._by_client[client]:
                del self._by_client[client]


class AnswerSpace:
    """The room for what waits to be read: ``memory`` and ``disk``; one for a server."""

    def __init__(self, settings: Settings) -> None:
        self.memory = Budget(settings.unread_size, settings.client_unread)
        self.disk = Budget(settings.spool_size, settings.client_spool)


class _Segment(Protocol):
    """A stretch of an answer that is given back as a whole."""

    start: int
    size: int
    on_disk: bool
    full: int

    def append(self, data: bytes) -> None: ...
    def read(self, at: int) -> bytes: ...
    def close(self) -> None: ...


class _InMemory:
    on_disk, full = False, CHUNK

    def __init__(self, start: int) -> None:
        self.start, self.size = start, 0
        self._data = bytearray()

    def append(self, data: bytes) -> None:
        self._data += data
        self.size += len(data)

    def read(self, at: int) -> bytes:
        with memoryview(self._data) as data:
            return bytes(data[at : at + CHUNK])

    def close(self) -> None:
        self._data = bytearray()


class _OnDisk:
    on_disk, full = True, _FILE

    def __init__(self, start: int) -> None:
        self.start, self.size = start, 0
        self._file = TemporaryFile()  # noqa: SIM115  see close

    def append(self, data: bytes) -> None:
        self._file.seek(0, 2)
        self._file.write(data)
        self.size += len(data)

    def read(self, at: int) -> bytes:
        self._file.seek(at)
        return self._file.read(CHUNK)

    def close(self) -> None:
        self._file.close()


class AnswerBuffer:
    """The bytes of one answer. One thread writes, another may read; ``size`` only grows."""

    def __init__(
        self, settings: Settings, space: AnswerSpace | None = None, client: str = ""
    ) -> None:
        self.size = 0
        self.in_memory = settings.buffer_size
        self._most = settings.result_size
        self._space = space or AnswerSpace(settings)
        self._client = client
        self._segments: deque[_Segment] = deque()
        self._held_in_memory = 0
        self._last_read = time.monotonic()
        self._changed = threading.Condition()
        self._closed = False

    def write(self, chunk: bytes) -> None:
        """Add *chunk*.

        :raises QueryMemoryError: if the answer gets longer than ``result_size``.
        :raises UnreadAnswersError: if there is no room and the reader takes nothing.
        :raises OpenAlliancesError: if the buffer has been closed.
        """
        with self._changed:
            if self.size + len(chunk) > self._most:
                raise QueryMemoryError(
                    f"The result is larger than {self._most} bytes.",
                    "Ask for less with LIMIT, or take a dump from /dumps/.",
                )
            while True:
                if self._closed:
                    raise OpenAlliancesError("The reader has gone.")
                if self._placed(chunk):
                    return
                if time.monotonic() - self._last_read > _PATIENCE:
                    self._drop()
                    raise UnreadAnswersError(
                        "Answers that wait for their readers take all the room that there is.",
                        "Read faster, ask for less with LIMIT, or take a dump from /dumps/.",
                        retry_after=10,
                    )
                self._changed.wait(_LOOK_EVERY)

    def read(self, offset: int) -> bytes:
        """Return up to :data:`CHUNK` bytes from *offset* on; none where there are none yet.

        What lies before *offset* is given back.
        """
        with self._changed:
            while self._segments:
                first = self._segments[0]
                if offset < first.start + first.size:
                    break
                self._give_back(self._segments.popleft())
            if self._closed or not self._segments:
                return b""
            self._last_read = time.monotonic()
            self._changed.notify_all()
            first = self._segments[0]
            return first.read(offset - first.start)

    def whole(self) -> bytes:
        """Return all bytes that there are, but those given back."""
        with self._changed:
            parts = []
            for segment in self._segments:
                at = 0
                while at < segment.size:
                    parts.append(segment.read(at))
                    at += len(parts[-1])
            return b"".join(parts)

    def close(self) -> None:
        """Give memory and disk back; whoever still writes is stopped at the next chunk."""
        with self._changed:
            self._drop()
            self._changed.notify_all()

    def _drop(self) -> None:
        self._closed = True
        while self._segments:
            self._give_back(self._segments.popleft())

    def _placed(self, chunk: bytes) -> bool:
        """Add *chunk* where there is room: in memory first; return whether there was some."""
        last = self._segments[-1] if self._segments else None
        # What is on disk is read before more goes into memory, lest it goes to and fro.
        to_memory = (last is None or not last.on_disk) and (
            self._held_in_memory + len(chunk) <= self.in_memory
            and self._space.memory.take(self._client, len(chunk))
        )
        if not to_memory and not self._space.disk.take(self._client, len(chunk)):
            return False
        try:
            if last is None or last.on_disk is to_memory or last.size >= last.full:
                last = _InMemory(self.size) if to_memory else _OnDisk(self.size)
                self._segments.append(last)
            last.append(chunk)
        except BaseException:
            # The disk is full, say: what was taken is not used.
            self._budget(on_disk=not to_memory).give(self._client, len(chunk))
            raise
        self.size += len(chunk)
        if to_memory:
            self._held_in_memory += len(chunk)
        return True

    def _budget(self, *, on_disk: bool) -> Budget:
        return self._space.disk if on_disk else self._space.memory

    def _give_back(self, segment: _Segment) -> None:
        segment.close()
        self._budget(on_disk=segment.on_disk).give(self._client, segment.size)
        if not segment.on_disk:
            self._held_in_memory -= segment.size
