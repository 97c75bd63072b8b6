"""A table of somebody else with our identifiers added: the same rows, and columns behind them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from openalliances.errors import BadRequestError, SourceError
from openalliances.linking.codes import year_of
from openalliances.linking.joining import Joined, Joiner, Wanted
from openalliances.linking.user_table import Shape, UserTable

PREFIX = "openalliances_"
_ALWAYS = ("iri", "label", "codes")
_BEHIND = ("score", "status")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns of a table say what is meant.

    ``name`` has names or identifiers, ``year`` is a column or one year for all rows, ``context``
    are columns with what else is known, ``codes`` pairs of a scheme and a column with its codes,
    the one that counts most first. For each of the schemes ``added`` there is a column of its own
    in the result.
    """

    name: str = ""
    year: str = ""
    context: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    added: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return all columns that have to be there."""
        names = (self.name, *self.context, *(column for _, column in self.codes))
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def new_columns(self) -> tuple[str, ...]:
        """Return the names of the columns that are added."""
        return tuple(PREFIX + name for name in (*_ALWAYS, *self.added, *_BEHIND))


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A row with what it means; ``is_new`` says that no row before it meant to say the same."""

    line: int
    cells: list[str]
    wanted: Wanted
    joined: Joined
    is_new: bool


@dataclass(frozen=True, slots=True)
class LinkedTable:
    """A table whose rows are linked as they are gone through, once."""

    columns: tuple[str, ...]
    shape: Shape
    plan: Plan
    rows: Iterator[LinkedRow]

    def cells(self, row: LinkedRow) -> list[str]:
        """Return the cells of *row* with those that are added."""
        joined = row.joined
        return [
            *row.cells,
            joined.entry.iri if joined.entry else "",
            joined.entry.label if joined.entry else "",
            joined.told_codes,
            *(joined.code(scheme) for scheme in self.plan.added),
            "" if joined.score is None else f"{joined.score:.0f}",
            joined.status.value,
        ]


def linked(table: UserTable, joiner: Joiner, plan: Plan) -> LinkedTable:
    """Return *table* with what its rows mean, by the columns of *plan*.

    :raises SourceError: if a column is not there, or one that is added is there already.
    """
    for column in plan.new_columns:
        if column in table.columns:
            raise SourceError(
                table.name,
                f"There is a column “{column}” in it already.",
                "Give the table that it was made from, or take that column out.",
            )
    wanted = _reader(table, plan)
    rows = _rows(table, joiner, wanted)
    return LinkedTable((*table.columns, *plan.new_columns), table.shape, plan, rows)


def write_rows(table: LinkedTable, file: IO[str]) -> Iterator[LinkedRow]:
    """Write the header and then each row into *file*, and yield it; in the shape that was given."""
    shape = table.shape
    writer = csv.writer(file, delimiter=shape.separator, lineterminator=shape.line_end)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(table.cells(row))
        yield row


def _rows(
    table: UserTable, joiner: Joiner, wanted: Callable[[list[str]], Wanted]
) -> Iterator[LinkedRow]:
    for line, cells in table.rows:
        asked = wanted(cells)
        is_new = joiner.is_new(asked)
        yield LinkedRow(line, cells, asked, joiner.join(asked), is_new)


def _reader(table: UserTable, plan: Plan) -> Callable[[list[str]], Wanted]:
    """Return what makes of a row what it wants."""
    name = table.place(plan.name) if plan.name else None
    context = [table.place(column) for column in plan.context]
    codes = [(scheme, table.place(column)) for scheme, column in plan.codes]
    is_column = plan.year in table.columns
    fixed = None if is_column or not plan.year else _fixed_year(table, plan.year)
    place = table.place(plan.year) if is_column else None

    def wanted(cells: list[str]) -> Wanted:
        return Wanted(
            cells[name].strip() if name is not None else "",
            fixed if place is None else _year_in(cells[place]),
            tuple(text for at in context if (text := cells[at].strip())),
            tuple(f"{scheme}:{text}" for scheme, at in codes if (text := cells[at].strip())),
        )

    return wanted


def _fixed_year(table: UserTable, year: str) -> int | None:
    try:
        return year_of(year)
    except BadRequestError:
        table.place(year)
        raise


def _year_in(text: str) -> int | None:
    """Return the year that a cell begins with; None for what is none, as "unknown"."""
    start = text.strip()[:4]
    return int(start) if len(start) == 4 and start.isascii() and start.isdigit() else None
