"""The tables of a release: what the published queries give, as SQLite, CSV and Parquet.

A table is a query in ``ontology/tables``: SPARQL over the release (``.rq``), or, for tables by
year, SQL over the tables before it (``.sql``). ``tables.json`` there is the codebook, and the one
definition of what the columns hold. What follows is of no release of a user's files.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from openalliances.errors import CheckError, MachineError
from openalliances.tabular.database import FILE, Row, Value, quoted
from openalliances.tabular.definitions import FILE as DEFINITIONS
from openalliances.tabular.definitions import SOURCE, Column, Table, read_definitions
from openalliances.tabular.serialization import csv_bytes, parquet_bytes, writes_parquet
from openalliances.tabular.store import FOLDER

_VIEWS = "views.sql"
_TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}
_NO_LIMIT = 1 << 40
_LOOKED_UP = ("subject", "thing")
"""Columns that name things of several tables, by which pages look for rows."""

_CODEBOOK = """
CREATE TABLE _tables (
  name TEXT PRIMARY KEY, title TEXT, definition TEXT, rows INTEGER, sha256 TEXT, query TEXT
);
CREATE TABLE _columns (
  table_name TEXT, name TEXT, title TEXT, definition TEXT, datatype TEXT, separator TEXT,
  target TEXT, example TEXT, PRIMARY KEY (table_name, name)
);
"""


class TableError(CheckError):
    """A published query gives something else than the codebook says."""


def write_tables(folder: Path, quads: Sequence[ox.Quad], root: Path) -> None:
    """Write the tables of the data set in *root*, all of whose *quads* are given, below *folder*.

    A data set that defines none has none.

    :raises TableError: if a query has other columns than the codebook, two rows have one key, or
        a row names another that is not there.
    :raises MachineError: if the folder cannot be written.
    """
    source, target = root / SOURCE, folder / FOLDER
    if not (source / DEFINITIONS).is_file():
        return
    target.mkdir()
    tables = read_definitions(source)
    try:
        _write_database(tables, source, target, quads)
    except sqlite3.OperationalError as error:
        raise MachineError(
            f"The tables cannot be written: {error}.", "Free some space, then build again."
        ) from None
    for path in (source / DEFINITIONS, *map(_query_file, [source] * len(tables), tables)):
        shutil.copyfile(path, target / path.name)


def _write_database(
    tables: Mapping[str, Table], source: Path, target: Path, quads: Sequence[ox.Quad]
) -> None:
    store = ox.Store()
    store.extend(quads)  # not bulk_extend: its threads do not survive a fork
    with closing(sqlite3.connect(target / FILE)) as database:
        database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_CODEBOOK}")
        for name in _in_order(tables, source):
            _fill(database, tables[name], source, store)
        _check_references(database)
        database.executescript((source / _VIEWS).read_text(encoding="utf-8"))
        for table in tables.values():
            _write_files(database, table, target, _query_file(source, table.name).name)
        database.commit()
        database.execute("VACUUM")


def _in_order(tables: Mapping[str, Table], source: Path) -> list[str]:
    """Return the names in the order of the codebook, those made by SQL over others last."""
    return sorted(tables, key=lambda name: _query_file(source, name).suffix == ".sql")


def _query_file(source: Path, name: str) -> Path:
    path = source / f"{name}.sql"
    return path if path.is_file() else source / f"{name}.rq"


def _fill(database: sqlite3.Connection, table: Table, source: Path, store: ox.Store) -> None:
    path = _query_file(source, table.name)
    text = path.read_text(encoding="utf-8")
    rows = _sql_rows(database, table, text) if path.suffix == ".sql" else _rows(store, table, text)
    database.execute(_created(table))
    marks = ", ".join("?" * len(table.columns))
    try:
        database.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks})", rows)  # noqa: S608
    except ValueError as error:
        raise TableError(
            f"A cell of the table {table.name} is no whole number ({error}).",
            f"Mend {SOURCE}/{path.name}, or the datatype in {DEFINITIONS}.",
        ) from None
    except sqlite3.IntegrityError as error:
        raise TableError(
            f"The rows of the table {table.name} are not apart by their key ({error}).",
            f"Mend {SOURCE}/{path.name}, or the primaryKey in {DEFINITIONS}.",
        ) from None
    for column in table.columns:
        if (column.target and not column.separator) or column.name in _LOOKED_UP:
            database.execute(
                f"CREATE INDEX {quoted(f'{table.name}_{column.name}')} "
                f"ON {quoted(table.name)} ({quoted(column.name)})"
            )


def _created(table: Table) -> str:
    """Return the statement that creates *table*, with its keys."""
    parts = [
        f"{quoted(c.name)} {_TYPES.get(c.datatype, 'TEXT')}{' NOT NULL' if c.required else ''}"
        for c in table.columns
    ]
    parts.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    parts += [
        f"FOREIGN KEY ({quoted(c.name)}) REFERENCES {quoted(c.target)} (id)"
        for c in table.columns
        if c.target and not c.separator
    ]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})"


def _rows(store: ox.Store, table: Table, query: str) -> Iterator[Row]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  the queries are ours
    _check_columns(table, [variable.value for variable in found.variables])
    for solution in found:
        yield tuple(map(_cell, table.columns, solution))


def _sql_rows(database: sqlite3.Connection, table: Table, query: str) -> list[Row]:
    cursor = database.execute(query)
    _check_columns(table, [column[0] for column in cursor.description])
    return cursor.fetchall()


def _check_columns(table: Table, names: list[str]) -> None:
    if names != list(table.names):
        raise TableError(
            f"The query of the table {table.name} gives {', '.join(names)}; the codebook has "
            f"{', '.join(table.names)}.",
            "Bring the two together.",
        )


def _cell(column: Column, term: object) -> Value:
    """Return what stands in a cell; an empty text is missing."""
    if not isinstance(term, ox.Literal | ox.NamedNode) or not term.value:
        return None
    if column.datatype == "integer":
        return int(term.value)
    if column.datatype == "boolean":
        return int(term.value in ("true", "1"))
    return term.value


def _check_references(database: sqlite3.Connection) -> None:
    """Have each foreign key lead to a row."""
    lost = database.execute("PRAGMA foreign_key_check").fetchmany(5)
    if lost:
        told = "; ".join(f"row {row} of {name} names no row of {to}" for name, row, to, _ in lost)
        raise TableError(f"Tables name what is not there: {told}.", "Mend their queries.")


def _write_files(database: sqlite3.Connection, table: Table, target: Path, query: str) -> None:
    """Write a table as CSV and Parquet, and what the codebook says of it; *query* made it."""
    rows: list[Row] = database.execute(f"SELECT * FROM {quoted(table.name)}").fetchall()  # noqa: S608
    content = csv_bytes(table.columns, rows, _NO_LIMIT)
    # Without a time in it, so that the same rows are the same bytes.
    (target / f"{table.name}.csv.gz").write_bytes(gzip.compress(content, 6, mtime=0))
    if writes_parquet():
        path = target / f"{table.name}.parquet"
        path.write_bytes(parquet_bytes(table.columns, rows, _NO_LIMIT))
    digest = hashlib.sha256(content).hexdigest()
    database.execute(
        "INSERT INTO _tables VALUES (?, ?, ?, ?, ?, ?)",
        (table.name, table.title, table.definition, len(rows), digest, f"/data/{query}"),
    )
    database.executemany(
        "INSERT INTO _columns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                table.name,
                c.name,
                c.title,
                c.definition,
                c.datatype,
                c.separator,
                c.target,
                c.example,
            )
            for c in table.columns
        ],
    )
