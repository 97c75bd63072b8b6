"""Decisions between sources: ``decision.csv``, by thing and column."""

from __future__ import annotations

from collections.abc import Mapping
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
        self._open = {
            (row.cells["id"], row.cells["column"]): _decision(row)
            for row in (file.rows if file else ())
        }
        self._all: Mapping[tuple[str, str], Decision] = dict(self._open)

    def between(self, id_: str, column: str) -> Decision | None:
        """Return the decision on that column of that thing, if there is one."""
        self._open.pop((id_, column), None)
        return self._all.get((id_, column))

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
