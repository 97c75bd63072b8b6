"""Adding rows to a table of a data set: one thing from the command line, many from a file.

Nothing is written unless every row is right, names what exists, and resembles
nothing that is there (or the user insists). What was written is read back
before it takes the place of the old table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openalliances.atomic import replace_text
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ID
from openalliances.tables.canonical import canonical_table
from openalliances.tables.cells import cell_fault
from openalliances.tables.columns import Table
from openalliances.tables.conversion import raw_triples
from openalliances.tables.data_set import DataSet
from openalliances.tables.drafts import Draft, Reading, drafted_rows, numbered, with_keys
from openalliances.tables.duplicates import Similar, similar
from openalliances.tables.encoding import decode
from openalliances.tables.faults import raise_faults
from openalliances.tables.reading import (
    header_faults,
    read_bytes,
    read_table,
    rule_faults,
    to_rows,
)
from openalliances.tables.references import References
from openalliances.tables.rows import Row, TableFile
from openalliances.tables.spreadsheets import read_sheet

_TYPED = "openalliances new"
"""Where a fault is that no file has."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: new rows with their lines in the table, those known, likely repetitions.

    Nothing was written (``rows`` is empty) if there are ``similar`` things and nobody insisted.
    """

    name: str
    rows: tuple[Row, ...]
    known: int = 0
    similar: tuple[Similar, ...] = ()
    empty: tuple[str, ...] = ()


def add_draft(data_set: DataSet, kind: str, draft: Draft, *, force: bool = False) -> Added:
    """Append the rows of a draft to the table of that kind.

    :raises SourceError: if there is no such table, or no id can be made.
    :raises TableError: with all that is wrong in the rows.
    :raises MachineError: if the table cannot be written.
    """
    file = data_set.file(kind)
    rows = drafted_rows(draft, file)
    columns = {column.name: column for column in file.table.columns}
    raise_faults(
        SourceError(_TYPED, fault.message, fault.hint)
        for row in rows
        for name, cell in row.cells.items()
        if (fault := cell_fault(columns[name], cell))
    )
    return _Addition(data_set, file, rows, _TYPED).write(force=force)


def add_file(
    data_set: DataSet, kind: str, path: Path, reading: Reading, *, force: bool = False
) -> Added:
    """Append the rows of a CSV file to the table of that kind; those that are there stay.

    The file may have been saved by a spreadsheet program, and may leave out columns that no row
    has to fill, and the numbers of rows.

    :raises SourceError: if there is no such table, or the file cannot be read as CSV.
    :raises TableError: with all that is wrong in the file.
    :raises MachineError: if the table cannot be written.
    """
    file, name = data_set.file(kind), str(path)
    table = file.table
    sheet = read_sheet(decode(read_bytes(path, name), name), name, table.header)
    needed = {c.name for c in table.columns if c.required and c.name != "n"}
    raise_faults(header_faults(sheet, table, name, needed))
    read, faults = to_rows(sheet, table, name)
    if not read and not faults:
        raise SourceError(name, "The table has no rows.", "Write them below the header.")
    rows = with_keys(read, file.rows, table)
    fresh = [Row(row.line, reading.of(row.cells)) for row in _not_there(rows, file)]
    addition = _Addition(
        data_set, file, numbered(fresh, file.rows, table), name, sheet.header, tuple(faults)
    )
    return addition.write(force=force, known=len(rows) - len(fresh))


_FILLED_IN = frozenset(("n", "check", "checked_on"))
"""Columns that are filled in where a row leaves them empty."""


def _not_there(rows: Iterable[Row], file: TableFile) -> Iterator[Row]:
    """Yield the rows that say something that no row of the table says, each once."""
    there: dict[frozenset[str], set[frozenset[tuple[str, str]]]] = {}
    for row in rows:
        left = _FILLED_IN.difference(row.cells)
        if left not in there:
            there[left] = {_saying(other, left) for other in file.rows}
        saying = _saying(row, left)
        if saying not in there[left]:
            there[left].add(saying)
            yield row


def _saying(row: Row, left: frozenset[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in row.cells.items() if pair[0] not in left)


@dataclass(frozen=True, slots=True)
class _Addition:
    """New rows of a table: checked, compared with what is there, written."""

    data_set: DataSet
    file: TableFile
    rows: tuple[Row, ...]
    name: str
    header: Sequence[str] = ()
    misread: tuple[SourceError, ...] = ()
    """What is wrong in the cells of other rows."""

    def write(self, *, force: bool, known: int = 0) -> Added:
        """Write the table with the new rows, unless they repeat something."""
        raise_faults(self.faults())
        twins = similar(self.rows, self.file.rows, self.table)
        if not self.rows or (twins and not force):
            return Added(self.file.name, (), known, twins)
        path = self.data_set.path(self.table.name)
        replace_text(path, canonical_table(self.table, self.all), self._read_back(path))
        written = read_table(path, self.table, self.file.name)
        new = {self._key(row) for row in self.rows}
        rows = tuple(row for row in written.rows if self._key(row) in new)
        return Added(self.file.name, rows, known, twins, self.empty())

    @property
    def table(self) -> Table:
        return self.file.table

    @property
    def all(self) -> tuple[Row, ...]:
        return (*self.file.rows, *self.rows)

    def faults(self) -> Iterator[SourceError]:
        """Yield all that is wrong in the new rows."""
        there = self._there()
        clashes = list(self._clashes(there))
        yield from (*self.misread, *clashes)
        if not clashes:
            rows = [*there.values(), *self.rows]
            yield from rule_faults(rows, self.table, self.name, self.header)
        known = self.data_set.known()
        if self.table.id_prefixes:
            known |= {ID + row.id for row in self.rows}
        yield from References(known).faults(self.table, self.name, self.rows, self.header)

    def _there(self) -> dict[tuple[str, ...], Row]:
        """Return the rows of the same things that the table has, by primary key."""
        ids = {row.id for row in self.rows}
        return {self._key(row): row for row in self.file.rows if row.id in ids}

    def _clashes(self, there: Mapping[tuple[str, ...], Row]) -> Iterator[SourceError]:
        """Yield a fault for each new row that the table has with other cells."""
        for row in self.rows:
            old = there.get(self._key(row))
            if old is None:
                continue
            other = [c for c in self.table.header if row.cells.get(c) != old.cells.get(c)]
            mend = "leave n empty to add a further row" if self.table.cited else "edit that row"
            but = f", with another {', '.join(other)}" if other else ""
            yield SourceError(
                self.name,
                f"{' '.join(self._key(row))} is in line {old.line} of {self.file.name} already"
                f"{but}.",
                f"If it is the same thing, {mend}; else give it another id.",
                line=row.line,
                column=1 if row.line else 0,
            )

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row.cells.get(name, "") for name in self.table.primary_key)

    def empty(self) -> tuple[str, ...]:
        """Return the columns that no row of the new rows' things fills."""
        ids = {row.id for row in self.rows}
        filled = {name for row in self.all if row.id in ids for name in row.cells}
        return tuple(c.name for c in self.table.columns if c.name not in filled and not c.citing)

    def _read_back(self, path: Path) -> Callable[[Path], None]:
        """Return the check of what was written, which has to hold before it counts."""

        def check(written: Path) -> None:
            if decode(read_bytes(path, self.file.name), self.file.name) != self.file.text:
                raise SourceError(
                    self.file.name,
                    "Somebody else has changed the table meanwhile; nothing was written.",
                    "Do it again.",
                )
            read = read_table(written, self.table, self.file.name)
            if _cells(read.rows) != _cells(self.all):
                raise SourceError(self.file.name, "What was written does not read the same.")
            for _ in raw_triples(TableFile(self.table, self.file.name, "", self.rows)):
                pass

        return check


def _cells(rows: Sequence[Row]) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted(row.cells.items())) for row in rows)
