"""The local engine: a pool of worker processes that can be killed.

A query holds a place in a lane (``lanes.py``) and a worker from the stock (``stock.py``)
until its answer (``answer.py``) has been read or given up. At the deadline the worker is
killed and another one forked; the same happens when an answer is closed before its end or
its call is cancelled, since there is no other way to stop it.
"""

from __future__ import annotations

from pathlib import Path

from openalliances.engine.interface import Call, Query, State
from openalliances.engine.local.answer import LocalAnswer
from openalliances.engine.local.inline import QuickAnswer, quick
from openalliances.engine.local.worker_pool import Stock
from openalliances.engine.scheduler import HEAVY, LIGHT, Lanes, Limits
from openalliances.engine.select import select
from openalliances.errors import QueryMemoryError, RequestError, SettingError
from openalliances.settings import Settings

_GRAPHS = "SELECT ?g { GRAPH ?g { } }"


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
        self._memory = settings.query_memory
        self._patience = settings.query_timeout
        self._lanes = Lanes(
            Limits(
                light=settings.light_workers,
                heavy=settings.query_workers,
                queue=settings.query_queue,
                client=settings.client_queries,
                light_time=settings.light_time,
            )
        )
        self._stock = Stock(store, settings, settings.light_workers)
        self._graphs: frozenset[str] | None = None

    def run(self, query: Query, call: Call | None = None) -> LocalAnswer:
        """Start *query*; return when the first bytes of its answer are there.

        :raises RequestError: see :meth:`~openalliances.engine.interface.Engine.run`.
        """
        return LocalAnswer(self._lanes, self._stock, query, call or Call(), self._memory)

    def quick(self, query: Query, call: Call) -> QuickAnswer | None:
        """Return *query* as begun if nothing has to be waited for; see ``quick.py``.

        :raises ClientBusyError: if this client has too many queries here already.
        """
        return quick(self._lanes, self._stock, query, call, self._memory)

    @property
    def variant(self) -> str:
        """Return where the store is held."""
        return "memory" if self._stock.in_memory else "disk"

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs; asked once, since a release never changes."""
        if self._graphs is None:
            rows = select(self, _GRAPHS, timeout=self._patience)
            self._graphs = frozenset(str(row["g"].value) for row in rows)
        return self._graphs

    def state(self) -> State:
        """Return what the pool does now."""
        load = self._lanes.load()
        idle, working = self._stock.counts()
        return State(
            running_light=load.running[LIGHT],
            running_heavy=load.running[HEAVY],
            waiting_light=load.waiting[LIGHT],
            waiting_heavy=load.waiting[HEAVY],
            workers_idle=idle,
            workers_working=working,
            kills=self._stock.kills,
            deaths=self._stock.deaths,
            pids=tuple(self._stock.pids()),
            in_memory=self._stock.in_memory,
        )

    def close(self) -> None:
        """End all processes; queries that still run fail."""
        self._lanes.close()
        self._stock.close()
