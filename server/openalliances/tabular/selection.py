"""What of a table is asked for: rows by filters and time, columns, order; read from parameters.

A selection is a value that gives one SQL statement. Names in it come from the definitions, what
strangers write is bound. Whoever reads it twice gets the same rows in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from openalliances.errors import BadRequestError
from openalliances.tabular import times, words
from openalliances.tabular.database import Reader, Value, quoted
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.faults import shown, unknown
from openalliances.tabular.filters import PARAMETERS, SOURCES, Filter, as_called, filters
from openalliances.tabular.values import cell, cell_values, holds

SOURCES_TABLE = "sources"
"""The table of the sources themselves, which rest on themselves."""
SEPARATOR = ";"
"""Between several values in a cell."""
_MOST_ROWS = 1_000_000_000
_MOST_PARAMETERS = 100
"""A statement of SQLite is only so deep, and each value is looked up."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows and columns of a table. ``asked`` are the parameters that say so, in their order.

    ``where`` are conditions in SQL, of which all hold; ``values`` are bound in their order.
    ``order`` are pairs of a column and whether it descends.
    """

    table: Table
    columns: tuple[Column, ...]
    where: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: int = _MOST_ROWS
    offset: int = 0
    asked: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def is_whole(self) -> bool:
        """Return whether it is the table as it stands in the file."""
        return not self.asked

    @property
    def query_string(self) -> str:
        """Return the parameters as a URL has them, with the ``?``; empty for the whole table."""
        return "?" + urlencode(self.asked) if self.asked else ""

    def statement(self, columns: Sequence[str] | None = None) -> tuple[str, list[Value]]:
        """Return the SQL statement for the rows and its values; *columns* in place of its own."""
        names = columns or [column.name for column in self.columns]
        return self._from(", ".join(map(quoted, names)))

    def conditions(self) -> tuple[str, list[Value]]:
        """Return the SQL that says which rows are meant, from ``WHERE`` on, and its values."""
        where = f" WHERE {' AND '.join(f'({one})' for one in self.where)}" if self.where else ""
        return where, [*self.values]

    def within(self, other: Selection) -> Selection:
        """Return those of its rows that *other*, of the same table, has as well."""
        return replace(
            self,
            where=(*other.where, *self.where),
            values=(*other.values, *self.values),
            asked=(*other.asked, *self.asked),
        )

    def count(self, reader: Reader) -> int:
        """Return the number of rows."""
        sql, values = self._from("1")
        return reader.number(f"SELECT count(*) FROM ({sql})", values)  # noqa: S608

    def source_ids(self, reader: Reader) -> list[str]:
        """Return the ids of the sources of its rows, each once, in the order of their ids."""
        names = [SOURCES] if SOURCES in self.table.names else []
        names += ["id"] if self.table.name == SOURCES_TABLE else []
        if not names:
            return []
        sql, values = self.statement(names)
        rows = reader.rows(f"SELECT DISTINCT * FROM ({sql})", values)  # noqa: S608
        cells = (str(cell) for row in rows for cell in row if cell)
        return sorted({id_ for cell in cells for id_ in cell.split(SEPARATOR)})

    def _from(self, what: str) -> tuple[str, list[Value]]:
        where, values = self.conditions()
        order = ", ".join(
            f"{quoted(name)}{' DESC' if down else ''} NULLS LAST" for name, down in self.order
        )
        sql = (
            f"SELECT {what} FROM {quoted(self.table.name)}{where}"  # noqa: S608
            f" ORDER BY {order + ', ' if order else ''}rowid LIMIT ? OFFSET ?"
        )
        return sql, [*values, self.limit, self.offset]


def read_selection(
    table: Table,
    tables: Mapping[str, Table],
    parameters: Sequence[tuple[str, str]],
    reader: Reader,
) -> Selection:
    """Return what *parameters* (names and values as they came) ask for.

    An empty value says nothing, as a form sends it. A filter that is given several times takes
    what fits any of its values.

    :raises BadRequestError: if there is no such column, filter or value; the hint says what is.
    """
    if len(parameters) > _MOST_PARAMETERS:
        raise BadRequestError(
            f"There are {len(parameters)} parameters; {_MOST_PARAMETERS} are read.",
            "Give fewer, or take the whole table.",
        )
    known = filters(table, tables)
    parameters = as_called(parameters, known)
    asked = tuple((name, value) for name, value in parameters if value.strip())
    for name in dict.fromkeys(name for name, _ in parameters):
        if name not in known and name not in PARAMETERS:
            raise unknown(f"parameter for {table.name} called", name, [*known, *PARAMETERS])
    given = _once(asked)
    where: list[str] = []
    values: list[Value] = []
    for name in dict.fromkeys(name for name, _ in asked if name not in PARAMETERS):
        texts = [value for other, value in asked if other == name]
        cells = [one for text in texts for one in cell_values(known[name], text, tables, reader)]
        condition, bound = _condition(known[name], cells)
        where.append(condition)
        values += bound
    if text := given.get("q"):
        condition, bound = words.condition(table, text)
        where.append(condition)
        values += bound
    if (span := times.span(given)) is not None:
        condition, bound = times.condition(table, *span)
        where.append(condition)
        values += bound
    return Selection(
        table,
        _columns(table, given.get("columns", "")),
        tuple(where),
        tuple(values),
        _order(table, given.get("sort", "")),
        _number("limit", given.get("limit", str(_MOST_ROWS))),
        _number("offset", given.get("offset", "0")),
        asked,
    )


def _once(asked: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the parameters that are no filters.

    :raises BadRequestError: if one is given twice.
    """
    given: dict[str, str] = {}
    for name, value in asked:
        if name in PARAMETERS and given.setdefault(name, value) != value:
            raise BadRequestError(f'The parameter "{name}" is given twice.', "Give it once.")
    return given


def _condition(one: Filter, cells: Sequence[Value]) -> tuple[str, list[Value]]:
    """Return the condition that a column of *one* has any of the values *cells*."""
    if one.expression:
        return " OR ".join([f"{one.expression} = ?"] * len(cells)), [*cells]
    parts: list[str] = []
    values: list[Value] = []
    for column in one.columns:
        parts += [holds(column)] * len(cells)
        values += [cell(column, value) for value in cells]
    condition = " OR ".join(parts)
    if one.via is not None:
        condition = (
            f"{quoted(one.key)} IN (SELECT {quoted(one.link)} "  # noqa: S608
            f"FROM {quoted(one.via.name)} WHERE {condition})"
        )
    return condition, values


def _columns(table: Table, text: str) -> tuple[Column, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in table.names:
            raise unknown(f"column of {table.name} called", name, table.names)
    chosen = dict.fromkeys(names or table.names)
    return tuple(table.column(name) for name in chosen)


def _order(table: Table, text: str) -> tuple[tuple[str, bool], ...]:
    order = []
    for word in (part.strip() for part in text.split(",")):
        name = word.removeprefix("-")
        if name and name not in table.names:
            raise unknown(f"column of {table.name} called", name, table.names)
        if name:
            order.append((name, word != name))
    return tuple(order)


def _number(name: str, text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= _MOST_ROWS):
        raise BadRequestError(
            f"{shown(text)}, the value of {name}, is no number of rows.",
            f"Write a whole number from 0 to {_MOST_ROWS}.",
        )
    return int(text)
