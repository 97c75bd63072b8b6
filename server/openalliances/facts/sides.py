"""The things that are put side by side: what they are, and a glance of numbers of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openalliances.facts.days import SPELL, Spell
from openalliances.tabular.database import Reader

STATES, BODIES, MISSIONS = "states", "bodies", "missions"
KINDS = {
    "state": STATES,
    "organization": BODIES,
    "arrangement": BODIES,
    "initiative": BODIES,
    "mission": MISSIONS,
}
"""What can be compared, by the first segment of its id: only things of one kind with another."""

_SPELL = ", ".join(f'"{name}"' for name in SPELL)


@dataclass(frozen=True, slots=True)
class Side:
    """A thing that is compared: a state with its codes, or a body or mission with its spell.

    ``leads`` and ``hosts`` of a mission, and ``obligations`` of a body, are ids and words.
    """

    id: str
    name: str
    acronym: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    spell: Spell = field(default_factory=Spell)
    leads: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """Return its acronym; its name where it has none."""
        return self.acronym or self.name


def sides(reader: Reader, ids: Sequence[str]) -> tuple[Side, ...]:
    """Return the things of one kind that *ids* name, in their order; unknown ones are left out."""
    kind = KINDS[ids[0].partition("/")[0]]
    made = {STATES: _states, BODIES: _bodies, MISSIONS: _missions}[kind](reader, ids)
    found = {one.id: one for one in made}
    return tuple(found[id_] for id_ in ids if id_ in found)


def names_of(reader: Reader, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of things of whatever kind."""
    rows = reader.rows(f"SELECT id, name FROM things WHERE id IN ({_marks(ids)})", tuple(ids))  # noqa: S608
    return {str(id_): str(name) for id_, name in rows}


def partnership_of(reader: Reader, states: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the partnerships, by id and name, to which all of the states are parties."""
    rows = reader.rows("SELECT id, name, parties FROM partnerships ORDER BY name")
    return tuple(
        (str(id_), str(name))
        for id_, name, parties in rows
        if set(states) <= set(str(parties or "").split(";"))
    )


def _states(reader: Reader, ids: Sequence[str]) -> list[Side]:
    rows = reader.rows(
        "SELECT id, name, ccode, gwcode, iso3c, m49 FROM states "  # noqa: S608
        f"WHERE id IN ({_marks(ids)})",
        tuple(ids),
    )
    names = ("COW", "GW", "ISO", "M49")
    return [
        Side(
            str(id_),
            str(name),
            codes=tuple((n, str(c)) for n, c in zip(names, codes, strict=True) if c is not None),
        )
        for id_, name, *codes in rows
    ]


def _bodies(reader: Reader, ids: Sequence[str]) -> list[Side]:
    found: dict[str, Side] = {}
    for table, promises in (("organizations", "''"), ("arrangements", "obligations")):
        rows = reader.rows(
            f"SELECT id, name, acronym, {promises}, {_SPELL} FROM {table} "  # noqa: S608
            f"WHERE id IN ({_marks(ids)})",
            tuple(ids),
        )
        for id_, name, acronym, kinds, *cells in rows:
            found[str(id_)] = Side(
                *(str(id_), str(name), str(acronym or "")),
                spell=Spell.of(cells),
                obligations=_split(kinds),
            )
    return list(found.values())


def _missions(reader: Reader, ids: Sequence[str]) -> list[Side]:
    rows = reader.rows(
        f"SELECT id, name, acronym, lead, hosts, {_SPELL} FROM missions "  # noqa: S608
        f"WHERE id IN ({_marks(ids)})",
        tuple(ids),
    )
    return [
        Side(
            *(str(id_), str(name), str(acronym or "")),
            spell=Spell.of(cells),
            leads=_split(lead),
            hosts=_split(hosts),
        )
        for id_, name, acronym, lead, hosts, *cells in rows
    ]


def _split(cell: object) -> tuple[str, ...]:
    return tuple(part for part in str(cell or "").split(";") if part)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
