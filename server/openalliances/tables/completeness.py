"""Lists that sources give, and whether we have all that stands on them: ``listing.csv``.

A complete list that somebody has read says of each of our spells on it that it held on the day
of the list. So its count has to be ours on that day; what differs is named, one a row, in
``omits`` (we have it, the list has not) and ``reports`` (the list has it, we have not).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openalliances.errors import SourceError
from openalliances.tables.dates import first_day, last_day
from openalliances.tables.publication import Values, adjudicator_of, published_values
from openalliances.tables.row_rules import NOT_CHECKED
from openalliances.tables.rows import Row, TableFile

TABLE = "listing"
"""The name of the table of lists."""

Things = Mapping[str, Values]
"""The things of a table by id, each with its published cells by column."""


class PublishedThings:
    """The published cells of all things, each table looked at once."""

    def __init__(self, files: Sequence[TableFile]) -> None:
        self.files = files
        self._names = {file.table.name for file in files}
        self._of: dict[str, Things] = {}
        self._adjudicator = adjudicator_of(files)

    def of(self, table: str) -> Things:
        """Return the things of a table; none if there is no such table."""
        if table not in self._of:
            there = table in self._names
            found = published_values(self.files, table, self._adjudicator) if there else ()
            self._of[table] = dict(found)
        return self._of[table]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that one source gives of one kind of thing that belongs to one subject.

    ``observed`` is the day, month or year of which the list speaks, empty if it has none; ``row``
    is the one to show where something is wrong.
    """

    id: str
    row: Row
    subject: str
    kind: str
    is_complete: bool
    is_seen: bool
    count: int | None
    observed: str
    omits: frozenset[str]
    reports: frozenset[str]

    @property
    def shows(self) -> bool:
        """Whether it shows that what is on it held: complete, read, and of a known day."""
        lasting = self.kind not in _ACTS
        return lasting and self.is_complete and self.is_seen and bool(self.observed)


@dataclass(frozen=True, slots=True)
class _Listed:
    """Where the things of one kind of list stand: table, column of the subject, what is counted.

    ``kinds`` are the kinds of membership that are meant; any if there are none.
    """

    table: str
    subject: str
    counted: str
    kinds: frozenset[str] = frozenset()


_LISTED = {
    "members": _Listed("membership", "arrangement", "member", frozenset(("full", "participant"))),
    "parties": _Listed("membership", "arrangement", "member", frozenset(("full",))),
    "observers": _Listed("membership", "arrangement", "member", frozenset(("observer",))),
    "associates": _Listed("membership", "arrangement", "member", frozenset(("associate",))),
    "contributors": _Listed("contribution", "mission", "contributor"),
    "operations": _Listed("mission", "lead", ""),
    "tasks": _Listed("mandate", "", "task"),
    "suspensions": _Listed("suspension", "membership", "membership"),
    "decisions": _Listed("mandate", "mission", "instrument"),
}

_ACTS = frozenset(("decisions",))
"""Kinds of lists of what was done up to a day; they show nothing that held on it."""


class Lists:
    """The lists of a data set, and what we have of each."""

    def __init__(self, things: PublishedThings) -> None:
        self._things = things
        self._file = next((file for file in things.files if file.table.name == TABLE), None)

    def __iter__(self) -> Iterator[Listing]:
        """Yield the lists by id."""
        if self._file is None:
            return
        for id_, rows in self._file.things():
            yield _listing(id_, rows)

    def ours(self, listing: Listing) -> Mapping[str, frozenset[str]]:
        """Return our things that should be on a list on its day, each with what is counted."""
        where = _LISTED.get(listing.kind)
        if where is None:
            return {}
        return {
            id_: frozenset(values.get(where.counted, ()) if where.counted else (id_,))
            for id_, values in self._things.of(where.table).items()
            if self._belongs(id_, values, where, listing)
        }

    def faults(self) -> Iterator[SourceError]:
        """Yield a fault for each complete list whose count is not ours, or a wrong exception."""
        for listing in self:
            if listing.is_complete and self._file:
                for column, message, hint in self._disagreements(listing):
                    place = self._file.table.header.index(column) + 1
                    yield SourceError(
                        self._file.name, message, hint, line=listing.row.line, column=place
                    )

    def _disagreements(self, listing: Listing) -> Iterator[tuple[str, str, str]]:
        counted = frozenset().union(*self.ours(listing).values())
        for name in sorted(listing.omits - counted):
            yield "omits", f"omits: {name} is not among ours of {listing.subject}.", _MEND
        for name in sorted(listing.reports & counted):
            yield "reports", f"reports: {name} is among ours of {listing.subject}.", _MEND
        ours = len(counted - listing.omits) + len(listing.reports - counted)
        if listing.count is not None and listing.count != ours:
            day = f" on {listing.observed}" if listing.observed else ""
            yield (
                "count",
                f"The list of {listing.kind} of {listing.subject} has {listing.count}, and we have "
                f"{ours}{day}: {', '.join(sorted(counted)) or 'none'}.",
                "Mend the rows that are wrong, or name what differs in omits or reports.",
            )

    def _belongs(self, id_: str, values: Values, where: _Listed, listing: Listing) -> bool:
        if where.kinds and where.kinds.isdisjoint(values.get("kind", ())):
            return False
        of = values.get(where.subject, ()) if where.subject else (id_,)
        if where.table == "suspension":
            memberships = self._things.of("membership")
            of = tuple(a for m in of for a in memberships.get(m, {}).get("arrangement", ()))
        if listing.kind in _ACTS:
            values = {column: cells for column, cells in values.items() if column == "start"}
        return listing.subject in of and holds_on(values, listing.observed)


_MEND = "Look at the spelling; take the row away if the two agree by now."


_ON_LISTS = frozenset(("listed-to", "observed-to"))
"""Kinds of an end that is the last day on which something stood on a list."""


def holds_on(values: Values, day: str) -> bool:
    """Return whether a thing held on a *day* (or month, or year); without one, whether it is open.

    What is known by month or year only counts as holding over all of it. What was on a list on its
    last day held on that day.
    """
    if not day:
        return not values.get("end") and not values.get("end_kind")
    begun = _bound(values, "start", first_day)
    ended = _bound(values, "end", last_day)
    first, last = first_day(day), last_day(day)
    if first is None or last is None or (ended is None and values.get("end_kind")):
        return False
    if ended is not None and not _ON_LISTS.isdisjoint(values.get("end_kind", ())):
        return (begun is None or begun <= last) and ended >= first
    return (begun is None or begun <= last) and (ended is None or ended > first)


def _bound(values: Values, column: str, day_of: Callable[[str], date | None]) -> date | None:
    return next((day_of(cell) for cell in values.get(column, ())), None)


def _listing(id_: str, rows: Sequence[Row]) -> Listing:
    def first(column: str) -> str:
        return next((row.cells[column] for row in rows if column in row.cells), "")

    def each(column: str) -> frozenset[str]:
        return frozenset(row.cells[column] for row in rows if column in row.cells)

    count = first("count")
    return Listing(
        id=id_,
        row=rows[0],
        subject=first("subject"),
        kind=first("list"),
        is_complete=first("completeness") == "complete",
        is_seen=first("check") not in ("", NOT_CHECKED),
        count=int(count) if count else None,
        observed=first("observed"),
        omits=each("omits"),
        reports=each("reports"),
    )
