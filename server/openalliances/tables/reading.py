"""Reading tables: a CSV file to rows, or all that is wrong with it, by line and column.

Every fault of a file is told at once. What a spreadsheet program changes without
harm (separators, a byte order mark, empty rows, the order of columns and rows) is
read as it is meant; ``fmt`` brings it back into the canonical form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from openalliances.errors import SourceError, TableError
from openalliances.rdf.prefixes import ID
from openalliances.tables.cells import cell_fault
from openalliances.tables.columns import Column, Table
from openalliances.tables.encoding import decode
from openalliances.tables.faults import Fault, raise_faults
from openalliances.tables.metadata import FOLDER, SUFFIX, read_metadata
from openalliances.tables.references import reference_faults
from openalliances.tables.row_rules import row_faults, thing_faults
from openalliances.tables.rows import Row, TableFile
from openalliances.tables.spreadsheets import Sheet, read_sheet

_ALIKE = 60
"""How alike a name has to be to one of ours (0 to 100) to be worth a question."""


def read_table(path: Path, table: Table, name: str = "") -> TableFile:
    """Return a table of the data set, read; *name* is the path to show.

    :raises TableError: with all faults of the file.
    :raises SourceError: if it cannot be read as CSV at all.
    """
    shown = name or str(path)
    text = decode(read_bytes(path, shown), shown)
    return read_text(text, table, shown)


def read_text(text: str, table: Table, name: str) -> TableFile:
    """Return the table that *text* holds; see :func:`read_table`."""
    found = _read(text, table, name)
    raise_faults(found.faults)
    return found.file


def read_tables(root: Path, known: Collection[str] = ()) -> tuple[TableFile, ...]:
    """Return all tables of the data set in *root*, by name.

    *known* are the IRIs that other files describe; with none, references are not checked.

    :raises TableError: with all faults of all files.
    """
    faults = list(_unpaired(root))
    found: list[_Found] = []
    described = sorted((root / FOLDER).glob(f"*{SUFFIX}"))
    for metadata in described:
        try:
            table = read_metadata(metadata, f"{FOLDER}/{metadata.name}")
            path, name = root / FOLDER / table.file, f"{FOLDER}/{table.file}"
            if path.exists():
                found.append(_read(decode(read_bytes(path, name), name), table, name))
        except SourceError as error:
            faults += error.faults if isinstance(error, TableError) else [error]
    faults += [fault for one in found for fault in one.faults]
    if known and len(found) == len(described):
        things = {ID + id_ for one in found if one.file.table.id_prefixes for id_ in one.ids}
        faults += reference_faults([one.file for one in found], things.union(known))
    raise_faults(faults)
    return tuple(one.file for one in found)


@dataclass(frozen=True, slots=True)
class _Found:
    """The good rows of a table, what is wrong with the others, and the ids of all."""

    file: TableFile
    faults: list[SourceError]
    ids: frozenset[str]


def _read(text: str, table: Table, name: str) -> _Found:
    """Return what is found in the text of a table.

    :raises TableError: if the header is not that of the table.
    :raises SourceError: if it is no CSV.
    """
    sheet = read_sheet(text, name, table.header)
    raise_faults(header_faults(sheet, table, name, table.header))
    rows, faults = to_rows(sheet, table, name)
    place, bad = sheet.header.index("id"), {fault.line for fault in faults}
    ids = {line: cells[place] for line, cells in sheet.rows if len(cells) > place}
    unsure = {id_ for line, id_ in ids.items() if line in bad}
    faults.extend(rule_faults(rows, table, name, sheet.header, unsure))
    return _Found(TableFile(table, name, text, tuple(rows)), faults, frozenset(ids.values()))


def read_bytes(path: Path, name: str) -> bytes:
    """Return what is in a file.

    :raises SourceError: if it is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(name, "There is no such file.", "Look at the spelling.") from None
    except OSError as error:
        raise SourceError(name, f"It cannot be read: {error.strerror}.") from None


def _unpaired(root: Path) -> Iterator[SourceError]:
    """Yield a fault for each table without metadata, and the other way round."""
    folder = root / FOLDER
    tables = {path.name.removesuffix(".csv") for path in folder.glob("*.csv")}
    described = {path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}")}
    for kind in sorted(tables - described):
        yield SourceError(
            f"{FOLDER}/{kind}.csv",
            f"There is no {kind}{SUFFIX}, which says what its columns mean.",
            "Describe the table there, as the others are, or move it away.",
        )
    for kind in sorted(described - tables):
        yield SourceError(
            f"{FOLDER}/{kind}{SUFFIX}",
            f"There is no {kind}.csv, which it describes.",
            "Write one with its columns as the header, or move the metadata away.",
        )


