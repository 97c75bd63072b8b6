"""Names of things across tables: written in a row, or made from the names of other things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress

from openalliances.errors import SourceError
from openalliances.tables.columns import Column, Value
from openalliances.tables.decisions import Decisions
from openalliances.tables.rows import Row, TableFile

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_FIELD = re.compile(r"\{(\w+)\}")
_START = "start"
_YEAR_LENGTH = 4


class Names:
    """The English names of all things that tables describe, and of *others* that files name.

    A name is made when it is asked for: the one of a suspension needs that of a membership,
    which needs those of a state and an organisation. What happened several times, as a suspension,
    has the year of its start behind its name.
    """

    def __init__(
        self, files: Iterable[TableFile], others: Mapping[str, str], decisions: Decisions
    ) -> None:
        self._others = others
        self._decisions = decisions
        self._made: dict[str, str] = {}
        self._bare: dict[str, str] = {}
        self._alike: dict[str, dict[str, list[str]]] = {}
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
            return self._from_template(id_, file)
        for column in file.table.columns:
            if column.property_url == _LABEL and column.language == "en":
                return next(iter(self._cells(id_, rows, column)), id_)
        return id_

    def _from_template(self, id_: str, file: TableFile) -> str:
        """Return the name that a template makes, with the time where several things have it."""
        bare = self._bare_name(id_)
        others = [one for one in self._of_the_name(bare, file) if one != id_]
        start = self._start(id_)
        if not (others and start):
            return bare
        years = {self._start(one)[:_YEAR_LENGTH] for one in others}
        return f"{bare} ({start if start[:_YEAR_LENGTH] in years else start[:_YEAR_LENGTH]})"

    def _bare_name(self, id_: str) -> str:
        """Return the name without a time: that of a membership in the name of its suspension."""
        if id_ not in self._rows or not self._rows[id_][0].table.label:
            return self.of(id_)
        if id_ not in self._bare:
            self._bare[id_] = id_
            file, rows = self._rows[id_]

            def fill(field: re.Match[str]) -> str:
                column = file.table.column(field[1])
                cells = sorted(self._cells(id_, rows, column))
                return ", ".join(self._word(cell, column) for cell in cells)

            try:
                self._bare[id_] = _FIELD.sub(fill, file.table.label)
            except SourceError:
                del self._bare[id_]
                raise
        return self._bare[id_]

    def _of_the_name(self, bare: str, file: TableFile) -> list[str]:
        """Return the things of a table whose name is the same but for the time."""
        alike = self._alike.get(file.table.name)
        if alike is None:
            alike = self._alike[file.table.name] = {}
            for id_, _ in file.things():
                with suppress(SourceError):  # told with the row that it is the fault of
                    alike.setdefault(self._bare_name(id_), []).append(id_)
        return alike.get(bare, [])

    def _start(self, id_: str) -> str:
        """Return when a thing began, empty if its rows do not say so."""
        file, rows = self._rows[id_]
        if _START not in {column.name for column in file.table.columns}:
            return ""
        return next(iter(self._cells(id_, rows, file.table.column(_START))), "")

    def _word(self, cell: str, column: Column) -> str:
        if column.value is Value.THING:
            return self._bare_name(cell)
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
