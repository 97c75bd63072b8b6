"""What is counted, in the text format of Prometheus."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from openalliances.asgi.cache import AnswerCache
from openalliances.engine.interface import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PREFIX = "openalliances"


class Metrics:
    """The counters of one server."""

    def __init__(self, caches: dict[str, AnswerCache], state: Callable[[], State]) -> None:
        self._registry = CollectorRegistry()
        self.queries = Counter(
            f"{_PREFIX}_queries", "Queries by outcome.", ["outcome"], registry=self._registry
        )
        self.seconds = Histogram(
            f"{_PREFIX}_query_seconds",
            "Time from the request to the whole answer of a query that ran.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.requests = Counter(
            f"{_PREFIX}_requests", "Requests by status.", ["status"], registry=self._registry
        )
        self.swaps = Counter(
            f"{_PREFIX}_release_swaps", "Releases put in place of others.", registry=self._registry
        )
        self._registry.register(_Looks(caches, state))
        self._counters: dict[tuple[Counter, str], Counter] = {}

    def count(self, counter: Counter, label: str) -> None:
        """Add one to *counter* at *label*; to look the label up each time takes long."""
        found = self._counters.get((counter, label))
        if found is None:
            found = self._counters[counter, label] = counter.labels(label)
        found.inc()

    def text(self) -> bytes:
        """Return all of it in text."""
        return generate_latest(self._registry)


class _Looks(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, caches: dict[str, AnswerCache], state: Callable[[], State]) -> None:
        self._caches = caches
        self._state = state

    def collect(self) -> Iterable[Metric]:
        """Yield the figures of caches, engine and memory."""
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
        yield from _of_engine(self._state())


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
