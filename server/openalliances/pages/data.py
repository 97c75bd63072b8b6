"""The tables as pages: the list of them, and one with its first rows, filters and codebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openalliances.pages.description import citation, work_of
from openalliances.pages.downloads import size_words
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.snippets import Snippet, snippets, sql_snippets
from openalliances.pages.structured_data import structured_data
from openalliances.pages.view import iri_of
from openalliances.tabular import answers, codebook, times
from openalliances.tabular.database import Reader, Value
from openalliances.tabular.definitions import Column, Entry, Table
from openalliances.tabular.filters import Filter, filters
from openalliances.tabular.formats import CSV, FORMATS, PAGE, PARQUET, QUERY, SQL, TableFormat
from openalliances.tabular.selection import SEPARATOR, Selection
from openalliances.tabular.serialization import as_text, writes_parquet
from openalliances.tabular.store import Tables
from openalliances.things.dataset_files import TABLE

ROWS = 50
"""Rows that a page shows."""


@dataclass(frozen=True, slots=True)
class Download:
    """A form in which a selection can be taken."""

    name: str
    about: str
    href: str
    size: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table in the list: what it is called, what a row is, and where to get it."""

    name: str
    title: str
    definition: str
    href: str
    rows: int
    columns: int
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class DataPage:
    """The list of the tables, and what holds them all."""

    tables: tuple[TableLine, ...]
    whole: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a cell, and where it leads; without an address it is a value."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: the name of a parameter, what it takes, and what was given."""

    name: str
    title: str
    about: str
    value: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePage:
    """A selection of a table: its first rows, how to filter it, take it, and read its columns."""

    table: Table
    selection: Selection
    total: int
    rows: tuple[tuple[tuple[Link, ...], ...], ...]
    fields: tuple[Field, ...]
    others: tuple[str, ...]
    downloads: tuple[Download, ...]
    sources: int
    time_rule: str
    entries: tuple[Entry, ...]
    query: str
    language: str
    snippets: tuple[Snippet, ...]


def href(table: Table, form: TableFormat, selection: Selection | None = None) -> str:
    """Return the path of a table, or of a selection of it, in one form."""
    return f"/data/{table.name}.{form.extension}" + (selection.query_string if selection else "")


def list_page(site: Site) -> str:
    """Return the page of all tables."""
    return render(
        "data/tables.html", site, page=_list(site), structured=structured_data(site, TABLE)
    )


def table_page(site: Site, selection: Selection, reader: Reader) -> str:
    """Return the page of a selection of a table."""
    return render("data/table.html", site, page=_table_page(site, selection, reader))


def sql_page(site: Site, query: str) -> str:
    """Return the page of a query over the tables: its text, and how one runs it."""
    return render("data/sql.html", site, query=query, snippets=sql_snippets(site, query))


def _list(site: Site) -> DataPage:
    tables = site.tables
    assert tables is not None  # noqa: S101  asked by the only caller
    lines = []
    with tables.reading(site.settings.query_timeout) as reader:
        for table in tables.definitions.values():
            lines.append(_line(site, table, Selection(table, table.columns).count(reader)))
    whole = [
        Download(name, about, f"/data/{file}", size_words(size))
        for name, about, file in _WHOLE
        if (size := tables.size(file))
    ]
    codes = Download("Codebook", "all columns as a table", "/data/codebook.csv")
    return DataPage(tuple(lines), (*whole, codes))


_WHOLE = (
    ("SQLite", "all tables in one file, with keys; Datasette opens it", "openalliances.sqlite"),
    ("CSVW", "the codebook of all tables, for programs", "tables.json"),
)


def _line(site: Site, table: Table, rows: int) -> TableLine:
    forms = [form for form in _there() if form.of_rows]
    files = tuple(
        Download(form.name, form.about, href(table, form), _size(site, table, form))
        for form in forms
    )
    return TableLine(
        table.name,
        table.title,
        table.definition,
        href(table, PAGE),
        rows,
        len(table.columns),
        files,
    )


def _size(site: Site, table: Table, form: TableFormat) -> str:
    """Return how long a table is in a form that is stored, as it travels; empty for others."""
    assert site.tables is not None  # noqa: S101  asked by the only caller
    stored = f"{table.name}.{form.extension}"
    size = site.tables.size(f"{stored}.gz") or site.tables.size(stored)
    return size_words(size) if size and form.of_rows else ""


