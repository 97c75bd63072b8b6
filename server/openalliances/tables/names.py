"""Names of things across tables: written in a row, or made from the names of other things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from openalliances.errors import SourceError
from openalliances.tables.columns import Column, Table, Value
from openalliances.tables.decisions import Decisions
from openalliances.tables.rows import Row, TableFile

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_FIELD = re.compile(r"\{(\w+)\}")
_TURNS = {"2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth"}


class Names:
    """The English names of all things that tables describe, and of *others* that files name.

    A name is made when it is asked for: the one of a suspension needs that of a membership,
    which needs those of a state and an organisation.
    """

    def __init__(
        self, files: Iterable[TableFile], others: Mapping[str, str], decisions: Decisions
    ) -> None:
        self._others = others
        self._decisions = decisions
        self._made: dict[str, str] = {}
        self._rows: dict[str, tuple[TableFile, list[Row]]] = {}
        for file in files:
            for row in file.rows if file.table.graph else ():
                self._rows.setdefault(row.id, (file, []))[1].append(row)

    def __contains__(self, id_: str) -> bool:
        """Return whether the thing is described in a table, or named elsewhere."""
        return id_ in self._rows or id_ in self._others

    def of(self, id_: str) -> str:
        """Return the English name of the thing with that id.

        :raises SourceError: if nothing describes it, or a thing that its name is made of.
        """
        if id_ not in self._made:
            self._made[id_] = id_  # what a name that is made of itself ends with
            try:
                self._made[id_] = self._make(id_)
            except SourceError:
                del self._made[id_]
                raise
        return self._made[id_]

    def _make(self, id_: str) -> str:
        if id_ not in self._rows:
            if id_ in self._others:
                return self._others[id_]
            raise SourceError(
                "",
                f"{id_} is not described in any table.",
                "Look at the spelling, or add a row for that thing first.",
            )
        file, rows = self._rows[id_]
        if file.table.label:
            return self._from_template(id_, file.table, rows)
        for column in file.table.columns:
            if column.property_url == _LABEL and column.language == "en":
                return next(iter(self._cells(id_, rows, column)), id_)
        return id_

    def _from_template(self, id_: str, table: Table, rows: list[Row]) -> str:
        def fill(field: re.Match[str]) -> str:
            column = table.column(field[1])
            cells = sorted(self._cells(id_, rows, column))
            return ", ".join(self._word(cell, column) for cell in cells)

        return _FIELD.sub(fill, table.label) + _turn(id_)

    def _word(self, cell: str, column: Column) -> str:
        if column.value is Value.THING:
            return self.of(cell)
        if column.value is Value.CLASS:
            return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell).lower()
        return cell

    def _cells(self, id_: str, rows: list[Row], column: Column) -> list[str]:
        """Return the published cells of a column, in the order of the rows."""
        decided = self._decisions.about(id_)
        if column.name in decided:
            return [decided[column.name].value]
        ordered = sorted(rows, key=lambda row: row.number)
        cells = dict.fromkeys(row.cells[column.name] for row in ordered if column.name in row.cells)
        return list(cells) if column.many else list(cells)[:1]


def _turn(id_: str) -> str:
    """Return `` (second time)`` for an id that ends in ``-2``."""
    number = re.search(r"-(\d)$", id_)
    turn = _TURNS.get(number[1], "") if number else ""
    return f" ({turn} time)" if turn else ""
