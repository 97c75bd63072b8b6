"""The answer of a worker, in a thread: started, read, stopped."""

from __future__ import annotations

import select
from dataclasses import dataclass

from openalliances.engine.chunks import ChunkedAnswer
from openalliances.engine.errors import cancelled, timed_out
from openalliances.engine.interface import Call, Query
from openalliances.engine.local.errors import from_death, from_report, may_repeat
from openalliances.engine.local.frames import DATA, ERROR, LAST, query_frame
from openalliances.engine.local.processes import Worker
from openalliances.engine.local.worker_pool import WorkerPool
from openalliances.engine.scheduler import HEAVY, Scheduler, Slot
from openalliances.errors import RequestError, StoreDamagedError

_LONG = 1.0
"""Seconds of processor time after which a query yields to others.

Where the system does not let its worker come back from that (``Worker.restore``), the worker ends
with it, and a new one copies the pages that it touches: a part of what a long query takes.
"""
_MOMENT = 0.005
"""Seconds to wait at least before the processor time is looked at again."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What all answers of a local engine share.

    ``memory`` is that of a query in megabytes, ``inline_size`` the most bytes of an inline answer.
    """

    scheduler: Scheduler
    pool: WorkerPool
    memory: int
    inline_size: int

    def failure(self, report: bytes, query: Query) -> RequestError:
        """Return the error that a worker reports; that of a damaged store is remembered."""
        error = from_report(report, query, self.memory)
        if isinstance(error, StoreDamagedError):
            self.pool.damage = error.message
        return error


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
        self._resources = resources
        self._scheduler = resources.scheduler
        self._pool = resources.pool
        self._memory = resources.memory
        self._now = resources.scheduler.clock
        self._query = query
        self._call = call
        self._worker: Worker | None = None
        self._repeated = False
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
        charge(self._slot, worker)
        stop_with(self._call, self._pool, worker)
        try:
            worker.connection.settimeout(max(self._deadline - self._now(), 1e-6))
            worker.connection.sendall(query_frame(self._query))
        except OSError:
            self._begin_again(worker)

    def _first(self) -> bytes | None:
        """Return the first chunk; a query that takes longer moves to the heavy lane."""
        left = self._scheduler.light_left(self._slot)
        while not self._ready(left) and self._now() < self._deadline:
            left = self._scheduler.light_left(self._slot)
            if left <= 0:
                if not self._scheduler.promote(self._slot):
                    self._wait_for_heavy(self._working)
                break
        return self._read()

    def _wait_for_heavy(self, worker: Worker) -> None:
        """Wait for a place in the heavy lane with what has been done.

        Without it, where too many do so already.
        """
        paused = self._pool.pause(worker)
        if not paused:
            self._worker = None
            self._pool.kill(worker)
            worker.connection.close()
        self._scheduler.wait_for_heavy(self._slot)
        if paused:
            stop_with(self._call, self._pool, worker)
            self._pool.resume(worker)
        else:
            self._send()

    @property
    def _working(self) -> Worker:
        assert self._worker is not None  # noqa: S101  there is one while it is evaluated
        return self._worker

    def _ready(self, seconds: float) -> bool:
        """Return whether the worker says something within *seconds*, or before the deadline."""
        worker = self._working
        if worker.frames.holds():
            return True
        poll = select.poll()
        poll.register(worker.connection, select.POLLIN)
        left = min(max(seconds, _MOMENT), self._deadline - self._now())
        return bool(poll.poll(max(0.0, left) * 1000))

    def _read(self) -> bytes | None:
        """Return the next chunk, or None at the end."""
        worker = self._worker
        if worker is None:
            return None
        light_until = self._slot.since + self._scheduler.limits.light_time
        if self._slot.lane == HEAVY or self._now() > light_until:
            if self._slot.answering:
                self._scheduler.promote(self._slot, must=True)
            self._wait_long(worker)
        try:
            kind, payload = worker.frames.next(self._deadline)
        except TimeoutError:
            self.close()
            raise timed_out(self._query.timeout) from None
        except (EOFError, OSError):
            self._begin_again(worker)
            return self._first()
        if kind == DATA:
            return payload
        self._finish(worker, kind)
        if kind == ERROR:
            raise self._resources.failure(payload, self._query)
        return None

    def _wait_long(self, worker: Worker) -> None:
        """Wait until the worker says something; one that computes for long yields to others."""
        while worker.niceness is None and self._now() < self._deadline:
            left = _LONG - self._slot.used() if self._slot.used else 0.0
            if left <= 0:
                worker.lower()
                return
            if self._ready(left):
                return

    def _finish(self, worker: Worker, kind: bytes) -> None:
        self._worker = self._chunk = None
        if kind == LAST:
            self._pool.kill(worker, wanted=False)
            worker.connection.close()
        else:
            self._pool.release(worker)
        self.close()

    def _begin_again(self, worker: Worker) -> None:
        """Give the query to another worker, once, if this one died before anything was out.

        :raises RequestError: why there is no more to read, in all other cases.
        """
        status = self._pool.reap(worker)
        may_repeat_it = may_repeat(status) and not self._slot.answering and not self._repeated
        if self._call.cancelled or self._now() >= self._deadline or not may_repeat_it:
            self.close()
            if self._call.cancelled:
                raise cancelled() from None
            if self._now() >= self._deadline:
                raise timed_out(self._query.timeout) from None
            raise from_death(status, self._query, self._memory) from None
        self._repeated = True
        self._worker = None
        worker.connection.close()
        self._send()


def charge(slot: Slot, worker: Worker) -> None:
    """Count the processor time of *worker*, from now on, as that of the query in *slot*.

    Not where it asks others over the network: to wait for them takes none.
    """
    if worker.networked:
        return
    before = worker.processor_time()
    slot.used = lambda: worker.processor_time() - before


def stop_with(call: Call, pool: WorkerPool, worker: Worker) -> None:
    """Have *worker* killed when *call* is cancelled, unless it answers somebody else by then."""
    use = worker.uses
    call.on_cancel(lambda: pool.kill(worker, use=use))
