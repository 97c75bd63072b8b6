"""The calls of one server that run now: begun for a client, found by their id, cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from openalliances.asgi.exchange import ClientDisconnected, Exchange
from openalliances.engine.interface import Call
from openalliances.errors import BadRequestError

_SHORTEST_ID, _LONGEST_ID = 8, 64

T = TypeVar("T")


class Calls:
    """The calls that run now; the event loop owns them. *threads* cancel, which takes a moment."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.running: set[Call] = set()
        self._threads = threads

    @contextmanager
    def begin(self, exchange: Exchange, given_id: str = "") -> Iterator[Call]:
        """Return a call for the client of *exchange* that runs while the block does.

        Its id may be chosen by the client, which can then stop it.

        :raises BadRequestError: if the id is in use or no id.
        """
        if given_id:
            usable = given_id.replace("-", "").replace("_", "").isalnum() and given_id.isascii()
            fits = _SHORTEST_ID <= len(given_id) <= _LONGEST_ID
            if not usable or not fits or self.find(given_id):
                raise BadRequestError(
                    "The query-id is in use, or is not 8 to 64 letters, digits, - and _.",
                    "Choose a random one for each query, such as a UUID.",
                )
        call = Call(exchange.client, given_id)
        self.running.add(call)
        try:
            yield call
        finally:
            self.running.discard(call)

    def find(self, call_id: str) -> Call | None:
        """Return the call of that id, if it runs now."""
        return next((call for call in self.running if call.id == call_id), None)

    def cancel(self, call: Call) -> None:
        """Have *call* cancelled, not by the event loop."""
        self._threads.submit(call.cancel)

    async def unless_disconnected(
        self, exchange: Exchange, work: Coroutine[Any, Any, T], call: Call
    ) -> T:
        """Return what *work* returns; give it up, and cancel *call*, if the client leaves.

        :raises ClientDisconnected: if it left.
        """
        disconnected = asyncio.ensure_future(exchange.disconnected())
        working = asyncio.ensure_future(work)
        try:
            await asyncio.wait({working, disconnected}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise ClientDisconnected
        finally:
            disconnected.cancel()
            if not working.done():
                working.cancel()
                self.cancel(call)
