"""Who may run, and who waits: two lanes, so that light queries never wait for heavy ones.

Nobody knows beforehand how long a query takes. So each begins in the light lane, whose
places are free again after ``light_time``. A query that needs longer moves to the heavy
lane; if that is full, it gives its place up and waits there to begin anew. A place says
that a query may run; which process runs it is not known here.

Waiting is fair among clients: the next place goes to whoever has the fewest running,
among equals to who came first.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from openalliances.engine.errors import busy, cancelled, too_many
from openalliances.engine.interface import Call
from openalliances.errors import EngineError

LIGHT = "light"
HEAVY = "heavy"
_LONGEST_RETRY = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Places in each lane, queries that may wait for each, and how much of it one client gets.

    ``client`` is the number of queries that one client may have running and waiting, 0 for
    no limit; ``light_time`` is in seconds.
    """

    light: int
    heavy: int
    queue: int
    client: int
    light_time: float


@dataclass(eq=False, slots=True)
class Place:
    """The right of a query to run. ``deadline`` and ``since`` are of :func:`time.monotonic`.

    ``answering`` says that bytes of the answer are out, so that it cannot begin anew.
    """

    call: Call
    deadline: float
    lane: str = LIGHT
    since: float = 0.0
    held: bool = False
    answering: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """How many queries run and wait, by lane."""

    running: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)


class Lanes:
    """The places of a pool. All methods may be called from many threads."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._changed = threading.Condition()
        # All below is guarded by _changed.
        self._held: dict[str, list[Place]] = {LIGHT: [], HEAVY: []}
        self._waiting: dict[str, list[Place]] = {LIGHT: [], HEAVY: []}
        self._closed = False

    def enter(self, call: Call, deadline: float) -> Place:
        """Return a place in the light lane; wait for it until *deadline*.

        :raises EngineBusyError: if too many wait already, or no place comes free in time.
        :raises ClientBusyError: if this client has too many queries here already.
        :raises QueryCancelledError: if *call* is stopped while it waits.
        """
        place = Place(call, deadline)
        with self._changed:
            self._look_at_client(call.client)
            self._wait(place)
        return place

    def enter_at_once(self, call: Call, deadline: float) -> Place | None:
        """Return a place in the light lane if there is one and nobody waits for it; else None.

        :raises ClientBusyError: as :meth:`enter`.
        """
        with self._changed:
            self._look_at_client(call.client)
            if self._closed or self._waiting[LIGHT] or not self._free(LIGHT):
                return None
            place = Place(call, deadline, since=time.monotonic(), held=True)
            self._held[LIGHT].append(place)
            return place

    def promote(self, place: Place, *, must: bool = False) -> bool:
        """Move *place* to the heavy lane if there is room (or it *must*); return whether it is."""
        with self._changed:
            if place.lane == LIGHT and place.held:
                if not must and len(self._held[HEAVY]) >= self.limits.heavy:
                    return False
                self._move_up(place)
                self._grant()
            return place.lane == HEAVY

    def wait_for_heavy(self, place: Place) -> None:
        """Give the light place up and wait for a heavy one.

        :raises EngineBusyError: as :meth:`enter`.
        :raises QueryCancelledError: as :meth:`enter`.
        """
        with self._changed:
            self._drop(place)
            place.lane = HEAVY
            self._wait(place)

    def leave(self, place: Place) -> None:
        """Give *place* up; once is enough, more does no harm."""
        with self._changed:
            self._drop(place)

    def load(self) -> Load:
        """Return how many run and wait now."""
        with self._changed:
            return Load(
                {lane: len(places) for lane, places in self._held.items()},
                {lane: len(places) for lane, places in self._waiting.items()},
            )

    def close(self) -> None:
        """Let nobody in any more; who waits is told so."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _wait(self, place: Place) -> None:
        waiting = self._waiting[place.lane]
        if len(waiting) >= self.limits.queue + self._free(place.lane):
            raise busy(len(waiting), self._retry_after())
        if self._closed:
            raise EngineError("The query engine has been closed.")
        waiting.append(place)
        place.call.on_cancel(self._wake)
        self._grant()
        try:
            while not place.held:
                now = time.monotonic()
                if place.call.cancelled:
                    raise cancelled()
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                if now >= place.deadline:
                    raise busy(len(waiting) - 1, self._retry_after())
                self._changed.wait(min(place.deadline, self._next_overdue(now)) - now)
                self._grant()
        finally:
            if not place.held:
                waiting.remove(place)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _grant(self) -> None:
        """Give free places to those who wait; move up who has outstayed the light lane."""
        now = time.monotonic()
        if self._waiting[LIGHT]:
            for place in list(self._held[LIGHT]):
                if place.answering and now >= place.since + self.limits.light_time:
                    self._move_up(place)
        for lane, waiting in self._waiting.items():
            while waiting and self._free(lane) > 0:
                running = Counter(p.call.client for p in self._all_held())
                chosen = min(waiting, key=lambda p: running[p.call.client])
                waiting.remove(chosen)
                chosen.held, chosen.since = True, now
                self._held[lane].append(chosen)
                self._changed.notify_all()

    def _move_up(self, place: Place) -> None:
        self._held[LIGHT].remove(place)
        place.lane = HEAVY
        self._held[HEAVY].append(place)

    def _drop(self, place: Place) -> None:
        if place.held:
            self._held[place.lane].remove(place)
            place.held = False
            self._grant()

    def _free(self, lane: str) -> int:
        size = self.limits.light if lane == LIGHT else self.limits.heavy
        return max(0, size - len(self._held[lane]))

    def _all_held(self) -> list[Place]:
        return [*self._held[LIGHT], *self._held[HEAVY]]

    def _look_at_client(self, client: str) -> None:
        if not self.limits.client or not client:
            return
        places = [*self._all_held(), *self._waiting[LIGHT], *self._waiting[HEAVY]]
        count = sum(place.call.client == client for place in places)
        if count >= self.limits.client:
            raise too_many(count, self._retry_after())

    def _next_overdue(self, now: float) -> float:
        """Return when the next place of the light lane may be moved up, or taken away."""
        times = [place.since + self.limits.light_time for place in self._held[LIGHT]]
        return min((at for at in times if at > now), default=math.inf)

    def _retry_after(self) -> int:
        """Return the seconds after which a place is free at the latest."""
        left = min((p.deadline for p in self._all_held()), default=0.0) - time.monotonic()
        return max(1, min(_LONGEST_RETRY, math.ceil(left)))
