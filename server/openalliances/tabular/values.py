"""From what a person writes for a thing to the ids that stand in cells.

A thing is given by its id (``state/somalia``), the last part of it (``somalia``), its IRI, or,
where it is a state, by a code: three letters are ``iso3c``, a number is ``ccode`` or ``gwcode``
where both mean the same state, whenever that was. Of several things with the same last part those
are meant that rows name, else those of their kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openalliances.errors import BadRequestError
from openalliances.rdf.prefixes import ID
from openalliances.tabular.database import Reader, Value, quoted
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.faults import shown, unknown
from openalliances.tabular.filters import Filter

_NUMBERS = {"cow": "ccode", "gleditsch-ward": "gwcode"}
"""Schemes of ``state_codes`` whose codes are numbers, and the columns with these codes."""
_LETTERS = "iso3c"
_CODES = "state_codes"
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
        return _things(one, text.strip(), tables, reader)
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


def holds(column: Column) -> str:
    """Return the condition in SQL that a cell has a value, which is bound as :func:`cell` says."""
    if not column.separator:
        return f"{quoted(column.name)} = ?"
    mark = column.separator
    return f"instr('{mark}' || {quoted(column.name)} || '{mark}', ?) > 0"


def cell(column: Column, value: Value) -> Value:
    """Return what is bound for *value*; among several in a cell it stands between separators."""
    return f"{column.separator}{value}{column.separator}" if column.separator else value


def _things(one: Filter, text: str, tables: Mapping[str, Table], reader: Reader) -> list[Value]:
    table, path = tables[one.column.target], text.removeprefix(ID)
    key, name = quoted(table.key[0]), quoted(table.name)
    found = reader.column(f"SELECT {key} FROM {name} WHERE {key} = ?", [path])  # noqa: S608
    if found:
        return [*found]
    # Names of things beyond those that can be listed are no guesses.
    everything = f"SELECT {key} FROM {name} ORDER BY 1 LIMIT {_MOST_LISTED}"  # noqa: S608
    things = _alike(one, reader.column(everything), reader)
    meant = set(_coded(path, tables, reader)) if _CODES in tables else set()
    end = "/" + path.lower()
    found = [
        thing for thing in things if thing in meant or ("/" not in path and thing.endswith(end))
    ]
    if len(found) > 1:
        found = [thing for thing in found if _is_named(one, thing, reader)] or found
    if len(found) > 1 and not meant:
        raise BadRequestError(
            f"{shown(text)}, the value of {one.name}, may be several things.",
            "Say which: " + ", ".join(found[:_MOST_NAMED]) + ".",
        )
    if not found:
        where = f"All are in /data/{table.name}.csv."
        raise unknown(f"row of {table.name} called", text, things, where)
    return [*found]


def _alike(one: Filter, things: list[str], reader: Reader) -> list[str]:
    """Return those of *things* that are of a kind, as ids begin with it, which some row names."""
    table = quoted(one.via.name if one.via else one.table)
    kinds = {
        kind
        for column in map(lambda column: quoted(column.name), one.columns)
        for kind in reader.column(
            f"SELECT DISTINCT substr({column}, 1, instr({column}, '/')) "  # noqa: S608
            f"FROM {table} WHERE {column} IS NOT NULL"
        )
    }
    return [thing for thing in things if thing.startswith(tuple(kinds))] if kinds else things


def _is_named(one: Filter, thing: str, reader: Reader) -> bool:
    """Return whether some row names *thing*."""
    table = quoted(one.via.name if one.via else one.table)
    return any(
        reader.column(
            f"SELECT 1 FROM {table} WHERE {holds(column)} LIMIT 1",  # noqa: S608
            [cell(column, thing)],
        )
        for column in one.columns
    )


def _coded(text: str, tables: Mapping[str, Table], reader: Reader) -> list[str]:
    """Return the states that have the code *text*, or had it.

    :raises BadRequestError: if a number means different states in the two lists.
    """
    if text.isascii() and text.isdigit():
        lists = {name: _with_code(scheme, text, reader) for scheme, name in _NUMBERS.items()}
        told = {tuple(states) for states in lists.values() if states}
        if len(told) > 1:
            said = "; ".join(f"{name} {text} is {', '.join(ids)}" for name, ids in lists.items())
            raise BadRequestError(f"The code {shown(text)} means different states.", f"{said}.")
        return [state for states in told for state in states]
    return _with_code(_LETTERS, text.upper(), reader) if len(text) == _LETTERS_LENGTH else []


def _with_code(scheme: str, text: str, reader: Reader) -> list[str]:
    sql = (
        f"SELECT DISTINCT state FROM {_CODES} "  # noqa: S608
        "WHERE scheme = ? AND ltrim(code, '0') = ltrim(?, '0') ORDER BY 1"
    )
    return reader.column(sql, [scheme, text])
