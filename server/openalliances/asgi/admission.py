"""Who may have a connection: so many in sum, so many of one address, and room for all others.

Where there is no room, the connection that has been idle longest is closed: of the address
itself if it has too many, else of the address that has most. Only what is answered right now is
never closed. If all is busy, a few more are let in, which get 503 at once unless they ask how the
server is (:data:`~openalliances.asgi.operations.PATHS`); what comes beyond these is refused.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from openalliances.asgi.exchange import RepeatedRequests
from openalliances.settings import Settings

RESERVE = 64
"""Connections beyond the limit that may still ask for health and metrics."""


class Place(Enum):
    """What a new connection gets."""

    WHOLE = "whole"
    RESERVED = "reserved"
    NONE = "none"


class Held(Protocol):
    """A connection, as far as it matters here.

    ``address`` stands for the client.
    """

    address: str

    @property
    def is_busy(self) -> bool:
        """Return whether it waits for an answer or takes one."""
        ...

    def drop(self) -> None:
        """Close it."""
        ...


class Connections:
    """The connections of one server, by address."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.connections
        # Behind proxies all come from the same few addresses.
        self._most_of_one = (
            settings.connections if settings.proxies else settings.client_connections
        )
        self._by_address: dict[str, OrderedDict[Held, None]] = {}
        self.open = 0
        self.closed_for_others = 0
        self.refused = 0

    def admit(self, one: Held) -> Place:
        """Take *one* in, if there is room for it or can be made."""
        mine = len(self._by_address.get(one.address, ()))
        place = Place.WHOLE
        if not self._has_room(one.address, mine):
            self.refused += 1
            place = Place.RESERVED
            if max(self.open - self._most, mine - self._most_of_one) >= RESERVE:
                return Place.NONE
        self._by_address.setdefault(one.address, OrderedDict())[one] = None
        self.open += 1
        return place

    def use(self, one: Held) -> None:
        """Note that *one* is of use now; nothing happens if it is no more."""
        mine = self._by_address.get(one.address)
        if mine is not None and one in mine:
            mine.move_to_end(one)

    def leave(self, one: Held) -> None:
        """Note that *one* is no more; nothing happens if that is known."""
        mine = self._by_address.get(one.address)
        if mine is None or one not in mine:
            return
        del mine[one]
        self.open -= 1
        if not mine:
            del self._by_address[one.address]

    def _has_room(self, address: str, mine: int) -> bool:
        """Return whether there is room for one more, where *address* has *mine*; make it."""
        if mine >= self._most_of_one and not self._close_one(address):
            return False
        return self.open < self._most or self._close_one_of_most()

    def _close_one_of_most(self) -> bool:
        """Close one of whoever has most; if all of these are busy, of who has most after that."""
        counts = {address: len(mine) for address, mine in self._by_address.items()}
        if self._close_one(max(counts, key=counts.__getitem__)):
            return True
        return any(map(self._close_one, sorted(counts, key=lambda address: -counts[address])))

    def _close_one(self, address: str) -> bool:
        """Close the connection of *address* that has been idle longest; return whether one was."""
        mine = self._by_address.get(address, ())
        longest = next((one for one in mine if not one.is_busy), None)
        if longest is None:
            return False
        self.leave(longest)
        self.closed_for_others += 1
        longest.drop()
        return True


@dataclass
class Front:
    """What all connections of a server share; see :mod:`openalliances.asgi.connection`."""

    settings: Settings
    responses: RepeatedRequests
    held: Connections = field(init=False)

    def __post_init__(self) -> None:
        """Count from nothing."""
        self.held = Connections(self.settings)
