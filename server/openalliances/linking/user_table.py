"""A table of somebody else, row by row: CSV or TSV as it comes, in memory that does not grow.

What separates its cells is told by its header (RFC 4180; comma, tab, semicolon, bar). It is text in
UTF-8 and nothing is guessed beyond that: what cannot be read is told with its line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rapidfuzz import process

from openalliances.errors import SourceError
from openalliances.tables.encoding import decode, undecodable

SEPARATORS = ("\t", ";", "|", ",")
"""What separates cells; what is rarer within them counts more."""
_MARK = b"\xef\xbb\xbf"
_OTHERS = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
"""How files begin that are no text in UTF-8 (see :mod:`openalliances.tables.encoding`)."""
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LONGEST_LINE = 2_000_000
_NO_LINE_ENDS = "The lines end with CR alone, as those of old Mac programs."


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written: what separates cells, what ends lines, and whether it has a mark."""

    separator: str = ","
    line_end: str = "\n"
    mark: bool = False


@dataclass(frozen=True, slots=True)
class UserTable:
    """A table: its name for messages, its columns, and its rows, which can be gone through once.

    Each row comes with the number of the line in which it begins, and has as many cells as there
    are columns.
    """

    name: str
    columns: tuple[str, ...]
    shape: Shape
    rows: Iterator[tuple[int, list[str]]]

    def place(self, column: str) -> int:
        """Return the place of *column*, from 0.

        :raises SourceError: if there is none, or more than one of that name.
        """
        count = self.columns.count(column)
        if count == 1:
            return self.columns.index(column)
        if count:
            raise SourceError(
                self.name, f"{count} columns are called “{column}”.", "Give each its own name."
            )
        near = process.extractOne(column, self.columns, score_cutoff=75)
        there = ", ".join(name or "(no name)" for name in self.columns)
        raise SourceError(
            self.name,
            f"There is no column “{column}”.",
            (f"Is it {near[0]}? " if near else "") + f"There is {there}.",
        )


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of the file at *path*.

    :raises SourceError: if it is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            while line := file.readline(_LONGEST_LINE + 1):
                yield line
    except OSError as error:
        what = "It is a folder." if isinstance(error, IsADirectoryError) else f"{error.strerror}."
        raise SourceError(str(path), what, "Give a file of CSV or TSV.") from None


def read_table(
    lines: Iterable[bytes], name: str, *, separator: str = "", wanted: Sequence[str] = ()
) -> UserTable:
    """Return the table in *lines*.

    *separator* is found in the header if not given: the one with which the columns *wanted* are
    there, else the most frequent.

    :raises SourceError: if it has no header, or is no text in UTF-8; for faults further down,
        when the rows are gone through.
    """
    coming = iter(lines)
    first = next(coming, b"")
    mark = first.startswith(_MARK)
    head = first.removeprefix(_MARK)
    _refuse_other_files(head, name)
    if not head.strip():
        raise SourceError(name, "There is no header in it.", "Give a table with named columns.")
    line_end = "\r\n" if head.endswith(b"\r\n") else "\n"
    if b"\r" in head.rstrip(b"\r\n") and not head.endswith(b"\n"):
        raise SourceError(name, _NO_LINE_ENDS, "Save it again with the line ends of today.")
    texts = text_lines(chain([head], coming), name)
    header = next(texts)
    chosen = separator or _separator(header, wanted)
    records = _records(chain([header], texts), name, chosen)
    columns = tuple(cell.strip() for cell in next(records)[1])
    return UserTable(name, columns, Shape(chosen, line_end, mark), _even(records, columns, name))


def _refuse_other_files(head: bytes, name: str) -> None:
    """Refuse spreadsheets, archives and texts in other encodings by how they begin."""
    if head.startswith(_OTHERS) or b"\0" in head:
        decode(head, name)


def text_lines(lines: Iterable[bytes], name: str) -> Iterator[str]:
    """Yield *lines* as text, without a mark before the first.

    :raises SourceError: if one is no text in UTF-8; it says which.
    """
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            raise SourceError(
                name,
                f"A line has more than {_LONGEST_LINE:,} bytes.",
                "Is it a table?",
                line=number,
            )
        if b"\0" in line:
            raise SourceError(
                name, "There is a NUL; no text has one.", "Save it again as UTF-8.", line=number
            )
        try:
            yield line.removeprefix(_MARK if number == 1 else b"").decode("utf-8")
        except UnicodeDecodeError as error:
            told = undecodable(line, name, error.start)
            raise SourceError(
                name, told.message, told.hint, line=number, column=told.column
            ) from None


def _separator(header: str, wanted: Sequence[str]) -> str:
    bare = _QUOTED.sub("", header)
    most = max(SEPARATORS, key=lambda one: (bare.count(one), -SEPARATORS.index(one)))
    for one in (most, *SEPARATORS):
        cells = next(csv.reader([header], delimiter=one), [])
        if wanted and set(wanted) <= {cell.strip() for cell in cells}:
            return one
    return most if most in bare else ","


def _records(texts: Iterable[str], name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records and where they begin."""
    reader = csv.reader(texts, delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _fault(name, str(error), begins, reader.line_num) from None
        if record:
            yield begins, record


def _fault(name: str, said: str, begins: int, line: int) -> SourceError:
    if "expected after" in said:
        return SourceError(
            name,
            f"A quotation mark stands within a cell of the row that begins in line {begins}.",
            'Write two of them ("") for one, in a cell with one before and one behind.',
            line=line,
        )
    if "new-line" in said:
        return SourceError(
            name, _NO_LINE_ENDS, "Save it again with “\\n” or “\\r\\n”.", line=begins
        )
    return SourceError(
        name,
        "A quotation mark is opened in the row that begins here, and not closed.",
        'Close it, or write two of them ("") for one that stands in the text.',
        line=begins,
    )


def _even(
    records: Iterable[tuple[int, list[str]]], columns: Sequence[str], name: str
) -> Iterator[tuple[int, list[str]]]:
    for line, record in records:
        more = record[len(columns) :]
        if any(cell.strip() for cell in more):
            raise SourceError(
                name,
                f"This row has {len(record)} cells, and the header {len(columns)}.",
                "Does a cell hold what separates cells? Then put it between quotation marks.",
                line=line,
            )
        filled = record[: len(columns)]
        yield line, filled + [""] * (len(columns) - len(filled))
