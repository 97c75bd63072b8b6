"""From what sources say to what is published: the documented rules between the two.

The raw triples speak of rows; what is published speaks of things, and says with
each value which citations back it. :data:`RULES` lists how one follows from the
other; each rule names the function that follows it, and the page on the tables
and CONTRIBUTING show the same list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, VOCAB
from openalliances.tables.adjudicated import adjudication_triples
from openalliances.tables.adjudication import Adjudicator, Choice
from openalliances.tables.authorities import authorities
from openalliances.tables.columns import Column
from openalliances.tables.conversion import Term, maker, row_iri, thing_iri
from openalliances.tables.dates import agree
from openalliances.tables.decisions import TABLE as DECISION
from openalliances.tables.decisions import Decisions
from openalliances.tables.fillers import fillers
from openalliances.tables.lifetimes import lifetimes
from openalliances.tables.names import Names
from openalliances.tables.receipts import Bound, Receipt, Witnesses
from openalliances.tables.rows import Row, TableFile

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_CITATION = ox.NamedNode(ALLY + "Citation")
_CITES_FOR = ox.NamedNode(ALLY + "citesFor")
_HAS_CITATION = ox.NamedNode(ALLY + "hasCitation")
_REPORTED_VALUE = ox.NamedNode(ALLY + "reportedValue")
_PRECISION_OF = {
    ox.NamedNode(f"{ALLY}{side.lower()}Year"): ox.NamedNode(f"{ALLY}has{side}Precision")
    for side in ("Start", "End")
}
_INTEGER = ox.NamedNode(_XSD + "integer")
_DATATYPES = {1: ox.NamedNode(_XSD + "gYear"), 2: ox.NamedNode(_XSD + "gYearMonth")}
_DAY = ox.NamedNode(_XSD + "date")
_PRECISIONS = {
    parts: ox.NamedNode(f"{VOCAB}date-precision/{name}")
    for parts, name in ((1, "year"), (2, "month"), (3, "day"))
}


Values = Mapping[str, tuple[str, ...]]
"""The cells of a thing that are published, by column."""

Choices = Mapping[str, Choice]
"""How the values of a thing were chosen, by column, where rows differ."""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedTable:
    """A table and all that is published of it, in the named graph of its metadata."""

    file: TableFile
    triples: tuple[ox.Triple, ...]
    receipts: tuple[Receipt, ...] = ()

    @property
    def graph(self) -> str:
        """The IRI of the named graph."""
        return self.file.table.graph

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the triples as quads of the graph."""
        graph = ox.NamedNode(self.graph)
        return (ox.Quad(t.subject, t.predicate, t.object, graph) for t in self.triples)


def publish(
    files: Sequence[TableFile], others: Mapping[str, str] | None = None
) -> tuple[PublishedTable, ...]:
    """Return what the tables publish, in their order; *others* are names of things elsewhere.

    *others* goes from ids (``partnership/burundi-kenya``) to English names. A table without
    a named graph publishes nothing.

    :raises SourceError: with the line, for a thing that nothing describes, or keys of one thing
        that differ.
    """
    decisions = Decisions(next((f for f in files if f.table.name == DECISION), None))
    names = Names(files, {} if others is None else others, decisions)
    adjudicator = _adjudicator(files, decisions)
    return tuple(
        _Publisher(file, names, decisions, adjudicator).published()
        for file in files
        if file.table.graph
    )


def adjudicator_of(files: Sequence[TableFile]) -> Adjudicator:
    """Return what chooses among the rows of *files*; whoever asks several tables keeps it."""
    decided = next((file for file in files if file.table.name == DECISION), None)
    return _adjudicator(files, Decisions(decided))


def published_values(
    files: Sequence[TableFile], name: str, adjudicator: Adjudicator | None = None
) -> Iterator[tuple[str, Values]]:
    """Yield each thing of the table *name* with the cells that are published, by column.

    :raises KeyError: if there is no such table.
    """
    for id_, values, _ in adjudicated_values(files, name, adjudicator):
        yield id_, values


def adjudicated_values(
    files: Sequence[TableFile], name: str, adjudicator: Adjudicator | None = None
) -> Iterator[tuple[str, Values, Choices]]:
    """Yield each thing of the table *name* with the published cells, and how they were chosen.

    :raises KeyError: if there is no such table.
    """
    by_name = {file.table.name: file for file in files}
    decisions = Decisions(by_name.get(DECISION))
    chooses = adjudicator or _adjudicator(files, decisions)
    publisher = _Publisher(by_name[name], Names((), {}, decisions), decisions, chooses)
    for id_, rows in by_name[name].things():
        yield id_, *publisher.values(id_, rows)


