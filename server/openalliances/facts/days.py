"""A day, a month or a year that is asked for, and whether a spell holds then.

A spell is bounded by its earliest start and latest end. What is known to the month or year alone
may hold on any of its days; what has no end is known until a source last showed it. What has no
start cannot be older than what it belongs to (``start_earliest``), and is known to hold on the day
alone on which a source shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from openalliances.errors import BadRequestError
from openalliances.tabular import times
from openalliances.tabular.database import Value

SPELL = (
    *("start", "start_earliest", "start_latest", "start_kind"),
    *("end", "end_earliest", "end_latest", "end_kind", "end_status", "known_until"),
)
"""The columns of a spell in each table that has them, in the order of :class:`Spell`."""


class Holds(Enum):
    """Whether something holds at a time."""

    YES = "yes"
    MAYBE = "maybe"
    """The time lies within a start or end that is known to the month or year alone."""
    UNKNOWN = "unknown"
    """It had begun, no end is stated, and no source shows it to hold so late; or its beginning is
    not known, and sources show it later alone."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Day:
    """A time that is asked for: as it was written, its first and its last day."""

    text: str
    first: str
    last: str

    @classmethod
    def of(cls, text: str) -> Day:
        """Return the day, month or year that *text* writes (1914-08-01, 1914-08, 1914).

        :raises BadRequestError: if it is none.
        """
        first, last = times.days("at", text.strip())
        if first < "0001":
            raise BadRequestError("There is no year 0000.", "Write a day as 1993-01-31.")
        return cls(text.strip(), first, last)

    @property
    def year(self) -> int:
        """Return its year."""
        return int(self.first[:4])


@dataclass(frozen=True, slots=True)
class Spell:
    """From when to when something was so: dates as written, bounds, what happened then.

    ``end_status`` is ``known``, ``ended`` (it is not known when), ``known-lately``,
    ``known-earlier`` or ``not-observed``; ``known_until`` is where no end is stated.
    """

    start: str = ""
    start_earliest: str = ""
    start_latest: str = ""
    start_kind: str = ""
    end: str = ""
    end_earliest: str = ""
    end_latest: str = ""
    end_kind: str = ""
    end_status: str = ""
    known_until: str = ""

    @classmethod
    def of(cls, cells: Sequence[Value]) -> Spell:
        """Return the spell of the cells of :data:`SPELL`."""
        return cls(*(str(cell) if cell is not None else "" for cell in cells))

    @property
    def has_ended(self) -> bool:
        """Return whether it is over, be it not known since when."""
        return bool(self.end) or self.end_status == "ended"

    @property
    def is_lately_known(self) -> bool:
        """Return whether it goes on as far as is known lately."""
        return not self.has_ended and self.end_status == "known-lately"

    def holds(self, day: Day | None) -> Holds:
        """Return whether it holds on *day*; without one, whether it does as far as is known."""
        if day is None:
            if self.has_ended:
                return Holds.NO
            return Holds.YES if self.is_lately_known else Holds.UNKNOWN
        if (self.start_earliest or "0") > day.last:
            return Holds.NO
        if not self.start:
            return self._holds_unbegun(day)
        if self.end:
            if _last(self.end_latest or self.end) < day.first:
                return Holds.NO
            is_late = _first(self.end_earliest or self.end) < day.last
        elif _last(self.known_until or "0") < day.first:
            return Holds.UNKNOWN if self.end_status != "ended" else Holds.NO
        else:
            is_late = False
        is_early = _last(self.start_latest or self.start) > day.first
        return Holds.MAYBE if is_early or is_late else Holds.YES

    def _holds_unbegun(self, day: Day) -> Holds:
        """Return whether it holds on *day* where its beginning is not known: when it was seen."""
        seen_first = self.end_earliest or self.end or self.known_until
        seen_last = self.end_latest or self.end or self.known_until
        if not seen_last or _last(seen_last) < day.first:
            return Holds.NO if self.has_ended else Holds.UNKNOWN
        return Holds.MAYBE if _first(seen_first) <= day.last else Holds.UNKNOWN


def _first(date: str) -> str:
    """Return the first day of a day, month or year."""
    return (date + "-01-01")[:10]


def _last(date: str) -> str:
    """Return the last day of a day, month or year, to compare with: no month has more days."""
    return (date + "-12-31")[:10] if len(date) < 7 else (date + "-31")[:10]
