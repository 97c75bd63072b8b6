"""CSV as spreadsheet programs save it, to rows of cells.

They write semicolons or tabs where a comma is the decimal sign, a first line
``sep=;``, a byte order mark, empty columns at the end of each line and empty
rows below the last one. All of that is read; none of it is guessed from the
cells, only from the names in the header. Format: RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from openalliances.errors import SourceError

SEPARATORS = (",", ";", "\t", "|")
"""What may stand between cells, in the order in which they are tried."""

_MARK = "\ufeff"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t]*\r?\n?', re.IGNORECASE)
_QUOTE = "A quotation mark inside a quoted cell is doubled; look for one that stands alone."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it, each with the line that it begins on (from 1).

    Cells have no blanks around them; empty columns at the end and empty rows are gone.
    """

    header: tuple[str, ...]
    line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(text: str, name: str, known: Collection[str]) -> Sheet:
    """Return the header and the rows of a table; *known* are the column names it may have.

    :raises SourceError: with the line, if it is empty or not CSV.
    """
    text = text.removeprefix(_MARK)
    separator, skipped = _separator(text, known)
    rows = list(_rows(text, name, separator))[skipped:]
    filled = [(line, cells) for line, cells in rows if any(cells)]
    if not filled:
        hint = f"Its first line names columns: {', '.join(known)}."
        raise SourceError(name, "The table is empty.", hint)
    (line, header), *body = filled
    width = len(header)
    while width and not header[width - 1]:
        width -= 1
    return Sheet(header[:width], line, tuple((n, _trimmed(cells, width)) for n, cells in body))


def _separator(text: str, known: Collection[str]) -> tuple[str, int]:
    """Return what stands between cells, and how many lines say so: that which fits the header."""
    if said := _SEPARATOR_LINE.match(text):
        return said[1], 1
    first = text.lstrip("\r\n").split("\n", 1)[0]
    names = frozenset(known)

    def fitting(separator: str) -> int:
        return len(names & {cell.strip(' "\r') for cell in first.split(separator)})

    return max(SEPARATORS, key=fitting), 0


def _rows(text: str, name: str, separator: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line that a row begins on, and its cells."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in rows:
            yield line, tuple(map(str.strip, cells))
            line = rows.line_num + 1
    except csv.Error as error:
        raise SourceError(name, f"This is not CSV: {_said(error)}.", _QUOTE, line=line) from None


def _said(error: csv.Error) -> str:
    """Return what the reader says, in words for people."""
    text = str(error)
    if "unexpected end" in text:
        return "a quotation mark opens a cell on this line and nothing closes it"
    if "expected after" in text:
        return "a quoted cell goes on after the quotation mark that closes it"
    if "field larger" in text:
        return "a cell is longer than 131,072 characters, which a lone quotation mark does"
    return text


def _trimmed(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return the cells without empty ones beyond the header."""
    end = len(cells)
    while end > width and not cells[end - 1]:
        end -= 1
    return cells[:end]
