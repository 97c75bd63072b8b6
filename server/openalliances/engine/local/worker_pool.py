"""The workers that wait for a query: taken, given back, killed, replaced.

To read a large store into memory takes a while, and nobody should wait for it: until that is
done, workers answer from the disk, and then they are replaced.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from openalliances.engine.local.processes import Nursery, Worker
from openalliances.errors import EngineError
from openalliances.settings import Settings

_SMALL = 50_000
"""Quads of a store that is read into memory before the first query (a second or less)."""


class Stock:
    """Workers over one store; as many as *spare* stand ready. Safe to use from many threads."""

    def __init__(self, store: Path, settings: Settings, spare: int) -> None:
        most = settings.memory_quads
        self._nursery = Nursery(store, settings.query_memory, min(most, _SMALL))
        self.in_memory = self._nursery.in_memory()
        self._spare = spare
        self._lock = threading.Lock()
        # All below is guarded by _lock. _starting counts workers that are being forked to stand
        # ready, _taking those for somebody who waits.
        self._idle: list[Worker] = []
        self._out: set[Worker] = set()
        self._starting = self._taking = 0
        self._closed = False
        self._coming: Nursery | None = None
        self._old: Nursery | None = None
        self.kills = 0
        self.deaths = 0
        self.refill()
        if not self.in_memory and most > _SMALL:
            self._coming = Nursery(store, settings.query_memory, most)
            threading.Thread(target=self._move, args=(self._coming,), daemon=True).start()

    def _move(self, coming: Nursery) -> None:
        """Have workers of *coming* in place of those there are, if it holds the store in memory."""
        try:
            held = coming.in_memory()
        except EngineError:
            held = False
        with self._lock:
            if self._closed:
                return  # close ends what is coming
            self._coming = None
            idle: list[Worker] = []
            if held:
                self._old, self._nursery, self.in_memory = self._nursery, coming, True
                idle, self._idle = self._idle, []
        if not held:
            coming.close()
            return
        for worker in idle:
            worker.home.kill(worker)
            worker.connection.close()
        with contextlib.suppress(EngineError):
            self.refill()
        self._leave_old()

    def _leave_old(self) -> None:
        """End the nursery that was replaced when the last of its workers has been given back."""
        with self._lock:
            old = self._old
            if old is None or self._starting or self._taking:
                return
            if any(worker.home is old for worker in self._out):
                return
            self._old = None
        old.close()

    def take(self, *, apart: bool = False) -> Worker:
        """Return a worker that waits for a query; one with the network if *apart*.

        :raises EngineError: if none can be started, or the stock has been closed.
        """
        while True:
            with self._lock:
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                worker = self._idle.pop() if self._idle and not apart else None
                self._taking += 1
            try:
                if worker is None:
                    worker = self._nursery.spawn(apart=apart)
                if worker.lives():
                    with self._lock:
                        self._hand_out(worker)
                    return worker
            finally:
                with self._lock:
                    self._taking -= 1
            with contextlib.suppress(EngineError):
                worker.home.status(worker)
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
            if worker.home is not self._nursery:
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
        worker.home.kill(worker)
        self._leave_old()
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
            status = worker.home.status(worker)
            self._leave_old()
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
                    wanted = wanted and (worker is None or worker.home is self._nursery)
                    if worker is not None and wanted:
                        self._idle.append(worker)
            if not wanted:
                worker.home.kill(worker)
                worker.connection.close()
                self._leave_old()

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
            coming, old = self._coming, self._old
        for worker in idle:
            worker.connection.close()
        if coming is not None:
            coming.give_up()
        if old is not None:
            old.close()
        self._nursery.close()
