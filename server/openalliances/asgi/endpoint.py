"""The answers of /sparql for programs: evaluated, streamed, compressed, kept.

Pages, descriptions and errors are made by the Flask app, which reads the same request by
the same rules; this is the way of all that has rows or triples in a machine's format.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import cast
from urllib.parse import parse_qs

from openalliances.asgi.cache import AnswerCache, Kept
from openalliances.asgi.connection import SCOPE_KEY
from openalliances.asgi.exchange import (
    BrokenOff,
    Exchange,
    Gone,
    first_of,
    head_of,
    headers_of,
)
from openalliances.asgi.semaphore import Turns
from openalliances.asgi.stream import Flow
from openalliances.engine.interface import Answer, Call, Engine, Query
from openalliances.engine.local.engine import LocalPool
from openalliances.engine.local.inline import Outgrown, QuickAnswer
from openalliances.errors import BadRequestError, OpenAlliancesError, QueryCancelledError
from openalliances.http.coding import WORTH, choose_coding, coded_tag, coder, encode
from openalliances.rdf.formats import HTML, Format
from openalliances.settings import Settings
from openalliances.sparql.hints import HEADER, Vocabulary, header_value, hints
from openalliances.sparql.protocol import ACCEPT_QUERY, METHODS, QueryPlan, Request, plan
from openalliances.sparql.row_count import count_rows
from openalliances.web.headers import EXPOSED, FRESH, known_tag
from openalliances.web.site import Site

_PATIENCE = 0.04
"""Seconds for which an answer that has begun is held back, so that it can still fail cleanly."""

_LONGEST_ID = 64

_LONG = 2048
"""Bytes from which on a request takes its time to be read."""


class Elsewhere(Exception):  # noqa: N818  not an error: the app answers
    """The Flask app answers this request; ``error`` is what went wrong, if something did."""

    def __init__(self, error: OpenAlliancesError | None = None) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query of somebody: its exchange, what it is asked of, and how.

    ``tag`` is the ETag without quotation marks; empty if the answer may differ each time.
    """

    exchange: Exchange
    site: Site
    planned: QueryPlan
    coding: str
    tag: str


