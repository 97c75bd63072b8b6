"""The values of the column model: what a table and a column are.

They are read from metadata by :mod:`openalliances.tables.metadata` only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from openalliances.rdf.prefixes import ALLY, ID, VOCAB


class Role(StrEnum):
    """What a cell of a column is: part of what the row is about, a fact, or about the source."""

    KEY = "key"
    """What the row is about; it stands in each row, and the row's source says it."""
    FACT = "fact"
    """Something that a source says; rows without a source leave it empty."""
    EDITORIAL = "editorial"
    """Names, notes and classes, which are ours; they may stand in any row."""
    CITATION = "citation"
    """Where the source says it, and who looked: about the row, not about the thing."""


class Value(StrEnum):
    """What the cells of a column hold."""

    THING = "a thing, such as state/burundi"
    CLASS = "a class of the ontology, such as ObserverMission"
    PROPERTY = "a property of the ontology, such as startDate"
    CONCEPT = "a concept of a vocabulary, such as accession"
    VOCABULARY = "a vocabulary, such as mandate-task"
    TEXT = "text in one language"
    STRING = "text without a language"
    INTEGER = "a whole number"
    BOOLEAN = "true or false"
    DATE = "a date, month or year: 1949-04-04, 1949-04 or 1949"
    ADDRESS = "a web address"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the header, what it means, and what its cells hold.

    ``property_url`` is empty for columns that say nothing in RDF (id, n).
    ``required`` columns stand in each row; of ``once`` columns some row of each
    thing has a value. ``year`` is the property for the year of a date, ``reported`` the
    one for a date that is not the published one. ``fixed`` columns are virtual: they have no
    cells and always say ``value_url``.
    """

    name: str
    title: str
    definition: str
    example: str
    datatype: str = "string"
    pattern: str = ""
    language: str = ""
    property_url: str = ""
    value_url: str = ""
    reported: str = ""
    year: str = ""
    role: Role = Role.EDITORIAL
    required: bool = False
    once: bool = False
    many: bool = False
    date: bool = False
    fixed: bool = False

    @property
    def key(self) -> bool:
        """Whether the row is about it."""
        return self.role is Role.KEY

    @property
    def fact(self) -> bool:
        """Whether a source may speak for it."""
        return self.role in (Role.KEY, Role.FACT)

    @property
    def citing(self) -> bool:
        """Whether it says something about the source of the row."""
        return self.role is Role.CITATION

    @property
    def ends(self) -> bool:
        """Whether it says when something ended; without one it goes on."""
        return self.property_url == ALLY + "endDate"

    @property
    def single(self) -> bool:
        """Whether one value of a thing is published, chosen where rows differ."""
        return bool(self.property_url) and not (self.many or self.key or self.citing)

    @property
    def scheme(self) -> str:
        """The vocabulary of a column of concepts, such as ``date-kind``, or nothing."""
        return self.value_url.removeprefix(VOCAB).rpartition("/")[0] if self._is(VOCAB) else ""

    @property
    def value(self) -> Value:
        """What its cells hold."""
        if self._is(ID):
            return Value.THING
        if self._is(VOCAB):
            return Value.CONCEPT if self.scheme else Value.VOCABULARY
        if self._is(ALLY):
            return Value.CLASS if self.pattern.startswith("[A-Z]") else Value.PROPERTY
        if self.date:
            return Value.DATE
        if self.datatype != "string":
            return _VALUES[self.datatype]
        return Value.TEXT if self.language else Value.STRING

    def _is(self, namespace: str) -> bool:
        return self.value_url.startswith(namespace)

    def fits(self, cell: str) -> bool:
        """Return whether the pattern of the column allows *cell*."""
        return not self.pattern or re.fullmatch(self.pattern, cell) is not None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where its rows go and its columns, in the order of the header.

    ``name`` is the kind of thing (``membership``), ``file`` the name of the CSV
    file. ``thing_url`` makes the IRI of the thing that a row is published of. ``graph``
    is the IRI of its named graph, empty if the table is not published.
    """

    name: str
    file: str
    title: str
    definition: str
    graph: str
    about_url: str
    thing_url: str
    id_prefixes: tuple[str, ...]
    label: str
    columns: tuple[Column, ...]
    fixed: tuple[Column, ...]

    @property
    def cited(self) -> bool:
        """Whether rows are what sources say, numbered by thing; else one row is one thing."""
        return any(column.name == "n" for column in self.columns)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns that together name a row."""
        return tuple(
            name
            for name in self.header
            if f"{{+{name}}}" in self.about_url or f"{{{name}}}" in self.about_url
        )

    def column(self, name: str) -> Column:
        """Return the column of that name.

        :raises KeyError: if there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def kind_of(self, date: Column) -> Column | None:
        """Return the column that says what happened on a *date*, which is chosen with it."""
        name = f"{date.name}_kind"
        return self.column(name) if date.date and name in self.header else None


_VALUES = {"integer": Value.INTEGER, "boolean": Value.BOOLEAN, "anyURI": Value.ADDRESS}
