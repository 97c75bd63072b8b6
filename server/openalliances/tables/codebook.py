"""The codebook: what each column of each table means, as values for a page or a table.

All of it comes from the metadata and from the rules of publication; nothing is said twice.
``data/tables/README.md`` is :func:`codebook_page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openalliances.tables.columns import Column, Role, Table
from openalliances.tables.publication_rules import RULES


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A column as a reader meets it.

    ``filled`` says when it has a value, ``several`` whether more than one of a thing is published.
    ``source`` says whose word a cell is. ``property_iri`` is empty for what is no statement.
    """

    table: str
    column: str
    title: str
    definition: str
    example: str
    holds: str
    pattern: str
    language: str
    vocabulary: str
    filled: str
    several: bool
    source: str
    property_iri: str


_SOURCES = {
    Role.KEY: "what the row is about; its source says it",
    Role.FACT: "the source of the row",
    Role.EDITORIAL: "ours",
    Role.CITATION: "about the source",
}


def codebook(tables: Iterable[Table]) -> tuple[CodebookEntry, ...]:
    """Return an entry for each column, table by table, in the order of the headers."""
    return tuple(entry for table in tables for entry in _entries(table))


def _entries(table: Table) -> Iterator[CodebookEntry]:
    for column in table.columns:
        yield CodebookEntry(
            table=table.name,
            column=column.name,
            title=column.title,
            definition=column.definition,
            example=column.example,
            holds=str(column.value),
            pattern=column.pattern,
            language=column.language,
            vocabulary=column.scheme,
            filled=_filled(column),
            several=column.many,
            source=_SOURCES[column.role],
            property_iri=column.property_url,
        )


def _filled(column: Column) -> str:
    """Return when a column has to be filled."""
    if column.required:
        return "in each row"
    if column.once:
        return "in one row of each thing"
    return "where a source says it" if column.fact else "if there is something to say"


def codebook_page(tables: Mapping[str, Table]) -> str:
    """Return the codebook in Markdown: the grammar, the rules of publication, each table."""
    lines = [_HEAD, "## From rows to what is published", ""]
    lines += [f"{n}. **{rule.name}**: {rule.text}" for n, rule in enumerate(RULES, 1)]
    for table in tables.values():
        lines += ["", f"## {table.title}: `{table.file}`", "", table.definition, ""]
        if table.graph:
            lines += [f"Named graph: <{table.graph}>", ""]
        lines += ["| column | what it says | holds | filled | example |", "|---|---|---|---|---|"]
        lines += [_line(entry) for entry in codebook([table])]
    return "\n".join([*lines, ""])


def _line(entry: CodebookEntry) -> str:
    holds = f"{entry.holds} ({entry.vocabulary})" if entry.vocabulary else entry.holds
    filled = f"{entry.filled}; several rows, several values" if entry.several else entry.filled
    cells = (f"`{entry.column}`", entry.definition, holds, filled, f"`{entry.example}`")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


_HEAD = """\
# The tables

The facts of this data set. **One row is what one source says of one thing at one place; at most
one value a cell; a further value is a further row; a filled cell means "says this".** So a
spreadsheet can sort them, a receipt belongs to a value, and a source that says otherwise is just
another row.

`id` names the thing, `n` numbers its rows; both stand in each row, and a row keeps its number. Each
table is described by CSV on the Web in `<table>.csv-metadata.json`, which is the only definition of
its columns. This page is made from those (`openalliances columns --page`).
"""
