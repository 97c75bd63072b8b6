"""Decisions between sources: ``decision.csv``, by thing and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openalliances.errors import SourceError
from openalliances.tables.cells import cell_fault
from openalliances.tables.columns import Table
from openalliances.tables.faults import Fault
from openalliances.tables.rows import Row, TableFile

TABLE = "decision"
"""The name of the table of decisions; it publishes nothing of its own."""


class Decisions:
    """All decisions, by thing and column."""

    def __init__(self, file: TableFile | None) -> None:
        self._of: dict[str, dict[str, str]] = {}
        for row in file.rows if file else ():
            of_thing = self._of.setdefault(row.id, {})
            of_thing[row.cells["column"]] = row.cells.get("value", "")

    def about(self, id_: str) -> Mapping[str, str]:
        """Return the values that are published of a thing, by column; empty for none."""
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


def undecided(files: Sequence[TableFile]) -> Iterator[SourceError]:
    """Yield a fault for each value that differs from an earlier one and would be lost.

    A start or end that differs is published as what the source reports; of any other column
    with one value nobody would see that sources differ.
    """
    decisions = Decisions(next((file for file in files if file.table.name == TABLE), None))
    for file in files:
        places = {
            column.name: place
            for place, column in enumerate(file.table.columns, 1)
            if column.property_url
            and not (column.many or column.key or column.citing or column.reported)
        }
        first: dict[tuple[str, str], tuple[str, int]] = {}
        for row in file.rows:
            for name, cell in row.cells.items():
                if name not in places:
                    continue
                known, line = first.setdefault((row.id, name), (cell, row.line))
                if known != cell and name not in decisions.about(row.id):
                    yield SourceError(
                        file.name,
                        f'{name}: "{cell}" here and "{known}" in line {line}, and only one value '
                        f"of {row.id} is published.",
                        "Mend one of the two, or add a row to decision.csv: the value, and why.",
                        line=row.line,
                        column=places[name],
                    )


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
