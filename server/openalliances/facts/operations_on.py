"""Which operations ran where at a time."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import took_place
from openalliances.facts.days import SPELL, Day, Holds, Spell
from openalliances.tabular.database import Reader

_SPELL = ", ".join(f'"{name}"' for name in SPELL)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A mission or operation: where, led by whom, from when to when, and whether it ran then."""

    id: str
    name: str
    acronym: str
    spell: Spell
    holds: Holds
    grade: str
    places: tuple[Named, ...] = ()
    leads: tuple[Named, ...] = ()


def operations_on(reader: Reader, day: Day) -> tuple[Operation, ...]:
    """Return the operations that ran then by their place, then those not known to run so late.

    What stands for several operations together, what was never deployed, and what has no date at
    all is left out.
    """
    rows = list(
        reader.rows(
            f"SELECT id, name, acronym, lead, grade, {_SPELL} FROM missions "  # noqa: S608
            f"WHERE {took_place()} AND start IS NOT NULL AND start_earliest <= ? "
            "AND (end_latest IS NULL OR end_latest >= ?)",
            (day.last, day.first),
        )
    )
    leads = _names(reader)
    places = _places(reader)
    found = []
    for id_, name, acronym, lead, grade, *cells in rows:
        spell = Spell.of(cells)
        holds = spell.holds(day)
        if holds is not Holds.NO:
            led = tuple(
                Named(one, leads.get(one, one)) for one in str(lead or "").split(";") if one
            )
            found.append(
                Operation(
                    *(str(id_), str(name), str(acronym or ""), spell, holds, str(grade or "")),
                    tuple(places.get(str(id_), ())),
                    led,
                )
            )
    return tuple(sorted(found, key=_order))


def _order(one: Operation) -> tuple[bool, str, str, str]:
    place = one.places[0].name if one.places else "\uffff"
    return one.holds is Holds.UNKNOWN, place, one.spell.start, one.name


def _names(reader: Reader) -> dict[str, str]:
    """Return the names of all that leads an operation."""
    sql = (
        "SELECT id, name FROM organizations UNION ALL SELECT id, name FROM arrangements "
        "UNION ALL SELECT id, name FROM states"
    )
    return {str(id_): str(name) for id_, name in reader.rows(sql)}


def _places(reader: Reader) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    rows = reader.rows(
        "SELECT mission, host, host_name FROM mission_hosts ORDER BY host_name, host"
    )
    for mission, host, name in rows:
        found.setdefault(str(mission), []).append(Named(str(host), str(name)))
    return found
