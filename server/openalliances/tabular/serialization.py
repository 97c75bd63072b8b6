"""Rows as bytes: CSV (RFC 4180), TSV, JSON, JSON Lines, Parquet.

What is missing is an empty cell, in JSON ``null``; the reason stands in its ``*_status``. A body
has an end: whoever asks for more than fits is told so, and not served half of it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.tabular.database import Row, Value
from openalliances.tabular.definitions import Column

TRUTHS = ("FALSE", "TRUE")
"""False and true in cells, as the format of the datatype says in CSVW."""
_PIECE_ROWS = 500


class TooLongError(BadRequestError):
    """What is asked for is longer than what is sent at once."""


def csv_bytes(columns: Sequence[Column], rows: Iterable[Row], most: int) -> bytes:
    """Return *rows* as CSV with a header, at most *most* bytes of it."""
    return _delimited(columns, rows, most, delimiter=",", quoting=csv.QUOTE_MINIMAL)


def tsv_bytes(columns: Sequence[Column], rows: Iterable[Row], most: int) -> bytes:
    """Return *rows* with tabs between; what would be a tab or a line in a cell is a blank."""
    return joined(_tab_lines(columns, rows), most)


def json_lines(columns: Sequence[Column], rows: Iterable[Row], most: int) -> bytes:
    """Return *rows* as objects, one a line (https://jsonlines.org)."""
    return joined((_object(columns, row) + "\n" for row in rows), most)


def json_bytes(
    head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Row], most: int
) -> bytes:
    """Return the object *head* with the *rows* as a last member."""
    return joined(_json_parts(head, columns, rows), most)


def joined(parts: Iterable[str], most: int) -> bytes:
    """Return *parts* as UTF-8.

    :raises TooLongError: if they have more than *most* bytes.
    """
    pieces: list[bytes] = []
    size = 0
    for part in parts:
        pieces.append(part.encode())
        size += len(pieces[-1])
        if size > most:
            raise too_long(most)
    return b"".join(pieces)


def too_long(most: int) -> TooLongError:
    """Return the error that a body would have more than *most* bytes."""
    return TooLongError(
        f"These rows have more than {most:,} bytes, which is the most that is sent at once.",
        "Filter them, choose columns, or take the whole table as CSV, Parquet or SQLite: /data/.",
    )


def as_json(column: Column, value: Value) -> Any:
    """Return a cell as JSON has it: numbers, truths and texts."""
    if value is None:
        return None
    if column.datatype == "boolean":
        return bool(value)
    return value


def as_text(column: Column, value: Value) -> str:
    """Return a cell as text: a truth is a word, what is missing is empty.

    The words are those that R, pandas, polars and DuckDB all take for truths without being told.
    """
    if value is None:
        return ""
    if column.datatype == "boolean":
        return TRUTHS[bool(value)]
    return str(value)


def _delimited(
    columns: Sequence[Column], rows: Iterable[Row], most: int, *, delimiter: str, quoting: int
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow([column.name for column in columns])
    for batch in _batches(_worded(columns, rows), _PIECE_ROWS):
        # What is missing (None) is an empty cell to the writer of Python, too.
        writer.writerows(batch)
        if text.tell() > most:
            raise too_long(most)
    return text.getvalue().encode()


def _worded(columns: Sequence[Column], rows: Iterable[Row]) -> Iterable[Row]:
    """Return *rows* with words in place of truths; where there are none, as they are."""
    truths = [n for n, column in enumerate(columns) if column.datatype == "boolean"]
    return rows if not truths else (_with_words(columns, row) for row in rows)


def _with_words(columns: Sequence[Column], row: Row) -> Row:
    return tuple(as_text(*pair) for pair in zip(columns, row, strict=True))


def _tab_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    yield "\t".join(column.name for column in columns) + "\n"
    for row in rows:
        cells = (as_text(*pair) for pair in zip(columns, row, strict=True))
        yield "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


def _object(columns: Sequence[Column], row: Row) -> str:
    pairs = zip(columns, row, strict=True)
    cells = {column.name: as_json(column, value) for column, value in pairs}
    return json.dumps(cells, ensure_ascii=False)


def _json_parts(
    head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Row]
) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False, indent=1).rstrip("}").rstrip() + ',\n "rows": ['
    for number, row in enumerate(rows):
        yield (",\n  " if number else "\n  ") + _object(columns, row)
    yield "\n ]\n}\n"


def writes_parquet() -> bool:
    """Return whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def parquet_bytes(columns: Sequence[Column], rows: Iterable[Row], most: int) -> bytes:
    """Return *rows* as Parquet, typed as the codebook says.

    :raises NotFoundError: if this server has no pyarrow.
    :raises TooLongError: if they would have more than *most* bytes.
    """
    try:
        import pyarrow  # type: ignore[import-untyped,unused-ignore]
        from pyarrow import parquet
    except ImportError:
        raise NotFoundError(
            "This server writes no Parquet.", "Ask for CSV; or install openalliances[parquet]."
        ) from None
    schema = pyarrow.schema([(column.name, _arrow(pyarrow, column)) for column in columns])
    taken = io.BytesIO()
    with parquet.ParquetWriter(taken, schema, compression="zstd") as writer:
        for batch in _batches(rows, _ROWS):
            cells = zip(*batch, strict=True)
            arrays = {
                column.name: [as_json(column, value) for value in values]
                for column, values in zip(columns, cells, strict=True)
            }
            writer.write_table(pyarrow.table(arrays, schema=schema))
            if taken.tell() > most:
                raise too_long(most)
    return taken.getvalue()


_ROWS = 20_000
"""Rows of a group of Parquet."""


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def _arrow(pyarrow: Any, column: Column) -> Any:
    if column.datatype in ("integer", "nonNegativeInteger", "gYear"):
        return pyarrow.int64()
    if column.datatype == "boolean":
        return pyarrow.bool_()
    if column.datatype in ("decimal", "double", "number"):
        return pyarrow.float64()
    return pyarrow.string()
