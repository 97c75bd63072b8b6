"""Decisions between sources: ``decision.csv``, by thing and column."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from openalliances.errors import SourceError
from openalliances.tables.rows import Row, TableFile

TABLE = "decision"
"""The name of the table of decisions; it publishes nothing of its own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The value that is published, empty for none, and why; with the line it stands on."""

    value: str
    reason: str
    line: int


class Decisions:
    """All decisions; one that is asked for counts as used, and those never used are faults."""

    def __init__(self, file: TableFile | None) -> None:
        self._name = file.name if file else ""
        self._open: dict[tuple[str, str], Decision] = {}
        self._of: dict[str, dict[str, Decision]] = {}
        for row in file.rows if file else ():
            id_, column = row.cells["id"], row.cells["column"]
            self._open[id_, column] = _decision(row)
            self._of.setdefault(id_, {})[column] = self._open[id_, column]

    def about(self, id_: str, columns: Collection[str]) -> Iterator[tuple[str, Decision]]:
        """Yield the decisions on a thing by column, of those columns only."""
        for column, decision in self._of.get(id_, {}).items():
            if column in columns:
                self._open.pop((id_, column), None)
                yield column, decision

    def refuse_unused(self) -> None:
        """Raise a SourceError for the first decision that decides nothing."""
        for (id_, column), decision in self._open.items():
            raise SourceError(
                self._name,
                f"{id_} has no column {column!r} of which one value is published.",
                "Look at the spelling, or remove the row.",
                line=decision.line,
            )


def _decision(row: Row) -> Decision:
    return Decision(row.cells.get("value", ""), row.cells.get("reason", ""), row.line)
