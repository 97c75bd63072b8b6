"""The SPARQL endpoint: every answer of ``/sparql``, to programs and to people.

A request is planned (:mod:`openalliances.sparql.protocol`), looked for in the cache, and else
evaluated: inline where that takes a moment, in a thread where it takes longer. Pages and
descriptions are composed, and long queries read, in other processes. Errors are turned into
answers by the app.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import parse_qs

from openalliances.asgi import composed
from openalliances.asgi.calls import Calls
from openalliances.asgi.composed import Wanted
from openalliances.asgi.evaluation import Asked, Evaluation
from openalliances.asgi.exchange import (
    CachedResponse,
    Exchange,
    Headers,
    ResponseCache,
    encoded,
)
from openalliances.asgi.lane import Lane
from openalliances.asgi.patience import PAUSE, Patience
from openalliances.asgi.ranged import ranged
from openalliances.asgi.served import ServedRelease
from openalliances.asgi.site_work import Workplace
from openalliances.engine.interface import Call
from openalliances.errors import BodyTooLargeError, EngineBusyError, MethodError, RequestError
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
from openalliances.rdf.prefixes import DATASET, LICENSE
from openalliances.settings import Settings
from openalliances.sparql.hints import HEADER, Hint, Vocabulary, header_value, hints, misspells
from openalliances.sparql.protocol import (
    ACCEPT_QUERY,
    METHODS,
    Plan,
    QueryPlan,
    Request,
    longest_body,
    plan,
    refuse_too_long,
)

_LONG = 2048
"""Bytes from which on a request takes its time to be read."""

_LONG_BODY = 64 * 1024
_OF_THE_DATASET: Headers = (
    (b"link", f'<{DATASET}>; rel="cite-as", <{LICENSE}>; rel="license"'.encode()),
)
"""What whoever takes an answer along may do with it, and what to cite (RFC 8288, RFC 8574)."""

_ALLOWED = ", ".join((*METHODS, "OPTIONS"))

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job:
    """A planned request: what it is asked of, and how.

    ``request`` is what was sent. ``tag`` is the ETag without quotation marks, in the content
    coding ``coding``; empty if the answer may differ each time. ``advice`` are the hints, None
    where they have not been looked for yet.
    """

    exchange: Exchange
    served: ServedRelease
    request: Request
    plan: Plan
    advice: tuple[Hint, ...] | None
    coding: str
    tag: str


@dataclass
class SparqlEndpoint:
    """What all exchanges share: threads, cache, and the calls that run now.

    In ``reading`` long requests wait to be read, in ``making`` pages to be made.
    """

    settings: Settings
    threads: ThreadPoolExecutor
    reading: Lane
    making: Lane
    patience: Patience
    cache: ResponseCache
    calls: Calls
    evaluation: Evaluation
    current: ServedRelease
    """What new requests are answered from; an answer of another one is not kept."""

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
        try:
            if exchange.method in ("POST", "QUERY"):
                kind = exchange.header(b"content-type")
                await exchange.read_body(longest_body(kind, self.settings))
            job = await self._plan(exchange, served)
        except RequestError as error:
            if isinstance(error, BodyTooLargeError) or len(exchange.body) > _LONG_BODY:
                # To take such bodies in costs more than to answer: they must not come one right
                # after the other.
                await asyncio.sleep(PAUSE)
            raise
        if job.tag:
            condition = exchange.header(b"if-none-match")
            if condition and holds_tag(condition, job.tag):
                return await self._again(job, CachedResponse(304, _headers(job), b""))
            found = self.cache.get(job.tag.encode())
            if found is not None:
                return await self._again(job, found)
        if not isinstance(job.plan, QueryPlan):
            about = (job.plan.format, _headers(job), job.coding)
            described = await self._work(served, exchange, composed.description, *about)
            return await self._send(job, described)
        with self.calls.begin(exchange, _given_id(exchange)) as call:
            await self._query(job, job.plan, call)

    async def problem(
        self, exchange: Exchange, served: ServedRelease, problem: ProblemDetails
    ) -> CachedResponse:
        """Return what tells of *problem*: details, or the query page with the query that failed."""
        wanted = Wanted.by(exchange)
        # Details are made at once, a page takes its time.
        if not wants_page(exchange.header(b"accept")):
            return composed.problem_response(served.site, problem, wanted, _ALLOWED)
        told = (problem, wanted, _ALLOWED, _request(exchange))
        try:
            return await self._work(served, exchange, composed.problem_page, *told)
        except EngineBusyError:
            return composed.problem_response(served.site, problem, wanted, _ALLOWED)

    async def read_vocabulary(self, served: ServedRelease) -> Vocabulary:
        """Return what the hints know of the release; it is read once, and not by the loop."""
        if served.vocabulary is None:
            served.vocabulary = await self._in_thread(lambda: served.site.vocabulary)
        return served.vocabulary

    async def _plan(self, exchange: Exchange, served: ServedRelease) -> _Job:
        """Return the plan of a request; a long one is not read by the event loop."""
        request = _request(exchange)
        advice: tuple[Hint, ...] | None = None
        size = len(request.body) + len(exchange.query_string) + len(request.accept or "")
        if size < _LONG:
            planned = _planned(request, served.site)
        else:
            refuse_too_long(request, self.settings)
            planned, advice = await self.reading.run(
                exchange.client, served.work.run, Call(), _planned_with_hints, request
            )
        taken = "" if exchange.is_old else exchange.header(b"accept-encoding")
        coding = choose_coding(taken) if taken else ""
        if isinstance(planned, QueryPlan):
            exchange.query, exchange.fingerprint = planned.judged.normalised, planned.fingerprint()
        tag = _tag(planned, served.site, exchange.fingerprint, request)
        if tag and coding:
            tag = coded_tag(tag, coding)
        return _Job(exchange, served, request, planned, advice, coding, tag)

    async def _query(self, job: _Job, planned: QueryPlan, call: Call) -> None:
        """Evaluate a query and send its answer."""
        advice = job.advice
        if advice is None:
            advice = await self._hints(job, planned)
        headers = _headers(job, advice, call)
        if planned.format is HTML:
            work = self._page(job, planned, advice, headers, call)
            page = await self.calls.unless_disconnected(job.exchange, work, call)
            return await self._send(job, page)
        engine = job.served.site.engine
        asked = Asked(job.exchange, engine, planned.query, call, headers, job.coding)
        response = await self.evaluation.answer(asked)
        if response is not None:
            await self._send(job, response)

    async def _page(
        self,
        job: _Job,
        planned: QueryPlan,
        advice: tuple[Hint, ...],
        headers: Headers,
        call: Call,
    ) -> CachedResponse:
        """Return the page with the result of a query."""
        site = job.served.site
        shown = composed.shown_of(job.request, site.settings)
        result = await self._in_thread(composed.result_of, site, planned, call, shown.part)
        told = (job.request, result, advice, shown, headers, job.coding)
        return await self._work(job.served, job.exchange, composed.result_page, *told)

    async def _hints(self, job: _Job, planned: QueryPlan) -> tuple[Hint, ...]:
        """Return the hints on a query; what is misspelt takes its time."""
        served = job.served
        vocabulary = served.vocabulary or await self.read_vocabulary(served)
        if misspells(planned.judged, vocabulary):
            await self.patience.wait(job.exchange.client)
            return await self._work(served, job.exchange, composed.looked_up, planned)
        return hints(planned.judged, vocabulary, planned.empty_graphs)

    async def _work(
        self,
        served: ServedRelease,
        exchange: Exchange,
        function: Callable[Concatenate[Workplace, P], T],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        """Return what *function* makes where pages are made.

        :raises EngineBusyError: if too much waits for that already.
        """
        return await self.making.run(exchange.client, served.work.run, Call(), function, *values)

    async def _send(self, job: _Job, response: CachedResponse) -> None:
        """Send a whole response, and keep it for whoever asks the same."""
        if job.tag and job.served is self.current:
            self.cache.put(job.tag.encode(), response)
        await job.exchange.respond(_asked_part(job, response))

    async def _again(self, job: _Job, response: CachedResponse) -> None:
        """Send *response*, which was kept, and have it repeated when the same bytes ask again.

        Only what comes again is kept by its bytes, lest what comes once takes its room.
        """
        response = _asked_part(job, response)
        if job.served is self.current and job.exchange.method == "GET":
            job.exchange.repeat(response)
        await job.exchange.respond(response)

    async def _in_thread(self, function: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *values)


def _asked_part(job: _Job, response: CachedResponse) -> CachedResponse:
    if job.exchange.method != "GET":
        return response
    return ranged(response, job.exchange.header, job.tag)


def _given_id(exchange: Exchange) -> str:
    """Return the id that the client gave to the call; empty for none."""
    if b"query-id=" in exchange.query_string:
        return parse_qs(exchange.query_string.decode("latin-1")).get("query-id", [""])[0]
    return exchange.header(b"query-id") or ""


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


def _planned_with_hints(place: Workplace, request: Request) -> tuple[Plan, tuple[Hint, ...]]:
    """Return the plan of a long *request*, and the hints on it."""
    found = _planned(request, place.site)
    if not isinstance(found, QueryPlan):
        return found, ()
    # Nobody looks at the names of a query but the hints.
    bare = replace(found, judged=replace(found.judged, names=()))
    return bare, composed.looked_up(place, found)


def _tag(planned: Plan, site: Site, fingerprint: str, request: Request) -> str:
    """Return the validator of an answer, without its coding; empty if it differs each time."""
    parts = [site.version, planned.format.media_type]
    if isinstance(planned, QueryPlan):
        if not planned.judged.stable:
            return ""
        parts += [site.engine.variant, fingerprint]
        if planned.format is HTML:
            # The page shows the query as it was written, and as the other parameters want it.
            parts += [planned.judged.text, repr(composed.shown_of(request, site.settings))]
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
    if job.served.site.release.manifest.kind == "dataset":
        own += _OF_THE_DATASET
    return own + _common_headers(job.plan.format, job.plan.content_type, bool(job.tag))


@lru_cache
def _common_headers(form: Format, content_type: str, may_be_kept: bool) -> Headers:
    """Return what all answers in *form* of that media type have in common."""
    own = (
        ("Content-Type", content_type),
        ("Cache-Control", FRESH if may_be_kept else NOT_KEPT),
        ("Vary", "Accept, Accept-Encoding"),
        ("Accept-Query", ACCEPT_QUERY),
    )
    return encoded((*own, *(COMMON_OF_PAGES if form is HTML else COMMON_OF_DATA)))
