"""Concepts of the vocabularies: what they mean, what is above and below them, who is mandated."""

from __future__ import annotations

from dataclasses import dataclass, field

from openalliances.facts.cells import parts, texts
from openalliances.facts.names import marks
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its names, its vocabulary, its definition; ``broader`` are ids."""

    id: str
    name: str
    french: str = ""
    vocabulary: str = ""
    vocabulary_name: str = ""
    definition: str = ""
    broader: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Mandated:
    """An operation that was mandated to a component: since when, by which mandate and task.

    ``strength`` says how much of the task is work of the component; ``reason`` why it is;
    ``times`` how many mandates ask for it; ``citations`` are ids of those that give the task.
    """

    mission: str
    name: str
    date: str
    mandate: str
    task: str
    strength: str
    reason: str
    grade: str
    year: int = field(default=0, kw_only=True)
    times: int = field(default=1, kw_only=True)
    citations: tuple[str, ...] = field(default=(), kw_only=True)


_CONCEPT = "id, name, name_fr, vocabulary, vocabulary_name, definition, broader"


def concept(reader: Reader, id_: str) -> Concept | None:
    """Return the concept with this id (``vocab/…/…``); None if there is none."""
    return next(iter(_concepts(reader, "id = ?", id_)), None)


def narrower(reader: Reader, id_: str) -> tuple[Concept, ...]:
    """Return the concepts directly below one, by name."""
    return _concepts(reader, "instr(';' || broader || ';', ';' || ? || ';')", id_)


def beside(reader: Reader, of: Concept) -> tuple[Concept, ...]:
    """Return the other concepts of the same vocabulary that are below the same one, by name."""
    found = _concepts(reader, "vocabulary = ?", of.vocabulary)
    return tuple(one for one in found if one.broader == of.broader and one.id != of.id)


def mandated(reader: Reader, component: str) -> tuple[Mandated, ...]:
    """Return the operations mandated to a component, by their first mandate that asks for it.

    Where that one asks by several tasks, the nearest stands for it.
    """
    sql = (
        "SELECT c.mission, m.name, coalesce(c.date, ''), c.mandate, c.task, "
        "c.strength, c.reason, c.grade, coalesce(c.year, 0) FROM mission_components c "
        "JOIN missions m ON m.id = c.mission WHERE c.component = ? "
        "ORDER BY coalesce(c.date, '9'), "
        "CASE c.strength WHEN 'close' THEN 0 WHEN 'within' THEN 1 ELSE 2 END, c.mission, c.task"
    )
    first: dict[str, list[str]] = {}
    asked: dict[str, set[str]] = {}
    for row in reader.rows(sql, (component,)):
        cells = texts(row)
        first.setdefault(cells[0], cells)
        asked.setdefault(cells[0], set()).add(cells[3])
    told = _citations_of_tasks(reader, {cells[3] for cells in first.values()})
    return tuple(
        Mandated(
            *cells[:8],
            year=int(cells[8]),
            times=len(asked[mission]),
            citations=told.get((cells[3], cells[4]), ()),
        )
        for mission, cells in first.items()
    )


def _citations_of_tasks(
    reader: Reader, mandates: set[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return which citations give mandates a task, by mandate and task."""
    sql = (
        "SELECT subject, value, citation_ids FROM statements "  # noqa: S608
        f"WHERE predicate = 'hasMandateTask' AND subject IN ({marks(len(mandates))})"
    )
    rows = (texts(row) for row in reader.rows(sql, sorted(mandates)))
    return {(of, task.rpartition("/")[2]): parts(ids) for of, task, ids in rows}


def _concepts(reader: Reader, where: str, value: str) -> tuple[Concept, ...]:
    sql = f"SELECT {_CONCEPT} FROM concepts WHERE {where} ORDER BY name, id"  # noqa: S608
    rows = (texts(row) for row in reader.rows(sql, (value,)))
    return tuple(Concept(*row[:6], broader=parts(row[6])) for row in rows)
