"""The front: an ASGI app that sends each request to what answers it, over one release.

``/sparql`` is answered by :mod:`openalliances.asgi.endpoint`, what operators need by
:mod:`openalliances.asgi.operations`, all else by the Flask app in threads. The release may be
replaced while requests run: each keeps the one that it began with, and a release that was
replaced is closed when the last of its requests has ended.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from flask import Flask

from openalliances.asgi.cache import AnswerCache
from openalliances.asgi.endpoint import Elsewhere, Endpoint
from openalliances.asgi.exchange import App, BrokenOff, Exchange, Gone, Receive, Scope, Send
from openalliances.asgi.log import RequestLog
from openalliances.asgi.metrics import Metrics
from openalliances.asgi.operations import PATHS, QUERIES, Operation
from openalliances.engine.interface import Engine
from openalliances.errors import EngineError, OpenAlliancesError
from openalliances.release import Release
from openalliances.settings import Settings
from openalliances.web.app import ERROR_KEY, create_app
from openalliances.web.site import EXTENSION, Site

_HOT_SHARE = 2
"""The short way gets one part in this of the memory for whole answers."""


@dataclass(eq=False)
class Edition:
    """A release with its engine and its app; ``users`` are the requests that it answers now."""

    release: Release
    engine: Engine
    app: Flask
    pages: WSGIMiddleware
    users: int = 0
    retired: bool = False
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def site(self) -> Site:
        """Return what the app knows of the release."""
        site = self.app.extensions[EXTENSION]
        assert isinstance(site, Site)  # noqa: S101  set by create_app
        return site


def edition(release: Release, engine: Engine, settings: Settings) -> Edition:
    """Return the edition of *release*."""
    app = create_app(release, engine, settings)
    return Edition(release, engine, app, WSGIMiddleware(cast("Any", app), workers=settings.threads))


class Front:
    """The ASGI app; made and used in one event loop."""

    def __init__(self, first: Edition, settings: Settings, log: RequestLog | None = None) -> None:
        self.edition = first
        # Where each request is to be logged, none may take a way around the log.
        logged = settings.access_log == "on"
        self.hot = AnswerCache(0 if logged else settings.cache_size // _HOT_SHARE)
        self._settings = settings
        self._log = log or RequestLog(settings)
        places = settings.light_workers + settings.query_workers + 2 * settings.query_queue
        self._threads = ThreadPoolExecutor(places + 2, thread_name_prefix="query")
        kept = AnswerCache(settings.cache_size - settings.cache_size // _HOT_SHARE)
        self._endpoint = Endpoint(settings, self._threads, kept, self.hot, first.site)
        self.metrics = Metrics(
            {"answers": kept, "requests": self.hot}, lambda: self.edition.engine.state()
        )
        self._operation = Operation(settings, self._endpoint, self.metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3.0)."""
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send)
        current = self.edition
        current.users += 1
        began = time.perf_counter()
        outcome = "ok"
        try:
            await self._answer(exchange, current)
        except Gone:
            outcome = "gone"
        except BrokenOff:
            # Returning without the end of the body makes uvicorn close the connection.
            outcome = "broken"
        finally:
            current.users -= 1
            self._look(current)
            self._note(exchange, outcome, time.perf_counter() - began)

    async def _answer(self, exchange: Exchange, current: Edition) -> None:
        path = exchange.path
        if path in PATHS or path.startswith(QUERIES + "/"):
            await self._operation.answer(exchange, current.site)
            return
        if path == "/sparql":
            try:
                await self._endpoint.answer(exchange, current.site)
            except Elsewhere as elsewhere:
                if elsewhere.error is not None:
                    exchange.scope[ERROR_KEY] = elsewhere.error
            except (Gone, BrokenOff):
                raise
            except Exception:
                traceback.print_exc()
                if exchange.status:
                    raise BrokenOff from None
                exchange.scope[ERROR_KEY] = EngineError("Something failed here; it is not you.")
            else:
                return
        pages = cast("App", current.pages)
        await pages(exchange.scope, exchange.receive_again, exchange.send)

    def replace(self, new: Edition) -> None:
        """Answer from *new* from now on; what runs ends with what it began with."""
        old, self.edition = self.edition, new
        self._endpoint.current = new.site
        self._endpoint.kept.clear()
        self.hot.clear()
        self.metrics.swaps.inc()
        old.retired = True
        self._look(old)

    def close(self) -> None:
        """Close the engine; the server has ended all requests or given them up."""
        for call in list(self._endpoint.calls):
            call.cancel()
        self.edition.engine.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.edition.pages.executor.shutdown(wait=False, cancel_futures=True)

    def _look(self, one: Edition) -> None:
        """Close *one* if it was replaced and nobody uses it any more."""
        if one.retired and not one.users and not one.closed.is_set():
            one.closed.set()
            self._threads.submit(one.engine.close)
            one.pages.executor.shutdown(wait=False)

    def _note(self, exchange: Exchange, outcome: str, seconds: float) -> None:
        self.metrics.count(self.metrics.requests, str(exchange.status or 499))
        error = exchange.scope.get(ERROR_KEY)
        if isinstance(error, OpenAlliancesError):
            outcome = _outcome(error)
        if exchange.fingerprint or error is not None:
            self.metrics.count(self.metrics.queries, outcome)
        if exchange.fingerprint:
            self.metrics.seconds.observe(seconds)
        if not self._log.wants(seconds):
            return
        self._log.request(
            client=exchange.client(self._settings.proxies),
            method=exchange.method,
            path=exchange.path,
            status=exchange.status or 499,
            size=exchange.sent,
            seconds=seconds,
            query=exchange.query,
            fingerprint=exchange.fingerprint,
        )


def _outcome(error: OpenAlliancesError) -> str:
    return type(error).__name__.removesuffix("Error").removeprefix("Query").lower()


def same_release(one: Release, folder: Path) -> bool:
    """Return whether *folder*, which may be a link, still leads to the release *one*."""
    return one.folder.resolve() == folder.resolve()
