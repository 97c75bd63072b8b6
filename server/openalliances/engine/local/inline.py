"""A light query without a thread: begun if nothing has to be waited for, read as bytes come.

Most queries are answered within a millisecond or two, less than it costs to hand them to a
thread and back. Whoever has an event loop begins them here, and hands over to a
:class:`~openalliances.engine.local.answer.LocalAnswer` what turns out to be longer.
"""

from __future__ import annotations

import threading
import time

from openalliances.engine.errors import from_report
from openalliances.engine.interface import Call, Query
from openalliances.engine.local.answer import LocalAnswer
from openalliances.engine.local.frames import DATA, END, ERROR, query_frame
from openalliances.engine.local.processes import Worker
from openalliances.engine.local.worker_pool import Stock
from openalliances.engine.scheduler import Lanes, Place

_LONGEST_FRAME = 32 * 1024
"""Bytes that a socket surely takes at once."""
_LONGEST_ANSWER = 256 * 1024


class QuickAnswer:
    """A query that runs now; :meth:`read` when :attr:`file` can be read, until it is whole.

    Then :meth:`close` it, when nobody waits for the file any more: its worker answers others
    from then on. ``until`` is the time of :func:`time.monotonic` from which on it is no
    light query.
    """

    def __init__(
        self, lanes: Lanes, stock: Stock, query: Query, call: Call, memory: int, place: Place
    ) -> None:
        self._lanes = lanes
        self._stock = stock
        self._query = query
        self._call = call
        self._memory = memory
        self._place = place
        self._pieces: list[bytes] = []
        self._size = 0
        self._worker: Worker | None = None
        self._whole = False
        self.until = min(place.since + lanes.limits.light_time, place.deadline)

    @property
    def file(self) -> int:
        """Return the number of the file to wait for."""
        assert self._worker is not None  # noqa: S101  set by begin
        return self._worker.connection.fileno()

    def begin(self, worker: Worker) -> bool:
        """Give the query to *worker*; return whether that went."""
        self._worker = worker
        use = worker.uses
        self._call.on_cancel(lambda: self._stock.kill(worker, use=use))
        frame = query_frame(self._query)
        if worker.connection.gettimeout() != 0:
            worker.connection.settimeout(0)
        try:
            return worker.connection.send(frame) == len(frame)
        except OSError:
            return False

    def read(self) -> bytes | None:
        """Return the whole answer if it is there; None if there is more to wait for.

        :raises RequestError: if the query failed.
        :raises Outgrown: if this is no answer for here; see :meth:`hand_over`.
        """
        assert self._worker is not None  # noqa: S101  set by begin
        try:
            self._worker.frames.fill()
        except (EOFError, OSError):
            raise Outgrown from None
        while (found := self._worker.frames.take()) is not None:
            kind, payload = found
            if kind == DATA:
                self._pieces.append(payload)
                self._size += len(payload)
                if self._size > _LONGEST_ANSWER:
                    raise Outgrown
            elif kind in (END, ERROR):
                self._whole = True
                if kind == ERROR:
                    raise from_report(payload, self._query, self._memory)
                return b"".join(self._pieces)
            else:
                self._worker.frames.put_back(kind, payload)
                raise Outgrown
        if time.monotonic() >= self.until:
            raise Outgrown
        return None

    def hand_over(self) -> LocalAnswer:
        """Return the same answer for a thread, from its first byte on. It waits.

        :raises RequestError: if the query fails.
        """
        assert self._worker is not None  # noqa: S101  set by begin
        worker, self._worker = self._worker, None
        for piece in reversed(self._pieces):
            worker.frames.put_back(DATA, piece)
        begun = (self._place, worker)
        return LocalAnswer(self._lanes, self._stock, self._query, self._call, self._memory, begun)

    def close(self) -> None:
        """Give place and worker back; nothing is done if the answer has been handed over."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        if not self._whole or not self._stock.put_idle(worker):
            _discard(self._stock, worker, wanted=not self._whole)
        self._lanes.leave(self._place)
        self._call.end()


class Outgrown(Exception):  # noqa: N818  not an error: the answer goes on elsewhere
    """The answer takes longer or is larger than what is answered without a thread."""


def _discard(stock: Stock, worker: Worker, *, wanted: bool) -> None:
    """End *worker* in a thread: another one is forked then, which may take its time."""

    def end() -> None:
        stock.kill(worker, wanted=wanted)
        worker.connection.close()

    threading.Thread(target=end, daemon=True).start()


def quick(lanes: Lanes, stock: Stock, query: Query, call: Call, memory: int) -> QuickAnswer | None:
    """Return *query* as begun, if there are a place and a worker for it at once; else None.

    :raises ClientBusyError: if this client has too many queries here already.
    """
    if query.federated or len(query.text) > _LONGEST_FRAME // 4:
        return None
    place = lanes.enter_at_once(call, time.monotonic() + query.timeout)
    if place is None:
        return None
    worker = stock.take_idle()
    begun = QuickAnswer(lanes, stock, query, call, memory, place)
    # One that has died meanwhile takes no query.
    if worker is not None and begun.begin(worker):
        return begun
    call.end()
    lanes.leave(place)
    if worker is not None:
        _discard(stock, worker, wanted=False)
    return None
