"""Until when what has no end is known to hold: the rule *known until*.

A source that ends in 2012 says nothing about today. So each thing that goes on, as far as we know,
has the last day on which a source that somebody has read shows that it did, or a status that
says that none does. No day is invented: the day on which we read a source is none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.tables.columns import Table
from openalliances.tables.completeness import Lists, PublishedThings, Things
from openalliances.tables.dates import first_day, last_day
from openalliances.tables.metadata import THING
from openalliances.tables.publication import PublishedTable, Values
from openalliances.tables.row_rules import NOT_CHECKED
from openalliances.tables.rows import Row, TableFile

_KNOWN_UNTIL = ox.NamedNode(ALLY + "knownUntil")
_HAS_STATUS = ox.NamedNode(ALLY + "hasObservationStatus")
_STATUSES = {
    name: ox.NamedNode(f"{VOCAB}observation-status/{name}")
    for name in ("ended", "known-lately", "known-earlier", "not-observed")
}
_DAY = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
_SHOWN_BY = (
    ("contribution", ("mission",)),
    ("mandate", ("mission",)),
    ("suspension", ("membership",)),
    ("membership", ("arrangement", "member")),
    ("mission", ("lead",)),
)
"""What a thing shows by holding, in this order: who is a member exists, and so does what of.

