"""The codebook: what each column of a table is, and how much of it is missing, as rows.

What is said of a column stands in the definitions; shares and values are counted in the rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.definitions import Column, Entry, Table
from openalliances.tabular.serialization import TRUTHS, as_text
from openalliances.tabular.store import Tables

_MOST_VALUES = 20
"""Values of a column that are listed; one with more has none that are worth a list."""
_NO_LISTS = ("integer", "gYear", "decimal", "double", "anyURI", "date")

HEADER = (
    *("table", "column", "title", "definition", "datatype", "required", "values", "missing_share"),
    *("example", "points_to", "query"),
)
"""The columns of the codebook itself."""


def entries(reader: Reader, tables: Tables, name: str) -> tuple[Entry, ...]:
    """Return what the codebook says of the columns of a table, in their order; counted once."""
    found = tables.entries.get(name)
    if found is None:
        found = tables.entries[name] = tuple(_counted(reader, tables.definitions[name]))
    return found


def _counted(reader: Reader, table: Table) -> Iterator[Entry]:
    rows = reader.number(f"SELECT count(*) FROM {quoted(table.name)}")  # noqa: S608
    for column in table.columns:
        name = quoted(column.name)
        sql = f"SELECT count({name}) FROM {quoted(table.name)}"  # noqa: S608
        missing = 1 - reader.number(sql) / rows if rows else 0.0
        example = column.example or _example(reader, table, column)
        yield Entry(table.name, column, _values(reader, table, column), missing, example)


def _example(reader: Reader, table: Table, column: Column) -> str:
    """Return what stands in the first row that has a value."""
    name = quoted(column.name)
    sql = f"SELECT {name} FROM {quoted(table.name)} WHERE {name} IS NOT NULL LIMIT 1"  # noqa: S608
    return next((as_text(column, value) for (value,) in reader.rows(sql)), "")


def codebook_bytes(reader: Reader, tables: Tables, *names: str) -> bytes:
    """Return the codebook of the tables *names*, of all without any, as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for name in names or tables.definitions:
        for entry in entries(reader, tables, name):
            writer.writerow((*_row(entry), f"/data/{name}.{tables.language(name)}"))
    return text.getvalue().encode()


def _row(entry: Entry) -> list[str]:
    column = entry.column
    return [
        entry.table,
        column.name,
        column.title,
        column.definition,
        column.datatype,
        "true" if column.required else "false",
        "; ".join(entry.values),
        f"{entry.missing:.4f}",
        entry.example,
        column.target,
    ]


def _values(reader: Reader, table: Table, column: Column) -> tuple[str, ...]:
    if column.values:
        return column.values
    if column.datatype == "boolean":
        return TRUTHS
    if column.target or column.separator or column.datatype in _NO_LISTS:
        return ()
    name = quoted(column.name)
    found = reader.column(
        f"SELECT {name} FROM {quoted(table.name)} WHERE {name} IS NOT NULL "  # noqa: S608
        f"GROUP BY 1 ORDER BY 1 LIMIT {_MOST_VALUES + 1}"
    )
    return tuple(found) if len(found) <= _MOST_VALUES else ()
