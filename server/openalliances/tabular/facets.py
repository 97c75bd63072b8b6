"""How many rows of a selection have which value of a column: what facets of a list show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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

    A row with several values in its cell counts for each of them; limit and order of the
    selection do not matter.

    :raises LookupError: if the filter is no column of the table that is selected.
    """
    if one.via is not None or len(one.columns) != 1:
        raise LookupError(f"{one.name} is not one column of {selection.table.name}.")
    separator = one.column.separator
    found: Counter[str] = Counter()
    for cell, number in _grouped(one, selection, reader):
        text = "" if cell is None else _word(one, cell)
        for part in set(text.split(separator)) if separator else (text,):
            found[part] += int(number or 0)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(value, rows) for value, rows in ordered)


def _grouped(one: Filter, selection: Selection, reader: Reader) -> Sequence[tuple[Value, Value]]:
    wanted = one.expression or quoted(one.column.name)
    sql, values = selection.conditions()
    rows = reader.rows(
        f"SELECT {wanted}, count(*) FROM {quoted(selection.table.name)}{sql} GROUP BY 1",  # noqa: S608
        values,
    )
    return [(row[0], row[1]) for row in rows]


def _word(one: Filter, cell: Value) -> str:
    if one.column.datatype == "boolean":
        return "true" if cell else "false"
    return str(cell)
