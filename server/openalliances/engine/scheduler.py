"""Admission control: calls, slots and two lanes, so that light queries never wait for heavy ones.

Nobody knows beforehand how long a query takes. So each begins in the light lane, whose
slots are free again after ``light_time`` of processor time: on a busy machine the clock runs
on while a query stands still. A query that needs longer moves to the heavy lane; if that is
full, it gives its slot up and waits there. A slot says that a query may run; which process
runs it is not known here.

Waiting is fair among clients: the next slot goes to whoever has the fewest running,
among equals to who came first. Whoever has heavy queries here leaves a light slot to others.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from openalliances.engine.errors import busy, cancelled, too_many
from openalliances.errors import EngineError

LIGHT = "light"
HEAVY = "heavy"
_LONGEST_RETRY = 30
_STANDING = 40
"""So many times the light time may pass by the clock until a query that computes little counts
as a heavy one: it waits for something else than a processor."""

Clock = Callable[[], float]
"""Seconds since some moment, never going back, as :func:`time.monotonic` gives them."""


class Call:
    """A cancellable request: somebody's wish to have a query answered. Safe for many threads.

    ``client`` says who asks, so that slots are shared fairly; empty for ourselves. ``id``
    names the call to those who may cancel it.
    """

    def __init__(self, client: str = "", given_id: str = "") -> None:
        self.client = client
        self._id = given_id
        self.cancelled = False
        self._lock = threading.Lock()
        self._stop: Callable[[], object] | None = None

    @property
    def id(self) -> str:
        """Return the id, which nobody can guess who has not been told."""
        if not self._id:
            self._id = secrets.token_hex(16)
        return self._id

    def on_cancel(self, stop: Callable[[], object]) -> None:
        """Have *stop* called when the call is cancelled; at once if it was already."""
        with self._lock:
            self._stop = stop
            late = self.cancelled
        if late:
            stop()

    def cancel(self) -> None:
        """Stop what waits or runs for this call."""
        with self._lock:
            self.cancelled = True
            stop, self._stop = self._stop, None
        if stop is not None:
            stop()

    def end(self) -> None:
        """Forget how to stop; there is nothing left to be stopped."""
        with self._lock:
            self._stop = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Slots in each lane, queries that may wait for each, and how much of it one client gets.

    ``client`` is the number of queries that one client may have running and waiting, 0 for
    no limit; ``light_time`` is in seconds of processor time.
    """

    light: int
    heavy: int
    queue: int
    client: int
    light_time: float


