"""Missions and operations: one, those before and after it, those of a place in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openalliances.facts.cells import SPELL_COLUMNS, parts, split_row, text
from openalliances.facts.days import Spell
from openalliances.facts.names import Named, marks, names
from openalliances.tabular.database import Reader, Row


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission or operation; ``follows`` are identifiers of those that it took over from.

    ``deployment`` is ``planned`` or ``never-deployed``, and empty for one that took place.
    """

    id: str
    name: str
    name_fr: str
    acronym: str
    kinds: tuple[str, ...]
    leaders: tuple[Named, ...]
    hosts: tuple[Named, ...]
    follows: tuple[str, ...]
    is_collective: bool
    grade: str
    spell: Spell
    deployment: str = ""

    @property
    def short(self) -> str:
        """Return the acronym, else the name."""
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class Chain:
    """The missions that one grew out of, and those that grew out of it, each in order of time."""

    before: tuple[Mission, ...]
    after: tuple[Mission, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether it stands alone."""
        return not (self.before or self.after)


_COLUMNS = (
    f"{SPELL_COLUMNS}, id, name, name_fr, acronym, kinds, lead, hosts, follows, "
    "is_collective, grade, deployment"
)
_IN_ORDER = 'ORDER BY "start" IS NULL, start_earliest, end_latest, id'


def mission(reader: Reader, id_: str) -> Mission | None:
    """Return the mission with the identifier, None where the tables have none."""
    return next(iter(missions(reader, (id_,))), None)


def missions(reader: Reader, ids: Iterable[str]) -> tuple[Mission, ...]:
    """Return the missions with these identifiers, in order of their start."""
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return ()
    sql = f"SELECT {_COLUMNS} FROM missions WHERE id IN ({marks(len(wanted))}) {_IN_ORDER}"  # noqa: S608
    return _read(reader, tuple(reader.rows(sql, wanted)))


def every(reader: Reader) -> tuple[Mission, ...]:
    """Return all missions in order of their start; not what stands for several."""
    sql = f"SELECT {_COLUMNS} FROM missions WHERE is_collective IS NOT 1 {_IN_ORDER}"  # noqa: S608
    return _read(reader, tuple(reader.rows(sql)))


def in_place(reader: Reader, place: str) -> tuple[Mission, ...]:
    """Return the missions that took place there, in order; not what stands for several."""
    sql = "SELECT mission FROM mission_hosts WHERE host = ?"
    return tuple(one for one in missions(reader, reader.column(sql, (place,))) if _is_one(one))


def chain(reader: Reader, of: Mission) -> Chain:
    """Return what the mission took over from, and what took over from it, step by step."""
    rows = reader.rows("SELECT id, follows FROM missions WHERE follows IS NOT NULL")
    before = {str(id_): parts(follows) for id_, follows in rows}
    after: dict[str, tuple[str, ...]] = {}
    for id_, earlier in before.items():
        for one in earlier:
            after[one] = (*after.get(one, ()), id_)
    older, newer = _reached(of.id, before), _reached(of.id, after)
    found = {one.id: one for one in missions(reader, (*older, *newer))}
    return Chain(*(tuple(m for m in found.values() if m.id in set(ids)) for ids in (older, newer)))


def _is_one(mission: Mission) -> bool:
    return not (mission.is_collective or mission.deployment)


def _reached(start: str, steps: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = list(steps.get(start, ()))
    while waiting:
        one = waiting.pop(0)
        if one not in found and one != start:
            found[one] = None
            waiting.extend(steps.get(one, ()))
    return tuple(found)


def _read(reader: Reader, rows: tuple[Row, ...]) -> tuple[Mission, ...]:
    cells = [split_row(row) for row in rows]
    called = names(reader, (id_ for _, c in cells for id_ in (*parts(c[5]), *parts(c[6]))))
    return tuple(
        Mission(
            id=text(c[0]),
            name=text(c[1]),
            name_fr=text(c[2]),
            acronym=text(c[3]),
            kinds=parts(c[4]),
            leaders=tuple(called[id_] for id_ in parts(c[5])),
            hosts=tuple(called[id_] for id_ in parts(c[6])),
            follows=parts(c[7]),
            is_collective=bool(c[8]),
            grade=text(c[9]),
            spell=spell,
            deployment=text(c[10]),
        )
        for spell, c in cells
    )
