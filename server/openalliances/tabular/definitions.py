"""The definitions of the tables of a release: what ``tables.json`` says, as values.

The file is a table group of CSV on the Web (https://www.w3.org/TR/tabular-metadata/, §5.3); it is
the codebook, and the only definition of a column: pages, filters and types are made from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openalliances.errors import ReleaseDamagedError

FILE = "tables.json"
"""Name of the file, in the folder of tables of a release."""

SOURCE = "ontology/tables"
"""Where the file stands in a data set, beside the queries that make the tables."""


@dataclass(frozen=True)
class Column:
    """A column: what stands in its cells, in words and as a type (a name of XML Schema).

    ``separator`` stands between several values in a cell. ``target`` is the table whose rows its
    values name, ``values`` are all that it can have; either may be empty.
    """

    name: str
    title: str = ""
    definition: str = ""
    datatype: str = "string"
    required: bool = False
    example: str = ""
    separator: str = ""
    target: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: what a row is, its columns, and those of them that tell rows apart."""

    name: str
    title: str
    definition: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called *name*, which is one of :attr:`names`."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the codebook says of a column; ``missing`` is the share of rows without a value."""

    table: str
    column: Column
    values: tuple[str, ...]
    missing: float
    example: str = ""

    @property
    def percent(self) -> str:
        """Return the share of rows without a value, in percent."""
        share = 100 * self.missing
        return f"{share:.0f} %" if share in (0, 100) or 1 <= share <= 99 else f"{share:.2f} %"


def read_definitions(folder: Path) -> Mapping[str, Table]:
    """Return the tables in *folder* by name, in their order.

    :raises ReleaseDamagedError: if its ``tables.json`` is missing or something else.
    """
    try:
        group = json.loads((folder / FILE).read_bytes())
        tables = [_table(table) for table in group["tables"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseDamagedError(
            f"The definitions of tables in {folder} cannot be read ({error}).",
            "Delete the folder of the release and build again with: openalliances build",
        ) from None
    return {table.name: table for table in tables}


def _table(described: Mapping[str, Any]) -> Table:
    schema = described["tableSchema"]
    targets = {
        key["columnReference"]: key["reference"]["resource"].removesuffix(".csv")
        for key in schema.get("foreignKeys", ())
        if isinstance(key["columnReference"], str)
    }
    key = schema.get("primaryKey", ())
    return Table(
        described["url"].removesuffix(".csv"),
        described.get("dc:title", ""),
        described.get("dc:description", ""),
        tuple(_column(column, targets) for column in schema["columns"]),
        (key,) if isinstance(key, str) else tuple(key),
    )


def _column(described: Mapping[str, Any], targets: Mapping[str, str]) -> Column:
    datatype = described.get("datatype", "string")
    return Column(
        described["name"],
        described.get("dc:title", ""),
        described.get("dc:description", ""),
        datatype if isinstance(datatype, str) else datatype.get("base", "string"),
        described.get("required", False),
        described.get("skos:example", ""),
        described.get("separator", ""),
        # A key of several values in a cell is none to CSVW; it is told as a relation.
        targets.get(described["name"], described.get("dc:relation", "").removesuffix(".csv")),
    )
