"""From what a person writes for a thing to the ids that stand in cells.

A thing is given by its id (``state/somalia``), the last part of it (``somalia``), its IRI, or,
where the table of the things has codes, by one of them: three letters are ``iso3c``, a number is
``ccode`` or ``gwcode`` where both mean the same state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openalliances.errors import BadRequestError
from openalliances.rdf.prefixes import ID
from openalliances.tabular.database import Reader, Value, quoted
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.faults import shown, unknown
from openalliances.tabular.filters import Filter

_NUMBERS = ("ccode", "gwcode")
_LETTERS = "iso3c"
_LETTERS_LENGTH = 3
_TRUTHS = {"true": 1, "1": 1, "false": 0, "0": 0}
_MOST_LISTED = 20_000
_MOST_NAMED = 5


def cell_values(
    one: Filter, text: str, tables: Mapping[str, Table], reader: Reader
) -> Sequence[Value]:
    """Return what a cell holds that fits *text*, of which any will do.

    :raises BadRequestError: if *text* is no value that the column can have.
    """
    column = one.column
    if column.target:
        return _things(one, text.strip(), tables[column.target], reader)
    if column.values and text not in column.values:
        raise unknown(f"value of {one.name} called", text, column.values)
    return [_typed(one.name, column.datatype, text.strip())]


def _typed(name: str, datatype: str, text: str) -> Value:
    if datatype == "boolean":
        if text.lower() not in _TRUTHS:
            raise BadRequestError(
                f"{shown(text)}, the value of {name}, is neither true nor false.",
                "Write true or false.",
            )
        return _TRUTHS[text.lower()]
    if datatype in ("integer", "gYear", "nonNegativeInteger"):
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < len("1" * 18)):
            raise BadRequestError(
                f"{shown(text)}, the value of {name}, is no whole number.", "Write digits only."
            )
        return int(text)
    return text


def _named(one: Filter, things: Sequence[str], reader: Reader) -> list[str]:
    """Return those of *things* that some row names, among which a short name has to choose."""
    table = quoted(one.via.name if one.via else one.table)
    return [
        thing
        for thing in things
        if any(
            reader.column(
                f"SELECT 1 FROM {table} WHERE {holds(column)} LIMIT 1",  # noqa: S608
                [cell(column, thing)],
            )
            for column in one.columns
        )
    ]


def holds(column: Column) -> str:
    """Return the condition in SQL that a cell has a value, which is bound as :func:`cell` says."""
    if not column.separator:
        return f"{quoted(column.name)} = ?"
    mark = column.separator
    return f"instr('{mark}' || {quoted(column.name)} || '{mark}', ?) > 0"


def cell(column: Column, value: Value) -> Value:
    """Return what is bound for *value*; among several in a cell it stands between separators."""
    return f"{column.separator}{value}{column.separator}" if column.separator else value


def _things(one: Filter, text: str, table: Table, reader: Reader) -> list[Value]:
    key, name = quoted(table.key[0]), quoted(table.name)
    path = text.removeprefix(ID)
    found = reader.column(f"SELECT {key} FROM {name} WHERE {key} = ?", [path])  # noqa: S608
    if not found:
        found = _coded(table, path, reader)
    if not found and path and "/" not in path:
        end = "/" + path.lower()
        sql = f"SELECT {key} FROM {name} WHERE substr({key}, -length(?)) = ?"  # noqa: S608
        found = reader.column(sql, [end, end])
        if len(found) > 1:
            found = _named(one, found, reader) or found
        if len(found) > 1:
            raise BadRequestError(
                f"{shown(text)}, the value of {one.name}, may be several things.",
                "Say which: " + ", ".join(sorted(found)[:_MOST_NAMED]) + ".",
            )
    if not found:
        listed = f"SELECT {key} FROM {name} ORDER BY 1 LIMIT {_MOST_LISTED}"  # noqa: S608
        raise unknown(
            f"row of {table.name} called",
            text,
            reader.column(listed),
            f"All are in /data/{table.name}.csv.",
        )
    return list(found)


def _coded(table: Table, text: str, reader: Reader) -> list[str]:
    """Return the ids of what has the code *text*; a number must mean one thing in both lists."""
    if text.isascii() and text.isdigit() and set(_NUMBERS) <= set(table.names):
        lists = {name: _with_code(table, name, text.lstrip("0"), reader) for name in _NUMBERS}
        meant = {id_ for ids in lists.values() for id_ in ids}
        if len(meant) > 1 and len({tuple(ids) for ids in lists.values()}) > 1:
            said = "; ".join(f"{name}={text} is {', '.join(ids)}" for name, ids in lists.items())
            raise BadRequestError(f"The code {text} means different states.", f"{said}.")
        return sorted(meant)
    if len(text) == _LETTERS_LENGTH and _LETTERS in table.names:
        return _with_code(table, _LETTERS, text.upper(), reader)
    return []


def _with_code(table: Table, code: str, text: str, reader: Reader) -> list[str]:
    key, name, column = quoted(table.key[0]), quoted(table.name), quoted(code)
    sql = f"SELECT {key} FROM {name} WHERE {column} = ? ORDER BY 1"  # noqa: S608
    return reader.column(sql, [text])
