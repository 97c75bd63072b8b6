"""The ASGI app: sends each request to what answers it, over one release.

``/sparql`` is answered by :mod:`openalliances.asgi.endpoint`, what operators need by
:mod:`openalliances.asgi.operations`, files by :mod:`openalliances.asgi.files`, all else by the
pages (WSGI) in other processes. The release may be replaced while requests run: each keeps the
one that it began with, and a release that was replaced is closed when the last of its requests
has ended.
"""

from __future__ import annotations

import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from openalliances.asgi.admission import Front
from openalliances.asgi.calls import Calls
from openalliances.asgi.downloads import file_of
from openalliances.asgi.endpoint import SparqlEndpoint
from openalliances.asgi.evaluation import Evaluation
from openalliances.asgi.exchange import (
    ClientDisconnected,
    Exchange,
    Receive,
    RepeatedRequests,
    ResponseCache,
    Scope,
    Send,
    TruncatedResponse,
)
from openalliances.asgi.files import FileSender
from openalliances.asgi.lane import Lane, LaneLimits
from openalliances.asgi.log import RequestLog
from openalliances.asgi.metrics import Metrics
from openalliances.asgi.operations import PATHS, QUERIES, Operation
from openalliances.asgi.page_cache import PageCache
from openalliances.asgi.pages import PagesEndpoint
from openalliances.asgi.patience import Patience
from openalliances.asgi.refusal import refuse
from openalliances.asgi.served import ServedRelease
from openalliances.engine.buffer import AnswerSpace
from openalliances.engine.errors import failed
from openalliances.errors import OpenAlliancesError, RequestError
from openalliances.http.hosts import host_fault
from openalliances.http.problems import problem_of
from openalliances.settings import Settings

_REQUESTS_SHARE = 2
"""Responses by the bytes of their requests get one part in this of the memory for responses."""

_WHERE_WAITING = 4
"""Processes in place of one where those who make pages wait for a store of others."""


def page_processes(settings: Settings) -> int:
    """Return how many processes make pages."""
    return settings.page_processes * (_WHERE_WAITING if settings.engine else 1)


