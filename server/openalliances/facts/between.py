"""What the tables say of two things together, and of texts by their number."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import parts, text, took_place
from openalliances.facts.missions import Mission, missions
from openalliances.facts.names import Named
from openalliances.facts.receipts import first_address
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution: when it was adopted, which missions it concerns, where its text is."""

    id: str
    name: str
    adopted: str
    missions: tuple[str, ...]
    address: str
    grade: str


def led(reader: Reader, leader: str, place: str = "") -> tuple[Mission, ...]:
    """Return the operations that *leader* led, with *place* those there, in their order."""
    sql = f"SELECT id, lead, hosts FROM missions WHERE {took_place()}"  # noqa: S608
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


def resolutions(reader: Reader) -> int:
    """Return how many resolutions of the Security Council there are here."""
    return reader.number("SELECT count(*) FROM decisions WHERE symbol GLOB 'S/RES/*'")
