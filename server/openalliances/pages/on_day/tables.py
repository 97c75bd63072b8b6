"""The tables of ``/at/…`` as rows: what is sent as CSV and JSON, and the query that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openalliances.facts.allies import Pairs
from openalliances.facts.changes import changes
from openalliances.facts.days import Day, Holds, Spell
from openalliances.facts.on_day import on_day
from openalliances.facts.operations_on import operations_on
from openalliances.facts.organizations_on import organizations_on
from openalliances.tabular.database import Reader, Row
from openalliances.tabular.definitions import Column
from openalliances.tabular.store import Tables

QUERIES = Path(__file__).parent / "queries"
_SPELL = ("start", "start_kind", "end", "end_kind", "known_until")
_LIST = ";"
_READ = frozenset(
    (
        *("arrangements", "citations", "memberships", "missions", "mission_hosts"),
        *("obligations", "organizations", "states", "things"),
    )
)
"""The tables that are read."""


@dataclass(frozen=True, slots=True)
class DayTable:
    """A table of what holds at a time: its name in addresses, what it has, its columns and rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Reader, Day], Iterator[Row]]


def tells_of_days(tables: Tables) -> bool:
    """Return whether a release has the tables from which days are told."""
    return tables.definitions.keys() >= _READ


def query_of(name: str, day: Day) -> str:
    """Return the query in SPARQL that asks the store for the rows of a table."""
    return _query(name).replace("FIRST", day.first, 1).replace("LAST", day.last, 1)


@cache
def _query(name: str) -> str:
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def _columns(*names: str) -> tuple[Column, ...]:
    """Return columns by name; ``name;`` holds a list."""
    return tuple(
        Column(name.rstrip(_LIST), separator=_LIST if name.endswith(_LIST) else "")
        for name in names
    )


def _pairs(reader: Reader, day: Day) -> Iterator[Row]:
    found = on_day(reader, day)
    yield from _pair_rows(found.pairs, "")
    yield from _pair_rows(found.seen, Holds.UNKNOWN.value)


def _pair_rows(pairs: Pairs, holds: str) -> Iterator[Row]:
    for pair in pairs[:]:
        sure = Holds.YES.value if pair.is_certain else Holds.MAYBE.value
        yield (
            *(pair.one, pair.one_name, pair.two, pair.two_name, holds or sure),
            _LIST.join(bond.pact.id for bond in pair.bonds),
            _LIST.join(pair.promises),
            min((bond.since for bond in pair.bonds if bond.since), default=None),
            _LIST.join(id_ for bond in pair.bonds for id_ in (bond.one.id, bond.two.id)),
        )


def _pacts(reader: Reader, day: Day) -> Iterator[Row]:
    found = on_day(reader, day)
    for kind, pacts in (("yes", found.all), ("unknown", found.lapsed)):
        for pact in pacts:
            yield (
                *(pact.id, pact.name, pact.acronym, kind, _LIST.join(pact.kinds)),
                _LIST.join(one.state for one in pact.members),
                _LIST.join(one.state for one in pact.unknown),
                *_spell(pact.spell),
                pact.grade,
            )


def _operations(reader: Reader, day: Day) -> Iterator[Row]:
    for one in operations_on(reader, day):
        yield (
            *(one.id, one.name, one.acronym, one.holds.value),
            _LIST.join(place.id for place in one.places),
            _LIST.join(place.name for place in one.places),
            _LIST.join(lead.id for lead in one.leads),
            *_spell(one.spell),
            one.grade,
        )


def _memberships(reader: Reader, day: Day) -> Iterator[Row]:
    for body in organizations_on(reader, day):
        for one in (*body.members, *body.unknown):
            yield (
                *(one.id, body.id, body.name, body.acronym, one.member, one.name, one.kind),
                one.holds.value,
                *_spell(one.spell),
                one.grade,
            )


def _changes(reader: Reader, day: Day) -> Iterator[Row]:
    for one in changes(reader, f"{day.first[:4]}-01-01", f"{day.last[:4]}-12-31"):
        members = _LIST.join(id_ for id_, _ in one.members)
        yield (one.date, one.turn.value, one.thing, one.name, members, one.kind, one.grade)


def _spell(spell: Spell) -> Iterator[str | None]:
    for name in _SPELL:
        yield getattr(spell, name) or None


TABLES = {
    table.name: table
    for table in (
        DayTable(
            "pairs",
            "Pairs of states in a defence alliance",
            _columns(
                *("state1", "state1_name", "state2", "state2_name", "holds", "arrangements;"),
                *("promises;", "since", "memberships;"),
            ),
            _pairs,
        ),
        DayTable(
            "pacts",
            "Alliances and other pacts with obligations",
            _columns(
                *("id", "name", "acronym", "holds", "promises;", "members;", "members_unknown;"),
                *(*_SPELL, "grade"),
            ),
            _pacts,
        ),
        DayTable(
            "operations",
            "Operations and their places",
            _columns(
                *("id", "name", "acronym", "holds", "hosts;", "host_names;", "lead;"),
                *(*_SPELL, "grade"),
            ),
            _operations,
        ),
        DayTable(
            "memberships",
            "Memberships in organisations",
            _columns(
                *("id", "organization", "organization_name", "acronym", "member", "member_name"),
                *("kind", "holds", *_SPELL, "grade"),
            ),
            _memberships,
        ),
        DayTable(
            "changes",
            "What began and ended in the year",
            _columns("date", "what", "thing", "name", "members;", "kind", "grade"),
            _changes,
        ),
    )
}
"""The tables by name."""
