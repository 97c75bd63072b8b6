r"""The canonical form of a table: the same rows, the same bytes.

UTF-8, ``\n`` at the end of each line, a header in the order of the metadata, rows in
the order of their ids and numbers, quotation marks only where a cell needs them
(RFC 4180 §2.6, 2.7), empty cells at the end kept. So a difference between two
versions shows facts and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from openalliances.tables.columns import Table
from openalliances.tables.rows import Row


def canonical_table(table: Table, rows: Iterable[Row]) -> str:
    """Return the text of the table with these *rows*."""
    header = table.header
    others = [name for name in table.primary_key if name not in ("id", "n")]
    ordered = sorted(
        rows, key=lambda row: (row.id, row.number, *(row.cells.get(name, "") for name in others))
    )
    lines = (",".join(_quoted(row.cells.get(name, "")) for name in header) for row in ordered)
    return "\n".join((",".join(header), *lines, ""))


def _quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell or "," in cell else cell
