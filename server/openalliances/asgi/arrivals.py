"""Fair queueing of new connections (RFC 970): each address in its turn, none above its rate.

Whoever opens connections faster than :attr:`~openalliances.settings.Settings.client_rate`, beyond
as many at once as it may have, waits: a token bucket, as its time of being full again (GCRA,
ITU-T I.371). Others go before what waits of it. Where too many wait, the latest of the address
that has most of them has to go.

No input or output: the clock is the caller's, and what waits is anything.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from typing import Generic, TypeVar

from openalliances.settings import Settings

MOST_WAITING = 512
"""Connections that may wait in sum; half of them of one address."""
_SWEEP = 4096
"""Addresses known until those are looked for that need not be known any more."""

T = TypeVar("T")


class Arrivals(Generic[T]):
    """What has arrived and waits for its turn, by address; ``count`` is how many there are."""

    def __init__(self, settings: Settings) -> None:
        # Behind proxies all come from the same few addresses.
        self._each = 0.0 if settings.proxies else 1 / settings.client_rate
        self._credit = self._each * (settings.client_connections - 1)
        self._most_of_one = MOST_WAITING if settings.proxies else MOST_WAITING // 2
        self._waiting: dict[str, deque[T]] = {}
        self._ready: deque[str] = deque()
        self._later: list[tuple[float, str]] = []
        self._full_again: dict[str, float] = {}
        self._sweep = _SWEEP
        self.count = 0

    def add(self, address: str, one: T) -> T | None:
        """Have *one* of *address* wait; return what has to go instead, which may be *one*."""
        mine = self._waiting.get(address)
        if mine is None:
            mine = self._waiting[address] = deque()
            self._ready.append(address)
        if len(mine) >= self._most_of_one:
            return one
        mine.append(one)
        self.count += 1
        if self.count <= MOST_WAITING:
            return None
        self.count -= 1
        return max(self._waiting.values(), key=len).pop()

    def take(self, now: float) -> T | None:
        """Return what is next at *now*, in seconds; None if there is nothing yet."""
        while self._later and self._later[0][0] <= now:
            self._ready.append(heapq.heappop(self._later)[1])
        while self._ready:
            address = self._ready.popleft()
            if not (mine := self._waiting[address]):
                del self._waiting[address]
            elif (due := self._full_again.get(address, 0.0) - self._credit) > now:
                heapq.heappush(self._later, (due, address))
            else:
                self._spend(address, now)
                self.count -= 1
                one = mine.popleft()
                if mine:
                    self._ready.append(address)
                else:
                    del self._waiting[address]
                return one
        return None

    @property
    def due(self) -> float:
        """Return when there will be something, as far as is known: 0 for now."""
        if self._ready:
            return 0.0
        return self._later[0][0] if self._later else math.inf

    def clear(self) -> list[T]:
        """Let nothing wait; return what has waited."""
        left = [one for mine in self._waiting.values() for one in mine]
        self._waiting.clear()
        self._ready.clear()
        self._later.clear()
        self.count = 0
        return left

    def _spend(self, address: str, now: float) -> None:
        self._full_again[address] = max(self._full_again.get(address, 0.0), now) + self._each
        if len(self._full_again) > self._sweep:
            self._full_again = {a: full for a, full in self._full_again.items() if full > now}
            self._sweep = max(_SWEEP, 2 * len(self._full_again))
