"""The SPARQL endpoint: every answer of ``/sparql``, to programs and to people.

A request is planned (:mod:`openalliances.sparql.protocol`), looked for in the cache, and else
evaluated: inline where that takes a moment, in a thread where it takes longer. Pages and
descriptions are composed in a thread. Errors are turned into answers by the app.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TypeVar
from urllib.parse import parse_qs

from a2wsgi import WSGIMiddleware

from openalliances.asgi import composed
from openalliances.asgi.exchange import (
    CachedResponse,
    ClientDisconnected,
    Exchange,
    Headers,
    ResponseCache,
    encoded,
    whole,
)
from openalliances.asgi.stream import AnswerStream, deliver
from openalliances.engine.buffer import AnswerSpace
from openalliances.engine.interface import Answer, Call, InlineAnswer, InlineLimitReached
from openalliances.errors import BadRequestError, MethodError
from openalliances.http.coding import choose_coding, coded_tag
from openalliances.http.headers import (
    COMMON_OF_DATA,
    COMMON_OF_PAGES,
    FRESH,
    NOT_KEPT,
    holds_tag,
)
from openalliances.http.problems import ProblemDetails, wants_page
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format
from openalliances.settings import Settings
from openalliances.sparql.hints import HEADER, Hint, Vocabulary, count_rows, header_value, hints
from openalliances.sparql.protocol import (
    ACCEPT_QUERY,
    METHODS,
    Plan,
    QueryPlan,
    Request,
    plan,
    query_text,
)

_INLINE_PATIENCE = 0.1
"""Seconds to wait until one more query may run inline; then it waits in a thread, where the
queue has an end, and clients get slots by how many they have."""

_LONGEST_ID = 64
_LONG = 2048
"""Bytes from which on a request takes its time to be read."""

_ALLOWED = ", ".join((*METHODS, "OPTIONS"))

T = TypeVar("T")


@dataclass(eq=False)
class ServedRelease:
    """A release with its engine and its pages; ``users`` are the requests that it answers now.

    ``vocabulary`` is what the hints know of the release, None until it has been read.
    """

    site: Site
    pages: WSGIMiddleware
    users: int = 0
    retired: bool = False
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    vocabulary: Vocabulary | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """A planned request: what it is asked of, and how.

    ``request`` is what was sent. ``tag`` is the ETag without quotation marks, in the content
    coding ``coding``; empty if the answer may differ each time.
    """

    exchange: Exchange
    served: ServedRelease
    request: Request
    plan: Plan
    coding: str
    tag: str


@dataclass
class SparqlEndpoint:
    """What all exchanges share: threads, cache, and the calls that run now."""

    settings: Settings
    threads: ThreadPoolExecutor
    cache: ResponseCache
    current: ServedRelease
    """What new requests are answered from; an answer of another one is not kept."""
    calls: set[Call] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Let as many queries run inline as there are slots for light ones."""
        self.space = AnswerSpace(self.settings)
        self._inline = asyncio.Semaphore(self.settings.light_workers)

    async def answer(self, exchange: Exchange, served: ServedRelease) -> None:
        """Answer a request.

        :raises OpenAlliancesError: if there is no answer; nothing has been sent then.
        :raises ClientDisconnected: if the client has left.
        :raises TruncatedResponse: if the answer failed midway.
        """
        if exchange.method == "OPTIONS":
            return await exchange.respond(composed.preflight(_ALLOWED))
        if exchange.method not in METHODS:
            raise MethodError(f"{exchange.method[:20]} is refused here.", f"Use {_ALLOWED}.")
        if exchange.method in ("POST", "QUERY"):
            await exchange.read_body(self.settings.body_size)
        job = await self._plan(exchange, served)
        if job.tag:
            condition = exchange.header(b"if-none-match")
            if condition and holds_tag(condition, job.tag):
                return await self._again(job, CachedResponse(304, _headers(job), b""))
            found = self.cache.get(job.tag.encode())
            if found is not None:
                return await self._again(job, found)
        if not isinstance(job.plan, QueryPlan):
            compose = partial(composed.description, served.site, job.plan.format)
            body = await self._in_thread(compose)
            return await self._send(job, whole(_headers(job), body, None, job.coding))
        call = self._call(exchange)
        try:
            await self._query(job, job.plan, call)
        finally:
            self.calls.discard(call)

    async def problem(
        self, exchange: Exchange, served: ServedRelease, problem: ProblemDetails
    ) -> CachedResponse:
        """Return what tells of *problem*: details, or the query page with the query that failed."""
        text = query_text(_request(exchange), self.settings)
        compose = partial(composed.problem_response, exchange, served.site, problem, text, _ALLOWED)
        # Details are made at once, a page takes its time.
        is_page = wants_page(exchange.header(b"accept"))
        return await self._in_thread(compose) if is_page else compose()

    def running(self, call_id: str) -> Call | None:
        """Return the call of that id, if it runs now."""
        return next((call for call in self.calls if call.id == call_id), None)

    async def read_vocabulary(self, served: ServedRelease) -> Vocabulary:
        """Return what the hints know of the release; it is read once, and not by the loop."""
        if served.vocabulary is None:
            served.vocabulary = await self._in_thread(lambda: served.site.vocabulary)
        return served.vocabulary

    async def _plan(self, exchange: Exchange, served: ServedRelease) -> _Job:
        """Return the plan of a request; a long one is not read by the event loop."""
        request = _request(exchange)
        if len(request.body) + len(exchange.query_string) < _LONG:
            planned = _planned(request, served.site)
        else:
            planned = await self._in_thread(_planned, request, served.site)
        taken = "" if exchange.is_old else exchange.header(b"accept-encoding")
        coding = choose_coding(taken) if taken else ""
        if isinstance(planned, QueryPlan):
            exchange.query, exchange.fingerprint = planned.judged.normalised, planned.fingerprint()
        tag = _tag(planned, served.site, exchange.fingerprint)
        if tag and coding:
            tag = coded_tag(tag, coding)
        return _Job(exchange, served, request, planned, coding, tag)

    async def _query(self, job: _Job, planned: QueryPlan, call: Call) -> None:
        """Evaluate a query and send its answer."""
        vocabulary = job.served.vocabulary or await self.read_vocabulary(job.served)
        advice = hints(planned.judged, vocabulary, planned.empty_graphs)
        headers = _headers(job, advice, call)
        if planned.format is HTML:
            text = query_text(job.request, self.settings)
            compose = partial(composed.result_page, job.served.site, text, planned, advice, call)
            page = await self._unless_disconnected(job.exchange, compose, call)
            return await self._send(job, whole(headers, page, None, job.coding))
        started, body = await self._run_inline(job, planned, call)
        if body is not None:
            rows = count_rows(body, planned.format)
            return await self._send(job, whole(headers, body, rows, job.coding))
        run = partial(job.served.site.engine.run, planned.query, call)
        await self._run_in_thread(job, headers, started.hand_over if started else run, call)

    async def _run_inline(
        self, job: _Job, planned: QueryPlan, call: Call
    ) -> tuple[InlineAnswer | None, bytes | None]:
        """Return the whole answer if it takes a moment; else what has begun, if anything has."""
        if not await _acquired(self._inline):
            return None, None
        try:
            started = job.served.site.engine.start(planned.query, call)
            return started, await read_inline(started) if started else None
        finally:
            self._inline.release()

    async def _run_in_thread(
        self, job: _Job, headers: Headers, start: Callable[[], Answer], call: Call
    ) -> None:
        stream = AnswerStream(self.settings, self.space, call.client)
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self.threads, stream.fill, start, job.plan.format)
        try:
            if await deliver(stream, job.exchange, headers, job.coding):
                return
            compose = partial(whole, headers, stream.whole(), stream.rows, job.coding)
            await self._send(job, await self._in_thread(compose))
        finally:
            if not stream.done:
                self.threads.submit(call.cancel)
            stream.close()
            # What the thread has to tell stands in the stream; nobody waits for it here.
            running.add_done_callback(lambda future: future.cancelled() or future.exception())

    async def _send(self, job: _Job, response: CachedResponse) -> None:
        """Send a whole response, and keep it for whoever asks the same."""
        if job.tag and job.served is self.current:
            self.cache.put(job.tag.encode(), response)
        await job.exchange.respond(response)

    async def _again(self, job: _Job, response: CachedResponse) -> None:
        """Send *response*, which was kept, and have it repeated when the same bytes ask again.

        Only what comes again is kept by its bytes, lest what comes once takes its room.
        """
        if job.served is self.current and job.exchange.method == "GET":
            job.exchange.repeat(response)
        await job.exchange.respond(response)

    def _call(self, exchange: Exchange) -> Call:
        """Return the call; its id may be chosen by the client, which can then stop it."""
        if b"query-id=" in exchange.query_string:
            given = parse_qs(exchange.query_string.decode("latin-1")).get("query-id", [""])[0]
        else:
            given = exchange.header(b"query-id") or ""
        if given:
            usable = given.replace("-", "").replace("_", "").isalnum() and given.isascii()
            if not usable or not 8 <= len(given) <= _LONGEST_ID or self.running(given):
                raise BadRequestError(
                    "The query-id is in use, or is not 8 to 64 letters, digits, - and _.",
                    "Choose a random one for each query, such as a UUID.",
                )
        call = Call(exchange.client, given)
        self.calls.add(call)
        return call

    async def _unless_disconnected(
        self, exchange: Exchange, function: Callable[[], T], call: Call
    ) -> T:
        """Return what *function* returns in a thread; cancel *call* if the client leaves."""
        disconnected = asyncio.ensure_future(exchange.disconnected())
        running = asyncio.ensure_future(self._in_thread(function))
        try:
            await asyncio.wait({running, disconnected}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            raise ClientDisconnected
        finally:
            disconnected.cancel()
            if not running.done():
                self.threads.submit(call.cancel)
                # Nobody waits for what it ends with.
                running.add_done_callback(lambda future: future.cancelled() or future.exception())

    async def _in_thread(self, function: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *values)


async def _acquired(semaphore: asyncio.Semaphore) -> bool:
    """Acquire *semaphore* within a short time; return whether that went."""
    if not semaphore.locked():
        return await semaphore.acquire()
    try:
        async with asyncio.timeout(_INLINE_PATIENCE):
            return await semaphore.acquire()
    except TimeoutError:
        return False


async def read_inline(answer: InlineAnswer) -> bytes | None:
    """Return the whole of *answer*, closed; None if it is longer than a light query may be.

    :raises RequestError: if the query failed.
    """
    try:
        while (body := await _read_when_ready(answer)) is None:
            pass
    except InlineLimitReached:
        return None
    except BaseException:
        answer.close()
        raise
    answer.close()
    return body


async def _read_when_ready(answer: InlineAnswer) -> bytes | None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    file = answer.file

    def wake() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(file, wake)
    timer = loop.call_later(max(0.0, answer.until - time.monotonic()), wake)
    try:
        await ready
    finally:
        # Before the worker is given back: the next query may wait for the same file.
        loop.remove_reader(file)
        timer.cancel()
    return answer.read()


def _request(exchange: Exchange) -> Request:
    return Request(
        exchange.method,
        exchange.query_string,
        exchange.header(b"content-type"),
        exchange.body,
        exchange.header(b"accept"),
    )


def _planned(request: Request, site: Site) -> Plan:
    graphs = site.engine.graphs()
    return plan(request, known_graphs=graphs, base=site.urls.base, settings=site.settings)


def _tag(planned: Plan, site: Site, fingerprint: str) -> str:
    """Return the validator of an answer, without its coding; empty if it differs each time."""
    parts = [site.version, planned.format.media_type]
    if isinstance(planned, QueryPlan):
        if not planned.judged.stable:
            return ""
        parts += [site.engine.variant, fingerprint]
        if planned.format is HTML:
            # The page shows the query as it was written.
            parts.append(planned.judged.text)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _headers(job: _Job, advice: tuple[Hint, ...] = (), call: Call | None = None) -> Headers:
    """Return the headers of an answer; those of a 304 are the same (RFC 9110, 15.4.5)."""
    own: Headers = ()
    if job.tag:
        own = ((b"etag", f'"{job.tag}"'.encode()),)
    elif call is not None:
        own = ((b"query-id", call.id.encode()),)
    if advice:
        own += ((HEADER.lower().encode(), header_value(advice).encode()),)
    return own + _common_headers(job.plan.format, bool(job.tag))


@lru_cache
def _common_headers(form: Format, may_be_kept: bool) -> Headers:
    """Return what all answers in *form* have in common."""
    own = (
        ("Content-Type", form.content_type),
        ("Cache-Control", FRESH if may_be_kept else NOT_KEPT),
        ("Vary", "Accept, Accept-Encoding"),
        ("Accept-Query", ACCEPT_QUERY),
    )
    return encoded((*own, *(COMMON_OF_PAGES if form is HTML else COMMON_OF_DATA)))
