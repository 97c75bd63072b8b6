"""Regions: what lies in them, in which greater ones they lie, which operations were there."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.operations import Named, Operation, in_region
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Region:
    """A region: the greater ones, the smaller ones and the states in it, its operations."""

    id: str
    name: str
    m49: str
    grade: str
    within: tuple[Named, ...]
    parts: tuple[Named, ...]
    states: tuple[Named, ...]
    operations: tuple[Operation, ...]
    count: int
    """How many states lie in it."""


_QUERY = "SELECT id, name, m49, grade, within, states FROM regions WHERE id = ?"
_PARTS = """
SELECT id, name FROM regions WHERE ';' || within || ';' LIKE '%;' || ? || ';%' ORDER BY name
"""
_STATES = """
SELECT id, name FROM states WHERE ';' || regions || ';' LIKE '%;' || ? || ';%' ORDER BY name
"""


def region(reader: Reader, id_: str) -> Region | None:
    """Return the region *id_*, or None if there is none."""
    row = next(reader.rows(_QUERY, [id_]), None)
    if row is None:
        return None
    name, m49, grade, within, count = ("" if cell is None else str(cell) for cell in row[1:])
    greater = [part for part in within.split(";") if part]
    marks = ", ".join("?" * len(greater))
    outer = f"SELECT id, name FROM regions WHERE id IN ({marks}) ORDER BY name"  # noqa: S608
    return Region(
        id_,
        name,
        m49,
        grade,
        _named(reader, outer, greater),
        _named(reader, _PARTS, [id_]),
        _named(reader, _STATES, [id_]),
        in_region(reader, id_),
        int(count or 0),
    )


def _named(reader: Reader, query: str, values: list[str]) -> tuple[Named, ...]:
    return tuple(Named(str(id_), str(name)) for id_, name in reader.rows(query, values))