@dataclass(eq=False, slots=True)
class Slot:
    """The right of a query to run. ``deadline`` and ``since`` are of the scheduler's clock.

    ``used`` gives the seconds of processor time that the query has taken, if that is known.
    ``answering`` says that bytes of the answer are out: then it stays in the light lane by the
    clock, since a reader may be slow, and to move up costs it nothing.
    """

    call: Call
    deadline: float
    lane: str = LIGHT
    since: float = 0.0
    held: bool = False
    answering: bool = False
    used: Callable[[], float] | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How many queries run and wait, by lane."""

    running: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)


class Scheduler:
    """The slots of an engine. All methods may be called from many threads."""

    def __init__(self, limits: Limits, clock: Clock = time.monotonic) -> None:
        self.limits = limits
        self.clock = clock
        self._changed = threading.Condition()
        # All below is guarded by _changed.
        self._held: dict[str, list[Slot]] = {LIGHT: [], HEAVY: []}
        self._waiting: dict[str, list[Slot]] = {LIGHT: [], HEAVY: []}
        self._closed = False

    def enter(self, call: Call, deadline: float) -> Slot:
        """Return a slot in the light lane; wait for it until *deadline*.

        :raises EngineBusyError: if too many wait already, or no slot comes free in time.
        :raises ClientBusyError: if this client has too many queries here already.
        :raises QueryCancelledError: if *call* is cancelled while it waits.
        """
        slot = Slot(call, deadline)
        with self._changed:
            self._check_client(call.client)
            self._wait(slot)
        return slot

    def try_enter(self, call: Call, deadline: float) -> Slot | None:
        """Return a slot in the light lane if there is one and nobody waits for it; else None.

        :raises ClientBusyError: as :meth:`enter`.
        """
        with self._changed:
            self._check_client(call.client)
            if self._closed or self._waiting[LIGHT] or not self._free(LIGHT):
                return None
            if not self._may_begin(call.client):
                return None
            slot = Slot(call, deadline, since=self.clock(), held=True)
            self._held[LIGHT].append(slot)
            return slot

    def promote(self, slot: Slot, *, must: bool = False) -> bool:
        """Move *slot* to the heavy lane if there is room (or it *must*); return whether it is."""
        with self._changed:
            if slot.lane == LIGHT and slot.held:
                if not must and len(self._held[HEAVY]) >= self.limits.heavy:
                    return False
                self._move_up(slot)
                self._grant()
            return slot.lane == HEAVY

    def light_left(self, slot: Slot) -> float:
        """Return for how many seconds at least *slot* counts as light; none are left at 0."""
        most = self.limits.light_time
        stood = self.clock() - slot.since
        if slot.used is None:
            return most - stood
        return min(most - slot.used(), _STANDING * most - stood)

    def wait_for_heavy(self, slot: Slot) -> None:
        """Give the light slot up and wait for a heavy one.

        :raises EngineBusyError: as :meth:`enter`.
        :raises QueryCancelledError: as :meth:`enter`.
        """
        with self._changed:
            self._drop(slot)
            slot.lane = HEAVY
            self._wait(slot)

    def leave(self, slot: Slot) -> None:
        """Give *slot* up; once is enough, more does no harm."""
        with self._changed:
            self._drop(slot)

    def load(self) -> Load:
        """Return how many run and wait now."""
        with self._changed:
            return Load(
                {lane: len(slots) for lane, slots in self._held.items()},
                {lane: len(slots) for lane, slots in self._waiting.items()},
            )

    def wake(self) -> None:
        """Have all who wait look again at the clock and at their calls."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in any more; who waits is told so."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _wait(self, slot: Slot) -> None:
        waiting = self._waiting[slot.lane]
        if len(waiting) >= self.limits.queue + self._free(slot.lane):
            raise busy(len(waiting), self._retry_after())
        if self._closed:
            raise EngineError("The query engine has been closed.")
        waiting.append(slot)
        slot.call.on_cancel(self.wake)
        self._grant()
        try:
            while not slot.held:
                now = self.clock()
                if slot.call.cancelled:
                    raise cancelled()
                if self._closed:
                    raise EngineError("The query engine has been closed.")
                if now >= slot.deadline:
                    raise busy(len(waiting) - 1, self._retry_after())
                self._changed.wait(min(slot.deadline, self._next_overdue(now)) - now)
                self._grant()
        finally:
            if not slot.held:
                waiting.remove(slot)

    def _grant(self) -> None:
        """Give free slots to those who wait; move up who has outstayed the light lane."""
        now = self.clock()
        if self._waiting[LIGHT]:
            for slot in list(self._held[LIGHT]):
                if slot.answering and now >= slot.since + self.limits.light_time:
                    self._move_up(slot)
        for lane, waiting in self._waiting.items():
            while self._free(lane) > 0 and (
                able := [s for s in waiting if lane == HEAVY or self._may_begin(s.call.client)]
            ):
                running = Counter(slot.call.client for slot in self._all_held())
                chosen = min(able, key=lambda slot: running[slot.call.client])
                waiting.remove(chosen)
                chosen.held, chosen.since = True, now
                self._held[lane].append(chosen)
                self._changed.notify_all()

    def _may_begin(self, client: str) -> bool:
        """Return whether *client* may take a light slot.

        Whoever has heavy queries here leaves one free, if there are several: what it asks next
        is likely to be heavy, too, and light ones of others wait for no more than each other.
        """
        heavy = (*self._held[HEAVY], *self._waiting[HEAVY])
        if not client or all(slot.call.client != client for slot in heavy):
            return True
        own = sum(slot.call.client == client for slot in self._held[LIGHT])
        return own < max(1, self.limits.light - 1)

    def _move_up(self, slot: Slot) -> None:
        self._held[LIGHT].remove(slot)
        slot.lane = HEAVY
        self._held[HEAVY].append(slot)

    def _drop(self, slot: Slot) -> None:
        if slot.held:
            self._held[slot.lane].remove(slot)
            slot.held = False
            self._grant()

    def _free(self, lane: str) -> int:
        size = self.limits.light if lane == LIGHT else self.limits.heavy
        return max(0, size - len(self._held[lane]))

    def _all_held(self) -> list[Slot]:
        return [*self._held[LIGHT], *self._held[HEAVY]]

    def _check_client(self, client: str) -> None:
        if not self.limits.client or not client:
            return
        slots = [*self._all_held(), *self._waiting[LIGHT], *self._waiting[HEAVY]]
        count = sum(slot.call.client == client for slot in slots)
        if count >= self.limits.client:
            raise too_many(count, self._retry_after())

    def _next_overdue(self, now: float) -> float:
        """Return when the next slot of the light lane may be moved up, or taken away."""
        times = [slot.since + self.limits.light_time for slot in self._held[LIGHT]]
        return min((at for at in times if at > now), default=math.inf)

    def _retry_after(self) -> int:
        """Return the seconds after which a slot is free at the latest."""
        left = min((s.deadline for s in self._all_held()), default=0.0) - self.clock()
        return max(1, min(_LONGEST_RETRY, math.ceil(left)))
