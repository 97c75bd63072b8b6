"""Who was bound to whom at a time, what changed around it, and how far the tables look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openalliances.facts.allies import (
    DEFENCE,
    Pact,
    Pairs,
    last_seen_pairs,
    pacts,
    pairs,
    with_promise,
)
from openalliances.facts.changes import Change, changes
from openalliances.facts.days import Day
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Horizon:
    """From when to when the tables know anything: the first pact, the last look of a source."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class OnDay:
    """What holds at a time.

    ``alliances`` promise defence and join two states at least, ``others`` are pacts that promise
    less, ``lapsed`` those that are not known to join anybody so late. ``pairs`` are those of the
    alliances, ``seen`` the pairs in defence alliances when last seen.
    """

    day: Day
    alliances: tuple[Pact, ...]
    others: tuple[Pact, ...]
    lapsed: tuple[Pact, ...]
    pairs: Pairs
    seen: Pairs

    @property
    def all(self) -> tuple[Pact, ...]:
        """Return the pacts that join two states at least."""
        return (*self.alliances, *self.others)


def on_day(reader: Reader, day: Day) -> OnDay:
    """Return who was bound to whom at the time *day*."""
    found = pacts(reader, day)
    alliances = with_promise(found, DEFENCE)
    joined = pairs(alliances, day)
    others = tuple(one for one in found if DEFENCE not in one.kinds and len(one.members) > 1)
    lapsed = tuple(one for one in found if len(one.members) < 2)
    defence = [one for one in found if DEFENCE in one.kinds]
    return OnDay(day, alliances, others, lapsed, joined, last_seen_pairs(defence, day, joined))


def changes_around(reader: Reader, day: Day) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return what changed before and after a day, in its year and, if that is little, the next.

    Of a month or year the first part is what changed within it, the second what followed.
    """
    first, last = f"{day.first[:4]}-01-01", f"{day.last[:4]}-12-31"
    for further in (0, 1, 2):
        begin, end = _year(first, -further) + "-01-01", _year(last, further) + "-12-31"
        found = changes(reader, begin, end)
        if len(found) >= _ENOUGH:
            break
    border = day.first if day.first == day.last else day.last
    before = tuple(one for one in found if _first(one.date) <= border)
    after = tuple(one for one in found if _first(one.date) > border)
    return before, after


_ENOUGH = 8
"""Changes that make a list worth reading."""


def horizon(reader: Reader) -> Horizon:
    """Return from when to when the tables know anything."""
    first = reader.column("SELECT min(start_earliest) FROM arrangements")
    last = reader.column(
        "SELECT max(d) FROM (SELECT max(known_until) AS d FROM memberships "
        "UNION ALL SELECT max(known_until) FROM missions)"
    )
    return Horizon(first[0], last[0])


def next_day(text: str, days: int) -> str:
    """Return the day so many *days* after the day *text*; empty where the calendar ends."""
    try:
        return (date.fromisoformat(text) + timedelta(days)).isoformat()
    except (OverflowError, ValueError):
        return ""


def _year(day: str, more: int) -> str:
    return f"{min(9999, max(1, int(day[:4]) + more)):04}"


def _first(written: str) -> str:
    return (written + "-01-01")[:10]
