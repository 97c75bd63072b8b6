"""Conflicts, and the operations that respond to them."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import parts, text
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict, with the identifiers of the operations that are said to respond to it."""

    id: str
    name: str
    operations: tuple[str, ...]
    grade: str


def conflict(reader: Reader, id_: str) -> Conflict | None:
    """Return the conflict with the identifier, None where the tables have none."""
    sql = "SELECT id, name, operations, grade FROM conflicts WHERE id = ?"
    for found, name, operations, grade in reader.rows(sql, (id_,)):
        return Conflict(text(found), text(name), parts(operations), text(grade))
    return None


def armies_of(reader: Reader, force: str) -> tuple[str, ...]:
    """Return the states whose armed force it is."""
    sql = "SELECT subject FROM statements WHERE predicate = 'hasArmedForce' AND value = ?"
    return tuple(reader.column(sql, (force,)))
