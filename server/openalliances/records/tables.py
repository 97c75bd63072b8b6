"""Read and write the tables: CSV as in RFC 4180, one row a thing and a citation of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from openalliances.errors import SourceError
from openalliances.records.templates import CITATION, Template

Cells = dict[str, str]
"""Column to text; what is empty is left out."""


@dataclass(slots=True)
class Record:
    """One thing: the cells of its own, those of each citation, and the first line it is on."""

    id: str
    line: int
    cells: Cells
    citations: list[Cells] = field(default_factory=list)


def header(template: Template) -> tuple[str, ...]:
    """Return the names of the columns of a table, in order."""
    cited = tuple(column.name for column in CITATION) if template.cited else ()
    return ("id", *(column.name for column in template.columns), *cited)


def read_table(path: Path, template: Template) -> list[Record]:
    """Return the records of a CSV file, in the order in which they first appear.

    :raises SourceError: if the file is no such table; with the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"The table cannot be read: {error}.") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(rows, [])
        _check_header(path, names, template)
        records: dict[str, Record] = {}
        for row in rows:
            if any(cell.strip() for cell in row):
                _add(records, path, rows.line_num, names, row, template)
    except csv.Error as error:
        raise SourceError(
            str(path), f"This is not a CSV table: {error}.", line=rows.line_num
        ) from None
    if not records:
        raise SourceError(str(path), "The table has no rows.", "Add a row below the header.")
    return list(records.values())


def write_table(records: Iterable[Record], template: Template) -> str:
    """Return the table: the cells of a thing stand in its first row only."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, header(template), restval="", lineterminator="\n")
    rows.writeheader()
    for record in records:
        first, *rest = record.citations or [{}]
        rows.writerow({"id": record.id, **record.cells, **first})
        rows.writerows({"id": record.id, **citation} for citation in rest)
    return out.getvalue()


def _check_header(path: Path, names: list[str], template: Template) -> None:
    known = header(template)
    unknown = [name for name in names if name not in known]
    if unknown or "id" not in names or len(set(names)) != len(names):
        what = f"unknown: {', '.join(unknown)}" if unknown else "id is missing, or one is twice"
        raise SourceError(
            str(path),
            f"The header is not that of a {template.name} table ({what}).",
            f"The columns are: {', '.join(known)}.",
            line=1,
        )


def _add(
    records: dict[str, Record],
    path: Path,
    line: int,
    names: list[str],
    row: list[str],
    template: Template,
) -> None:
    """Put a row to its record.

    :raises SourceError: if it has another length than the header, no id, or other cells than
        an earlier row of the same thing.
    """
    if len(row) != len(names):
        raise SourceError(
            str(path),
            f"This row has {len(row)} cells, and the header has {len(names)}.",
            "Put a cell that holds a comma into quotation marks.",
            line=line,
        )
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
    name = cells.pop("id", "")
    if not name:
        raise SourceError(str(path), "This row has no id.", line=line)
    citing = {column.name for column in CITATION} if template.cited else set()
    citation = {name: cells.pop(name) for name in list(cells) if name in citing}
    record = records.setdefault(name, Record(name, line, cells))
    for column, cell in cells.items():
        if record.cells.get(column) != cell:
            raise SourceError(
                str(path),
                f"{name} has {column} {cell!r} here and {record.cells.get(column, '')!r} in "
                f"line {record.line}.",
                "Say what is said of a thing in its first row; further rows add citations.",
                line=line,
            )
    if citation:
        record.citations.append(citation)
