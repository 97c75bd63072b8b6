"""The codebook: what each column of each table means, as values for a page or a table.

All of it comes from the metadata; nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openalliances.tables.columns import Column, Role, Table


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A column as a reader meets it.

    ``filled`` says when it has a value, ``values`` how many of a thing are published.
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
    values: str
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
            values=("several" if column.many else "one") if column.property_url else "",
            source=_SOURCES[column.role],
            property_iri=column.property_url,
        )


def _filled(column: Column) -> str:
    if column.required:
        return "in each row"
    return "in some row of each thing" if column.once else "where it is known"
