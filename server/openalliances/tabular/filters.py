"""By what a table can be filtered: its own columns, pairs of them, and what points to its rows.

There are five kinds of filter, all made from the definitions of the tables:

========  ====================================================================================
own       a column of the table: ``kind=full``, ``member=state/kenya``
pair      columns that differ by a number alone: ``state`` for ``state1`` and ``state2``; either
singular  a column with several values in a cell: ``arrangement`` for ``arrangements``; with
          ``other_`` and ``former_`` ones, where there are such: ``member`` is in any of the three
one back  a column of a table whose rows point to this one: a mission's hosts are rows of
          ``mission_hosts``, so ``missions`` can be filtered by ``host``
derived   what follows from columns, as the decade of the start: ``decade=1990``
========  ====================================================================================

Of a name that stands in two tables that point here each is asked for with its table:
``contributions.mission``. What is a column of the table itself comes first. A filter may be called
by another word that people have for it (:data:`SAME_AS`): ``contributor`` for ``state``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.derived import derived

SOURCES = "source_ids"
"""The column with the sources of a row."""
PARAMETERS = ("q", "at", "from", "to", "columns", "sort", "limit", "offset")
"""What a parameter may be called beside the filters; no column has such a name as its filter."""

SAME_AS = {
    "contributor": "state",
    "country": "state",
    "operation": "mission",
    "organisation": "organization",
}
"""Other names of filters, as people write them; those that a table has itself come first."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name, the columns of which one must have the value, and where they stand.

    ``table`` is the one that is filtered. ``via`` is another, whose rows point to its ``key`` with
    the column ``link`` and have the columns; None where the table has them itself.
    ``expression`` is the SQL of what is derived from columns, else empty.
    """

    name: str
    columns: tuple[Column, ...]
    table: str = ""
    via: Table | None = None
    link: str = ""
    key: str = ""
    expression: str = ""

    @property
    def column(self) -> Column:
        """Return the first of the columns, which are alike."""
        return self.columns[0]


def filters(table: Table, tables: Mapping[str, Table]) -> dict[str, Filter]:
    """Return the filters of *table* by name, in the order in which they are listed."""
    found = {column.name: Filter(column.name, (column,), table.name) for column in table.columns}
    for name, pair in _pairs(table).items():
        found.setdefault(name, Filter(name, pair, table.name))
    for column in table.columns:
        name = _singular(column.name)
        if column.separator and column.target and name != SOURCES.removesuffix("s"):
            found.setdefault(name, Filter(name, _with_others(table, column), table.name))
    back = list(_back(table, tables))
    times = Counter(column.name for _, _, column in back)
    for via, link, column in back:
        same = found.get(column.name)
        if same and same.column.target == column.target:
            continue
        alone = times[column.name] == 1 and same is None
        name = column.name if alone else f"{via.name}.{column.name}"
        found[name] = Filter(name, (column,), table.name, via, link, table.key[0])
    for follows in derived(table):
        name = follows.column.name
        found.setdefault(
            name, Filter(name, (follows.column,), table.name, expression=follows.expression)
        )
    return {name: one for name, one in found.items() if name not in PARAMETERS}


def as_called(
    parameters: Iterable[tuple[str, str]], known: Mapping[str, Filter]
) -> list[tuple[str, str]]:
    """Return *parameters* with the names of the *known* filters, where they have other ones."""
    return [
        (SAME_AS[name] if name not in known and SAME_AS.get(name) in known else name, value)
        for name, value in parameters
    ]


def _with_others(table: Table, column: Column) -> tuple[Column, ...]:
    """Return *column*, and those with what is such otherwise, or was formerly."""
    names = (f"{prefix}{column.name}" for prefix in ("other_", "former_"))
    return (column, *(table.column(name) for name in names if name in table.names))


_VERBS = frozenset(("contradicts", "follows", "outdates", "supports"))
"""Columns that end as a plural and are none."""


def _singular(name: str) -> str:
    if name in _VERBS:
        return name
    return f"{name.removesuffix('ies')}y" if name.endswith("ies") else name.removesuffix("s")


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
        pointing = [column for column in other.columns if column.target == table.name]
        links = [column.name for column in pointing if not column.separator]
        if other is table or len(links) != 1:
            continue
        for column in other.columns:
            if column.target and column.name not in (links[0], SOURCES):
                yield other, links[0], column
