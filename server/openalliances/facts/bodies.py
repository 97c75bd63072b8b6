"""What is known of organisations, arrangements and states themselves: names, dates, codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openalliances.facts.cells import SPELL_WIDTH, spell, spell_columns
from openalliances.facts.days import Spell
from openalliances.tabular.database import Reader, Value


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or arrangement; one and the same thing may be both.

    ``kinds`` are those of an arrangement, ``kind`` is that of an organisation.
    """

    id: str
    name: str
    acronym: str
    kind: str
    kinds: tuple[str, ...]
    obligations: tuple[str, ...]
    treaty: str
    treaty_name: str
    treaty_adopted: str
    treaty_in_force: str
    predecessors: tuple[tuple[str, str], ...]
    successors: tuple[tuple[str, str], ...]
    cow: str
    atop: str
    members_complete: bool
    grade: str
    spell: Spell

    @property
    def is_organization(self) -> bool:
        """Return whether it is an organisation, be it an alliance as well."""
        return bool(self.kind)

    @property
    def obliges_to_defend(self) -> bool:
        """Return whether its members are obliged to defend one another."""
        return "defence" in self.obligations


@dataclass(frozen=True, slots=True)
class Period:
    """A time that a list of states gives for a state: that it existed, or was in the system.

    ``kind`` is ``existence``, ``system-membership``, both with ``;`` between, or ``disputed``.
    """

    id: str
    name: str
    state: str
    state_name: str
    kind: str
    cow: str
    gleditsch_ward: str
    grade: str
    spell: Spell = field(kw_only=True)

    @property
    def is_existence(self) -> bool:
        """Return whether a list has the state as existing then."""
        return "existence" in self.kind.split(";")

    @property
    def is_disputed(self) -> bool:
        """Return whether no list has it, and it is disputed whether it was a state."""
        return self.kind == "disputed"


@dataclass(frozen=True, slots=True)
class Polity:
    """A state, former state or territory: its official name, standing and codes."""

    id: str
    name: str
    official_name: str
    kind: str
    status: str
    cow: str
    gleditsch_ward: str
    iso3: str
    iso_numeric: str
    m49: str
    cow_abbreviation: str
    grade: str
    periods: tuple[Period, ...] = field(kw_only=True)


_ORGANIZATION = f"""
SELECT {spell_columns("o")}, o.name, o.acronym, o.kind, o.founded_by, o.preceded_by,
  o.members_complete, o.grade FROM organizations o WHERE o.id = ?
"""  # noqa: S608  names of columns alone
_ARRANGEMENT = f"""
SELECT {spell_columns("a")}, a.name, a.acronym, a.kinds, a.obligations, a.founded_by,
  a.cow_alliance, a.atop_alliance, a.members_complete, a.grade FROM arrangements a WHERE a.id = ?
"""  # noqa: S608  names of columns alone
_SUCCESSORS = """
SELECT id, name FROM organizations WHERE ';' || preceded_by || ';' LIKE '%;' || ? || ';%'
"""
_STATE = """
SELECT id, name, official_name, kind, status, ccode, gwcode, iso3c, iso3n, m49,
  cow_abbreviation, grade FROM states WHERE id = ?
"""
_PERIODS = f"""
SELECT {spell_columns("p")}, p.id, p.name, p.state, s.name, p.kind, p.ccode, p.gwcode, p.grade
FROM state_periods p JOIN states s ON s.id = p.state
WHERE ? IN (p.id, p.state) ORDER BY p.start, p.id
"""  # noqa: S608  names of columns alone


def body(reader: Reader, id_: str) -> Body | None:
    """Return the organisation or arrangement *id_*, or None if there is none."""
    organization = next(reader.rows(_ORGANIZATION, [id_]), None)
    arrangement = next(reader.rows(_ARRANGEMENT, [id_]), None)
    found = organization or arrangement
    if found is None:
        return None
    of_one = _texts(organization[SPELL_WIDTH:] if organization else (None,) * 7)
    of_other = _texts(arrangement[SPELL_WIDTH:] if arrangement else (None,) * 9)
    treaty = (of_one[3] or of_other[4]).partition(";")[0]
    return Body(
        id=id_,
        name=of_one[0] or of_other[0],
        acronym=of_one[1] or of_other[1],
        kind=of_one[2],
        kinds=_parts(of_other[2]),
        obligations=_parts(of_other[3]),
        treaty=treaty,
        **_treaty(reader, treaty),
        predecessors=_pairs(reader, _parts(of_one[4])),
        successors=tuple((str(a), str(b)) for a, b in reader.rows(_SUCCESSORS, [id_])),
        cow=of_other[5],
        atop=of_other[6],
        members_complete="1" in (of_one[5], of_other[7]),
        grade=of_one[6] or of_other[8],
        spell=spell(found),
    )


def polity(reader: Reader, id_: str) -> Polity | None:
    """Return the state *id_*, or None if there is none."""
    row = next(reader.rows(_STATE, [id_]), None)
    return Polity(*_texts(row), periods=periods(reader, id_)) if row else None


def periods(reader: Reader, id_: str) -> tuple[Period, ...]:
    """Return the periods of a state, or the one period, with the id *id_*, in order."""
    rows = reader.rows(_PERIODS, [id_])
    return tuple(Period(*_texts(row[SPELL_WIDTH:]), spell=spell(row)) for row in rows)


def _treaty(reader: Reader, id_: str) -> dict[str, str]:
    query = "SELECT name, adopted, in_force FROM treaties WHERE id = ?"
    name, adopted, in_force = _texts(next(reader.rows(query, [id_]), ("", "", "")))
    return {"treaty_name": name, "treaty_adopted": adopted, "treaty_in_force": in_force}


def _pairs(reader: Reader, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    marks = ", ".join("?" * len(ids))
    rows = reader.rows(f"SELECT id, name FROM things WHERE id IN ({marks})", ids)  # noqa: S608
    return tuple((str(id_), str(name)) for id_, name in rows)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


def _texts(row: Sequence[Value]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
