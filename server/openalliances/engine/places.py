"""Places for queries: so many at once, so many waiting, the others are turned away."""

from __future__ import annotations

import threading
import time
from collections import deque

from openalliances.engine.failures import busy
from openalliances.errors import EngineError

_RETRY = 1


class Places:
    """*size* places and a queue of *waiting*; first come, first served."""

    def __init__(self, size: int, waiting: int) -> None:
        self._free = size
        self._waiting = waiting
        self._queue: deque[object] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def take(self, deadline: float) -> None:
        """Take a place, or wait for one until *deadline* (:func:`time.monotonic`).

        :raises EngineBusyError: if there is none, and none to wait at, or not in time.
        :raises EngineError: if the engine has been closed.
        """
        ticket = object()
        with self._changed:
            if len(self._queue) >= self._waiting + self._free:
                raise busy(len(self._queue), _RETRY)
            self._queue.append(ticket)
            try:
                while not self._closed and (self._queue[0] is not ticket or not self._free):
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise busy(len(self._queue) - 1, _RETRY)
                    self._changed.wait(left)
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                self._free -= 1
            finally:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def give_back(self) -> None:
        """Give a place back."""
        with self._changed:
            self._free += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Turn away all who wait and all who come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