def _adjudicator(files: Sequence[TableFile], decisions: Decisions) -> Adjudicator:
    """Return what chooses among rows; memberships need the lifetimes of their two ends first."""
    first = Adjudicator(authorities(files), fillers(files))
    stretches: list[tuple[str, str, str]] = []
    for file in files:
        if file.table.name in ("period", "organization"):
            publisher = _Publisher(file, Names((), {}, decisions), decisions, first)
            for id_, rows in file.things():
                values, _ = publisher.values(id_, rows)
                thing = _first(values, "state") or id_
                stretches.append((thing, _first(values, "start"), _first(values, "end")))
    return replace(first, lifetimes=lifetimes(stretches))


def _first(values: Values, column: str) -> str:
    return next(iter(values.get(column, ())), "")


@dataclass(frozen=True, slots=True)
class _Publisher:
    """Publishes the things of one table."""

    file: TableFile
    names: Names
    decisions: Decisions
    adjudicator: Adjudicator

    def published(self) -> PublishedTable:
        """Return all that is published of the table, with the receipts of its values."""
        receipts: list[Receipt] = []
        return PublishedTable(self.file, tuple(self._triples(receipts)), tuple(receipts))

    def _triples(self, receipts: list[Receipt]) -> Iterator[ox.Triple]:
        """Yield what is published of the table, thing by thing (rule *thing*)."""
        table = self.file.table
        columns = {
            c.name: Bound(c.name, c, ox.NamedNode(c.property_url), term_maker(c))
            for c in table.columns
            if c.property_url
        }
        years = {c.name: ox.NamedNode(c.year) for c in table.columns if c.year}
        fixed = [(ox.NamedNode(c.property_url), ox.NamedNode(c.value_url)) for c in table.fixed]
        for id_, rows in self.file.things():
            thing = ox.NamedNode(thing_iri(table, rows[0]))
            values, choices = self.values(id_, rows)
            for property_, value in fixed:
                yield ox.Triple(thing, property_, value)
            for name, cells in values.items():
                for cell in cells:
                    yield ox.Triple(thing, columns[name].predicate, columns[name].term(cell))
            yield from _years(thing, years, values)
            receipts += self._receipts(thing, rows, columns, years, values, choices)
            if table.label:
                yield ox.Triple(thing, _LABEL, _english(self.name(id_, rows[0])))
            for name, choice in choices.items():
                named = self.name(id_, rows[0])
                column = columns[name].column
                yield from adjudication_triples(thing, named, rows[0], table, column, choice)
            for row in rows:
                if row.has_source:
                    yield from self.citation(thing, row, columns, values)

    def _receipts(
        self,
        thing: ox.NamedNode,
        rows: Sequence[Row],
        columns: Mapping[str, Bound],
        years: Mapping[str, ox.NamedNode],
        values: Values,
        choices: Choices,
    ) -> Iterator[Receipt]:
        """Yield which rows say each published value (rules *backing* and *report*)."""

        def following(name: str, cell: str) -> tuple[ox.Triple, ...]:
            return tuple(
                _years(thing, {n: y for n, y in years.items() if n == name}, {name: (cell,)})
            )

        witnesses = Witnesses(self.file.table, rows, self.adjudicator.fillers.known)
        contested = {name: choice.contested for name, choice in choices.items()}
        return witnesses.receipts(thing, columns, values, contested, following)

    def values(self, id_: str, rows: Sequence[Row]) -> tuple[Values, Choices]:
        """Return the cells that are published, by column, and how they were chosen."""
        said: dict[str, dict[str, None]] = {}
        for row in rows:
            for name, cell in row.cells.items():
                said.setdefault(name, {})[cell] = None
        values: dict[str, tuple[str, ...]] = {}
        choices: dict[str, Choice] = {}
        decisions = self.decisions.about(id_)
        for column in self.columns:
            cells = tuple(said.get(column.name, ()))
            if column.key and len(cells) > 1:
                raise self.two_keys(id_, column.name, cells, rows)
            kind = self.file.table.kind_of(column)
            alike = len(cells) < 2 and (kind is None or len(said.get(kind.name, ())) < 2)
            chosen = column.single and not (alike and not column.date)
            if column.name in values or not (cells or kind or column.name in decisions):
                continue
            if chosen or column.name in decisions:
                choice = self.adjudicator.choose(id_, rows, column, kind, decisions)
                choices[column.name] = choice
                pairs = ((column, choice.value), (kind, choice.kind))
                values.update({c.name: (v,) if v else () for c, v in pairs if c is not None})
            else:
                values[column.name] = cells
        return values, choices

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that speak of the thing, dates before the kinds beside them."""
        return tuple(c for c in self.file.table.columns if c.property_url and not c.citing)

    def two_keys(
        self, id_: str, name: str, cells: Sequence[str], rows: Sequence[Row]
    ) -> SourceError:
        """Return the fault of rows of one thing that are about different things."""
        row = next(row for row in rows if row.cells.get(name) == cells[1])
        return self.fault(row, f"{id_} has {name} {cells[1]} here and {cells[0]} in another row.")

    def citation(
        self, thing: ox.NamedNode, row: Row, columns: Mapping[str, Bound], values: Values
    ) -> Iterator[ox.Triple]:
        """Yield the citation of a row (rules *backing* and *report*)."""
        citation = ox.NamedNode(row_iri(self.file.table, row))
        yield ox.Triple(thing, _HAS_CITATION, citation)
        yield ox.Triple(citation, _TYPE, _CITATION)
        name = ", ".join((self.name(row.cells["source"], row), *_place(row)))
        yield ox.Triple(citation, _LABEL, _english(name))
        for name_, cell in row.cells.items():
            bound = columns.get(name_)
            if bound is None:
                continue
            column = bound.column
            if column.citing:
                yield ox.Triple(citation, bound.predicate, bound.term(cell))
                continue
            if not column.fact:
                continue
            if self.backs(row, column, cell, values):
                yield ox.Triple(citation, _CITES_FOR, bound.predicate)
                if cell in values[name_]:
                    continue
            if column.reported:
                yield ox.Triple(citation, ox.NamedNode(column.reported), bound.term(cell))
            else:
                said = ox.Literal(f"{name_.replace('_', ' ')}: {cell}")
                yield ox.Triple(citation, _REPORTED_VALUE, said)

    def backs(self, row: Row, column: Column, cell: str, values: Values) -> bool:
        """Return whether a row says what is published; the kind of another date does not."""
        known = self.adjudicator.fillers.known
        date = next((d for d in self.columns if self.file.table.kind_of(d) == column), None)
        if date and date.name in row.cells:
            published = values.get(date.name, ())
            if not any(agree(known(row, row.cells[date.name]), value) for value in published):
                return False
        published = values.get(column.name, ())
        return cell in published or (column.date and known(row, cell) in published)

    def name(self, id_: str, row: Row) -> str:
        """Return the name of a thing that *row* speaks of."""
        try:
            return self.names.of(id_)
        except SourceError as error:
            raise self.fault(row, error.message, error.hint) from None

    def fault(self, row: Row, message: str, hint: str = "Mend one of the two rows.") -> SourceError:
        return SourceError(self.file.name, message, hint, line=row.line)


@cache
def term_maker(column: Column) -> Callable[[str], Term]:
    """Return the function from a cell to its published term (rule *date*)."""
    return _date if column.date else maker(column)


def _date(cell: str) -> ox.Literal:
    return ox.Literal(cell, datatype=_DATATYPES.get(_parts(cell), _DAY))


def _parts(date: str) -> int:
    """Return 1 for a year, 2 for a month, 3 for a day."""
    return date.lstrip("-").count("-") + 1


def _years(
    thing: ox.NamedNode, years: Mapping[str, ox.NamedNode], values: Values
) -> Iterator[ox.Triple]:
    """Yield the years beside dates, and how exact the dates are (rule *year*)."""
    for year, cell in ((y, cell) for name, y in years.items() for cell in values.get(name, ())):
        number = re.match(r"-?\d+", cell)
        if number:
            value = ox.Literal(str(int(number[0])), datatype=_INTEGER)
            yield ox.Triple(thing, year, value)
            yield ox.Triple(thing, _PRECISION_OF[year], _PRECISIONS[_parts(cell)])


def _place(row: Row) -> tuple[str, ...]:
    return (row.cells["place"],) if "place" in row.cells else ()


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")
