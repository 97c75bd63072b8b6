"""Turns of light queries: who finds all places taken waits here, in the event loop, shortly.

The places of light queries are free again within a millisecond or two, as a rule; to wait
in a thread costs more than that. Where they are not, the thread waits: there the queue has
an end, and clients get places by how many they have.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_PATIENCE = 0.05
"""Seconds to wait for a turn."""


class Turns:
    """So many turns at the same time, in the order of arrival; for one event loop."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: deque[asyncio.Future[bool]] = deque()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Hold a turn during the block; yield False if there was none in time."""
        has_turn = await self._take()
        try:
            yield has_turn
        finally:
            if has_turn:
                self._give()

    async def _take(self) -> bool:
        if self._free:
            self._free -= 1
            return True
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[bool] = loop.create_future()
        self._waiting.append(mine)
        timer = loop.call_later(_PATIENCE, _end, mine)
        try:
            return await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled() and mine.result():
                self._give()
            raise
        finally:
            timer.cancel()

    def _give(self) -> None:
        while self._waiting:
            next_one = self._waiting.popleft()
            if not next_one.done():
                next_one.set_result(True)
                return
        self._free += 1


def _end(waiter: asyncio.Future[bool]) -> None:
    if not waiter.done():
        waiter.set_result(False)
