"""The answer of a worker: started, read, stopped."""

from __future__ import annotations

import contextlib
import os
import select
import time

from openalliances.engine.chunks import Pieces
from openalliances.engine.errors import cancelled, from_death, from_report, timed_out
from openalliances.engine.interface import Call, Query
from openalliances.engine.local.frames import DATA, ERROR, LAST, query_frame
from openalliances.engine.local.processes import Worker
from openalliances.engine.local.worker_pool import Stock
from openalliances.engine.scheduler import HEAVY, Lanes, Place
from openalliances.errors import RequestError

_NICENESS = 10
"""What long queries yield to others when processors are scarce; see nice(2)."""

_LONG = 1.0
"""Seconds of evaluation after which a query yields.

Its worker never comes back from that, and a new one is slow at first: it shares its pages with
others until it has touched them, which a query that reads all of a large store pays for.
"""


class LocalAnswer(Pieces):
    """An :class:`~openalliances.engine.interface.Answer`: it holds a place and a worker.

    Made when the first bytes are there. The deadline covers everything: waiting,
    evaluation, and reading.
    """

    def __init__(
        self,
        lanes: Lanes,
        stock: Stock,
        query: Query,
        call: Call,
        memory: int,
        begun: tuple[Place, Worker] | None = None,
    ) -> None:
        """Begin, or go on with a query that has *begun* at that place, in that worker."""
        self._lanes = lanes
        self._stock = stock
        self._query = query
        self._call = call
        self._memory = memory
        self._worker: Worker | None = None
        self._lower_at = time.monotonic() + _LONG
        if begun is None:
            self._deadline = time.monotonic() + query.timeout
            self._place = lanes.enter(call, self._deadline)
        else:
            self._place, self._worker = begun
            self._deadline = self._place.deadline
        try:
            if begun is None:
                self._send()
            self._piece = self._first()
        except BaseException:
            self.close()
            raise
        self._place.answering = True

    def close(self) -> None:
        """Stop the evaluation if the answer was not read to its end."""
        worker, self._worker, self._piece = self._worker, None, None
        if worker is not None:
            self._stock.kill(worker)
            worker.connection.close()
        self._lanes.leave(self._place)
        self._call.end()

    def _send(self) -> None:
        """Give the query to a worker."""
        worker = self._worker = self._stock.take(apart=self._query.federated)
        use = worker.uses
        self._call.on_cancel(lambda: self._stock.kill(worker, use=use))
        self._lower_at = time.monotonic() + _LONG
        try:
            worker.connection.settimeout(max(self._deadline - time.monotonic(), 1e-6))
            worker.connection.sendall(query_frame(self._query))
        except OSError:
            raise self._dead(worker) from None

    def _first(self) -> bytes | None:
        """Return the first piece; a query that takes longer moves to the heavy lane."""
        light_until = self._place.since + self._lanes.limits.light_time
        if self._ready(light_until):
            return self._read()
        if not self._lanes.promote(self._place):
            assert self._worker is not None  # noqa: S101  set by _send
            self._stock.kill(self._worker)
            self._worker.connection.close()
            self._worker = None
            self._lanes.wait_for_heavy(self._place)
            self._send()
        return self._read()

    def _ready(self, until: float) -> bool:
        """Return whether the worker says something before *until*."""
        assert self._worker is not None  # noqa: S101  set by _send
        if self._worker.frames.holds():
            return True
        poll = select.poll()
        poll.register(self._worker.connection, select.POLLIN)
        left = min(until, self._deadline) - time.monotonic()
        return bool(poll.poll(max(0.0, left) * 1000))

    def _lower(self) -> None:
        """Let the worker yield to those of others; it never comes back from that."""
        worker = self._worker
        if worker is not None and not worker.lowered:
            worker.lowered = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.pid, _NICENESS)

    def _read(self) -> bytes | None:
        """Return the next piece, or None at the end."""
        worker = self._worker
        if worker is None:
            return None
        light_until = self._place.since + self._lanes.limits.light_time
        if self._place.lane == HEAVY or time.monotonic() > light_until:
            self._lanes.promote(self._place, must=True)
            if time.monotonic() >= self._lower_at or not self._ready(self._lower_at):
                self._lower()
        try:
            kind, payload = worker.frames.next(self._deadline)
        except TimeoutError:
            self.close()
            raise timed_out(self._query.timeout) from None
        except (EOFError, OSError):
            raise self._dead(worker) from None
        if kind == DATA:
            return payload
        self._finish(worker, kind)
        if kind == ERROR:
            raise from_report(payload, self._query, self._memory)
        return None

    def _finish(self, worker: Worker, kind: bytes) -> None:
        self._worker = self._piece = None
        if kind == LAST:
            self._stock.kill(worker, wanted=False)
            worker.connection.close()
        else:
            self._stock.put(worker)
        self.close()

    def _dead(self, worker: Worker) -> RequestError:
        """Return why there is no more to read: the worker died, or was taken away."""
        status = self._stock.bury(worker)
        self.close()
        if self._call.cancelled:
            return cancelled()
        if time.monotonic() >= self._deadline:
            return timed_out(self._query.timeout)
        return from_death(status, self._query, self._memory)
