"""The worker pool: processes that are acquired for a query, released, killed, replaced.

To read a large store into memory takes a while, and nobody should wait for it: until that is
done, workers answer from the disk, and then they are replaced.

A worker that was forked shares the pages of the store until it touches them; each is copied
then (``warming.py``). So those that stand ready do that beforehand, and a worker is kept as
long as it is of use, also beyond those that stand ready: what a crowd has warmed stays for the
next one, and ends when nobody comes (:data:`_REST`).
"""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from openalliances.engine.local.processes import ForkServer, Worker
from openalliances.errors import EngineError
from openalliances.settings import Settings

_REST = 10.0
"""Seconds after which a worker that nobody used ends, if enough others stand ready."""

_SMALL = 50_000
"""Quads of a store that is read into memory before the first query (a second or less)."""


@dataclass(frozen=True, slots=True)
class PoolProcesses:
    """The process numbers of a pool, for whoever inspects it; 0 where there is no such process.

    ``loading`` is the fork server that still reads the store into memory, ``retiring`` the one
    that was replaced and waits for its last worker.
    """

    fork_server: int
    loading: int = 0
    retiring: int = 0
    idle: tuple[int, ...] = ()
    busy: tuple[int, ...] = ()


class WorkerPool:
    """Workers over one store. Safe to use from many threads.

    As many as there are light queries stand ready, and for a while as many as there may be in all.
    ``damage`` says what is wrong with the store; *quads* is how many it should have.
    """

    def __init__(self, store: Path, settings: Settings, quads: int | None = None) -> None:
        self.damage = ""
        self._expected = quads
        most = settings.memory_quads
        of_each = (settings.query_memory, settings.warm_memory // settings.light_workers)
        self._fork_server = ForkServer(store, of_each[0], min(most, _SMALL), of_each[1])
        self.in_memory = self._fork_server.in_memory()
        self._compare(self._fork_server)
        self._spare = settings.light_workers
        self._most = settings.light_workers + settings.query_workers
        self._most_paused = settings.query_workers
        self._lock = threading.Lock()
        # All below is guarded by _lock. _starting counts workers that are being forked to stand
        # ready, _acquiring those for somebody who waits.
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._paused: set[Worker] = set()
        self._timer: threading.Timer | None = None
        self._starting = self._acquiring = 0
        self._closed = False
        self._loading: ForkServer | None = None
        self._retiring: ForkServer | None = None
        self.kills = 0
        self.deaths = 0
        self.refill()
        if not self.in_memory and most > _SMALL:
            self._loading = ForkServer(store, of_each[0], most, of_each[1])
            threading.Thread(target=self._switch, args=(self._loading,), daemon=True).start()

    def _switch(self, loading: ForkServer) -> None:
        """Have workers of *loading* in place of the others, if it holds the store in memory."""
        try:
            held = loading.in_memory() and self._compare(loading)
        except EngineError:
            held = False
        with self._lock:
            if self._closed:
                return  # close ends the one that is loading
            self._loading = None
            idle: list[Worker] = []
            if held:
                self._retiring, self._fork_server, self.in_memory = self._fork_server, loading, True
                idle, self._idle = self._idle, []
        if not held:
            loading.close()
            return
        for worker in idle:
            worker.fork_server.kill(worker)
            worker.connection.close()
        with contextlib.suppress(EngineError):
            self.refill()
        self._close_retired()

    def _compare(self, server: ForkServer) -> bool:
        """Return whether the quads in memory are as many as there should be, if that is known."""
        if server.quads < 0 or self._expected is None or server.quads == self._expected:
            return True
        self.damage = f"its store has {server.quads:,} quads instead of {self._expected:,}"
        return False

    def _close_retired(self) -> None:
        """End the fork server that was replaced when the last of its workers is back."""
        with self._lock:
            old = self._retiring
            if old is None or self._starting or self._acquiring:
                return
            if any(worker.fork_server is old for worker in self._busy):
                return
            self._retiring = None
        old.close()

    def acquire(self, *, networked: bool = False) -> Worker:
        """Return a worker that waits for a query; one with the network if *networked*.

        :raises EngineError: if none can be started, or the pool has been closed.
        """
        while True:
            with self._lock:
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                worker = self._idle.pop() if self._idle and not networked else None
                self._acquiring += 1
            try:
                if worker is None:
                    worker = self._fork_server.spawn(networked=networked)
                if worker.lives():
                    with self._lock:
                        self._hand_out(worker)
                    return worker
            finally:
                with self._lock:
                    self._acquiring -= 1
                    waits = self._retiring is not None
                if waits:
                    self._close_retired()
            with contextlib.suppress(EngineError):
                worker.fork_server.status(worker)
            worker.connection.close()

    def try_acquire(self) -> Worker | None:
        """Return a worker that stands ready, without starting one; None if there is none."""
        with self._lock:
            worker = self._idle.pop() if self._idle and not self._closed else None
            if worker is not None:
                self._hand_out(worker)
        return worker

    def release(self, worker: Worker) -> None:
        """Take *worker* back after a whole answer; it is ended if there are enough."""
        if not self.try_release(worker):
            self.kill(worker, wanted=False)
            worker.connection.close()

    def try_release(self, worker: Worker) -> bool:
        """Take *worker* back if it can answer another query and is wanted; return whether."""
        with self._lock:
            if self._closed or len(self._idle) >= self._most or worker not in self._busy:
                return False
            if worker.networked or worker.frames.holds() or not worker.restore():
                return False
            if worker.fork_server is not self._fork_server:
                return False
            self._busy.discard(worker)
            worker.idle_since = time.monotonic()
            self._idle.append(worker)
            self._end_rested_later()
            return True

    def pause(self, worker: Worker) -> bool:
        """Stop *worker* midway, if not too many are stopped already; return whether it is.

        It keeps the memory that it has, which is why there is an end to their number.
        """
        with self._lock:
            if worker not in self._busy or len(self._paused) >= self._most_paused:
                return False
            self._paused.add(worker)
            worker.pause()
            return True

    def resume(self, worker: Worker) -> None:
        """Let *worker* go on."""
        with self._lock:
            if worker in self._paused:
                self._paused.discard(worker)
                worker.resume()

    def kill(self, worker: Worker, *, wanted: bool = True, use: int | None = None) -> None:
        """End *worker* at once, whatever it does; another one takes its place.

        Whoever calls from beside gives the *use* that is meant (:attr:`Worker.uses`): by now
        the worker may answer somebody else.
        """
        with self._lock:
            if worker not in self._busy or use not in (None, worker.uses):
                return
            self._forget(worker)
            self.kills += wanted
            closed = self._closed
        worker.fork_server.kill(worker)
        self._close_retired()
        if not closed:
            # What cannot be forked now is forked for the next query, which reports the failure.
            with contextlib.suppress(EngineError):
                self.refill()

    def reap(self, worker: Worker) -> int:
        """Return how *worker* ended, which has died by itself; 0 if it was taken away."""
        with self._lock:
            if worker not in self._busy:
                return 0
            self._forget(worker)
            self.deaths += 1
            if self._closed:
                return 0
        status = 0
        with contextlib.suppress(EngineError):
            status = worker.fork_server.status(worker)
            self._close_retired()
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
                worker = self._fork_server.spawn(ready=True)
            finally:
                with self._lock:
                    self._starting -= 1
                    # Meanwhile others may have come back.
                    wanted = not self._closed and len(self._idle) < self._spare
                    wanted = wanted and (worker is None or worker.fork_server is self._fork_server)
                    if worker is not None and wanted:
                        self._idle.append(worker)
            if not wanted:
                worker.fork_server.kill(worker)
                worker.connection.close()
                self._close_retired()

    def _hand_out(self, worker: Worker) -> None:
        worker.uses += 1
        self._busy.add(worker)

    def _forget(self, worker: Worker) -> None:
        self._busy.discard(worker)
        self._paused.discard(worker)

    def _end_rested_later(self) -> None:
        """Look again after a while, if more are idle than must stand ready."""
        if len(self._idle) > self._spare and self._timer is None and not self._closed:
            self._timer = threading.Timer(_REST, self.end_rested)
            self._timer.daemon = True
            self._timer.start()

    def end_rested(self) -> None:
        """End the workers that nobody has used for a while, beyond those that stand ready."""
        with self._lock:
            self._timer = None
            surplus = max(0, len(self._idle) - self._spare)
            before = time.monotonic() - _REST
            # Those that were used last are taken first, so the others stand in front.
            rested = [worker for worker in self._idle[:surplus] if worker.idle_since <= before]
            self._idle = [worker for worker in self._idle if worker not in rested]
            self._end_rested_later()
        for worker in rested:
            worker.fork_server.kill(worker)
            worker.connection.close()

    def processes(self) -> PoolProcesses:
        """Return which processes there are now."""
        with self._lock:
            return PoolProcesses(
                self._fork_server.pid,
                self._loading.pid if self._loading else 0,
                self._retiring.pid if self._retiring else 0,
                tuple(worker.pid for worker in self._idle),
                tuple(worker.pid for worker in self._busy),
            )

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            loading, old = self._loading, self._retiring
            if self._timer is not None:
                self._timer.cancel()
        for worker in idle:
            worker.connection.close()
        if loading is not None:
            loading.give_up()
        if old is not None:
            old.close()
        self._fork_server.close()