It does so on the days on which it begins and ends, too: who leaves a body shows that there is one.
"""
_PLANNED_ENDS = frozenset({"mandate"})
"""What states an end beforehand, which shows nothing."""

_WITHIN = (
    ("membership", "arrangement"),
    ("suspension", "membership"),
    ("obligation", "arrangement"),
    ("contribution", "mission"),
    ("mandate", "mission"),
)
"""What a thing is part of, in this order: where that has ended, so has the thing."""


@dataclass(frozen=True, slots=True)
class Lately:
    """The day of a data set, and how many months before it count as lately."""

    day: date
    months: int

    @property
    def since(self) -> date:
        """The first day that counts as lately."""
        months = self.day.year * 12 + self.day.month - 1 - self.months
        last = last_day(f"{months // 12:04}-{months % 12 + 1:02}")
        assert last is not None  # noqa: S101  the years of data sets are after the year 1
        return last.replace(day=min(self.day.day, last.day))


def with_observations(
    published: Sequence[PublishedTable], things: PublishedThings, lately: Lately | None
) -> tuple[PublishedTable, ...]:
    """Return the tables, which also say until when what has no end is known to hold.

    With *lately* they say of each thing that begins and ends whether that is lately.
    """
    found = _Observations(things, lately)
    return tuple(
        replace(table, triples=(*table.triples, *found.triples(table.file.table)))
        for table in published
    )


class _Observations:
    """The last day on which each thing without an end is shown to hold."""

    def __init__(self, things: PublishedThings, lately: Lately | None) -> None:
        files = things.files
        self._lately = lately
        self._things: dict[str, Things] = {
            file.table.name: things.of(file.table.name) for file in files if _lasts(file.table)
        }
        self._open = {
            id_
            for things in self._things.values()
            for id_, values in things.items()
            if not self._has_ended(values)
        }
        self._close()
        self._shown: dict[str, date] = {}
        self._edges: dict[str, list[date]] = {}
        sources = next((file.rows for file in files if file.table.name == "source"), ())
        days = {row.id: _day_of_source(row) for row in sources}
        for file in files:
            if file.table.name in self._things:
                self._read(file, days)
        self._take(Lists(things))
        self._imply()

    def triples(self, table: Table) -> Iterator[ox.Triple]:
        """Yield what is said of the things of a table."""
        for id_ in self._things.get(table.name, ()):
            thing, day = ox.NamedNode(ID + id_), self._shown.get(id_)
            if day and id_ in self._open:
                yield ox.Triple(thing, _KNOWN_UNTIL, ox.Literal(day.isoformat(), datatype=_DAY))
            if self._lately:
                yield ox.Triple(thing, _HAS_STATUS, _STATUSES[self._status(id_, self._lately)])

    def _status(self, id_: str, lately: Lately) -> str:
        if id_ not in self._open:
            return "ended"
        day = self._shown.get(id_)
        if day is None:
            return "not-observed"
        return "known-lately" if day >= lately.since else "known-earlier"

    def _has_ended(self, values: Values) -> bool:
        """Return whether an end is published that is no plan; its day may be unknown."""
        ends = [first_day(cell) for cell in values.get("end", ())]
        if not ends:
            return bool(values.get("end_kind"))
        return self._lately is None or any(day is None or day <= self._lately.day for day in ends)

    def _close(self) -> None:
        """Take what is part of something that has ended as ended."""
        ended = {id_ for things in self._things.values() for id_ in things} - self._open
        for name, column in _WITHIN:
            for id_, values in self._things.get(name, {}).items():
                if not ended.isdisjoint(values.get(column, ())):
                    self._open.discard(id_)
                    ended.add(id_)

    def _read(self, file: TableFile, days: Mapping[str, date | None]) -> None:
        """Take what the rows of a table show of its things."""
        name = file.table.name
        things = self._things[name]
        for row in file.rows:
            if row.id in self._open:
                self._show(row.id, _days_of_row(row, things[row.id], days))
            edges = self._edges.setdefault(row.id, [])
            edges += (day for day in _edges_of_row(name, row, things[row.id]) if self._is_past(day))

    def _is_past(self, day: date) -> bool:
        return self._lately is None or day <= self._lately.day

    def _take(self, lists: Lists) -> None:
        """Take what complete lists show."""
        for listing in lists:
            day = first_day(listing.observed) if listing.shows else None
            if day is None:
                continue
            self._show(listing.subject, (day,))
            for id_, counted in lists.ours(listing).items():
                if not counted <= listing.omits:
                    self._show(id_, (day,))

    def _imply(self) -> None:
        """Take what things show of others by holding."""
        periods: dict[str, list[str]] = {}
        for id_, values in self._things.get("period", {}).items():
            for state in values.get("state", ()):
                periods.setdefault(state, []).append(id_)
        for name, columns in _SHOWN_BY:
            for id_, values in self._things.get(name, {}).items():
                days = (self._shown.get(id_), *self._edges.get(id_, ()))
                for other in (cell for column in columns for cell in values.get(column, ())):
                    for shown in (other, *periods.get(other, ())):
                        self._show(shown, days)

    def _show(self, id_: str, days: Iterable[date | None]) -> None:
        known = [day for day in (*days, self._shown.get(id_)) if day]
        if id_ in self._open and known:
            self._shown[id_] = max(known)


_SHOW_NOTHING = frozenset(
    (
        *("id", "n", "name_en", "name_fr", "other_name_en", "other_name_fr", "acronym", "note"),
        *("follows", "responds_to", "supports"),
        *("source", "place", "check", "checked_on", "source_note"),
    )
)
"""Columns that may tell of what has long ended: what came before, why it was, how it is called."""


def _lasts(table: Table) -> bool:
    """Return whether the things of a table begin and end, and sources say that they still hold."""
    return {"end", "observed"} <= set(table.header) and table.thing_url == THING


def _day_of_source(row: Row) -> date | None:
    """Return the last day that a source covers, else the first on which it can have appeared."""
    if "covers_until" in row.cells:
        return last_day(row.cells["covers_until"])
    return first_day(row.cells["date"]) if "date" in row.cells else None


def _edges_of_row(name: str, row: Row, values: Values) -> Iterator[date]:
    """Yield the published days of a row that was read on which the thing began and ended."""
    if row.cells.get("check", NOT_CHECKED) == NOT_CHECKED:
        return
    for column in ("start",) if name in _PLANNED_ENDS else ("start", "end"):
        cell = row.cells.get(column, "")
        day = first_day(cell) if cell and cell in values.get(column, ()) else None
        if day:
            yield day


def _days_of_row(
    row: Row, values: Values, days: Mapping[str, date | None]
) -> Iterator[date | None]:
    """Yield days on which the thing held: of a row that was read and says no other end."""
    cells = row.cells
    if cells.get("check", NOT_CHECKED) == NOT_CHECKED:
        return
    if "end" in cells and cells["end"] not in values.get("end", ()):
        return
    if "end_kind" in cells and "end" not in cells:
        return
    if "start" in cells and cells["start"] in values.get("start", ()):
        yield first_day(cells["start"])
    if "observed" in cells:
        yield first_day(cells["observed"])
    elif not cells.keys() <= _SHOW_NOTHING:
        yield days.get(cells["source"])
