"""Who belonged to what, and which operations there were, from when to when: rows with a spell."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import took_place
from openalliances.facts.days import SPELL, Spell
from openalliances.tabular.database import Reader, Value

_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Part:
    """A spell of membership, seen from one of its ends.

    ``other`` is the id of the other end, with its name and acronym; ``sort`` is what that is.
    """

    id: str
    other: str
    name: str
    acronym: str
    sort: str
    kind: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation, or what a state had in one: ``spell`` is that of the state's part then.

    ``whole`` is the spell of the operation itself, ``role`` is ``place``, ``leader`` or
    ``contributor``.
    """

    id: str
    name: str
    acronym: str
    leads: tuple[str, ...]
    follows: tuple[str, ...]
    role: str
    spell: Spell
    whole: Spell


def name_of(reader: Reader, thing: str) -> str:
    """Return the English name of *thing*; empty if there is no such thing."""
    rows = reader.rows("SELECT name FROM things WHERE id = ?", [thing])
    return next((str(row[0] or thing) for row in rows), "")


def short_name_of(reader: Reader, thing: str) -> str:
    """Return the acronym of a mission, organisation or arrangement; else the name."""
    sql = """
        SELECT acronym FROM missions WHERE id = ? UNION ALL
        SELECT acronym FROM organizations WHERE id = ? UNION ALL
        SELECT acronym FROM arrangements WHERE id = ?
    """
    short = next((str(row[0]) for row in reader.rows(sql, [thing] * 3) if row[0]), "")
    return short.partition(_SEPARATOR)[0] or name_of(reader, thing)


def memberships_of(reader: Reader, member: str) -> list[Part]:
    """Return the memberships of *member* by their start.

    ``sort`` is ``defence``, ``pact`` or ``organization``.
    """
    sql = f"""
        SELECT m.id, m.organization, m.organization_name, coalesce(a.acronym, o.acronym),
          CASE WHEN a.kinds LIKE '%collective-defence-alliance%' THEN 'defence'
            WHEN a.id IS NOT NULL AND a.kinds LIKE '%-pact%' THEN 'pact'
            WHEN o.id IS NULL AND a.id IS NOT NULL THEN 'other'
            ELSE 'organization' END,
          m.kind, {_columns("m")}
        FROM memberships AS m
        LEFT JOIN arrangements AS a ON a.id = m.organization
        LEFT JOIN organizations AS o ON o.id = m.organization
        WHERE m.member = ?
        ORDER BY m.start IS NULL, m.start, m.organization_name, m.id
    """  # noqa: S608  names of columns
    return [_part(row) for row in reader.rows(sql, [member])]


def members_of(reader: Reader, arrangement: str) -> list[Part]:
    """Return the memberships in *arrangement* by their start; ``sort`` is empty."""
    sql = f"""
        SELECT id, member, member_name, '', '', kind, {_columns("m")}
        FROM memberships AS m WHERE organization = ?
        ORDER BY start IS NULL, start_earliest, member_name, id
    """  # noqa: S608  names of columns
    return [_part(row) for row in reader.rows(sql, [arrangement])]


def operations_of(reader: Reader, thing: str, role: str = "") -> list[Operation]:
    """Return the operations in, of or with *thing*, by role and start.

    *role* is ``place``, ``leader`` or ``contributor``; without one all are returned.
    """
    found = []
    for name, join, where in _ROLES:
        if role in ("", name):
            part = "c" if name == "contributor" else "m"
            sql = f"""
                SELECT {_OPERATION}, {_columns(part)}, {_columns("m")}
                FROM missions AS m {join} WHERE {where} AND {took_place("m")}
                ORDER BY coalesce({part}.start_earliest, m.start_earliest) IS NULL,
                  coalesce({part}.start_earliest, m.start_earliest), m.id
            """  # noqa: S608  names of columns
            found += [_operation(row, name) for row in reader.rows(sql, [thing])]
    return found


def chain_of(reader: Reader, mission: str) -> list[Operation]:
    """Return *mission* with all that it follows and that follow it, by start."""
    follows: dict[str, tuple[str, ...]] = {}
    led: dict[str, set[str]] = {}
    for id_, said in reader.rows("SELECT id, follows FROM missions WHERE follows IS NOT NULL"):
        follows[str(id_)] = tuple(str(said).split(_SEPARATOR))
        for one in follows[str(id_)]:
            led.setdefault(one, set()).add(str(id_))
    wanted, waiting = {mission}, [mission]
    while waiting:
        one = waiting.pop()
        fresh = {*follows.get(one, ()), *led.get(one, ())} - wanted
        wanted |= fresh
        waiting += fresh
    holes = ", ".join("?" * len(wanted))
    sql = f"""
        SELECT {_OPERATION}, {_columns("m")}, {_columns("m")} FROM missions AS m
        WHERE m.id IN ({holes}) ORDER BY m.start IS NULL, m.start_earliest, m.id
    """  # noqa: S608  names of columns, holes for values
    return [_operation(row, "") for row in reader.rows(sql, sorted(wanted))]


_OPERATION = "m.id, m.name, m.acronym, m.lead, m.follows"
_ROLES = (
    ("contributor", "JOIN contributions AS c ON c.mission = m.id", "c.state = ?"),
    ("leader", "", "';' || m.lead || ';' LIKE '%;' || ? || ';%'"),
    ("place", "JOIN mission_hosts AS h ON h.mission = m.id", "h.host = ?"),
)


def _columns(table: str) -> str:
    return ", ".join(f'{table}."{name}"' for name in SPELL)


def _part(row: tuple[Value, ...]) -> Part:
    id_, other, name, acronym, sort, kind = (str(cell or "") for cell in row[:6])
    return Part(id_, other, name or other, acronym, sort, kind, Spell.of(row[6:]))


def _operation(row: tuple[Value, ...], role: str) -> Operation:
    id_, name, acronym, lead, follows = (str(cell or "") for cell in row[:5])
    middle = 5 + len(SPELL)
    return Operation(
        id_,
        name or id_,
        acronym.partition(_SEPARATOR)[0],
        tuple(filter(None, lead.split(_SEPARATOR))),
        tuple(filter(None, follows.split(_SEPARATOR))),
        role,
        Spell.of(row[5:middle]),
        Spell.of(row[middle:]),
    )


@dataclass(frozen=True, slots=True)
class Hosted:
    """An operation in a place; ``name`` is its acronym where it has one."""

    id: str
    name: str
    place: str
    place_name: str
    spell: Spell


def hosted(reader: Reader) -> list[Hosted]:
    """Return each operation in each of its places, without what stands for several operations."""
    sql = f"""
        SELECT m.id, coalesce(m.acronym, m.name), h.host, h.host_name, {_columns("m")}
        FROM missions AS m JOIN mission_hosts AS h ON h.mission = m.id
        WHERE {took_place("m")} AND m.start IS NOT NULL
        ORDER BY m.start_earliest, m.id
    """  # noqa: S608  names of columns
    found = []
    for id_, name, place, place_name, *cells in reader.rows(sql):
        short = str(name or id_).partition(_SEPARATOR)[0]
        found.append(Hosted(str(id_), short, str(place), str(place_name or place), Spell.of(cells)))
    return found


def states_on_maps(reader: Reader) -> dict[str, tuple[int, str]]:
    """Return the ISO 3166 number and the name of each state that has one, by id."""
    rows = reader.rows("SELECT id, iso3n, name FROM states WHERE iso3n IS NOT NULL ORDER BY id")
    return {str(id_): (int(code or 0), str(name)) for id_, code, name in rows}
