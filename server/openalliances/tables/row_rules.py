"""Rules of rows: what has to stand together in a row, and among the rows of one thing.

They are the grammar of the tables (see the docstring of the package): a row says
what it is about; what is a fact has a source; who says "seen" says where and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openalliances.tables.columns import Role, Table
from openalliances.tables.faults import Fault
from openalliances.tables.rows import Row

NOT_CHECKED = "not-checked"
"""The check status of a source that nobody has looked into."""

_SEEN = "Whoever has read it there says where and on which day; else check is not-checked."


def row_faults(row: Row, table: Table) -> Iterator[tuple[str, Fault]]:
    """Yield what is wrong in one row, each with the name of the column to look at."""
    empty = [c for c in table.columns if c.required and c.name not in row.cells]
    if empty:
        names = ", ".join(column.name for column in empty)
        examples = ", ".join(f"{c.name} such as {c.example}" for c in empty if c.example)
        needs = f"Each row has {names}" + (f": {examples}." if examples else ".")
        verb = "are" if len(empty) > 1 else "is"
        yield empty[0].name, Fault(f"{names} {verb} empty.", needs)
    if row.id and table.id_prefixes and not row.id.startswith(table.id_prefixes):
        begin = " or ".join(table.id_prefixes)
        yield (
            "id",
            Fault(
                f'id: "{row.id}" does not begin with {begin}.',
                f"An id of this table looks like {table.column('id').example}.",
            ),
        )
    if table.cited:
        yield from _source_faults(row, table)


def _source_faults(row: Row, table: Table) -> Iterator[tuple[str, Fault]]:
    """Yield what is wrong about the source of a row."""
    cells = row.cells
    if not row.has_source:
        backed = [
            c.name
            for c in table.columns
            if c.role in (Role.FACT, Role.CITATION) and c.name in cells
        ]
        if backed:
            yield (
                "source",
                Fault(
                    f"The row fills {', '.join(backed)} and names no source.",
                    "Write who says so into source; without one, a row has names and notes only.",
                ),
            )
        return
    check = cells.get("check", "")
    if not check:
        yield (
            "check",
            Fault("check is empty.", f"Write {NOT_CHECKED} unless you have read it there."),
        )
    elif check == NOT_CHECKED and "checked_on" in cells:
        yield "checked_on", Fault(f"checked_on is filled, and check is {NOT_CHECKED}.", _SEEN)
    elif check != NOT_CHECKED:
        lacking = [name for name in ("place", "checked_on") if name not in cells]
        if lacking:
            verb = "are" if len(lacking) > 1 else "is"
            said = f"check is {check}, and {' and '.join(lacking)} {verb} empty."
            yield lacking[0], Fault(said, _SEEN)


def thing_faults(rows: Sequence[Row], table: Table) -> Iterator[tuple[Row, tuple[str, Fault]]]:
    """Yield what is wrong among the rows of each thing, with the row to look at."""
    keys = tuple(c.name for c in table.columns if c.key and not c.many)
    once = tuple(c.name for c in table.columns if c.once)
    first: dict[str, Row] = {}
    lacking: dict[str, set[str]] = {}
    for row in rows:
        begun = first.setdefault(row.id, row)
        for key in keys:
            here, there = row.cells.get(key), begun.cells.get(key)
            if here and there and here != there:
                yield row, (key, _other_key(row, begun, key))
        lacking.setdefault(row.id, set(once)).difference_update(row.cells)
    for id_, names in lacking.items():
        for name in (column for column in once if column in names):
            example = table.column(name).example
            message = f"{id_} has no {name} in any of its rows."
            mend = f"Fill it in one of them, such as {example}." if example else "Fill it in one."
            yield first[id_], (name, Fault(message, mend))


def _other_key(row: Row, first: Row, key: str) -> Fault:
    return Fault(
        f"{key} is {row.cells[key]} here and {first.cells[key]} in line {first.line}, "
        f"and both rows are about {row.id}.",
        "All rows of a thing are about the same; give the other thing an id of its own.",
    )
