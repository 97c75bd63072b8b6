"""Patience with clients whose requests are in vain: whoever makes many errors waits for each.

An error costs as much as an answer, and a program that asks for what there is not, or misspells,
asks again at once. So an address gets so many errors at once, and each further one a moment
later: what it asks rightly is not delayed, and nor is what others ask.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from openalliances.settings import Settings

PAUSE = 0.1
"""Seconds that an answer waits of which there were too many."""
_BURST = 5.0
"""Seconds whose share of errors a client may get at once."""
_OF_CLIENTS = 4
"""The class of status for errors of the client (RFC 9110, section 15.5)."""
_CLIENTS = 4096
"""Clients that are remembered; whoever is forgotten begins anew."""


class Patience:
    """How many errors each client has had of late; used in one event loop."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = 1 / settings.client_errors if settings.client_errors else 0.0
        self._clock = clock
        self._free: OrderedDict[str, float] = OrderedDict()

    async def answer(self, client: str, status: int) -> None:
        """Wait as :meth:`wait` does before an answer whose *status* tells *client* of an error."""
        if status // 100 == _OF_CLIENTS:
            await self.wait(client)

    async def wait(self, client: str) -> None:
        """Return at once, or after :data:`PAUSE` if *client* has had too many errors."""
        if self.is_spent(client):
            await asyncio.sleep(PAUSE)

    def is_spent(self, client: str) -> bool:
        """Count one more error of *client*, and return whether it is one too many."""
        if not self._each:
            return False
        now = self._clock()
        free = max(self._free.pop(client, now), now) + self._each
        spent = free > now + _BURST
        self._free[client] = min(free, now + _BURST)
        if len(self._free) > _CLIENTS:
            self._free.popitem(last=False)
        return spent
