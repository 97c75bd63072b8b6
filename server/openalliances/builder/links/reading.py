"""Read the tables of links: each is a file like a table of facts, and in no graph by itself.

``data/links/<target>.csv`` have one description, ``csv-metadata.json`` beside them; the
targets (``targets.csv``) and what was not found (``notfound.csv``) have one each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import SourceFile
from openalliances.builder.links.rules import Known, rule_faults
from openalliances.errors import SourceError, TableError
from openalliances.rdf.vocabulary import RDFS, SKOS
from openalliances.tables.canonical import canonical_table
from openalliances.tables.columns import Table
from openalliances.tables.encoding import decode
from openalliances.tables.faults import raise_faults
from openalliances.tables.metadata import SUFFIX, read_group, read_metadata
from openalliances.tables.places import TablePlaces
from openalliances.tables.reading import header_faults, read_bytes, to_rows
from openalliances.tables.rows import TableFile
from openalliances.tables.spreadsheets import read_sheet

FOLDER = "data/links"
"""Where the tables of links stand below the root of a data set."""
GROUP = "csv-metadata.json"
"""Describes all tables of links (Metadata Vocabulary for Tabular Data, section 5.3)."""
TARGETS, NOT_FOUND = "targets", "notfound"
_LABELS = (RDFS.label, SKOS.prefLabel)


@dataclass(frozen=True, slots=True, eq=False)
class LinkFile:
    """A table of links, targets or gaps; see :class:`~openalliances.builder.dataset.SourceFile`."""

    path: Path
    file: TableFile

    @property
    def name(self) -> str:
        """The path below the data set."""
        return self.file.name

    @property
    def graph_iri(self) -> str:
        """No graph: what is published of it is made after validation."""
        return ""

    @property
    def kind(self) -> str:
        """The kind of what it holds."""
        return "links"

    @property
    def text(self) -> str:
        """The text of the table."""
        return self.file.text

    @property
    def triples(self) -> tuple[ox.Triple, ...]:
        """Nothing that is reasoned over."""
        return ()

    def places(self) -> TablePlaces:
        """Return the lines and columns on which it says what."""
        return TablePlaces(self.file)

    def canonical_text(self) -> str:
        """Return the table in its canonical form."""
        return canonical_table(self.file.table, self.file.rows)


def link_tables(root: Path) -> Mapping[str, Table]:
    """Return the tables of links of the data set in *root*, the targets and the gaps, by name.

    A data set without the folder has none.

    :raises SourceError: for metadata that cannot be used.
    """
    folder = root / FOLDER
    if not (folder / GROUP).is_file():
        return {}
    found = dict(read_group(folder / GROUP, f"{FOLDER}/{GROUP}"))
    for name in (TARGETS, NOT_FOUND):
        found[name] = read_metadata(folder / f"{name}{SUFFIX}", f"{FOLDER}/{name}{SUFFIX}")
    return found


def link_files(root: Path, beside: Sequence[SourceFile]) -> tuple[LinkFile, ...]:
    """Return the tables of links in *root*, read; the things they name stand in files *beside*.

    :raises TableError: with all faults of all of them.
    :raises SourceError: for metadata that cannot be used.
    """
    tables = link_tables(root)
    faults = list(_undescribed(root, tables))
    found: dict[str, TableFile] = {}
    for name, table in tables.items():
        try:
            found[name] = read_link_table(
                root / FOLDER / table.file, table, f"{FOLDER}/{table.file}"
            )
        except SourceError as error:
            faults += error.faults if isinstance(error, TableError) else [error]
    raise_faults(faults)
    if not found:
        return ()
    raise_faults(rule_faults(found, Known.of(names_of(beside), found[TARGETS])))
    return tuple(LinkFile(root / FOLDER / file.table.file, file) for file in found.values())


def read_link_table(path: Path, table: Table, name: str = "") -> TableFile:
    """Return one table of links, with what is right in each of its cells.

    :raises TableError: with all faults of its header and cells.
    :raises SourceError: if it cannot be read as CSV at all.
    """
    shown = name or str(path)
    text = decode(read_bytes(path, shown), shown)
    return read_link_text(text, table, shown)


def read_link_text(text: str, table: Table, name: str) -> TableFile:
    """Return the table of links that *text* holds; see :func:`read_link_table`."""
    sheet = read_sheet(text, name, table.header)
    raise_faults(header_faults(sheet, table, name, table.header))
    rows, faults = to_rows(sheet, table, name)
    for row in rows:
        for column in table.columns:
            if column.required and column.name not in row.cells:
                message = f"{column.name}: the cell is empty, and each row needs it."
                hint = f"Write it as in this example: {column.example}."
                place = sheet.header.index(column.name) + 1
                faults.append(SourceError(name, message, hint, line=row.line, column=place))
    raise_faults(faults)
    return TableFile(table, name, text, tuple(rows))


def is_link_table(path: Path, root: Path) -> bool:
    """Return whether *path* is a table of links of the data set in *root*, or describes one."""
    return path.absolute().parent == (root / FOLDER).absolute()


def names_of(files: Iterable[SourceFile]) -> dict[str, str]:
    """Return the things and concepts that *files* describe, with their English names."""
    found: dict[str, str] = {}
    for file in files:
        for triple in file.triples:
            term = triple.object
            if (
                triple.predicate in _LABELS
                and isinstance(triple.subject, ox.NamedNode)
                and isinstance(term, ox.Literal)
                and term.language == "en"
            ):
                found.setdefault(triple.subject.value, term.value)
    return found


def _undescribed(root: Path, tables: Mapping[str, Table]) -> Iterator[SourceError]:
    """Yield a fault for each table that nothing describes, or that is described and not there."""
    there = {path.stem for path in (root / FOLDER).glob("*.csv")}
    for name in sorted(there - tables.keys()):
        yield SourceError(
            f"{FOLDER}/{name}.csv",
            f"No table of that name is described in {FOLDER}/{GROUP}.",
            'Add it to the list "tables" there, and its target to targets.csv.',
        )
