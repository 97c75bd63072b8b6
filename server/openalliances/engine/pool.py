"""The local engine: a pool of worker processes that can be killed.

A query leases a worker until its answer has been read or given up. The deadline
covers everything: waiting for a worker, evaluation, and reading the answer. At
the deadline the worker is killed and another one forked; the same happens when
an answer is closed before its end, since there is no other way to stop it.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from openalliances.engine.failures import busy, from_death, from_report, timed_out
from openalliances.engine.frames import DATA, ERROR, LAST, query_frame, receive
from openalliances.engine.interface import Query
from openalliances.engine.select import select
from openalliances.engine.workers import Nursery, Worker
from openalliances.errors import (
    EngineError,
    QueryMemoryError,
    RequestError,
    SettingError,
)
from openalliances.settings import Settings

_GRAPHS = "SELECT ?g { GRAPH ?g { } }"
_LONGEST_RETRY = 30


def open_pool(store: Path, settings: Settings) -> LocalPool:
    """Return a pool of workers over the Oxigraph store in *store*.

    :raises EngineError: if the workers do not start or cannot read the store.
    :raises SettingError: if ``query_memory`` is too little to open it.
    """
    pool = LocalPool(store, settings)
    try:
        pool.graphs()
    except QueryMemoryError:
        pool.close()
        raise SettingError(
            f"query_memory is {settings.query_memory} MB, which is too little to open the store.",
            "Use 512 or more.",
        ) from None
    except RequestError:
        pool.close()
        raise
    return pool


class LocalPool:
    """An :class:`~openalliances.engine.interface.Engine`; see the module."""

    def __init__(self, store: Path, settings: Settings) -> None:
        self.memory = settings.query_memory
        self._size = settings.query_workers
        self._queue_length = settings.query_queue
        self._patience = settings.query_timeout
        self._nursery = Nursery(store, settings.query_memory)
        self._changed = threading.Condition()
        # All below is guarded by _changed. _starting counts workers that are being forked.
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._starting = 0
        self._queue: deque[object] = deque()
        self._closed = False
        self._graphs: frozenset[str] | None = None
        self._fill()

    def run(self, query: Query) -> LocalAnswer:
        """Start *query*; return when the first bytes of its answer are there.

        :raises RequestError: see :meth:`~openalliances.engine.interface.Engine.run`.
        """
        deadline = time.monotonic() + query.timeout
        return LocalAnswer(self, self._lease(deadline), query, deadline)

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs; asked once, since a release never changes."""
        if self._graphs is None:
            rows = select(self, _GRAPHS, timeout=self._patience)
            self._graphs = frozenset(str(row["g"].value) for row in rows)
        return self._graphs

    def close(self) -> None:
        """End all processes; queries that still run fail."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for worker in idle:
            worker.connection.close()
        self._nursery.close()

    def give_back(self, worker: Worker) -> None:
        """Take *worker* back after a whole answer."""
        with self._changed:
            if worker not in self._busy or self._closed:
                worker.connection.close()
                return
            self._busy.discard(worker)
            self._idle.append(worker)
            self._changed.notify_all()

    def retire(self, worker: Worker, *, died: bool = False) -> int:
        """Replace *worker*; return how it ended if it *died*, else kill it and return 0."""
        with self._changed:
            if worker not in self._busy:
                return 0
            self._busy.discard(worker)
            if self._closed:
                return 0
        status = 0
        # What cannot be forked now is forked for the next query, which reports the failure.
        with contextlib.suppress(EngineError):
            if died:
                status = self._nursery.status(worker)
            else:
                self._nursery.kill(worker)
            self._fill()
        return status

    def _lease(self, deadline: float) -> Worker:
        """Return a worker that waits for a query; first come, first served."""
        ticket = object()
        with self._changed:
            free = self._size - len(self._busy)
            if len(self._queue) >= self._queue_length + free:
                raise busy(len(self._queue), self._retry_after())
            self._queue.append(ticket)
        try:
            while (worker := self._next(ticket, deadline)) is None:
                self._expire()
                self._fill()
            return worker
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _next(self, ticket: object, deadline: float) -> Worker | None:
        """Return the worker for *ticket*, or None when something is to be cleared up first."""
        with self._changed:
            while True:
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                if self._queue[0] is ticket and self._idle:
                    worker = self._idle.pop()
                    worker.deadline = deadline
                    self._busy.add(worker)
                    break
                now = time.monotonic()
                if now >= deadline:
                    raise busy(len(self._queue) - 1, self._retry_after())
                if self._count() < self._size or any(w.deadline <= now for w in self._busy):
                    return None
                first = min((w.deadline for w in self._busy), default=deadline)
                self._changed.wait(min(deadline, first) - now)
        if worker.lives():
            return worker
        self.retire(worker, died=True)
        worker.connection.close()
        return None

    def _expire(self) -> None:
        """Take workers away from answers that are past their deadline and are not being read."""
        now = time.monotonic()
        with self._changed:
            overdue = [worker for worker in self._busy if worker.deadline <= now]
        for worker in overdue:
            self.retire(worker)

    def _fill(self) -> None:
        """Start workers until there are as many as there should be."""
        while True:
            with self._changed:
                if self._closed or self._count() >= self._size:
                    return
                self._starting += 1
            try:
                worker = self._nursery.spawn()
                with self._changed:
                    self._idle.append(worker)
            finally:
                with self._changed:
                    self._starting -= 1
                    self._changed.notify_all()

    def _count(self) -> int:
        return len(self._idle) + len(self._busy) + self._starting

    def _retry_after(self) -> int:
        """Return the seconds after which a place is free at the latest."""
        now = time.monotonic()
        left = min((worker.deadline - now for worker in self._busy), default=1.0)
        return max(1, min(_LONGEST_RETRY, math.ceil(left)))


class LocalAnswer:
    """The :class:`~openalliances.engine.interface.Answer` of a leased worker."""

    def __init__(self, pool: LocalPool, worker: Worker, query: Query, deadline: float) -> None:
        self._pool = pool
        self._worker: Worker | None = worker
        self._query = query
        self._deadline = deadline
        try:
            worker.connection.settimeout(max(deadline - time.monotonic(), 1e-6))
            worker.connection.sendall(query_frame(query))
        except OSError:
            raise self._dead(worker) from None
        self._piece = self._read()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the serialised answer in pieces.

        :raises RequestError: if the query fails; what came before is no whole answer.
        """
        while self._piece is not None:
            piece, self._piece = self._piece, b""
            yield piece
            self._piece = self._read()

    def __enter__(self) -> LocalAnswer:
        """Return the answer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the answer."""
        self.close()

    def close(self) -> None:
        """Stop the evaluation if the answer was not read to its end."""
        worker, self._worker, self._piece = self._worker, None, None
        if worker is not None:
            self._pool.retire(worker)
            worker.connection.close()

    def _read(self) -> bytes | None:
        """Return the next piece, or None at the end."""
        worker = self._worker
        if worker is None:
            return None
        try:
            kind, payload = receive(worker.connection, self._deadline)
        except TimeoutError:
            self.close()
            raise timed_out(self._query.timeout) from None
        except (EOFError, OSError):
            raise self._dead(worker) from None
        if kind == DATA:
            return payload
        self._finish(worker, kind)
        if kind == ERROR:
            raise from_report(payload, self._query, self._pool.memory)
        return None

    def _finish(self, worker: Worker, kind: bytes) -> None:
        self._worker = self._piece = None
        if kind == LAST:
            self._pool.retire(worker)
            worker.connection.close()
        else:
            self._pool.give_back(worker)

    def _dead(self, worker: Worker) -> RequestError:
        """Return why there is no more to read: the worker died, or was taken away."""
        status = self._pool.retire(worker, died=True)
        self.close()
        if time.monotonic() >= self._deadline:
            return timed_out(self._query.timeout)
        return from_death(status, self._query, self._pool.memory)
