"""Pieces of an answer on their way from the thread that makes them to whoever reads them."""

from __future__ import annotations

import threading
import time
from collections import deque

from openalliances.errors import RequestError

_MOST = 8
"""Pieces that wait to be read; whoever makes more of them waits."""


class Pipe:
    """A short queue of pieces with an end, a deadline and two sides that may leave."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._pieces: deque[bytes] = deque()
        self._end: RequestError | bool = False
        self._closed = False
        self._changed = threading.Condition()

    def put(self, piece: bytes) -> None:
        """Add *piece*; wait while there are too many.

        :raises TimeoutError: at the deadline.
        :raises BrokenPipeError: if nobody will read it.
        """
        with self._changed:
            while len(self._pieces) >= _MOST and not self._closed:
                self._wait()
            if self._closed:
                raise BrokenPipeError
            self._pieces.append(piece)
            self._changed.notify_all()

    def end(self, error: RequestError | None = None) -> None:
        """Say that there is no more, or why."""
        with self._changed:
            self._end = self._end or error or True
            self._changed.notify_all()

    def get(self) -> bytes | None:
        """Return the next piece, or None at the end.

        :raises TimeoutError: at the deadline.
        :raises RequestError: if that is how the answer ends.
        """
        with self._changed:
            while not self._pieces and not self._end:
                self._wait()
            if self._pieces:
                piece = self._pieces.popleft()
                self._changed.notify_all()
                return piece
            if isinstance(self._end, RequestError):
                raise self._end
            return None

    def close(self) -> None:
        """Say that nobody reads any more."""
        with self._changed:
            self._closed = True
            self._pieces.clear()
            self._changed.notify_all()

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._changed.wait(left)
