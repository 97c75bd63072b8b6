"""Rows by words: the text filter, which takes no notice of case and of accents."""

from __future__ import annotations

from openalliances.tabular.database import FOLDED, Value, folded, quoted
from openalliances.tabular.definitions import Table

_COLUMNS = ("name", "acronym", "official_name", "name_fr", "title", "symbol", "publisher")
"""What a thing is called; a row of a relation is called by what it relates."""
_MOST_WORDS = 12


def searched(table: Table) -> tuple[str, ...]:
    """Return the columns of *table* in which words are looked for; its key where none has names."""
    named = tuple(name for name in table.names if name in _COLUMNS or name.endswith("_name"))
    return named or table.key


def condition(table: Table, text: str) -> tuple[str, list[Value]]:
    """Return the condition in SQL that a row has all words of *text*, and its values."""
    joined = " || ' ' || ".join(f"coalesce({quoted(name)}, '')" for name in searched(table))
    words = folded(text).split()[:_MOST_WORDS]
    parts = [f"instr({FOLDED}({joined}), ?) > 0"] * len(words)
    return " AND ".join(parts) or "1", [*words]