class App:
    """The ASGI app; made and used in one event loop.

    ``front`` is what connections share, among it responses by the bytes of their ``requests``.
    """

    def __init__(
        self, first: ServedRelease, settings: Settings, log: RequestLog | None = None
    ) -> None:
        self.served = first
        self._settings = settings
        self._hosts = settings.served_hosts
        self._log = log or RequestLog(settings)
        self.requests = _repeated(settings)
        self.front = Front(settings, self.requests)
        self._space = AnswerSpace(settings)
        self._patience = Patience(settings)
        slots = settings.light_workers + settings.query_workers + 2 * settings.query_queue
        self._threads = ThreadPoolExecutor(slots + 2, thread_name_prefix="query")
        client = settings.client_queries
        self._reading = Lane("long queries", LaneLimits(1, settings.query_queue, client, rest=1.0))
        self._making = Lane(
            "pages", LaneLimits(page_processes(settings), settings.page_queue, client)
        )
        calls = Calls(self._threads)
        evaluation = Evaluation(settings, self._threads, calls, self._space)
        answers = ResponseCache(_rest(settings.cache_size))
        pages = PageCache(_rest(settings.page_cache_size))
        self._endpoint = SparqlEndpoint(
            settings=settings,
            threads=self._threads,
            reading=self._reading,
            making=self._making,
            patience=self._patience,
            cache=answers,
            calls=calls,
            evaluation=evaluation,
            current=first,
        )
        self._pages = PagesEndpoint(pages, self._making, self._patience, calls, evaluation, first)
        self.metrics = Metrics(
            {
                "answers": answers,
                "requests": self.requests.queries,
                "pages": pages.pages,
                "made-up": pages.made_up,
                "page-requests": self.requests.pages,
            },
            lambda: self.served.site.engine.state(),
            self.front.held,
            self._space,
        )
        self._files = FileSender()
        self._operation = Operation(settings, self._endpoint, self.metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3.0)."""
        if scope["type"] != "http":
            return
        unread, proxies = self._space.memory, self._settings.proxies
        exchange = Exchange(scope, receive, send, unread=unread, proxies=proxies)
        current = self.served
        current.users += 1
        began = time.perf_counter()
        outcome = "ok"
        try:
            await self._answer(exchange, current)
        except ClientDisconnected:
            outcome = "gone"
        except TruncatedResponse:
            # Returning without the end of the body makes uvicorn close the connection.
            outcome = "broken"
        finally:
            exchange.end()
            current.users -= 1
            self._close_if_unused(current)
            self._note(exchange, outcome, time.perf_counter() - began)

    async def _answer(self, exchange: Exchange, current: ServedRelease) -> None:
        """Answer *exchange*; the one boundary where an error becomes an answer."""
        path = exchange.path
        try:
            if (fault := self._host_fault(exchange)) is not None:
                await refuse(exchange, fault)
            elif path == "/sparql":
                await self._endpoint.answer(exchange, current)
            elif path in PATHS or path.startswith(QUERIES + "/"):
                await self._operation.answer(exchange, current)
            elif (file := file_of(exchange, current)) is not None:
                await self._files.send(exchange, file)
            else:
                await self._pages.answer(exchange, current)
        except (ClientDisconnected, TruncatedResponse):
            raise
        except Exception as error:
            await self._fail(exchange, current, error)

    def _host_fault(self, exchange: Exchange) -> RequestError | None:
        """Return what is wrong with the host asked for; health is told to whatever name."""
        allowed = () if exchange.path in PATHS else self._hosts
        return host_fault(exchange.headers(b"host"), allowed, is_old=exchange.is_old)

    async def _fail(self, exchange: Exchange, current: ServedRelease, error: Exception) -> None:
        if not isinstance(error, OpenAlliancesError):
            traceback.print_exception(error)
            error = failed()
        if exchange.status:
            raise TruncatedResponse from None
        exchange.error, problem = error, problem_of(error)
        await self._patience.answer(exchange.client, problem.status)
        if exchange.path == "/sparql":
            response = await self._endpoint.problem(exchange, current, problem)
        else:
            response = self._pages.problem(exchange, current, problem)
        await exchange.respond(response)

    def replace(self, new: ServedRelease) -> None:
        """Answer from *new* from now on; what runs ends with what it began with."""
        old, self.served = self.served, new
        self._endpoint.current = self._pages.current = new
        self._endpoint.cache.clear()
        self._pages.cache.clear()
        self.requests.clear()
        self.metrics.swaps += 1
        old.retired = True
        self._close_if_unused(old)

    async def warm(self, served: ServedRelease) -> None:
        """Read what the first query and the first page would have to wait for.

        :raises ReleaseError: if the release is damaged.
        """
        await self._endpoint.read_vocabulary(served)
        await self._making.run("", served.work.prepare)

    def close(self) -> None:
        """End all threads and calls; the release is closed by whoever has opened it."""
        for call in list(self._endpoint.calls.running):
            call.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._files.close()
        self._reading.close()
        self._making.close()

    def _close_if_unused(self, one: ServedRelease) -> None:
        """Close *one* if it was replaced and nobody uses it any more."""
        if one.retired and not one.users and not one.closed.is_set():
            one.closed.set()
            self._threads.submit(one.close)

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
            client=exchange.address,
            method=exchange.method,
            path=exchange.path,
            status=status,
            size=exchange.sent,
            seconds=seconds,
            query=exchange.query,
            fingerprint=exchange.fingerprint,
        )


def _repeated(settings: Settings) -> RepeatedRequests:
    """Return the cache by the bytes of requests; where each is logged, none goes around the log."""
    if settings.access_log == "on":
        return RepeatedRequests(0, 0)
    sizes = (settings.cache_size, settings.page_cache_size)
    return RepeatedRequests(*(size // _REQUESTS_SHARE for size in sizes))


def _rest(size: int) -> int:
    """Return the bytes of *size* that are not for responses by the bytes of requests."""
    return size - size // _REQUESTS_SHARE


def _outcome(error: OpenAlliancesError) -> str:
    return type(error).__name__.removesuffix("Error").removeprefix("Query").lower()
