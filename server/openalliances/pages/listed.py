"""A list of a kind of things from a published table: page by page, its most telling columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openalliances.errors import NotFoundError
from openalliances.pages.data import href
from openalliances.pages.kinds import Kind
from openalliances.pages.models import Anchor
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import ID
from openalliances.tabular.database import Reader, Value
from openalliances.tabular.definitions import Column
from openalliances.tabular.formats import CSV, JSON, PAGE
from openalliances.tabular.selection import SEPARATOR, Selection
from openalliances.tabular.serialization import as_text
from openalliances.things.description import Text

ROWS = 100
"""Rows of a table on one page of a list."""
_VALUES = 5
"""Values of one cell that are shown."""
_NAMES = "name"


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a list is shown, counted from 1, and where the parts beside it are."""

    first: int
    last: int
    total: int
    previous: str = ""
    next: str = ""

    @classmethod
    def of(cls, path: str, number: int, size: int, total: int) -> Pages:
        """Return page *number* of the list at *path*, with *size* things a page.

        :raises NotFoundError: if there is no such page.
        """
        first, last = (number - 1) * size + 1, min(number * size, total)
        if number < 1 or (number > 1 and first > total):
            raise NotFoundError(f"There is no page {number} of {path}.", "Begin with the first.")

        def place(page: int) -> str:
            return f"{path}?page={page}" if page > 1 else path

        return cls(
            first,
            last,
            total,
            place(number - 1) if number > 1 else "",
            place(number + 1) if last < total else "",
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """Values of a cell, as far as they are shown, and how many more there are."""

    values: tuple[Anchor, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A part of a list: the names of its columns, its rows, and where to take it along."""

    kind: Kind
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pages: Pages
    forms: tuple[Anchor, ...]


def rows_page(site: Site, kind: Kind, number: int, reader: Reader) -> RowsPage:
    """Return page *number* of the list of *kind* from its table.

    :raises NotFoundError: if there is no such page.
    """
    assert site.tables is not None  # noqa: S101  asked by the only caller
    table = site.tables.definitions[kind.table]
    shown = tuple(table.column(name) for name in kind.columns if name in table.names)
    key = table.column(table.key[0])
    order = (_NAMES if _NAMES in table.names else key.name, False)
    start = (number - 1) * ROWS
    wanted = Selection(table, (key, *shown), order=(order,), limit=ROWS, offset=max(0, start))
    pages = Pages.of(
        f"/browse/{kind.slug}", number, ROWS, Selection(table, table.columns).count(reader)
    )
    sql, values = wanted.statement()
    rows = list(reader.rows(sql, values))
    names = _names(reader, wanted.columns, rows) | _own_names(reader, kind.table, table.names, rows)
    return RowsPage(
        kind,
        (kind.plural, *(column.title or column.name for column in shown)),
        tuple(_row(site, wanted.columns, row, names) for row in rows),
        pages,
        tuple(Anchor(Text(f.name), href(table, f)) for f in (CSV, JSON, PAGE)),
    )


def _row(
    site: Site, columns: Sequence[Column], row: Sequence[Value], names: Mapping[str, str]
) -> tuple[Cell, ...]:
    return tuple(
        _cell(site, column, value, names, is_key=place == 0)
        for place, (column, value) in enumerate(zip(columns, row, strict=True))
    )


def _cell(
    site: Site, column: Column, value: Value, names: Mapping[str, str], *, is_key: bool
) -> Cell:
    parts = _parts(column, value)
    leads = is_key or column.target
    shown = tuple(
        Anchor(Text(names.get(part, part)), site.urls.document(ID + part) if leads else "")
        for part in parts[:_VALUES]
    )
    return Cell(shown, max(0, len(parts) - _VALUES))


def _parts(column: Column, value: Value) -> list[str]:
    text = as_text(column, value)
    return [part for part in (text.split(SEPARATOR) if column.separator else (text,)) if part]


def _names(
    reader: Reader, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> dict[str, str]:
    """Return the names of the things that cells name, by their ids."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            if column.target:
                found.setdefault(column.target, {}).update(dict.fromkeys(_parts(column, value)))
    return {
        id_: name for table, ids in found.items() for id_, name in _named(reader, table, tuple(ids))
    }


def _own_names(
    reader: Reader, table: str, names: Sequence[str], rows: Iterable[Sequence[Value]]
) -> dict[str, str]:
    """Return the names of the rows themselves; those without one are called by their id."""
    ids = tuple(str(row[0]) for row in rows)
    return dict(_named(reader, table, ids)) if _NAMES in names and "id" in names else {}


def _named(reader: Reader, table: str, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    marks = ", ".join("?" * len(ids))
    sql = f'SELECT id, name FROM "{table}" WHERE id IN ({marks})'  # noqa: S608  a table of ours
    for id_, name in reader.rows(sql, ids):
        if name:
            yield str(id_), str(name)
