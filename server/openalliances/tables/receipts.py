"""Receipts: which rows say a published value, and which say another one.

A citation says for which properties it speaks (``ally:citesFor``); where a thing has several
values of a property, or its sources differ, that is too little. Here it is told value by value:
the rows that say exactly it, or say it less exactly, and those that say something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.tables.columns import Column, Table, Value
from openalliances.tables.conversion import Term, row_iri
from openalliances.tables.dates import agree
from openalliances.tables.metadata import THING
from openalliances.tables.rows import Row

Known = Callable[[Row, str], str]
"""How much of a date in a row its source knows; see :mod:`openalliances.tables.fillers`."""

_OF_OUR_WORK = frozenset(("family", "withdrawn"))
"""Tables that say how we work, whose reasons no source can say."""
_OF_OUR_JUDGEMENT = frozenset(("crosswalk",))
"""Tables of judgements that no source says, and from which statements follow."""
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
"""The name by which we call a thing, which is our choice; other names are what sources use."""
_TEXTS = frozenset((Value.TEXT, Value.ADDRESS))
_LASTING = frozenset((Value.THING, Value.CONCEPT))


@dataclass(frozen=True, slots=True)
class Receipt:
    """A published value with the rows that say it and those that say otherwise, as citations.

    ``beside`` are statements that the same rows make as one with it, such as the day of a count;
    ``years`` are those that follow from a date. ``lasting`` is whether it goes on holding, unlike
    a day or a name. It is ``contested`` if credible sources differ on it.
    """

    triple: ox.Triple
    citations: tuple[ox.NamedNode, ...] = ()
    otherwise: tuple[ox.NamedNode, ...] = ()
    beside: tuple[ox.Triple, ...] = ()
    years: tuple[ox.Triple, ...] = ()
    lasting: bool = False
    contested: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A column with its property and the function that makes terms of its cells."""

    name: str
    column: Column
    predicate: ox.NamedNode
    term: Callable[[str], Term]


@dataclass(frozen=True, slots=True, eq=False)
class Witnesses:
    """The rows of a thing as witnesses for its values."""

    table: Table
    rows: Sequence[Row]
    known: Known

    def receipts(
        self,
        thing: ox.NamedNode,
        columns: Mapping[str, Bound],
        values: Mapping[str, Sequence[str]],
        contested: Mapping[str, bool],
        years: Callable[[str, str], tuple[ox.Triple, ...]],
    ) -> Iterator[Receipt]:
        """Yield the receipt of each of the *values*; *years* are what follows from a date."""
        found = [
            self._receipt(thing, bound, cell, values, contested.get(name, False), years)
            for name, bound in columns.items()
            if self.is_told(bound.column)
            for cell in values.get(name, ())
        ]
        if self.table.thing_url == THING or not found:
            yield from found
            return
        first, *others = found
        beside = tuple(receipt.triple for receipt in others)
        following = tuple(triple for receipt in found for triple in receipt.years)
        yield Receipt(
            first.triple, first.citations, first.otherwise, beside, following, first.lasting
        )

    def is_told(self, column: Column) -> bool:
        """Return whether values of the column have receipts: facts, judgements, names, texts."""
        if self.table.name in _OF_OUR_JUDGEMENT:
            return column.value is Value.CONCEPT
        if not self.table.cited or column.citing or not column.property_url:
            return False
        if column.fact:
            return True
        is_ours = column.property_url == _LABEL or self.table.name in _OF_OUR_WORK
        return column.value in _TEXTS and not is_ours

    def _receipt(
        self,
        thing: ox.NamedNode,
        bound: Bound,
        cell: str,
        values: Mapping[str, Sequence[str]],
        contested: bool,
        years: Callable[[str, str], tuple[ox.Triple, ...]],
    ) -> Receipt:
        column = bound.column
        date = self._date_of(column)
        sides: dict[bool, dict[ox.NamedNode, None]] = {True: {}, False: {}}
        for row in self.rows:
            if column.name not in row.cells or not row.has_source:
                continue
            if date is None or self._is_on(row, date, values):
                says = self._says(row, column, cell)
                sides[says][ox.NamedNode(row_iri(self.table, row))] = None
        return Receipt(
            ox.Triple(thing, bound.predicate, bound.term(cell)),
            tuple(sides[True]),
            tuple(sides[False]) if column.single else (),
            years=years(bound.name, cell) if column.date else (),
            lasting=column.fact and date is None and column.value in _LASTING,
            contested=contested,
        )

    def _date_of(self, column: Column) -> Column | None:
        """Return the date that *column* tells the kind of."""
        return next((d for d in self.table.columns if self.table.kind_of(d) == column), None)

    def _is_on(self, row: Row, date: Column, values: Mapping[str, Sequence[str]]) -> bool:
        """Return whether a row speaks of the published date, not of another one."""
        if date.name not in row.cells:
            return True
        known = self.known(row, row.cells[date.name])
        return any(agree(known, value) for value in values.get(date.name, ()))

    def _says(self, row: Row, column: Column, cell: str) -> bool:
        """Return whether a row says the value; a less exact date says what it knows of it."""
        said = row.cells[column.name]
        if said == cell or not column.date:
            return said == cell
        known = self.known(row, said)
        return bool(known) and agree(known, cell)
