"""Filler dates: days and months that a source writes where it knows none (``filler.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.tables.rows import Row, TableFile

TABLE = "filler"
"""The name of the table of fillers; it publishes nothing of its own."""

_PARTS = {"year": 1, "month": 2}


@dataclass(frozen=True, slots=True)
class Filler:
    """A way in which a source fills in what it does not know."""

    source: str
    pattern: re.Pattern[str]
    precision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fillers:
    """All fillers."""

    fillers: tuple[Filler, ...] = ()

    def of(self, row: Row, date: str) -> Filler | None:
        """Return the filler that a *date* of a row is, if it is one."""
        source = row.cells.get("source")
        for filler in self.fillers:
            if filler.source == source and filler.pattern.fullmatch(date):
                return filler
        return None

    def known(self, row: Row, date: str) -> str:
        """Return as much of a *date* as the source of the row knows."""
        filler = self.of(row, date)
        if filler is None:
            return date
        sign, digits = ("-", date[1:]) if date.startswith("-") else ("", date)
        return sign + "-".join(digits.split("-")[: _PARTS[filler.precision]])


def fillers(files: Iterable[TableFile]) -> Fillers:
    """Return the fillers that the table names."""
    rows = (row for file in files if file.table.name == TABLE for row in file.rows)
    return Fillers(
        tuple(
            Filler(
                row.cells["source"],
                re.compile(row.cells["pattern"]),
                row.cells["precision"],
                row.cells["reason"],
            )
            for row in rows
        )
    )
