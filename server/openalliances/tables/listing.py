"""Tables and columns as a list for people: what can be filled, what it means, an example."""

from __future__ import annotations

from collections.abc import Mapping

from openalliances.errors import SourceError
from openalliances.tables.codebook import codebook
from openalliances.tables.columns import Table

Listed = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Names of columns, and rows below them."""


def table_list(tables: Mapping[str, Table]) -> Listed:
    """Return the tables: kind, how ids begin, what a row is."""
    return ("table", "ids", "what it holds"), [
        (table.name, " ".join(table.id_prefixes), table.definition) for table in tables.values()
    ]


def column_list(tables: Mapping[str, Table], kind: str) -> Listed:
    """Return the columns of a table: name, what it holds, whether it has to be filled, meaning.

    :raises SourceError: if there is no table of that kind.
    """
    if kind not in tables:
        raise SourceError(
            kind, "There is no table of that name.", f"Tables are: {', '.join(tables)}."
        )
    return ("column", "holds", "filled", "definition", "example"), [
        (entry.column, entry.holds, entry.filled, entry.definition, entry.example)
        for entry in codebook([tables[kind]])
    ]
