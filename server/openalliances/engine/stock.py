"""The workers that wait for a query: taken, given back, killed, replaced."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from openalliances.engine.workers import Nursery, Worker
from openalliances.errors import EngineError
from openalliances.settings import Settings


class Stock:
    """Workers over one store; as many as *spare* stand ready. Safe to use from many threads."""

    def __init__(self, store: Path, settings: Settings, spare: int) -> None:
        self._nursery = Nursery(store, settings.query_memory, settings.memory_quads)
        self._spare = spare
        self._lock = threading.Lock()
        # All below is guarded by _lock. _starting counts workers that are being forked.
        self._idle: list[Worker] = []
        self._out: set[Worker] = set()
        self._starting = 0
        self._closed = False
        self.kills = 0
        self.deaths = 0
        self.refill()

    def take(self, *, apart: bool = False) -> Worker:
        """Return a worker that waits for a query; one with the network if *apart*.

        :raises EngineError: if none can be started, or the stock has been closed.
        """
        while True:
            with self._lock:
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                worker = self._idle.pop() if self._idle and not apart else None
            if worker is None:
                worker = self._nursery.spawn(apart=apart)
            if worker.lives():
                with self._lock:
                    self._hand_out(worker)
                return worker
            with contextlib.suppress(EngineError):
                self._nursery.status(worker)
            worker.connection.close()

    def take_idle(self) -> Worker | None:
        """Return a worker that stands ready, without starting one; None if there is none."""
        with self._lock:
            worker = self._idle.pop() if self._idle and not self._closed else None
            if worker is not None:
                self._hand_out(worker)
        return worker

    def put(self, worker: Worker) -> None:
        """Take *worker* back after a whole answer; it is ended if there are enough."""
        if not self.put_idle(worker):
            self.kill(worker, wanted=False)
            worker.connection.close()

    def put_idle(self, worker: Worker) -> bool:
        """Take *worker* back if it can answer another query and is wanted; return whether."""
        with self._lock:
            if self._closed or len(self._idle) >= self._spare or worker not in self._out:
                return False
            if worker.lowered or worker.apart or worker.frames.holds():
                return False
            self._out.discard(worker)
            self._idle.append(worker)
            return True

    def kill(self, worker: Worker, *, wanted: bool = True, use: int | None = None) -> None:
        """End *worker* at once, whatever it does; another one takes its place.

        Whoever calls from beside gives the *use* that is meant (:attr:`Worker.uses`): by now
        the worker may answer somebody else.
        """
        with self._lock:
            if worker not in self._out or use not in (None, worker.uses):
                return
            self._out.discard(worker)
            self.kills += wanted
            closed = self._closed
        self._nursery.kill(worker)
        if not closed:
            # What cannot be forked now is forked for the next query, which reports the failure.
            with contextlib.suppress(EngineError):
                self.refill()

    def bury(self, worker: Worker) -> int:
        """Return how *worker* ended, which has died by itself; 0 if it was taken away."""
        with self._lock:
            if worker not in self._out:
                return 0
            self._out.discard(worker)
            self.deaths += 1
            if self._closed:
                return 0
        status = 0
        with contextlib.suppress(EngineError):
            status = self._nursery.status(worker)
            self.refill()
        return status

    def refill(self) -> None:
        """Start workers until enough stand ready.

        :raises EngineError: if the system does not let us start one.
        """
        while True:
            with self._lock:
                if self._closed or len(self._idle) + self._starting >= self._spare:
                    return
                self._starting += 1
            worker = None
            try:
                worker = self._nursery.spawn()
            finally:
                with self._lock:
                    self._starting -= 1
                    # Meanwhile others may have come back.
                    wanted = not self._closed and len(self._idle) < self._spare
                    if worker is not None and wanted:
                        self._idle.append(worker)
            if not wanted:
                self._nursery.kill(worker)
                worker.connection.close()

    def _hand_out(self, worker: Worker) -> None:
        worker.uses += 1
        self._out.add(worker)

    def counts(self) -> tuple[int, int]:
        """Return how many workers stand ready, and how many are at work."""
        with self._lock:
            return len(self._idle), len(self._out)

    def pids(self) -> list[int]:
        """Return the process numbers of all workers."""
        with self._lock:
            return [worker.pid for worker in (*self._idle, *self._out)]

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.connection.close()
        self._nursery.close()
