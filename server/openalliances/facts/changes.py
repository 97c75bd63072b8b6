"""What began and what ended within a time: pacts, organisations, memberships, operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from openalliances.facts.cells import took_place
from openalliances.tabular.database import Reader


class Turn(Enum):
    """What happened."""

    BEGAN = "began"
    ENDED = "ended"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that began or ended.

    ``date`` is as written, ``kind`` the event that it stands for; ``row`` is the id of what holds
    it. ``thing`` is the pact, organisation or operation. ``members`` are states by id and name:
    who joined or left, or who was in it from the beginning.
    """

    date: str
    turn: Turn
    thing: str
    name: str
    members: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    grade: str = ""

    @property
    def is_operation(self) -> bool:
        """Return whether an operation began or ended."""
        return self.thing.startswith("mission/")


_THINGS = """
SELECT id, name, "{edge}", coalesce({edge}_kind, ''), grade FROM {table}
WHERE {edge}_earliest BETWEEN ? AND ? {more} ORDER BY {edge}_earliest, name
"""
_TABLES = (
    ("arrangements", "AND id IN (SELECT arrangement FROM obligations)"),
    ("organizations", "AND id NOT IN (SELECT id FROM arrangements)"),
    ("missions", f"AND {took_place()}"),
)
_MEMBERS = """
SELECT organization, organization_name, member, member_name, "{edge}", coalesce({edge}_kind, ''),
  grade
FROM memberships WHERE {edge}_earliest BETWEEN ? AND ? AND kind = 'full'
ORDER BY {edge}_earliest, organization_name, member_name
"""
_EDGES = (("start", Turn.BEGAN, Turn.JOINED), ("end", Turn.ENDED, Turn.LEFT))


def changes(reader: Reader, first: str, last: str) -> tuple[Change, ...]:
    """Return what began or ended from the day *first* to the day *last*, in order of time.

    A date that is known to the month or year alone counts as its first day. Members that came
    with a beginning, or went with an end, are told with it and not alone.
    """
    found: list[Change] = []
    for edge, whole, single in _EDGES:
        things = list(_of_things(reader, edge, whole, first, last))
        moved = _moved(reader, edge, first, last)
        for one in things:
            members = moved.pop((one.thing, one.date), (one.name, "", "", ()))[3]
            told = members if whole is Turn.BEGAN else ()
            found.append(Change(one.date, whole, one.thing, one.name, told, one.kind, one.grade))
        for (thing, date), (name, kind, grade, members) in moved.items():
            found.append(Change(date, single, thing, name, members, kind, grade))
    return tuple(sorted(found, key=lambda one: (one.date, one.turn.value, one.name)))


def _of_things(reader: Reader, edge: str, turn: Turn, first: str, last: str) -> Iterator[Change]:
    for table, more in _TABLES:
        sql = _THINGS.format(edge=edge, table=table, more=more)
        for id_, name, date, kind, grade in reader.rows(sql, (first, last)):
            yield Change(str(date), turn, str(id_), str(name), (), str(kind), str(grade or ""))


_Moved = dict[tuple[str, str], tuple[str, str, str, tuple[tuple[str, str], ...]]]


def _moved(reader: Reader, edge: str, first: str, last: str) -> _Moved:
    """Return who came or went, by organisation and date: its name, the event, the grade, who."""
    found: _Moved = {}
    for body, name, member, member_name, date, kind, grade in reader.rows(
        _MEMBERS.format(edge=edge), (first, last)
    ):
        key = str(body), str(date)
        known = found.get(key, (str(name), str(kind), str(grade or ""), ()))
        found[key] = (*known[:3], (*known[3], (str(member), str(member_name))))
    return found


def years_of_change(reader: Reader) -> dict[int, int]:
    """Return the number of pacts that began or ended in each year in which one did."""
    sql = (
        "SELECT CAST(substr(d, 1, 4) AS INTEGER) AS year, count(*) FROM ("
        "SELECT start AS d FROM arrangements WHERE id IN (SELECT arrangement FROM obligations) "
        'UNION ALL SELECT "end" FROM arrangements '
        "WHERE id IN (SELECT arrangement FROM obligations)) WHERE d IS NOT NULL GROUP BY 1"
    )
    return {int(year or 0): int(number or 0) for year, number in reader.rows(sql)}
