"""The cells of a spell in SQL: how each module here asks for them, at the head of a row."""

from __future__ import annotations

from openalliances.facts.days import SPELL, Spell
from openalliances.tabular.database import Row, quoted

LENGTH = len(SPELL)
"""How many cells of a row a spell takes."""


def cells(alias: str) -> str:
    """Return the cells of a spell of the table called *alias*, as SQL names them."""
    return ", ".join(f"{alias}.{quoted(name)}" for name in SPELL)


def spell(row: Row) -> Spell:
    """Return the spell at the head of a row."""
    return Spell.of(row[:LENGTH])
