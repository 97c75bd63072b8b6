"""Decisions between sources: ``decision.csv``, by thing and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openalliances.errors import SourceError
from openalliances.tables.cells import cell_fault
from openalliances.tables.columns import Table
from openalliances.tables.faults import Fault
from openalliances.tables.rows import Row, TableFile

TABLE = "decision"
"""The name of the table of decisions; it publishes nothing of its own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The value that is published, empty for none, and why."""

    value: str
    reason: str


class Decisions:
    """All decisions, by thing and column."""

    def __init__(self, file: TableFile | None) -> None:
        self._of: dict[str, dict[str, Decision]] = {}
        for row in file.rows if file else ():
            decision = Decision(row.cells.get("value", ""), row.cells["reason"])
            self._of.setdefault(row.id, {})[row.cells["column"]] = decision

    def about(self, id_: str) -> Mapping[str, Decision]:
        """Return the decisions about a thing, by column."""
        return self._of.get(id_, {})


def decision_faults(files: Sequence[TableFile]) -> Iterator[SourceError]:
    """Yield a fault for each decision on no such column, or for what its cell cannot hold."""
    for file in files:
        for row in file.rows if file.table.name == TABLE else ():
            table = next((f.table for f in files if row.id.startswith(_prefixes(f.table))), None)
            fault = _fault(row, table) if table else None
            if fault:
                name, said = fault
                place = file.table.header.index(name) + 1
                yield SourceError(file.name, said.message, said.hint, line=row.line, column=place)


def _fault(row: Row, table: Table) -> tuple[str, Fault] | None:
    """Return the column of a decision to look at, and what is wrong there."""
    single = {c.name: c for c in table.columns if c.property_url and not (c.many or c.key)}
    column = single.get(row.cells["column"])
    if column is None or column.citing:
        names = ", ".join(name for name, c in single.items() if not c.citing)
        return "column", Fault(
            f"A {table.name} has no column {row.cells['column']!r} of which one value is "
            "published.",
            f"Those are: {names}.",
        )
    fault = cell_fault(column, row.cells["value"]) if "value" in row.cells else None
    return ("value", fault) if fault else None


def _prefixes(table: Table) -> tuple[str, ...]:
    """Return how the ids of a table begin; of no thing if it has none."""
    return table.id_prefixes or ("\n",)
