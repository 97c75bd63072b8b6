"""What operations a state or organisation has to do with: as place, leader or contributor.

They are those that took place, each for itself; what was decided and did not is asked for apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openalliances.facts.cells import SPELL_WIDTH, spell, spell_columns, took_place
from openalliances.facts.days import Day, Holds, Spell
from openalliances.tabular.database import Reader, Row

ALLOTMENT = "troop-allotment"
"""The kind of contribution that says who was to send troops, and not who sent them."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation, where it takes place, who leads it, and which ones it follows.

    ``deployment`` is ``planned`` or ``never-deployed``, and empty for one that took place.
    """

    id: str
    name: str
    acronym: str
    grade: str
    spell: Spell
    places: tuple[Named, ...]
    leaders: tuple[Named, ...]
    follows: tuple[str, ...]
    deployment: str = ""

    @property
    def short(self) -> str:
        """Return its acronym, or its name if it has none."""
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class Contribution:
    """People whom a state gave to an operation.

    ``personnel`` were counted on ``counted``, on or before the day that is asked for; both are
    empty where nobody says so. Where people were ``allotted`` and nobody counted them,
    ``counted`` is when that was.
    """

    id: str
    operation: Operation
    kind: str
    personnel: int | None
    counted: str
    grade: str
    spell: Spell
    allotted: int | None = None

    @property
    def is_allotted(self) -> bool:
        """Return whether people were to come, and nobody says that they did."""
        return self.kind == ALLOTMENT

    def holds(self, day: Day | None) -> Holds:
        """Return whether it was given on *day*; outside of the operation it never was."""
        around = self.operation.spell.holds(day)
        return Holds.NO if day and around is Holds.NO else self.spell.holds(day)


_OPERATION = (
    f"{spell_columns('m')}, m.id, m.name, m.acronym, m.grade, m.hosts, m.lead, m.follows, "
    "m.deployment"
)
_WIDTH = SPELL_WIDTH + 8
_ORDER = "ORDER BY m.start IS NULL, m.start, m.id"
_CONTRIBUTIONS = f"""
SELECT {_OPERATION}, {spell_columns("c")}, c.id, c.kind, c.personnel, c.personnel_date, c.grade,
  c.allotted
FROM contributions c JOIN missions m ON m.id = c.mission
WHERE c.state = ? AND {took_place("m")} {_ORDER}
"""  # noqa: S608  names of columns alone
_COUNTED = """
SELECT contribution, total, MAX(date) FROM counts
WHERE state = ? AND date <= ? AND total IS NOT NULL GROUP BY contribution
"""


def hosted(reader: Reader, place: str) -> tuple[Operation, ...]:
    """Return the operations in a state or region, in the order in which they began."""
    query = f"""SELECT {_OPERATION} FROM mission_hosts h JOIN missions m ON m.id = h.mission
      WHERE h.host = ? AND {took_place("m")} {_ORDER}"""  # noqa: S608  names of columns alone
    return _operations(reader, list(reader.rows(query, [place])))


def in_region(reader: Reader, region: str) -> tuple[Operation, ...]:
    """Return the operations in a region or a state of it, in the order in which they began."""
    query = f"""SELECT {_OPERATION} FROM missions m
      WHERE ';' || m.regions || ';' LIKE '%;' || ? || ';%' AND {took_place("m")}
      {_ORDER}"""  # noqa: S608
    return _operations(reader, list(reader.rows(query, [region])))


def led(reader: Reader, leader: str) -> tuple[Operation, ...]:
    """Return the operations that a state or organisation leads, in the order of their start."""
    query = f"""SELECT {_OPERATION} FROM missions m
      WHERE ';' || m.lead || ';' LIKE '%;' || ? || ';%' AND {took_place("m")}
      {_ORDER}"""  # noqa: S608
    return _operations(reader, list(reader.rows(query, [leader])))


def undeployed(reader: Reader, thing: str) -> tuple[Operation, ...]:
    """Return what was decided and did not take place, in or under the lead of *thing*, by name."""
    query = f"""SELECT {_OPERATION} FROM missions m WHERE m.deployment IS NOT NULL AND
      ';' || coalesce(m.hosts, '') || ';' || coalesce(m.lead, '') || ';' ||
      coalesce(m.regions, '') || ';' LIKE '%;' || ? || ';%' ORDER BY m.name, m.id"""  # noqa: S608
    return _operations(reader, list(reader.rows(query, [thing])))


def contributions(reader: Reader, state: str, day: Day | None = None) -> tuple[Contribution, ...]:
    """Return what a state contributed to operations, in the order in which these began.

    Of what was counted often the last count is given: on or before *day*, if one is asked for.
    """
    last = day.last if day else "9999"
    rows = list(reader.rows(_CONTRIBUTIONS, [state]))
    counts = {str(row[0]): row[1:] for row in reader.rows(_COUNTED, [state, last])}
    operations = _operations(reader, rows)
    return tuple(
        _contribution(row[_WIDTH:], operation, counts, last)
        for row, operation in zip(rows, operations, strict=True)
    )


def _contribution(
    row: Row, operation: Operation, counts: dict[str, Row], last: str
) -> Contribution:
    id_, kind, own, own_date, grade, allotted = row[SPELL_WIDTH:]
    personnel, counted = _last_count((own, own_date), counts.get(str(id_)), last)
    if allotted is not None:
        counted = str(own_date or "")
    return Contribution(
        str(id_),
        operation,
        str(kind or ""),
        personnel,
        counted,
        str(grade or ""),
        spell(row),
        None if allotted is None else int(allotted),
    )


def _last_count(own: Row, other: Row | None, last: str) -> tuple[int | None, str]:
    """Return the later of two counts, each with its date, that is not after *last*.

    What was counted nobody says when is not known to be of a day that is asked for.
    """
    found = [(str(date or ""), int(n)) for n, date in (own, other or (None, None)) if n is not None]
    is_any = last == "9999"
    held = [(date, n) for date, n in found if (date or is_any) and date <= last]
    date, personnel = max(held, default=("", None))
    return personnel, date


def _operations(reader: Reader, rows: Sequence[Row]) -> tuple[Operation, ...]:
    """Return the operations of some rows, with the names of what they speak of."""
    spoken = {
        id_ for row in rows for cell in row[SPELL_WIDTH + 4 : SPELL_WIDTH + 6] for id_ in _ids(cell)
    }
    names = named(reader, spoken)
    return tuple(_operation(row, names) for row in rows)


def _operation(row: Row, names: dict[str, str]) -> Operation:
    id_, name, acronym, grade = (str(cell or "") for cell in row[SPELL_WIDTH : SPELL_WIDTH + 4])
    places, leaders, follows = (_ids(cell) for cell in row[SPELL_WIDTH + 4 : SPELL_WIDTH + 7])
    return Operation(
        id_,
        name,
        acronym,
        grade,
        spell(row),
        tuple(Named(one, names.get(one, one)) for one in places),
        tuple(Named(one, names.get(one, one)) for one in leaders),
        follows,
        str(row[SPELL_WIDTH + 7] or ""),
    )


def named(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of things by their ids; what has none is left out."""
    wanted = sorted(set(ids))
    marks = ", ".join("?" * len(wanted))
    rows = reader.rows(f"SELECT id, name FROM things WHERE id IN ({marks})", wanted)  # noqa: S608
    return {str(id_): str(name) for id_, name in rows}


def _ids(cell: object) -> tuple[str, ...]:
    return tuple(filter(None, str(cell or "").split(";")))
