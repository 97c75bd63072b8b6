"""Cells of the tables as the facts have them: text, whole numbers, several values, spells."""

from __future__ import annotations

from openalliances.facts.days import SPELL, Spell
from openalliances.tabular.database import Row, Value, quoted

SPELL_COLUMNS = ", ".join(quoted(name) for name in SPELL)
"""The columns of a spell as SQL text; :func:`split_row` takes a row that begins with them."""

SPELL_WIDTH = len(SPELL)
"""How many cells of a row a spell takes."""


def spell_columns(alias: str) -> str:
    """Return :data:`SPELL_COLUMNS` of the table that a statement calls *alias*."""
    return ", ".join(f"{alias}.{quoted(name)}" for name in SPELL)


def took_place(alias: str = "missions") -> str:
    """Return as SQL text whether a row of missions is one operation that took place.

    What stands for several, was never deployed or is only planned does not count among them.
    """
    return f"{alias}.is_collective IS NOT 1 AND {alias}.deployment IS NULL"


def spell(row: Row) -> Spell:
    """Return the spell at the head of a row."""
    return Spell.of(row[:SPELL_WIDTH])


def split_row(row: Row) -> tuple[Spell, Row]:
    """Return the spell at the head of a row, and the cells after it."""
    return Spell.of(row[: len(SPELL)]), row[len(SPELL) :]


def text(cell: Value) -> str:
    """Return a cell as text, an empty one as nothing."""
    return "" if cell is None else str(cell)


def texts(row: Row) -> list[str]:
    """Return all cells of a row as text."""
    return [text(cell) for cell in row]


def number(cell: Value) -> int | None:
    """Return a cell as a whole number, None for an empty one."""
    return None if cell is None or cell == "" else int(cell)


def parts(cell: Value) -> tuple[str, ...]:
    """Return the values that stand in one cell."""
    return tuple(part for part in text(cell).split(";") if part)
