"""The pages and documents: kept responses from the event loop, the others made in a lane.

All that is under no other address comes here. What was made before is sent as it is; what was
not is asked of the pages' app (:mod:`openalliances.asgi.wsgi`) in another process, for a call
that ends when the client leaves. Long documents are queries, and sent as those of ``/sparql``.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from openalliances.asgi.calls import Calls
from openalliances.asgi.evaluation import Asked, Evaluation
from openalliances.asgi.exchange import (
    CachedResponse,
    Exchange,
    encoded,
    whole,
)
from openalliances.asgi.lane import Lane
from openalliances.asgi.page_cache import PageCache, coding_of, condition_of, page_key
from openalliances.asgi.patience import Patience
from openalliances.asgi.ranges import part
from openalliances.asgi.served import ServedRelease
from openalliances.asgi.wsgi import Made, asked_of, make
from openalliances.engine.interface import Call
from openalliances.http.headers import COMMON_OF_PAGES
from openalliances.http.languages import PARAMETER, asked_language, page_language
from openalliances.http.problems import ProblemDetails, problem_reply
from openalliances.http.urls import reads_body
from openalliances.pages import error as error_pages
from openalliances.pages.reader import Reader, made_for

_WITHOUT_BODY = (204, 304)
"""RFC 9110, section 6.4.1."""


class PagesEndpoint:
    """What all requests for pages share. ``current`` is the release whose answers are kept."""

    def __init__(
        self,
        cache: PageCache,
        lane: Lane,
        patience: Patience,
        calls: Calls,
        evaluation: Evaluation,
        current: ServedRelease,
    ) -> None:
        self.cache = cache
        self.current = current
        self._lane = lane
        self._patience = patience
        self._calls = calls
        self._evaluation = evaluation

    async def answer(self, exchange: Exchange, served: ServedRelease) -> None:
        """Answer a request.

        :raises OpenAlliancesError: if there is no answer; nothing has been sent then.
        :raises ClientDisconnected: if the client has left.
        :raises TruncatedResponse: if the answer failed midway.
        """
        key = page_key(exchange)
        condition = condition_of(exchange)
        if key and (found := self.cache.get(key, condition)):
            return await self._send(exchange, served, found)
        body = b""
        if exchange.method == "POST" and reads_body(exchange.path):
            body = await exchange.read_body(served.site.settings.body_size)
        with self._calls.begin(exchange) as call:
            asked = asked_of(exchange)
            work = self._lane.run(call.client, served.work.run, call, make, asked, body)
            made = await self._calls.unless_disconnected(exchange, work, call)
            await self._patience.answer(exchange.client, made.status)
            response = await self._response(exchange, served, made, call)
        if response is None:
            return None
        kept = key and served is self.current and self.cache.put(key, condition, response)
        if not kept:
            return await exchange.respond(part(exchange, response))
        return await self._send(exchange, served, response)

    def problem(
        self, exchange: Exchange, served: ServedRelease, problem: ProblemDetails
    ) -> CachedResponse:
        """Return what tells of *problem* where the pages' app could not."""
        asked = parse_qs(exchange.query_string.decode("latin-1")).get(PARAMETER, [""])[0]
        language = page_language(exchange.header(b"accept-language"), asked)
        reader = Reader(language, bool(asked_language(asked)))

        def page(problem: ProblemDetails) -> str:
            with made_for(reader):
                return error_pages.page(served.site, problem)

        status, headers, body = problem_reply(problem, exchange.header(b"accept"), page)
        coding = coding_of(exchange)
        return whole(encoded((*headers, *COMMON_OF_PAGES)), body, None, coding, status)

    async def _response(
        self, exchange: Exchange, served: ServedRelease, made: Made, call: Call
    ) -> CachedResponse | None:
        """Return the whole response; None if it was long and has been sent."""
        if made.query is None:
            length = ((b"content-length", b"%d" % len(made.body)),)
            more = () if made.status in _WITHOUT_BODY else length
            return CachedResponse(made.status, made.headers + more, made.body)
        engine, coding = served.site.engine, coding_of(exchange)
        return await self._evaluation.answer(
            Asked(exchange, engine, made.query, call, made.headers, coding, counted=False)
        )

    async def _send(
        self, exchange: Exchange, served: ServedRelease, response: CachedResponse
    ) -> None:
        """Send *response* or a part of it, and have it repeated when the same bytes ask again."""
        response = part(exchange, response)
        if served is self.current and exchange.method == "GET":
            exchange.repeat(response)
        await exchange.respond(response)
