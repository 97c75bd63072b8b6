"""The tables of one release: definitions, the file with the rows, the queries that made them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from openalliances.tabular import database
from openalliances.tabular.definitions import FILE, Entry, Table, read_definitions

FOLDER = "tables"
"""Name of the folder of tables in a release."""

_SIZE_AT_END = 4


@dataclass(frozen=True)
class Tables:
    """The tables in *folder*."""

    folder: Path
    definitions: Mapping[str, Table]
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict, compare=False)
    """What was counted for the codebook, by table; a release never changes."""

    def reading(self, seconds: float) -> AbstractContextManager[database.Reader]:
        """Open the rows for reading, which may take so many *seconds* in all."""
        return database.reading(self.folder / database.FILE, seconds)

    def query(self, name: str) -> str:
        """Return the query that made the table; empty where the release has none."""
        path = self.folder / f"{name}.{self.language(name)}"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def language(self, name: str) -> str:
        """Return the ending of that query: ``rq`` for SPARQL, ``sql`` over the tables before it."""
        return "sql" if (self.folder / f"{name}.sql").is_file() else "rq"

    def size(self, file: str) -> int:
        """Return the bytes of a file of the folder, 0 if there is none."""
        path = self.folder / file
        return path.stat().st_size if path.is_file() else 0

    def counted(self, seconds: float) -> dict[str, tuple[int, str]]:
        """Return the number of rows of each table, and the SHA-256 of its CSV.

        :raises ReleaseDamagedError: if they cannot be read.
        """
        with self.reading(seconds) as reader:
            rows = reader.rows("SELECT name, rows, sha256 FROM _tables")
            return {str(name): (int(number or 0), str(digest)) for name, number, digest in rows}

    def unpacked_size(self, name: str) -> int:
        """Return the bytes of the CSV of the table, which is stored as gzip; 0 without one."""
        path = self.folder / f"{name}.csv.gz"
        return unpacked_size(path) if path.is_file() else 0


def unpacked_size(path: Path) -> int:
    """Return the bytes of what is in a gzip file, as its end says them (RFC 1952, 2.3.1)."""
    with path.open("rb") as file:
        file.seek(-_SIZE_AT_END, 2)
        return int.from_bytes(file.read(_SIZE_AT_END), "little")


def open_tables(release: Path) -> Tables | None:
    """Return the tables of the release in a folder, or None if it has none.

    :raises ReleaseDamagedError: if their definitions cannot be read.
    """
    folder = release / FOLDER
    return Tables(folder, read_definitions(folder)) if (folder / FILE).is_file() else None


def metadata_of(tables: Tables, name: str) -> str:
    """Return what CSVW says of one table alone (tabular metadata, §5.4), as JSON.

    Foreign keys lead to other tables of the group; without these they would be faults (§5.5.2.2).
    """
    group = json.loads((tables.folder / FILE).read_bytes())
    (found,) = (table for table in group["tables"] if table["url"] == f"{name}.csv")
    schema = {key: said for key, said in found["tableSchema"].items() if key != "foreignKeys"}
    alone = {"@context": group["@context"], **found, "tableSchema": schema}
    return json.dumps(alone, ensure_ascii=False, indent=1) + "\n"
