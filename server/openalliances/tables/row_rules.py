"""Rules of rows: what has to stand together in a row, and among the rows of one thing.

They are the grammar of the tables (see the docstring of the package): a row says
what it is about; what is a fact has a source; who says "seen" says where and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openalliances.tables.columns import Role, Table
from openalliances.tables.faults import Fault
from openalliances.tables.rows import Row

NOT_CHECKED = "not-checked"
"""The check status of a source that nobody has looked into."""

_SEEN = "Whoever has read it there says where and on which day; else check is not-checked."


def row_faults(rows: Sequence[Row], table: Table) -> Iterator[tuple[Row, tuple[str, Fault]]]:
    """Yield what is wrong in each row alone, with the name of the column to look at."""
    required = tuple(column.name for column in table.columns if column.required)
    backed = tuple(c.name for c in table.columns if c.role in (Role.FACT, Role.CITATION))
    cited = table.cited
    for row in rows:
        empty = [name for name in required if name not in row.cells]
        if empty:
            yield row, (empty[0], _empty(empty, table))
        if not row.id.startswith(table.id_prefixes or ""):
            yield row, ("id", _other_table(row, table))
        if cited:
            found = _unchecked(row.cells) if row.has_source else _unsourced(row.cells, backed)
            if found:
                yield row, found


def _empty(names: Sequence[str], table: Table) -> Fault:
    columns = [table.column(name) for name in names]
    examples = ", ".join(f"{c.name} such as {c.example}" for c in columns if c.example)
    verb = "are" if len(names) > 1 else "is"
    each = f"Each row has {', '.join(names)}"
    return Fault(
        f"{', '.join(names)} {verb} empty.", each + (f": {examples}." if examples else ".")
    )


def _other_table(row: Row, table: Table) -> Fault:
    return Fault(
        f'id: "{row.id}" does not begin with {" or ".join(table.id_prefixes)}.',
        f"An id of this table looks like {table.column('id').example}.",
    )


def _unsourced(cells: Mapping[str, str], backed: Sequence[str]) -> tuple[str, Fault] | None:
    """Return what a row without a source says that needs one."""
    filled = [name for name in backed if name in cells]
    if not filled:
        return None
    return "source", Fault(
        f"The row fills {', '.join(filled)} and names no source.",
        "Write who says so into source; without one, a row has names and notes only.",
    )


def _unchecked(cells: Mapping[str, str]) -> tuple[str, Fault] | None:
    """Return what is wrong about who has looked into the source of a row, and when."""
    check = cells.get("check")
    if not check:
        return "check", Fault(
            "check is empty.", f"Write {NOT_CHECKED} if nobody has read it there."
        )
    if check == NOT_CHECKED:
        if "checked_on" not in cells:
            return None
        return "checked_on", Fault(f"checked_on is filled, and check is {NOT_CHECKED}.", _SEEN)
    lacking = [name for name in ("place", "checked_on") if name not in cells]
    if not lacking:
        return None
    verb = "are" if len(lacking) > 1 else "is"
    return lacking[0], Fault(f"check is {check}, and {' and '.join(lacking)} {verb} empty.", _SEEN)


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
        f"{key} is {row.cells[key]} here and {first.cells[key]} in another row of {row.id}.",
        "All rows of a thing are about the same; give the other thing an id of its own.",
    )