@dataclass
class Endpoint:
    """What all exchanges share: threads, caches, and the calls that run now."""

    settings: Settings
    threads: ThreadPoolExecutor
    kept: AnswerCache
    hot: AnswerCache
    current: Site
    """What new requests are answered from; an answer of another one is not kept."""
    calls: set[Call] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Have as many turns as there are places for light queries."""
        self.turns = Turns(self.settings.light_workers)

    async def answer(self, exchange: Exchange, site: Site) -> None:
        """Answer a query.

        :raises Elsewhere: if the app does that.
        :raises Gone: if the client has left.
        :raises BrokenOff: if the answer failed midway.
        """
        if exchange.method not in METHODS:
            raise Elsewhere
        try:
            body = b""
            if exchange.method in ("POST", "QUERY"):
                body = await exchange.read_body(self.settings.body_size)
            planned = await self._plan(exchange, site, body)
            if planned is None:
                raise Elsewhere
            judged = planned.judged
            exchange.query, exchange.fingerprint = judged.normalised, planned.fingerprint()
            coding = "" if exchange.is_old else choose_coding(exchange.header(b"accept-encoding"))
            tag = site.query_etag(exchange.fingerprint) if judged.stable else ""
            tag = coded_tag(tag, coding) if tag else ""
            await self._answer(_Asked(exchange, site, planned, coding, tag))
        except OpenAlliancesError as error:
            raise Elsewhere(error) from None

    async def _answer(self, asked: _Asked) -> None:
        planned, tag, exchange = asked.planned, asked.tag, asked.exchange
        if tag:
            if known_tag(exchange.header(b"if-none-match"), tag):
                unchanged = Kept(304, _head(planned, tag), b"")
                self._know_again(asked, unchanged)
                return await exchange.whole(unchanged)
            found = self.kept.get(tag.encode())
            if found is not None:
                # The short way is for what comes again, lest what comes once takes its room.
                self._know_again(asked, found)
                return await exchange.whole(found)
        advice = await self._advice(asked.site, planned)
        call = self._call(exchange)
        try:
            head = _head(planned, tag, "" if tag else call.id) + advice
            begun = body = None
            if self.turns.take() or await self.turns.wait():
                try:
                    begun = begin(asked.site.engine, planned.query, call)
                    body = await at_once(begun) if begun else None
                finally:
                    self.turns.give()
            if body is not None:
                rows = count_rows(body, planned.format)
                return await self._send(asked, whole(head, body, rows, asked.coding))
            start = (
                begun.hand_over if begun else partial(asked.site.engine.run, planned.query, call)
            )
            await self._in_thread(asked, head, start, call)
        finally:
            self.calls.discard(call)

    async def _in_thread(
        self, asked: _Asked, head: bytes, start: Callable[[], Answer], call: Call
    ) -> None:
        flow = Flow(self.settings)
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self.threads, flow.pump, start, asked.planned.format)
        try:
            await self._deliver(asked, head, flow)
        finally:
            if not flow.done:
                self.threads.submit(call.cancel)
            flow.close()
            # What the thread has to tell stands in the flow; nobody waits for it here.
            running.add_done_callback(lambda future: future.cancelled() or future.exception())

    async def _deliver(self, asked: _Asked, head: bytes, flow: Flow) -> None:
        gone: asyncio.Future[None] | None = None
        if not await flow.settled_soon(_PATIENCE):
            gone = asyncio.ensure_future(asked.exchange.gone())
        try:
            if gone is not None and not await first_of(flow.settled(_PATIENCE), gone):
                raise Gone
            if flow.error is not None:
                raise flow.error
            if flow.done and flow.size <= self.settings.buffer_size:
                coded = partial(whole, head, flow.whole(), flow.rows, asked.coding)
                loop = asyncio.get_running_loop()
                return await self._send(asked, await loop.run_in_executor(self.threads, coded))
            if asked.exchange.is_old and asked.exchange.method != "HEAD":
                if not await first_of(flow.complete(), cast("asyncio.Future[None]", gone)):
                    raise Gone
                if flow.error is not None:
                    raise flow.error
                head += b"content-length: %d\r\n" % flow.size
            await _stream(asked.exchange, head, flow, asked.coding, gone)
        finally:
            if gone is not None:
                gone.cancel()

    async def _plan(self, exchange: Exchange, site: Site, body: bytes) -> QueryPlan | None:
        """Return the plan of a query; a long one is not read by the event loop."""
        if len(body) + len(exchange.query_string) < _LONG:
            return _planned(exchange, site, body)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, _planned, exchange, site, body)

    async def _advice(self, site: Site, planned: QueryPlan) -> bytes:
        """Return the line with hints, if there are any."""
        vocabulary = await self._vocabulary(site)
        value = header_value(hints(planned.judged, vocabulary, planned.empty_graphs))
        return f"{HEADER.lower()}: {value}\r\n".encode() if value else b""

    async def _vocabulary(self, site: Site) -> Vocabulary:
        """Return what the release knows; it is read once, and not by the event loop."""
        if "vocabulary" in vars(site):
            return site.vocabulary
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, lambda: site.vocabulary)

    async def _send(self, asked: _Asked, answer: Kept) -> None:
        """Send a whole answer, and keep it for whoever asks the same."""
        if asked.tag and asked.site is self.current:
            self.kept.put(asked.tag.encode(), answer)
        await asked.exchange.whole(answer)

    def _know_again(self, asked: _Asked, answer: Kept) -> None:
        """Have *answer* sent the short way when the same bytes ask again."""
        known_by = asked.exchange.scope.get(SCOPE_KEY)
        if known_by is not None and asked.site is self.current:
            self.hot.put(known_by, answer)

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
        call = Call(exchange.client(self.settings.proxies), given)
        self.calls.add(call)
        return call

    def running(self, call_id: str) -> Call | None:
        """Return the call of that id, if it runs now."""
        return next((call for call in self.calls if call.id == call_id), None)


def begin(engine: Engine, query: Query, call: Call) -> QuickAnswer | None:
    """Return *query* as begun, if the engine can do that without waiting."""
    return engine.quick(query, call) if isinstance(engine, LocalPool) else None


async def at_once(begun: QuickAnswer) -> bytes | None:
    """Return the whole answer, or None if it becomes longer than a light query may be.

    :raises RequestError: if the query failed.
    """
    try:
        body = await _ready(begun)
    except BaseException:
        begun.close()
        raise
    if body is not None:
        begun.close()
    return body


async def _ready(begun: QuickAnswer) -> bytes | None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[bytes | None] = loop.create_future()
    file = begun.file

    def look() -> None:
        try:
            body = begun.read()
        except Outgrown:
            stop()
            ready.set_result(None)
        except Exception as error:
            stop()
            ready.set_exception(error)
        else:
            if body is not None:
                stop()
                ready.set_result(body)

    def outstay() -> None:
        look()
        # A loop counts in milliseconds and may call a little too early for the clock of the answer.
        if not ready.done():
            stop()
            ready.set_result(None)

    def stop() -> None:
        # At once, not when the waiter goes on: the worker has been given back, and by then
        # the next query may wait for the same file.
        loop.remove_reader(file)
        timer.cancel()

    loop.add_reader(file, look)
    timer = loop.call_later(max(0.0, begun.until - time.monotonic()), outstay)
    try:
        return await ready
    except asyncio.CancelledError:
        stop()
        raise


def _planned(exchange: Exchange, site: Site, body: bytes) -> QueryPlan | None:
    """Return the plan of a query for a machine; None for pages and descriptions."""
    planned = plan(
        Request(
            exchange.method,
            exchange.query_string,
            exchange.header(b"content-type"),
            body,
            exchange.header(b"accept"),
        ),
        known_graphs=site.engine.graphs(),
        base=site.urls.base,
        settings=site.settings,
    )
    return planned if isinstance(planned, QueryPlan) and planned.format is not HTML else None


async def _stream(
    exchange: Exchange,
    head: bytes,
    flow: Flow,
    coding: str,
    gone: asyncio.Future[None] | None,
) -> None:
    """Send what comes as it comes; a failure midway ends the connection."""
    encoder = coder(coding)
    await exchange.start(200, headers_of(head + _coded(coding)))
    if exchange.method == "HEAD":
        return await exchange.write(b"", more=False)
    offset = 0
    while data := await flow.more(offset):
        if gone is not None and gone.done():
            raise Gone
        offset += len(data)
        await exchange.write(encoder.add(data), more=True)
    if flow.error is not None:
        if isinstance(flow.error, QueryCancelledError) and gone is not None and gone.done():
            raise Gone
        raise BrokenOff(flow.error.message)
    await exchange.write(encoder.end(), more=False)


def whole(head: bytes, body: bytes, count: int | None, coding: str) -> Kept:
    """Return a whole answer, encoded if that is worth it."""
    if coding and len(body) >= WORTH:
        body = encode(body, coding)
        head += _coded(coding)
    if count is not None:
        head += b"result-count: %d\r\n" % count
    return Kept(200, head + b"content-length: %d\r\n" % len(body), body)


def _coded(coding: str) -> bytes:
    return f"content-encoding: {coding}\r\n".encode() if coding else b""


def _head(planned: QueryPlan, tag: str, call_id: str = "") -> bytes:
    """Return the head of an answer; that of a 304 is the same (RFC 9110, 15.4.5)."""
    own = f'etag: "{tag}"\r\n' if tag else f"query-id: {call_id}\r\n" if call_id else ""
    return own.encode() + _common_head(planned.format, bool(tag))


@lru_cache
def _common_head(form: Format, may_be_kept: bool) -> bytes:
    """Return what all heads of answers in *form* have in common."""
    return head_of(
        (
            (b"content-type", form.content_type.encode()),
            (b"cache-control", FRESH.encode() if may_be_kept else b"no-store"),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"accept-query", ACCEPT_QUERY.encode()),
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", EXPOSED.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        )
    )
