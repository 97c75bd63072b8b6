"""Turns of light queries: who finds all places taken waits here, in the event loop, shortly.

The places of light queries are free again within a millisecond or two, as a rule; to wait
in a thread costs more than that. Where they are not, the thread waits: there the queue has
an end, and clients get places by how many they have.
"""

from __future__ import annotations

import asyncio
from collections import deque

_PATIENCE = 0.1
"""Seconds to wait for a turn."""


class Turns:
    """So many turns at the same time, in the order of arrival; for one event loop."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: deque[asyncio.Future[bool]] = deque()

    def take(self) -> bool:
        """Take a turn if there is one now; return whether. Whoever has one gives it back."""
        if self._free:
            self._free -= 1
            return True
        return False

    async def wait(self) -> bool:
        """Wait for a turn; return whether there was one in time."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[bool] = loop.create_future()
        self._waiting.append(mine)
        timer = loop.call_later(_PATIENCE, _end, mine)
        try:
            return await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled() and mine.result():
                self.give()
            raise
        finally:
            timer.cancel()

    def give(self) -> None:
        """Give a turn back: to who waits, the first first."""
        while self._waiting:
            next_one = self._waiting.popleft()
            if not next_one.done():
                next_one.set_result(True)
                return
        self._free += 1


def _end(waiter: asyncio.Future[bool]) -> None:
    if not waiter.done():
        waiter.set_result(False)
