"""The answer of a worker, in a thread: started, read, stopped."""

from __future__ import annotations

import contextlib
import os
import select
from dataclasses import dataclass

from openalliances.engine.chunks import ChunkedAnswer
from openalliances.engine.errors import cancelled, timed_out
from openalliances.engine.interface import Call, Query
from openalliances.engine.local.errors import from_death, from_report
from openalliances.engine.local.frames import DATA, ERROR, LAST, query_frame
from openalliances.engine.local.processes import Worker
from openalliances.engine.local.worker_pool import WorkerPool
from openalliances.engine.scheduler import HEAVY, Scheduler, Slot
from openalliances.errors import RequestError

_YIELD = 10
"""By how much the niceness of long queries rises, so that others go first; see nice(2)."""
_NICEST = 19

_LONG = 1.0
"""Seconds of evaluation after which a query yields.

Its worker never comes back from that, and a new one is slow at first: it shares its pages with
others until it has touched them, which a query that reads all of a large store pays for.
"""


@dataclass(frozen=True, slots=True)
class Resources:
    """What all answers of a local engine share.

    ``memory`` is that of a query in megabytes, ``inline_size`` the most bytes of an inline answer.
    """

    scheduler: Scheduler
    pool: WorkerPool
    memory: int
    inline_size: int


class LocalAnswer(ChunkedAnswer):
    """An :class:`~openalliances.engine.interface.Answer`: it holds a slot and a worker.

    Made when the first bytes are there. The deadline covers everything: waiting,
    evaluation, and reading.
    """

    def __init__(
        self,
        resources: Resources,
        query: Query,
        call: Call,
        started: tuple[Slot, Worker] | None = None,
    ) -> None:
        """Begin, or go on with a query that was *started* in that slot, in that worker."""
        self._scheduler = resources.scheduler
        self._pool = resources.pool
        self._memory = resources.memory
        self._now = resources.scheduler.clock
        self._query = query
        self._call = call
        self._worker: Worker | None = None
        self._nice_at = self._now() + _LONG
        if started is None:
            self._deadline = self._now() + query.timeout
            self._slot = self._scheduler.enter(call, self._deadline)
        else:
            self._slot, self._worker = started
            self._deadline = self._slot.deadline
        try:
            if started is None:
                self._send()
            self._chunk = self._first()
        except BaseException:
            self.close()
            raise
        self._slot.answering = True

    def close(self) -> None:
        """Stop the evaluation if the answer was not read to its end."""
        worker, self._worker, self._chunk = self._worker, None, None
        if worker is not None:
            self._pool.kill(worker)
            worker.connection.close()
        self._scheduler.leave(self._slot)
        self._call.end()

    def _send(self) -> None:
        """Give the query to a worker."""
        worker = self._worker = self._pool.acquire(networked=self._query.federated)
        use = worker.uses
        self._call.on_cancel(lambda: self._pool.kill(worker, use=use))
        self._nice_at = self._now() + _LONG
        try:
            worker.connection.settimeout(max(self._deadline - self._now(), 1e-6))
            worker.connection.sendall(query_frame(self._query))
        except OSError:
            raise self._dead(worker) from None

    def _first(self) -> bytes | None:
        """Return the first chunk; a query that takes longer moves to the heavy lane."""
        light_until = self._slot.since + self._scheduler.limits.light_time
        if self._ready(light_until):
            return self._read()
        if not self._scheduler.promote(self._slot):
            assert self._worker is not None  # noqa: S101  set by _send
            self._pool.kill(self._worker)
            self._worker.connection.close()
            self._worker = None
            self._scheduler.wait_for_heavy(self._slot)
            self._send()
        return self._read()

    def _ready(self, until: float) -> bool:
        """Return whether the worker says something before *until*."""
        assert self._worker is not None  # noqa: S101  set by _send
        if self._worker.frames.holds():
            return True
        poll = select.poll()
        poll.register(self._worker.connection, select.POLLIN)
        left = min(until, self._deadline) - self._now()
        return bool(poll.poll(max(0.0, left) * 1000))

    def _read(self) -> bytes | None:
        """Return the next chunk, or None at the end."""
        worker = self._worker
        if worker is None:
            return None
        light_until = self._slot.since + self._scheduler.limits.light_time
        if self._slot.lane == HEAVY or self._now() > light_until:
            self._scheduler.promote(self._slot, must=True)
            if self._now() >= self._nice_at or not self._ready(self._nice_at):
                renice(worker)
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
        self._worker = self._chunk = None
        if kind == LAST:
            self._pool.kill(worker, wanted=False)
            worker.connection.close()
        else:
            self._pool.release(worker)
        self.close()

    def _dead(self, worker: Worker) -> RequestError:
        """Return why there is no more to read: the worker died, or was taken away."""
        status = self._pool.reap(worker)
        self.close()
        if self._call.cancelled:
            return cancelled()
        if self._now() >= self._deadline:
            return timed_out(self._query.timeout)
        return from_death(status, self._query, self._memory)


def renice(worker: Worker) -> None:
    """Let *worker* yield to those of others, once; it never comes back from that.

    The niceness rises from what the worker has: that of a server which yields already must
    not fall.
    """
    if worker.niced:
        return
    worker.niced = True
    with contextlib.suppress(OSError):
        now = os.getpriority(os.PRIO_PROCESS, worker.pid)
        os.setpriority(os.PRIO_PROCESS, worker.pid, min(_NICEST, now + _YIELD))
