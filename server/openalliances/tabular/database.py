"""The tables of a release, read from its one SQLite file.

The file is opened read-only and immutable (https://sqlite.org/uri.html), by whoever reads and for
as long: it holds no lock and outlives no fork. Each reading has a deadline, which SQLite's
progress handler keeps. Names come from the definitions alone, values are bound.
"""

from __future__ import annotations

import sqlite3
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from openalliances.errors import QueryTimeoutError, ReleaseDamagedError

Value: TypeAlias = str | int | float | None
"""What a cell holds."""
Row: TypeAlias = tuple[Value, ...]

FILE = "openalliances.sqlite"
"""Name of the file with all tables, in the folder of tables of a release."""

_STEPS = 4_000
"""Steps of SQLite's machine after which it is asked whether the deadline has passed."""
_AT_ONCE = 500
FOLDED = "folded"
"""Function of SQL that takes case and accents from a text."""
"""Rows that are taken at once."""


@contextmanager
def reading(path: Path, seconds: float) -> Iterator[Reader]:
    """Open the file at *path* for reading, which may take so many *seconds* in all.

    :raises ReleaseDamagedError: if it cannot be read.
    :raises QueryTimeoutError: if reading takes longer.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise _damaged(path, error) from None
    deadline = time.monotonic() + seconds
    connection.create_function(FOLDED, 1, folded, deterministic=True)
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield Reader(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise QueryTimeoutError(
                f"The rows were not found within {seconds:g} seconds.",
                "Filter by fewer things, or take the whole table.",
            ) from None
        raise _damaged(path, error) from None
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from None
    finally:
        connection.close()


class Reader:
    """A file that is open: gives rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows of a statement whose text holds no value of a stranger."""
        cursor = self._connection.execute(sql, values)
        while taken := cursor.fetchmany(_AT_ONCE):
            yield from taken

    def column(self, sql: str, values: Sequence[Value] = ()) -> list[str]:
        """Return the first cell of each row, as text."""
        return [str(row[0]) for row in self.rows(sql, values)]

    def number(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Return the one number that a statement gives."""
        return next((int(row[0] or 0) for row in self.rows(sql, values)), 0)


def folded(text: object) -> str:
    """Return *text* without case and without the marks at its letters; nothing for nothing."""
    said = str(text or "")
    if said.isascii():
        return said.lower()
    parts = unicodedata.normalize("NFKD", said.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def quoted(name: str) -> str:
    """Return *name* as SQL writes the name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def _damaged(path: Path, error: sqlite3.Error) -> ReleaseDamagedError:
    return ReleaseDamagedError(
        f"The tables in {path} cannot be read ({error}).",
        "Delete the folder of the release and build again with: openalliances build",
    )
