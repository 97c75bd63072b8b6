"""A bounded queue: chunks of an answer between the thread that makes them and who reads them."""

from __future__ import annotations

import threading
import time
from collections import deque

from openalliances.engine.scheduler import Clock
from openalliances.errors import RequestError

_MOST = 8
"""Chunks that wait to be read; whoever makes more of them waits."""


class BoundedQueue:
    """A short queue of chunks with an end, a deadline and two sides that may leave."""

    def __init__(self, deadline: float, clock: Clock = time.monotonic) -> None:
        self._deadline = deadline
        self._now = clock
        self._chunks: deque[bytes] = deque()
        self._end: RequestError | bool = False
        self._closed = False
        self._changed = threading.Condition()

    def put(self, chunk: bytes) -> None:
        """Add *chunk*; wait while there are too many.

        :raises TimeoutError: at the deadline.
        :raises BrokenPipeError: if nobody will read it.
        """
        with self._changed:
            while len(self._chunks) >= _MOST and not self._closed:
                self._wait()
            if self._closed:
                raise BrokenPipeError
            self._chunks.append(chunk)
            self._changed.notify_all()

    def end(self, error: RequestError | None = None) -> None:
        """Say that there is no more, or why."""
        with self._changed:
            self._end = self._end or error or True
            self._changed.notify_all()

    def get(self) -> bytes | None:
        """Return the next chunk, or None at the end.

        :raises TimeoutError: at the deadline.
        :raises RequestError: if that is how the answer ends.
        """
        with self._changed:
            while not self._chunks and not self._end:
                self._wait()
            if self._chunks:
                chunk = self._chunks.popleft()
                self._changed.notify_all()
                return chunk
            if isinstance(self._end, RequestError):
                raise self._end
            return None

    def close(self) -> None:
        """Say that nobody reads any more."""
        with self._changed:
            self._closed = True
            self._chunks.clear()
            self._changed.notify_all()

    def wake(self) -> None:
        """Have both sides look again at the clock."""
        with self._changed:
            self._changed.notify_all()

    def _wait(self) -> None:
        left = self._deadline - self._now()
        if left <= 0:
            raise TimeoutError
        self._changed.wait(left)
