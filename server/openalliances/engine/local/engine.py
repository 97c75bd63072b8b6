"""The local engine: a pool of worker processes that can be killed.

A query holds a slot of the scheduler (``scheduler.py``) and a worker of the pool
(``worker_pool.py``) until its answer has been read or given up. At the deadline the worker is
killed and another one forked; the same happens when an answer is closed before its end or
its call is cancelled, since there is no other way to stop it. A long query that must wait for a
place in the heavy lane is paused with all that it has done.

Most queries are answered within a millisecond or two, less than it costs to hand them to a
thread and back. Whoever has an event loop starts them inline (:meth:`LocalEngine.start`), and
hands over to a :class:`~openalliances.engine.local.answer.LocalAnswer` what turns out longer.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from openalliances.engine.calls import current_call
from openalliances.engine.interface import Call, InlineLimitReached, Query, State
from openalliances.engine.local.answer import LocalAnswer, Resources, charge, stop_with
from openalliances.engine.local.frames import DATA, END, ERROR, query_frame
from openalliances.engine.local.processes import Worker
from openalliances.engine.local.worker_pool import PoolProcesses, WorkerPool
from openalliances.engine.scheduler import HEAVY, LIGHT, Clock, Limits, Scheduler, Slot
from openalliances.engine.select import select
from openalliances.errors import QueryMemoryError, RequestError, SettingError
from openalliances.settings import Settings

_GRAPHS = "SELECT ?g { GRAPH ?g { } }"

_LONGEST_FRAME = 32 * 1024
"""Bytes that a socket surely takes at once."""
_LONGEST_ANSWER = 256 * 1024


def open_local(store: Path, settings: Settings, quads: int | None = None) -> LocalEngine:
    """Return an engine with workers over the Oxigraph store in *store*, which has so many *quads*.

    :raises EngineError: if the workers do not start or cannot read the store.
    :raises SettingError: if ``query_memory`` is too little to open it.
    """
    engine = LocalEngine(store, settings, quads=quads)
    try:
        engine.graphs()
    except QueryMemoryError:
        engine.close()
        raise SettingError(
            f"query_memory is {settings.query_memory} MB, which is too little to open the store.",
            "Use 512 or more.",
        ) from None
    except RequestError:
        engine.close()
        raise
    return engine


class LocalEngine:
    """An :class:`~openalliances.engine.interface.Engine`; see the module."""

    def __init__(
        self,
        store: Path,
        settings: Settings,
        clock: Clock = time.monotonic,
        quads: int | None = None,
    ) -> None:
        limits = Limits(
            light=settings.light_workers,
            heavy=settings.query_workers,
            queue=settings.query_queue,
            client=settings.client_queries,
            light_time=settings.light_time,
        )
        self._patience = settings.query_timeout
        self._scheduler = Scheduler(limits, clock)
        self._pool = WorkerPool(store, settings, quads)
        # A longer answer goes on in a thread, where result_size is looked at.
        inline_size = min(_LONGEST_ANSWER, settings.result_size)
        self._resources = Resources(self._scheduler, self._pool, settings.query_memory, inline_size)
        self._graphs: frozenset[str] | None = None

    def run(self, query: Query, call: Call | None = None) -> LocalAnswer:
        """Start *query*; return when the first bytes of its answer are there.

        :raises RequestError: see :meth:`~openalliances.engine.interface.Engine.run`.
        """
        return LocalAnswer(self._resources, query, call or current_call())

    def start(self, query: Query, call: Call) -> LocalInlineAnswer | None:
        """Start *query* if there are a slot and a worker for it at once; else return None.

        :raises ClientBusyError: if this client has too many queries here already.
        """
        if query.federated or len(query.text) > _LONGEST_FRAME // 4:
            return None
        slot = self._scheduler.try_enter(call, self._scheduler.clock() + query.timeout)
        if slot is None:
            return None
        worker = self._pool.try_acquire()
        # One that has died meanwhile takes no query.
        if worker is not None:
            answer = LocalInlineAnswer(self._resources, query, call, slot, worker)
            if answer.send():
                return answer
        call.end()
        self._scheduler.leave(slot)
        if worker is not None:
            _discard(self._pool, worker, wanted=False)
        return None

    @property
    def variant(self) -> str:
        """Return where the store is held."""
        return "memory" if self._pool.in_memory else "disk"

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs; asked once, since a release never changes."""
        if self._graphs is None:
            rows = select(self, _GRAPHS, timeout=self._patience)
            self._graphs = frozenset(str(row["g"].value) for row in rows)
        return self._graphs

    def state(self) -> State:
        """Return what the engine does now."""
        load = self._scheduler.load()
        processes = self._pool.processes()
        return State(
            running_light=load.running[LIGHT],
            running_heavy=load.running[HEAVY],
            waiting_light=load.waiting[LIGHT],
            waiting_heavy=load.waiting[HEAVY],
            workers_idle=len(processes.idle),
            workers_working=len(processes.busy),
            kills=self._pool.kills,
            deaths=self._pool.deaths,
            pids=(*processes.idle, *processes.busy),
            in_memory=self._pool.in_memory,
            damage=self._pool.damage,
        )

    def processes(self) -> PoolProcesses:
        """Return which processes it has now, for whoever inspects it."""
        return self._pool.processes()

    def close(self) -> None:
        """End all processes; queries that still run fail."""
        self._scheduler.close()
        self._pool.close()


