"""By what a table can be filtered: its own columns, pairs of them, and what points to its rows.

There are three kinds of filter, all made from the definitions of the tables:

========  ====================================================================================
own       a column of the table: ``kind=full``, ``member=state/kenya``
pair      columns that differ by a number alone: ``state`` for ``state1`` and ``state2``; either
one back  a column of a table whose rows point to this one: a mission's hosts are rows of
          ``mission_hosts``, so ``missions`` can be filtered by ``host``
========  ====================================================================================

Of a name that stands in two tables that point here each is asked for with its table:
``mission_hosts.state``. What is a column of the table itself comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openalliances.tabular.definitions import Column, Table

PARAMETERS = ("at", "from", "to", "columns", "sort", "limit", "offset")
"""What a parameter may be called beside the filters; no column has such a name as its filter."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name, the columns of which one must have the value, and where they stand.

    ``via`` is the table whose rows point here with the column ``link``, None for an own filter.
    """

    name: str
    columns: tuple[Column, ...]
    via: Table | None = None
    link: str = ""
    key: str = ""

    @property
    def column(self) -> Column:
        """Return the first of the columns, which are alike."""
        return self.columns[0]


def filters(table: Table, tables: Mapping[str, Table]) -> dict[str, Filter]:
    """Return the filters of *table* by name, in the order in which they are listed."""
    found = {column.name: Filter(column.name, (column,)) for column in table.columns}
    for name, pair in _pairs(table).items():
        found.setdefault(name, Filter(name, pair))
    back = list(_back(table, tables))
    times = Counter(column.name for _, _, column in back)
    for via, link, column in back:
        alone = times[column.name] == 1 and column.name not in found
        name = column.name if alone else f"{via.name}.{column.name}"
        found[name] = Filter(name, (column,), via, link, table.key[0])
    return {name: one for name, one in found.items() if name not in PARAMETERS}


def _pairs(table: Table) -> dict[str, tuple[Column, ...]]:
    grouped: dict[str, list[Column]] = {}
    for column in table.columns:
        stem = column.name.rstrip("12")
        if stem != column.name:
            grouped.setdefault(stem, []).append(column)
    return {stem: tuple(columns) for stem, columns in grouped.items() if len(columns) == 2}


def _back(table: Table, tables: Mapping[str, Table]) -> Iterator[tuple[Table, str, Column]]:
    """Yield the columns with things of the tables that point to *table*, and by which column."""
    if len(table.key) != 1:
        return
    for other in tables.values():
        links = [column.name for column in other.columns if column.target == table.name]
        if other is table or len(links) != 1 or len(other.columns) < 2:
            continue
        for column in other.columns:
            if column.target and column.name != links[0]:
                yield other, links[0], column
