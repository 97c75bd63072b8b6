"""Cells of the tables as values: texts, lists of ids, parts that one statement can bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openalliances.tabular.database import Row

_BOUND = 500
"""Values that one statement binds."""


def texts(row: Row) -> list[str]:
    """Return the cells of a row as texts; what is missing is empty."""
    return ["" if cell is None else str(cell) for cell in row]


def split(text: str) -> tuple[str, ...]:
    """Return the members of a cell that holds a list."""
    return tuple(part for part in text.split(";") if part)


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield *ids* in parts that one statement can bind."""
    for start in range(0, len(ids), _BOUND):
        yield ids[start : start + _BOUND]
