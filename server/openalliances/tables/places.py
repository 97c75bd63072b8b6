"""Where a table says something: from a published statement back to its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from openalliances.tables.columns import Column
from openalliances.tables.conversion import row_iri, thing_iri
from openalliances.tables.publication import term_maker
from openalliances.tables.rows import Row, TableFile


class TablePlaces:
    """The lines of a table by what is published of them; asked as Turtle's places are."""

    def __init__(self, file: TableFile) -> None:
        self._file = file

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """The rows by the IRI of their thing, and each by that of its citation."""
        found: dict[str, list[Row]] = {}
        for row in sorted(self._file.rows, key=lambda row: row.number):
            found.setdefault(thing_iri(self._file.table, row), []).append(row)
            if self._file.table.cited:
                found[row_iri(self._file.table, row)] = [row]
        return found

    def subject(self, iri: str) -> int | None:
        """Return the line of the first row about *iri*, which is a thing or a citation."""
        rows = self._rows.get(iri)
        return rows[0].line if rows else None

    def statement(self, subject: str, predicate: str, term: str | None = None) -> int | None:
        """Return the line of a statement, or of its predicate if *term* is not found there."""
        found = self.cell(subject, predicate, term)
        return found[0] if found else None

    def cell(self, subject: str, predicate: str, term: str | None = None) -> tuple[int, int] | None:
        """Return the line and the number of the column that a statement comes from."""
        cells = list(self._cells(subject, predicate))
        for row, number, column in cells:
            if term in (None, _value(column, row.cells[column.name])):
                return row.line, number
        return (cells[0][0].line, cells[0][1]) if cells else None

    def _cells(self, subject: str, predicate: str) -> Iterator[tuple[Row, int, Column]]:
        """Yield the filled cells that say something with *predicate*, by row."""
        columns = [
            (number, column)
            for number, column in enumerate(self._file.table.columns, 1)
            if predicate in (column.property_url, column.year, column.reported)
        ]
        for row in self._rows.get(subject, ()):
            for number, column in columns:
                if column.name in row.cells:
                    yield row, number, column


def _value(column: Column, cell: str) -> str:
    return str(term_maker(column)(cell).value)
