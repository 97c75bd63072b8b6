"""Metrics: what is counted, in the text format of Prometheus.

The names are public: programs of operators read them. ``lane`` is that of the scheduler
(light or heavy); the cache ``answers`` keeps responses by what they depend on, the cache
``requests`` by the bytes of their requests. The outcome of a query is ``ok``, ``gone`` (the client
has disconnected), ``broken`` (the response was truncated), or the kind of error.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from openalliances.asgi.admission import Connections
from openalliances.asgi.exchange import ResponseCache
from openalliances.engine.buffer import AnswerSpace
from openalliances.engine.interface import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PREFIX = "openalliances"


class Metrics:
    """The counters of one server: ``requests`` by status, ``queries`` by outcome, ``swaps``.

    The app counts in plain integers; they are turned into metrics when somebody asks.
    """

    def __init__(
        self,
        caches: dict[str, ResponseCache],
        state: Callable[[], State],
        held: Connections,
        space: AnswerSpace,
    ) -> None:
        self._registry = CollectorRegistry()
        self.queries: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self.swaps = 0
        self.seconds = Histogram(
            f"{_PREFIX}_query_seconds",
            "Time from the request to the whole answer of a query that ran.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._registry.register(_Collected(self, caches, state, held, space))

    def text(self) -> bytes:
        """Return all of it in text."""
        return generate_latest(self._registry)


class _Collected(Collector):
    """What is looked up when somebody asks."""

    def __init__(
        self,
        metrics: Metrics,
        caches: dict[str, ResponseCache],
        state: Callable[[], State],
        held: Connections,
        space: AnswerSpace,
    ) -> None:
        self._metrics = metrics
        self._caches = caches
        self._state = state
        self._held = held
        self._space = space

    def collect(self) -> Iterable[Metric]:
        """Yield the figures of requests, caches, engine and memory."""
        yield _counter("queries", "Queries by outcome.", "outcome", self._metrics.queries)
        yield _counter("requests", "Requests by status.", "status", self._metrics.requests)
        yield CounterMetricFamily(
            f"{_PREFIX}_release_swaps",
            "Releases put in place of others.",
            value=self._metrics.swaps,
        )
        for name in ("hits", "misses"):
            family = CounterMetricFamily(
                f"{_PREFIX}_cache_{name}", f"Cache {name}.", labels=["cache"]
            )
            for label, cache in self._caches.items():
                family.add_metric([label], getattr(cache, name))
            yield family
        held = GaugeMetricFamily(f"{_PREFIX}_cache_bytes", "Bytes kept.", labels=["cache"])
        for label, cache in self._caches.items():
            held.add_metric([label], cache.size)
        yield held
        yield from _of_front(self._held, self._space)
        yield from _of_engine(self._state())


def _counter(name: str, text: str, label: str, counts: Counter[str]) -> Metric:
    family = CounterMetricFamily(f"{_PREFIX}_{name}", text, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _of_front(held: Connections, space: AnswerSpace) -> Iterable[Metric]:
    yield GaugeMetricFamily(f"{_PREFIX}_connections", "Connections.", value=held.open)
    for name, text, value in (
        ("connections_closed", "Idle connections closed to make room.", held.closed_for_others),
        ("connections_refused", "Connections for which there was no room.", held.refused),
    ):
        yield CounterMetricFamily(f"{_PREFIX}_{name}", text, value=value)
    unread = GaugeMetricFamily(
        f"{_PREFIX}_unread_bytes", "Bytes of answers that wait for their readers.", labels=["where"]
    )
    unread.add_metric(["memory"], space.memory.held)
    unread.add_metric(["disk"], space.disk.held)
    yield unread


def _of_engine(state: State) -> Iterable[Metric]:
    running = GaugeMetricFamily(f"{_PREFIX}_queries_running", "Queries that run.", labels=["lane"])
    running.add_metric(["light"], state.running_light)
    running.add_metric(["heavy"], state.running_heavy)
    yield running
    waiting = GaugeMetricFamily(f"{_PREFIX}_queries_waiting", "Queries that wait.", labels=["lane"])
    waiting.add_metric(["light"], state.waiting_light)
    waiting.add_metric(["heavy"], state.waiting_heavy)
    yield waiting
    workers = GaugeMetricFamily(f"{_PREFIX}_workers", "Worker processes.", labels=["state"])
    workers.add_metric(["idle"], state.workers_idle)
    workers.add_metric(["working"], state.workers_working)
    yield workers
    yield CounterMetricFamily(f"{_PREFIX}_worker_kills", "Workers stopped.", value=state.kills)
    yield CounterMetricFamily(f"{_PREFIX}_worker_deaths", "Workers that died.", value=state.deaths)
    if state.in_memory is not None:
        name = f"{_PREFIX}_store_in_memory"
        yield GaugeMetricFamily(name, "Whether the data are held in memory.", value=state.in_memory)
    memory = GaugeMetricFamily(f"{_PREFIX}_resident_bytes", "Resident memory.", labels=["process"])
    memory.add_metric(["server"], _resident("self"))
    memory.add_metric(["workers"], sum(_resident(str(pid)) for pid in state.pids))
    yield memory


def _resident(process: str) -> int:
    """Return the resident memory of a process in bytes (proc(5), statm); 0 if it has gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()
