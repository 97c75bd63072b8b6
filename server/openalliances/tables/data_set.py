"""The tables of a data set together, with what their cells may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ID
from openalliances.tables.metadata import FOLDER
from openalliances.tables.reading import read_tables
from openalliances.tables.references import described
from openalliances.tables.rows import Row, TableFile


@dataclass(frozen=True, slots=True)
class DataSet:
    """All tables below ``root``, by kind; ``names`` are those of things that Turtle describes.

    ``names`` goes from IRI to English name, which is empty for what has none.
    """

    root: Path
    files: Mapping[str, TableFile]
    names: Mapping[str, str]

    def file(self, kind: str) -> TableFile:
        """Return the table of that kind.

        :raises SourceError: if there is none.
        """
        if kind not in self.files:
            kinds = ", ".join(self.files)
            raise SourceError(kind, "There is no table of that name.", f"Tables are: {kinds}.")
        return self.files[kind]

    def path(self, kind: str) -> Path:
        """Return where the table of that kind stands."""
        return self.root / FOLDER / self.file(kind).table.file

    def known(self) -> set[str]:
        """Return the IRIs that cells may name."""
        things = {
            ID + row.id
            for file in self.files.values()
            if file.table.id_prefixes
            for row in file.rows
        }
        return things.union(self.names)

    def rows_of(self, kind: str, id_: str) -> tuple[Row, ...]:
        """Return the rows of a thing in the table of that kind."""
        return tuple(row for row in self.file(kind).rows if row.id == id_)


def read_data_set(root: Path) -> DataSet:
    """Return the data set in *root*, read.

    :raises TableError: with all faults of its tables.
    :raises SourceError: if another of its files cannot be read.
    """
    names = described(root)
    files = read_tables(root, names)
    return DataSet(root, {file.table.name: file for file in files}, names)
