"""Rows of a table as they were read: values, with the line that each stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from openalliances.tables.columns import Table


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line that it begins on (the header is line 1) and its filled cells by column.

    ``cells`` holds no empty text: a cell that is not there says nothing.
    """

    line: int
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        """The thing that the row speaks of, as below ``…/id/``."""
        return self.cells.get("id", "")

    @property
    def number(self) -> int:
        """The number of the row among those of its thing; 0 in tables without numbers."""
        return int(self.cells.get("n", "0"))

    @property
    def has_source(self) -> bool:
        """Whether a source says what the row says; else it is editorial."""
        return "source" in self.cells


@dataclass(frozen=True, slots=True, eq=False)
class TableFile:
    """A table with its rows: the path to show, the text of the file, the rows in its order."""

    table: Table
    name: str
    text: str
    rows: tuple[Row, ...]

    def things(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Yield each id with its rows by number, in the order of ids."""
        ordered = sorted(self.rows, key=lambda row: (row.id, row.number))
        for id_, rows in groupby(ordered, key=lambda row: row.id):
            yield id_, tuple(rows)
