"""Mandates: what each decision on a mission says, and until when it gives leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openalliances.facts.cells import SPELL_COLUMNS, number, parts, split_row, text
from openalliances.facts.days import Day, Holds, Spell
from openalliances.facts.durations import added, end_of
from openalliances.facts.instruments import Instrument, instruments
from openalliances.facts.names import marks
from openalliances.tabular.database import Reader, Row

ESTABLISHMENT = "establishment"
EXTENSION = "extension"
TERMINATION = "termination"
PERSONNEL = ("total", "military", "observers", "police", "formed_police", "civilians")
"""The kinds of people whose number a decision limits, in the order of :attr:`Mandate.ceilings`."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a mandate asks for, with the paragraphs that ask for it."""

    id: str
    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one decision says of a mission.

    ``authorized_until`` is as written; ``period`` an ISO 8601 duration, where it states one.
    ``ceilings`` are pairs of a kind of people (:data:`PERSONNEL`) and a number.
    """

    id: str
    name: str
    mission: str
    instruments: tuple[Instrument, ...]
    spell: Spell
    effects: tuple[str, ...]
    chapter_vii: bool | None
    authorized_until: str
    period: str
    ceilings: tuple[tuple[str, int], ...]
    tasks: tuple[Task, ...]
    tasks_complete: bool
    grade: str

    @property
    def last_day(self) -> str:
        """Return the last day of the leave that it gives; empty where it states none.

        A period without a day counts from the day of the decision.
        """
        if self.authorized_until:
            return end_of(self.authorized_until)
        return added(self.spell.start, self.period)

    @property
    def gives_leave(self) -> bool:
        """Return whether it establishes or extends, and is no mere change of what there is."""
        return bool({ESTABLISHMENT, EXTENSION} & {*self.effects} or self.last_day)

    def gives_leave_on(self, day: Day) -> Holds:
        """Return whether what it states covers the day: unknown where it states no end."""
        spell = self.spell
        if not spell.start or not self.gives_leave:
            return Holds.UNKNOWN
        if (spell.start_earliest or spell.start) > day.last:
            return Holds.NO
        if not self.last_day:
            return Holds.UNKNOWN
        return Holds.YES if self.last_day >= day.first else Holds.NO


_COLUMNS = (
    f"{SPELL_COLUMNS}, id, name, mission, instruments, effects, chapter_vii, authorized_until, "
    "stated_period, tasks_complete, grade, authorized_strength, military, observers, police, "
    "formed_police, civilians"
)
_IN_ORDER = 'ORDER BY "start" IS NULL, "start", id'


def mandates(reader: Reader, mission: str) -> tuple[Mandate, ...]:
    """Return the mandates of a mission, one a decision, in order of time."""
    sql = f"SELECT {_COLUMNS} FROM mandates WHERE mission = ? {_IN_ORDER}"  # noqa: S608
    tasks = _tasks(reader, "mission", mission)
    return _read(reader, tuple(reader.rows(sql, (mission,))), tasks)


def mandates_of(reader: Reader, ids: Sequence[str]) -> tuple[Mandate, ...]:
    """Return the mandates with these identifiers, in order of time."""
    sql = f"SELECT {_COLUMNS} FROM mandates WHERE id IN ({marks(len(ids))}) {_IN_ORDER}"  # noqa: S608
    tasks: dict[str, tuple[Task, ...]] = {}
    for id_ in ids:
        tasks |= _tasks(reader, "mandate", id_)
    return _read(reader, tuple(reader.rows(sql, ids)), tasks)


def in_force(of: Iterable[Mandate], day: Day) -> tuple[Mandate, ...]:
    """Return the mandates whose stated leave covers the day, the newest last."""
    return tuple(one for one in of if one.gives_leave_on(day) is Holds.YES)


def next_leave(of: Sequence[Mandate], after: Mandate) -> Mandate | None:
    """Return the next decision by the same body that gives leave or ends it; None if none is."""
    bodies = {one.adopted_by for one in after.instruments}
    later = (one for one in of if one.spell.start and one.spell.start > (after.spell.start or "~"))
    for one in later:
        is_same = bodies & {each.adopted_by for each in one.instruments}
        if is_same and (one.gives_leave or TERMINATION in one.effects):
            return one
    return None


def _tasks(reader: Reader, column: str, id_: str) -> dict[str, tuple[Task, ...]]:
    sql = (
        "SELECT mandate, task, task_name, places FROM mandate_tasks "  # noqa: S608
        f"WHERE {column} = ? ORDER BY mandate, task_name"
    )
    found: dict[str, list[Task]] = {}
    for mandate, task, name, places in reader.rows(sql, (id_,)):
        found.setdefault(text(mandate), []).append(Task(text(task), text(name), parts(places)))
    return {mandate: tuple(tasks) for mandate, tasks in found.items()}


def _read(
    reader: Reader, rows: tuple[Row, ...], tasks: dict[str, tuple[Task, ...]]
) -> tuple[Mandate, ...]:
    cells = [split_row(row) for row in rows]
    texts = instruments(reader, (id_ for _, c in cells for id_ in parts(c[3])))
    return tuple(_mandate(spell, c, texts, tasks.get(text(c[0]), ())) for spell, c in cells)


def _mandate(
    spell: Spell, cells: Row, texts: dict[str, Instrument], tasks: tuple[Task, ...]
) -> Mandate:
    head, numbers = cells[:10], cells[10:]
    ceilings = ((kind, number(cell)) for kind, cell in zip(PERSONNEL, numbers, strict=True))
    return Mandate(
        id=text(head[0]),
        name=text(head[1]),
        mission=text(head[2]),
        instruments=tuple(texts[id_] for id_ in parts(head[3])),
        spell=spell,
        effects=parts(head[4]),
        chapter_vii=None if head[5] is None else bool(head[5]),
        authorized_until=text(head[6]),
        period=text(head[7]),
        ceilings=tuple((kind, people) for kind, people in ceilings if people is not None),
        tasks=tasks,
        tasks_complete=bool(head[8]),
        grade=text(head[9]),
    )
