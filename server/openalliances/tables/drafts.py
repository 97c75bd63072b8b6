"""Drafts of rows: what a person types or a spreadsheet holds, made into rows of a table.

Ids are made from names, numbers follow those that are there, keys are repeated
in each row. Whoever does not say to have read the source has not: ``check`` is
``not-checked`` then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from openalliances.errors import SourceError
from openalliances.tables.columns import Table
from openalliances.tables.row_rules import NOT_CHECKED
from openalliances.tables.rows import Row, TableFile

_OWN = ("id", "n", "source", "place", "check", "checked_on")
"""Columns with options of their own, or that are filled here."""
_LETTERS = str.maketrans(
    {"’": "-", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person says of having read the sources: the check status and, if seen, the day."""

    check: str = NOT_CHECKED
    day: str = ""

    def of(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return the *cells* of a row with this said where the row names a source and no check."""
        if "source" not in cells or "check" in cells:
            return dict(cells)
        seen = {"checked_on": self.day} if self.check != NOT_CHECKED else {}
        return {"check": self.check, **seen, **cells}


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing as it is typed: its name or id, pairs of column and value, and who says so."""

    name: str = ""
    id: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    source: str = ""
    place: str = ""
    reading: Reading = field(default_factory=Reading)


def pair(text: str, table: Table) -> tuple[str, str]:
    """Return column and value of ``COLUMN=VALUE``.

    :raises SourceError: if it is no such pair, or the table has no such column.
    """
    name, equals, value = text.partition("=")
    known = [column for column in table.header if column not in _OWN]
    if not equals or name not in known or not value.strip():
        own = f"Use --{name.replace('_on', '')} for it. " if name in _OWN and equals else ""
        raise SourceError(
            "--set",
            f'"{text}" fills no column of a {table.name} table.',
            f"{own}Write COLUMN=VALUE; columns: {', '.join(known)}.",
        )
    return name, value.strip()


def drafted_rows(draft: Draft, file: TableFile) -> tuple[Row, ...]:
    """Return the rows of a draft: a column that is filled again goes on in a further row.

    :raises SourceError: if no id can be made, or there is a thing with the id of a new name.
    """
    table = file.table
    columns = _by_column(draft, table)
    id_ = draft.id or _id(draft, table, {name: values[0] for name, values in columns.items()})
    there = [row for row in file.rows if row.id == id_]
    if there and draft.name:
        raise SourceError(
            file.name,
            f"{id_} is there already.",
            f"Give the new thing another id with --id, or add a source to it with --id {id_}."
            if table.cited
            else "Edit its row, or give the new thing another id with --id.",
            line=there[0].line,
        )
    said = {"source": draft.source, "place": draft.place}
    citing = {name: value for name, value in said.items() if value}
    keys = {c.name: columns[c.name][0] for c in table.columns if c.key and c.name in columns}
    longest = max((len(values) for values in columns.values()), default=1)
    rows = (
        {name: values[place] for name, values in columns.items() if place < len(values)}
        for place in range(longest)
    )
    drafts = [Row(0, draft.reading.of({"id": id_, **keys, **row, **citing})) for row in rows]
    return numbered(with_keys(drafts, there, table), there, table)


def with_keys(rows: Iterable[Row], there: Iterable[Row], table: Table) -> tuple[Row, ...]:
    """Return the *rows* with empty keys as in the rows of the same things that are *there*."""
    names = [column.name for column in table.columns if column.key]
    keys: dict[str, dict[str, str]] = {}
    for row in there:
        keys.setdefault(row.id, {name: row.cells[name] for name in names if name in row.cells})
    return tuple(Row(row.line, {**keys.get(row.id, {}), **row.cells}) for row in rows)


def numbered(rows: Iterable[Row], there: Iterable[Row], table: Table) -> tuple[Row, ...]:
    """Return the *rows*, each without a number with the one after those that are *there*."""
    if not table.cited:
        return tuple(rows)
    last: dict[str, int] = {}
    for row in there:
        last[row.id] = max(last.get(row.id, 0), row.number)
    found = []
    for row in rows:
        number = row.number or last.get(row.id, 0) + 1
        last[row.id] = max(last.get(row.id, 0), number)
        found.append(Row(row.line, {**row.cells, "n": str(number)}))
    return tuple(found)


def _by_column(draft: Draft, table: Table) -> dict[str, list[str]]:
    """Return the values of each column, in the order in which they were typed."""
    columns: dict[str, list[str]] = {}
    if draft.name:
        if "name_en" not in table.header:
            keys = " and ".join(c.name for c in table.columns if c.key) or "its columns"
            raise SourceError(
                draft.name,
                f"A {table.name} has no name of its own.",
                f"Leave the name out; fill {keys} with --set COLUMN=VALUE.",
            )
        columns["name_en"] = [draft.name.strip()]
    for name, value in draft.pairs:
        columns.setdefault(name, []).append(value)
    return columns


def _id(draft: Draft, table: Table, cells: Mapping[str, str]) -> str:
    """Return the id of a thing: from what it is about, else from its acronym or name."""
    keys = [column.name for column in table.columns if column.key]
    if draft.name and not keys:
        parts = [slug(cells.get("acronym") or draft.name)]
    else:
        names = keys or re.findall(r"\{(\w+)\}", table.label)
        parts = [_last(cells.get(name, "")) for name in names]
    if not table.id_prefixes or not all(parts) or not parts:
        needs = f"such as {table.column('id').example}"
        raise SourceError("--id", "No id can be made from what is given.", f"Give one, {needs}.")
    return table.id_prefixes[0] + "/".join(parts)


def _last(cell: str) -> str:
    """Return what names a thing or a class: ``nato`` for organization/nato, else a slug."""
    kind, slash, name = cell.partition("/")
    return name if slash else slug(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind))


def slug(name: str) -> str:
    """Return a name in the letters of ids: ``Łódź Group (2nd)`` gives ``lodz-group-2nd``."""
    folded = name.casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
