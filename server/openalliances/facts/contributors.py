"""Who gives people to a mission: spells of states, the counts of them, sums by day of count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.facts.cells import SPELL_COLUMNS, number, split_row, text
from openalliances.facts.days import Day, Holds, Spell
from openalliances.facts.names import Named, marks
from openalliances.facts.receipts import Citation, first_address
from openalliances.tabular.database import Reader, Row

KINDS = ("troops", "police", "experts", "staff_officers")
"""The kinds of people that a count tells apart, in the order of :attr:`Count.people`."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many people a state had in a mission on a day (as exact as it is known)."""

    id: str
    contribution: str
    date: str
    total: int | None
    people: tuple[tuple[str, int], ...] = ()
    place: str = ""
    check: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one state gives to one mission in one spell, with all its counts in order.

    ``allotted`` people were to come, as was said on ``allotted_on``; they are no count.
    """

    id: str
    name: str
    mission: str
    state: Named
    kind: str
    spell: Spell
    grade: str
    counts: tuple[Count, ...]
    allotted: int | None = None
    allotted_on: str = ""

    def latest(self, day: Day | None = None) -> Count | None:
        """Return the last count, on or before the day where one is asked for."""
        counts = [c for c in self.counts if day is None or c.date <= day.last]
        return counts[-1] if counts else None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A state and all its contributions to one mission."""

    state: Named
    contributions: tuple[Contribution, ...]

    def latest(self, day: Day | None = None) -> Count | None:
        """Return the last count of all."""
        found = [count for one in self.contributions if (count := one.latest(day))]
        return max(found, key=lambda count: count.date, default=None)

    @property
    def allotted(self) -> int | None:
        """Return how many people were allotted to it, if a source says so."""
        return next((c.allotted for c in self.contributions if c.allotted is not None), None)

    def holds(self, day: Day | None) -> Holds:
        """Return whether it contributes on the day, or now: the best of what its spells say."""
        all_ = {one.spell.holds(day) for one in self.contributions if _has_dates(one.spell)}
        order = (Holds.YES, Holds.MAYBE, Holds.UNKNOWN, Holds.NO)
        return next((holds for holds in order if holds in all_), Holds.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Total:
    """All people counted in a mission on one day, and the number of states that gave them."""

    date: str
    total: int
    states: int


_COLUMNS = (
    f"{SPELL_COLUMNS}, id, name, mission, state, state_name, kind, grade, personnel, "
    "personnel_date, allotted"
)
_IN_ORDER = 'ORDER BY "start" IS NULL, "start", id'
_COUNTED = (
    'id, contribution, date, total, place, "check", source_ids, '
    "troops, police, experts, staff_officers"
)
_COUNTS = f"SELECT {_COUNTED} FROM counts"  # noqa: S608
# SQLite takes the other cells of the row that has the largest date (bare columns, lang_select).
_LATEST = (
    f"SELECT {_COUNTED}, MAX(date) FROM counts "  # noqa: S608
    "WHERE mission = ? AND date <= ? GROUP BY contribution"
)


def contributors(reader: Reader, mission: str, day: Day | None = None) -> tuple[Contributor, ...]:
    """Return who gave people to a mission: the largest last count first.

    Each contribution has its last count alone: on or before the day, where one is asked for.
    """
    last = day.last if day else "9999"
    sql = f"SELECT {_COLUMNS} FROM contributions WHERE mission = ? {_IN_ORDER}"  # noqa: S608
    counts = _by_contribution(reader.rows(_LATEST, (mission, last)))
    grouped: dict[str, list[Contribution]] = {}
    for row in reader.rows(sql, (mission,)):
        one = _contribution(row, counts)
        grouped.setdefault(one.state.id, []).append(one)
    found = [Contributor(ones[0].state, tuple(ones)) for ones in grouped.values()]
    return tuple(sorted(found, key=lambda one: _largest_first(one, day)))


def contribution(reader: Reader, id_: str) -> Contribution | None:
    """Return one contribution with its counts, None where the tables have none."""
    sql = f"SELECT {_COLUMNS} FROM contributions WHERE id = ?"  # noqa: S608
    counts = _by_contribution(
        reader.rows(f"{_COUNTS} WHERE contribution = ? ORDER BY date, id", (id_,))
    )
    return next((_contribution(row, counts) for row in reader.rows(sql, (id_,))), None)


def count(reader: Reader, id_: str) -> Count | None:
    """Return one count, None where the tables have none."""
    found = _by_contribution(reader.rows(f"{_COUNTS} WHERE id = ?", (id_,)))
    return next((one for ones in found.values() for one in ones), None)


def totals(reader: Reader, mission: str) -> tuple[Total, ...]:
    """Return the sums of the days on which several states were counted, in order."""
    sql = (
        "SELECT date, SUM(total), COUNT(DISTINCT state) AS states FROM counts "
        "WHERE mission = ? AND total > 0 GROUP BY date HAVING states > 1 ORDER BY date"
    )
    return tuple(
        Total(text(date), int(total or 0), int(states or 0))
        for date, total, states in reader.rows(sql, (mission,))
    )


def count_citations(reader: Reader, counts: Iterable[Count]) -> dict[str, tuple[Citation, ...]]:
    """Return the place in its source of each count that names one, by the id of the count."""
    named = [one for one in counts if one.source]
    ids = tuple(dict.fromkeys(one.source for one in named))
    sql = (
        "SELECT id, title, publisher, date, kind, address, copy_address FROM sources "  # noqa: S608
        f"WHERE id IN ({marks(len(ids))})"
    )
    sources = {text(row[0]): [text(cell) for cell in row] for row in reader.rows(sql, ids)}
    found: dict[str, tuple[Citation, ...]] = {}
    for one in named:
        source, title, publisher, date, kind, address, copy = sources.get(
            one.source, [one.source, *[""] * 6]
        )
        found[one.id] = (
            Citation(
                *("", one.id, source, title, publisher, date, kind),
                *(first_address(address), first_address(copy)),
                place=one.place,
                check=one.check,
                properties=("personnelCount",),
            ),
        )
    return found


def _has_dates(spell: Spell) -> bool:
    return bool(spell.start or spell.end or spell.known_until)


def _largest_first(one: Contributor, day: Day | None) -> tuple[int, int, str]:
    latest = one.latest(day)
    people = latest.total if latest else one.allotted
    return (latest is None, -(people or 0), one.state.name)


def _contribution(row: Row, counts: dict[str, list[Count]]) -> Contribution:
    spell, cells = split_row(row)
    id_, name, mission, state, state_name, kind, grade = (text(cell) for cell in cells[:7])
    found = counts.get(id_, [])
    people, day, allotted = number(cells[7]), text(cells[8]), number(cells[9])
    if people is not None and day:
        found = sorted([*found, Count(id_, id_, day, people)], key=lambda count: count.date)
    return Contribution(
        id_,
        name,
        mission,
        Named(state, state_name),
        kind,
        spell,
        grade,
        tuple(found),
        allotted,
        day if allotted is not None else "",
    )


def _by_contribution(rows: Iterable[Row]) -> dict[str, list[Count]]:
    found: dict[str, list[Count]] = {}
    for row in rows:
        id_, of, date, _, place, check, source = (text(cell) for cell in row[:7])
        numbers = ((kind, number(cell)) for kind, cell in zip(KINDS, row[7:11], strict=True))
        people = tuple((kind, n) for kind, n in numbers if n)
        one = Count(id_, of, date, number(row[3]), people, place, check, source)
        found.setdefault(of, []).append(one)
    return found