def _table_page(site: Site, selection: Selection, reader: Reader) -> TablePage:
    table, tables = selection.table, site.tables
    assert tables is not None  # noqa: S101  asked by the only caller
    known = filters(table, tables.definitions)
    entries = codebook.entries(reader, tables, table.name)
    words = {entry.column.name: entry.values for entry in entries}
    fields = tuple(_fields(table, known, selection, words))
    sql, values = selection.statement()
    rows = reader.rows(f"SELECT * FROM ({sql}) LIMIT {ROWS}", values)  # noqa: S608
    shown = {field.name for field in fields}
    return TablePage(
        table,
        selection,
        selection.count(reader),
        tuple(_cells(site, selection, row) for row in rows),
        fields,
        tuple(name for name in known if name not in shown),
        tuple(_downloads(selection, tables)),
        len(selection.source_ids(reader)),
        _time_rule(table),
        entries,
        tables.query(table.name),
        "SQL" if tables.language(table.name) == SQL.extension else "SPARQL",
        snippets(site, href(table, CSV, selection), table.name),
    )


def _downloads(selection: Selection, tables: Tables) -> Iterator[Download]:
    name = selection.table.name
    for form in _there(tables.language(name) if tables.query(name) else ""):
        chosen = selection if form.of_rows else None
        path, kind = href(selection.table, form, chosen), form.content_type.partition(";")[0]
        yield Download(form.name, form.about, path, media_type=kind)


def _there(language: str = "") -> list[TableFormat]:
    """Return the forms, other than pages, in which there is a table with a query in *language*."""
    queries = {form for form in (QUERY, SQL) if form.extension != language}
    lacking = {PAGE, *queries, *(() if writes_parquet() else (PARQUET,))}
    return [form for form in FORMATS if form not in lacking]


def _fields(
    table: Table,
    known: Mapping[str, Filter],
    selection: Selection,
    words: Mapping[str, tuple[str, ...]],
) -> Iterator[Field]:
    """Yield the fields of the form: by time, by things, by words of a list; then the order.

    *words* are the values of columns that have few. What a column says of another one
    (``start_precision``) has no field.
    """
    given = dict(reversed(selection.asked))
    if times.has_times(table):
        for name, title in (("at", "At"), ("from", "From"), ("to", "To")):
            yield Field(name, title, "1993-01-31, 1993-01 or 1993", given.get(name, ""))
    for name, one in known.items():
        options = words.get(name, ()) if one.via is None and "_" not in name else ()
        if one.column.target or options:
            about = f"id or name in {one.column.target}" if one.column.target else "one of a list"
            yield Field(name, _title(one), about, given.get(name, ""), options)
    for name, title, about in _SHAPE:
        yield Field(name, title, about, given.get(name, ""))


_SHAPE = (
    ("columns", "Columns", "names with commas between; empty takes all"),
    ("sort", "Sort by", "names of columns; a minus before one sorts it downwards"),
    ("limit", "Rows at most", "a number"),
)


def _title(one: Filter) -> str:
    title = one.column.title or one.column.name
    return f"{title} ({one.via.title.lower()})" if one.via else title


def _time_rule(table: Table) -> str:
    if times.has_spells(table):
        return (
            "A row is taken if it may have held then: its earliest start is not later, its latest "
            "end not earlier. A row without an end counts until it was last known. A row without "
            "a start (start_status: not-known) may hold since the start of what it belongs to "
            "(start_earliest); where that is not known either, it counts when it was last known."
        )
    return "A row is taken if its year is among those asked for." if times.has_years(table) else ""


def _cells(site: Site, selection: Selection, row: Sequence[Value]) -> tuple[tuple[Link, ...], ...]:
    # What a row is, such as a code of a state, need not be a thing with a page of its own.
    names_thing = any(column.name in ("iri", "name") for column in selection.table.columns)
    return tuple(
        tuple(_links(site, column, value, names_thing=names_thing))
        for column, value in zip(selection.columns, row, strict=True)
    )


def _links(site: Site, column: Column, value: Value, *, names_thing: bool) -> Iterator[Link]:
    """Yield the values of a cell, those that name things with their addresses."""
    text = as_text(column, value)
    leads = column.target or column.name.endswith("_ids") or (column.name == "id" and names_thing)
    for part in text.split(SEPARATOR) if column.separator else (text,):
        yield Link(part, site.urls.document(iri_of(part)) if part and leads else "")


def release_of(site: Site, address: str) -> answers.Release:
    """Return how what was asked for at *address* is cited."""
    return answers.Release(work_of(site, f"Taken from {address}"), citation(site), address)