class LocalInlineAnswer:
    """An :class:`~openalliances.engine.interface.InlineAnswer` of a worker.

    Its worker answers others once it is closed, so nobody may wait for the file by then.
    """

    def __init__(
        self, resources: Resources, query: Query, call: Call, slot: Slot, worker: Worker
    ) -> None:
        self._resources = resources
        self._query = query
        self._call = call
        self._slot = slot
        self._worker: Worker | None = worker
        self._chunks: list[bytes] = []
        self._size = 0
        self._whole = False
        self._now = resources.scheduler.clock
        self.until = min(slot.since + resources.scheduler.limits.light_time, slot.deadline)

    @property
    def file(self) -> int:
        """Return the number of the file to wait for."""
        return self._working.connection.fileno()

    @property
    def _working(self) -> Worker:
        assert self._worker is not None  # noqa: S101  there is one until close or hand_over
        return self._worker

    def send(self) -> bool:
        """Give the query to the worker; return whether that went."""
        worker, pool = self._working, self._resources.pool
        charge(self._slot, worker)
        stop_with(self._call, pool, worker)
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
        :raises InlineLimitReached: if this is no answer for here; see :meth:`hand_over`.
        """
        worker = self._working
        try:
            worker.frames.fill()
        except (EOFError, OSError):
            raise InlineLimitReached from None
        while (found := worker.frames.take()) is not None:
            kind, payload = found
            if kind == DATA:
                self._chunks.append(payload)
                self._size += len(payload)
                if self._size > self._resources.inline_size:
                    raise InlineLimitReached
            elif kind in (END, ERROR):
                self._whole = True
                if kind == ERROR:
                    raise self._resources.failure(payload, self._query)
                return b"".join(self._chunks)
            else:
                worker.frames.put_back(kind, payload)
                raise InlineLimitReached
        if self._now() >= self.until:
            raise InlineLimitReached
        return None

    def hand_over(self) -> LocalAnswer:
        """Return the same answer for a thread, from its first byte on. It waits.

        :raises RequestError: if the query fails.
        """
        worker, self._worker = self._working, None
        for chunk in reversed(self._chunks):
            worker.frames.put_back(DATA, chunk)
        return LocalAnswer(self._resources, self._query, self._call, (self._slot, worker))

    def close(self) -> None:
        """Give slot and worker back; nothing is done if the answer has been handed over."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        pool = self._resources.pool
        if not self._whole or not pool.try_release(worker):
            _discard(pool, worker, wanted=not self._whole)
        self._resources.scheduler.leave(self._slot)
        self._call.end()


def _discard(pool: WorkerPool, worker: Worker, *, wanted: bool) -> None:
    """End *worker* in a thread: another one is forked then, which may take its time."""

    def end() -> None:
        pool.kill(worker, wanted=wanted)
        worker.connection.close()

    threading.Thread(target=end, daemon=True).start()
