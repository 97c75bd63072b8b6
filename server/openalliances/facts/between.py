"""What the tables say of two things together, and of texts by their number."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import SPELL_COLUMNS, parts, split_row, text
from openalliances.facts.days import Spell
from openalliances.facts.missions import Mission, missions
from openalliances.facts.names import Named, names
from openalliances.facts.receipts import first_address
from openalliances.tabular.database import Reader

FULL = "full"
"""The kind of a membership with all rights."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A spell during which a member belonged to an organisation or arrangement."""

    id: str
    member: Named
    body: Named
    kind: str
    grade: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution: when it was adopted, which missions it concerns, where its text is."""

    id: str
    name: str
    adopted: str
    missions: tuple[str, ...]
    address: str
    grade: str


def belonging(reader: Reader, *, member: str = "", body: str = "") -> tuple[Belonging, ...]:
    """Return the spells of *member* in *body*, either of which may be any, in their order."""
    asked = {"member": member, "organization": body}
    given = {name: value for name, value in asked.items() if value}
    sql = (
        f"SELECT {SPELL_COLUMNS}, id, member, organization, kind, grade FROM memberships "  # noqa: S608
        f"WHERE {' AND '.join(f'{name} = ?' for name in given)} "
        'ORDER BY "start" IS NULL, start_earliest, member_name, id'
    )
    rows = [split_row(row) for row in reader.rows(sql, tuple(given.values()))]
    called = names(reader, (text(id_) for _, cells in rows for id_ in cells[1:3]))
    return tuple(
        Belonging(
            text(cells[0]),
            called[text(cells[1])],
            called[text(cells[2])],
            text(cells[3]),
            text(cells[4]),
            spell,
        )
        for spell, cells in rows
    )


def led(reader: Reader, leader: str, place: str = "") -> tuple[Mission, ...]:
    """Return the operations that *leader* led, with *place* those there, in their order."""
    sql = "SELECT id, lead, hosts FROM missions WHERE is_collective IS NOT 1"
    found = (
        str(id_)
        for id_, leaders, hosts in reader.rows(sql)
        if leader in parts(leaders) and (not place or place in parts(hosts))
    )
    return missions(reader, found)


def partnership(reader: Reader, one: str, other: str) -> Named | None:
    """Return the partnership of two states that documents describe; None if there is none."""
    for id_, name, parties in reader.rows("SELECT id, name, parties FROM partnerships"):
        if {one, other} == set(parts(parties)):
            return Named(str(id_), str(name))
    return None


def resolution(reader: Reader, number: int) -> Resolution | None:
    """Return the resolution of the Security Council with this number; None if it is not here."""
    rows = reader.rows(
        "SELECT id, name, adopted, missions, text_address, grade FROM decisions "
        "WHERE symbol GLOB ? ORDER BY id",
        (f"S/RES/{number} (*)",),
    )
    for id_, name, adopted, concerned, address, grade in rows:
        told = (text(id_), text(name), text(adopted), parts(concerned))
        return Resolution(*told, first_address(text(address)), text(grade))
    return None