def header_faults(
    sheet: Sheet, table: Table, name: str, needed: Collection[str]
) -> Iterator[SourceError]:
    """Yield what is wrong with the header: *needed* columns have to be there."""
    for place, column in enumerate(sheet.header, 1):
        message, hint = "", ""
        if not column:
            message, hint = "A column has no name.", f"Columns are: {', '.join(table.header)}."
        elif column not in table.header:
            message = f'A {table.name} table has no column "{column}".'
            hint = _meant(column, table.header)
        elif column in sheet.header[: place - 1]:
            message = f"The column {column} is there twice."
            hint = "Keep one; a further value of a thing goes into a row of its own."
        if message:
            yield SourceError(name, message, hint, line=sheet.line, column=place)
    missing = [column for column in table.header if column in needed and column not in sheet.header]
    if missing:
        columns = "The columns" if len(missing) > 1 else "The column"
        yield SourceError(
            name,
            f"{columns} {', '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing.",
            f"The header is: {','.join(table.header)}",
            line=sheet.line,
            column=len(sheet.header) + 1,
        )


def _meant(name: str, names: Sequence[str]) -> str:
    close = process.extractOne(name.lower(), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    ask = f'Is it "{close[0]}"? ' if close else ""
    return f"{ask}Columns are: {', '.join(names)}."


def to_rows(sheet: Sheet, table: Table, name: str) -> tuple[list[Row], list[SourceError]]:
    """Return the rows whose cells are what their columns hold, and the faults of the others."""
    columns = [table.column(column) for column in sheet.header]
    width, filled = len(columns), [row for row in sheet.rows if any(row[1])]
    faults = [
        SourceError(name, fault.message, fault.hint, line=line, column=min(len(texts), width) + 1)
        for line, texts in filled
        if len(texts) != width
        for fault in (_wrong_length(texts, columns),)
    ]
    whole = [(line, texts) for line, texts in filled if len(texts) == width]
    bad = _misfits(columns, [texts for _, texts in whole])
    rows = []
    for line, texts in whole:
        found = [pair for pair in enumerate(texts) if pair in bad] if bad else []
        if not found:
            rows.append(Row(line, {c: t for c, t in zip(sheet.header, texts, strict=True) if t}))
        for place, text in found:
            fault = bad[place, text]
            faults.append(SourceError(name, fault.message, fault.hint, line=line, column=place + 1))
    return rows, faults


def _misfits(
    columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> dict[tuple[int, str], Fault]:
    """Return what is wrong, by place of the column and text; each text is looked at once."""
    return {
        (place, text): fault
        for place, (column, texts) in enumerate(zip(columns, zip(*rows, strict=True), strict=False))
        for text in set(texts) - {""}
        if (fault := cell_fault(column, text))
    }


def _wrong_length(texts: Sequence[str], columns: Sequence[Column]) -> Fault:
    """Return the fault of a row that is longer or shorter than the header."""
    long = len(texts) > len(columns)
    extra = f": “{texts[len(columns)]}” is too much" if long else ""
    return Fault(
        f"This row has {len(texts)} cells, and the header has {len(columns)}{extra}.",
        "Put a cell that holds a separator into quotation marks; look for one too many."
        if long
        else f"A separator is missing; what stands last would be {columns[len(texts) - 1].name}.",
    )


def rule_faults(
    rows: Sequence[Row],
    table: Table,
    name: str,
    header: Sequence[str],
    unsure: Collection[str] = (),
) -> Iterator[SourceError]:
    """Yield a fault for each row that breaks a rule of the grammar, or is there twice.

    The things with ids in *unsure* have other rows, which could not be read.
    """
    sure = [row for row in rows if row.id not in unsure]
    for row, (column, fault) in (*row_faults(rows, table), *thing_faults(sure, table)):
        place = header.index(column) + 1 if column in header else 0
        yield SourceError(name, fault.message, fault.hint, line=row.line, column=place)
    yield from _repeated(rows, table, name)


def _repeated(rows: Iterable[Row], table: Table, name: str) -> Iterator[SourceError]:
    """Yield a fault for each row with the id and number of an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    names = table.primary_key
    for row in rows:
        key = tuple(row.cells.get(column, "") for column in names)
        if all(key) and seen.setdefault(key, row.line) != row.line:
            hint = (
                f"Give it the next number of {row.id} in column n."
                if table.cited
                else "A thing has one row in this table; mend the id, or put both into one row."
            )
            said = " and ".join(f"{c} {v}" for c, v in zip(names, key, strict=True))
            message = f"{said} stand in line {seen[key]} already."
            yield SourceError(name, message, hint, line=row.line, column=1)
