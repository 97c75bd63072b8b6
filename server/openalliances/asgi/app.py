"""The ASGI app: sends each request to what answers it, over one release.

``/sparql`` is answered by :mod:`openalliances.asgi.endpoint`, what operators need by
:mod:`openalliances.asgi.operations`, files by :mod:`openalliances.asgi.files`, all else by the
pages (WSGI) in threads. The release may be replaced while requests run: each keeps the one that
it began with, and a release that was replaced is closed when the last of its requests has ended.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias, cast

from a2wsgi import WSGIMiddleware

from openalliances.asgi.downloads import file_of
from openalliances.asgi.endpoint import ServedRelease, SparqlEndpoint
from openalliances.asgi.exchange import (
    ASGIApp,
    ClientDisconnected,
    Exchange,
    Receive,
    ResponseCache,
    Scope,
    Send,
    TruncatedResponse,
)
from openalliances.asgi.files import FileSender
from openalliances.asgi.log import RequestLog
from openalliances.asgi.metrics import Metrics
from openalliances.asgi.operations import PATHS, QUERIES, Operation
from openalliances.engine.interface import Engine
from openalliances.errors import EngineError, OpenAlliancesError
from openalliances.http.problems import problem_of
from openalliances.pages.site import Site
from openalliances.release import Release
from openalliances.settings import Settings

Mount: TypeAlias = Callable[[Site], Any]
"""What makes the WSGI app with the pages of a site; the two doors know of each other so much."""

_REQUESTS_SHARE = 2
"""The cache of requests gets one part in this of the memory for whole responses."""


def served_release(
    release: Release, engine: Engine, settings: Settings, mount: Mount
) -> ServedRelease:
    """Return *release* with the pages that *mount* makes for it."""
    site = Site(release, engine, settings)
    return ServedRelease(site, WSGIMiddleware(mount(site), workers=settings.threads))


class App:
    """The ASGI app; made and used in one event loop.

    ``requests`` are responses by the bytes of their requests: connections share it.
    """

    def __init__(
        self, first: ServedRelease, settings: Settings, log: RequestLog | None = None
    ) -> None:
        self.served = first
        # Where each request is to be logged, none may take a way around the log.
        logged = settings.access_log == "on"
        self.requests = ResponseCache(0 if logged else settings.cache_size // _REQUESTS_SHARE)
        self._settings = settings
        self._log = log or RequestLog(settings)
        slots = settings.light_workers + settings.query_workers + 2 * settings.query_queue
        self._threads = ThreadPoolExecutor(slots + 2, thread_name_prefix="query")
        cache = ResponseCache(settings.cache_size - settings.cache_size // _REQUESTS_SHARE)
        self._endpoint = SparqlEndpoint(settings, self._threads, cache, first)
        self.metrics = Metrics(
            {"answers": cache, "requests": self.requests}, lambda: self.served.site.engine.state()
        )
        self._files = FileSender()
        self._operation = Operation(settings, self._endpoint, self.metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3.0)."""
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send)
        current = self.served
        current.users += 1
        began = time.perf_counter()
        outcome = "ok"
        try:
            await self._answer(exchange, current, receive)
        except ClientDisconnected:
            outcome = "gone"
        except TruncatedResponse:
            # Returning without the end of the body makes uvicorn close the connection.
            outcome = "broken"
        finally:
            current.users -= 1
            self._close_if_unused(current)
            self._note(exchange, outcome, time.perf_counter() - began)

    async def _answer(self, exchange: Exchange, current: ServedRelease, receive: Receive) -> None:
        """Answer *exchange*; the one boundary where an error becomes an answer."""
        path = exchange.path
        try:
            if path == "/sparql":
                await self._endpoint.answer(exchange, current)
            elif path in PATHS or path.startswith(QUERIES + "/"):
                await self._operation.answer(exchange, current.site)
            elif (file := file_of(exchange, current.site.release)) is not None:
                await self._files.send(exchange, file)
            else:
                pages = cast("ASGIApp", current.pages)
                await pages(exchange.scope, receive, exchange.send)
        except (ClientDisconnected, TruncatedResponse):
            raise
        except Exception as error:
            await self._fail(exchange, current, error)

    async def _fail(self, exchange: Exchange, current: ServedRelease, error: Exception) -> None:
        if not isinstance(error, OpenAlliancesError):
            traceback.print_exception(error)
            error = EngineError("Something failed here; it is not you.")
        if exchange.status:
            raise TruncatedResponse from None
        exchange.error = error
        await exchange.respond(await self._endpoint.problem(exchange, current, problem_of(error)))

    def replace(self, new: ServedRelease) -> None:
        """Answer from *new* from now on; what runs ends with what it began with."""
        old, self.served = self.served, new
        self._endpoint.current = new
        self._endpoint.cache.clear()
        self.requests.clear()
        self.metrics.swaps += 1
        old.retired = True
        self._close_if_unused(old)

    async def warm(self, served: ServedRelease) -> None:
        """Read what the first query would have to wait for."""
        await self._endpoint.read_vocabulary(served)

    def close(self) -> None:
        """End all threads and calls; the engine is closed by whoever has opened it."""
        for call in list(self._endpoint.calls):
            call.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._files.close()
        self.served.pages.executor.shutdown(wait=False, cancel_futures=True)

    def _close_if_unused(self, one: ServedRelease) -> None:
        """Close *one* if it was replaced and nobody uses it any more."""
        if one.retired and not one.users and not one.closed.is_set():
            one.closed.set()
            self._threads.submit(one.site.engine.close)
            one.pages.executor.shutdown(wait=False)

    def _note(self, exchange: Exchange, outcome: str, seconds: float) -> None:
        status = exchange.status or 499
        self.metrics.requests[str(status)] += 1
        if exchange.error is not None:
            outcome = _outcome(exchange.error)
        if exchange.fingerprint or exchange.error is not None:
            self.metrics.queries[outcome] += 1
        if exchange.fingerprint:
            self.metrics.seconds.observe(seconds)
        if seconds < self._log.after:
            return
        self._log.request(
            client=exchange.client(self._settings.proxies),
            method=exchange.method,
            path=exchange.path,
            status=status,
            size=exchange.sent,
            seconds=seconds,
            query=exchange.query,
            fingerprint=exchange.fingerprint,
        )


def _outcome(error: OpenAlliancesError) -> str:
    return type(error).__name__.removesuffix("Error").removeprefix("Query").lower()
