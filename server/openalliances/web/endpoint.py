"""The answers of /sparql for programs: evaluated, streamed, compressed, kept.

Pages, descriptions and errors are made by the Flask app, which reads the same request by
the same rules; this is the way of all that has rows or triples in a machine's format.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from openalliances.engine.interface import Call
from openalliances.errors import BadRequestError, OpenAlliancesError, QueryCancelledError
from openalliances.rdf.formats import HTML
from openalliances.settings import Settings
from openalliances.sparql.protocol import METHODS, QueryPlan, Request, plan
from openalliances.web.caching import AnswerCache, Kept
from openalliances.web.encoding import WORTH, choose_coding, coder, encode
from openalliances.web.exchange import BrokenOff, Exchange, Gone, Headers, first_of
from openalliances.web.flow import Flow
from openalliances.web.headers import EXPOSED, FRESH, known_tag
from openalliances.web.hot import SCOPE_KEY, in_one_piece
from openalliances.web.site import Site

_PATIENCE = 0.04
"""Seconds for which an answer that has begun is held back, so that it can still fail cleanly."""

_LONGEST_ID = 64


class Elsewhere(Exception):  # noqa: N818  not an error: the app answers
    """The Flask app answers this request; ``error`` is what went wrong, if something did."""

    def __init__(self, error: OpenAlliancesError | None = None) -> None:
        super().__init__()
        self.error = error


@dataclass
class Endpoint:
    """What all exchanges share: threads, caches, and the calls that run now, by id."""

    settings: Settings
    threads: ThreadPoolExecutor
    kept: AnswerCache
    hot: AnswerCache
    calls: dict[str, Call] = field(default_factory=dict)

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
            planned = _planned(exchange, site, body)
            if planned is None:
                raise Elsewhere
            exchange.fingerprint = planned.fingerprint
            exchange.query = planned.judged.normalised
            await self._answer(exchange, site, planned)
        except OpenAlliancesError as error:
            raise Elsewhere(error) from None

    async def _answer(self, exchange: Exchange, site: Site, planned: QueryPlan) -> None:
        coding = choose_coding(exchange.header(b"accept-encoding"))
        tag = ""
        if planned.judged.stable:
            tag = site.etag("sparql", planned.fingerprint) + (f"-{coding}" if coding else "")
            if known_tag(exchange.header(b"if-none-match"), tag):
                kept = Kept(304, _headers(planned, tag), b"")
                return await self._send(exchange, kept)
            found = self.kept.get(tag.encode())
            if found is not None:
                return await self._send(exchange, found)
        call = self._call(exchange)
        flow = Flow(self.settings)
        running = asyncio.get_running_loop().run_in_executor(
            self.threads, flow.pump, site.engine, planned.query, call
        )
        try:
            await self._deliver(exchange, planned, flow, call, tag, coding)
        finally:
            self.calls.pop(call.id, None)
            if not flow.done:
                self.threads.submit(call.cancel)
            flow.close()
            # What the thread has to tell stands in the flow; nobody waits for it here.
            running.add_done_callback(lambda future: future.cancelled() or future.exception())

    async def _deliver(
        self,
        exchange: Exchange,
        planned: QueryPlan,
        flow: Flow,
        call: Call,
        tag: str,
        coding: str,
    ) -> None:
        gone: asyncio.Future[None] | None = None
        if not await flow.settled_soon(_PATIENCE):
            gone = asyncio.ensure_future(exchange.gone())
        try:
            if gone is not None and not await first_of(flow.settled(_PATIENCE), gone):
                raise Gone
            if flow.error is not None:
                raise flow.error
            headers = _headers(planned, tag, call.id)
            if flow.done:
                kept = _whole(headers, flow, coding)
                if tag:
                    self.kept.put(tag.encode(), kept)
                return await self._send(exchange, kept)
            await _stream(exchange, headers, flow, coding, gone)
        finally:
            if gone is not None:
                gone.cancel()

    async def _send(self, exchange: Exchange, kept: Kept) -> None:
        asked = exchange.scope.get(SCOPE_KEY)
        if asked is not None and any(name == b"etag" for name, _ in kept.headers):
            self.hot.put(asked, in_one_piece(kept))
        await exchange.whole(kept.status, kept.headers, kept.body)

    def _call(self, exchange: Exchange) -> Call:
        """Return the call; its id may be chosen by the client, which can then stop it."""
        call = Call(exchange.client(self.settings.proxies))
        if b"query-id=" in exchange.query_string:
            given = parse_qs(exchange.query_string.decode("latin-1")).get("query-id", [""])[0]
        else:
            given = exchange.header(b"query-id") or ""
        if given:
            usable = given.replace("-", "").replace("_", "").isalnum() and given.isascii()
            if not usable or not 8 <= len(given) <= _LONGEST_ID or given in self.calls:
                raise BadRequestError(
                    "The query-id is in use, or is not 8 to 64 letters, digits, - and _.",
                    "Choose a random one for each query, such as a UUID.",
                )
            call.id = given
        self.calls[call.id] = call
        return call


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
        base=site.links.base,
        settings=site.settings,
    )
    return planned if isinstance(planned, QueryPlan) and planned.format is not HTML else None


async def _stream(
    exchange: Exchange,
    headers: Headers,
    flow: Flow,
    coding: str,
    gone: asyncio.Future[None] | None,
) -> None:
    """Send what comes as it comes; a failure midway ends the connection."""
    encoder = coder(coding)
    await exchange.start(200, (*headers, *_coded(coding)))
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


def _whole(headers: Headers, flow: Flow, coding: str) -> Kept:
    body = flow.whole()
    coded: Headers = ()
    if coding and len(body) >= WORTH:
        body = encode(body, coding)
        coded = _coded(coding)
    rows = ((b"result-count", str(flow.rows).encode()),) if flow.rows is not None else ()
    length = ((b"content-length", str(len(body)).encode()),)
    return Kept(200, (*headers, *rows, *coded, *length), body)


def _coded(coding: str) -> Headers:
    return ((b"content-encoding", coding.encode()),) if coding else ()


def _headers(planned: QueryPlan, tag: str, call_id: str = "") -> Headers:
    """Return the headers of an answer; those of a 304 are the same (RFC 9110, 15.4.5)."""
    fresh = (
        ((b"etag", f'"{tag}"'.encode()), (b"cache-control", FRESH.encode()))
        if tag
        else ((b"cache-control", b"no-store"),)
    )
    return (
        (b"content-type", planned.format.content_type.encode()),
        *fresh,
        (b"vary", b"Accept, Accept-Encoding"),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", EXPOSED.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        *(((b"query-id", call_id.encode()),) if call_id and not tag else ()),
    )
