"""How many rows of a selection have which value of a column: what facets of a list show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openalliances.tabular.database import Reader, Value, quoted
from openalliances.tabular.filters import Filter
from openalliances.tabular.selection import Selection


@dataclass(frozen=True, slots=True)
class Count:
    """A value as a filter takes it, empty for none, and the number of rows that have it."""

    value: str
    rows: int


def counts(one: Filter, selection: Selection, reader: Reader) -> tuple[Count, ...]:
    """Return the values of *one* in the rows of *selection*, the most frequent first.

    A row with several values in its cell, or in several cells, counts for each of them; limit and
    order of the selection do not matter.

    :raises LookupError: if the filter is no column of the table that is selected.
    """
    if not is_counted(one):
        raise LookupError(f"{one.name} is not one column of {selection.table.name}.")
    separator = one.column.separator
    found: Counter[str] = Counter()
    for *cells, number in _grouped(one, selection, reader):
        texts = [_word(one, cell) for cell in cells if cell is not None] or [""]
        parts = {part for text in texts for part in text.split(separator)} if separator else texts
        for part in parts:
            found[part] += int(number or 0)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(value, rows) for value, rows in ordered)


def is_counted(one: Filter) -> bool:
    """Return whether the values of *one* can be counted: those of a column, or of lists alike."""
    return one.via is None and (len(one.columns) == 1 or all(c.separator for c in one.columns))


def _grouped(one: Filter, selection: Selection, reader: Reader) -> Iterator[Sequence[Value]]:
    wanted = one.expression or ", ".join(quoted(column.name) for column in one.columns)
    sql, values = selection.conditions()
    return reader.rows(
        f"SELECT {wanted}, count(*) FROM {quoted(selection.table.name)}{sql} "  # noqa: S608
        f"GROUP BY {wanted}",
        values,
    )


def _word(one: Filter, cell: Value) -> str:
    if one.column.datatype == "boolean":
        return "true" if cell else "false"
    return str(cell)
