"""From what sources say to what is published: the documented rules between the two.

The raw triples speak of rows; what is published speaks of things, and says with
each value which citations back it. :data:`RULES` lists how one follows from the
other; each rule names the function that follows it, and the page on the tables
and CONTRIBUTING show the same list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, VOCAB
from openalliances.tables.columns import Column
from openalliances.tables.conversion import Term, maker, row_iri, thing_iri
from openalliances.tables.decisions import TABLE as DECISION
from openalliances.tables.decisions import Decisions
from openalliances.tables.names import Names
from openalliances.tables.rows import Row, TableFile


@dataclass(frozen=True, slots=True)
class PublicationRule:
    """A rule of publication: a short name, and what it does in one or two sentences."""

    name: str
    text: str


RULES = (
    PublicationRule(
        "thing",
        "What a row says is published of the thing with its id, or of the one that the table "
        "names, such as the contribution whose people were counted. Columns of the role citation "
        "speak of the row's citation, which the thing has, and which carries the number n.",
    ),
    PublicationRule(
        "value",
        "Of a column with several values all are published. Of any other it is the value that "
        "all rows agree on; else the one that decision.csv names; else that of the row with the "
        "lowest number, which is enough for a start or an end only: nowhere else would the other "
        "value be seen.",
    ),
    PublicationRule(
        "backing",
        "A citation cites for the property of each fact and key that its row fills with a "
        "published value. A source that gives a date of a membership says the membership: a row "
        "speaks of its keys.",
    ),
    PublicationRule(
        "report",
        "A start or end that is not the published one stands at the citation, as the start or "
        "end that the source reports.",
    ),
    PublicationRule(
        "date",
        "A date is a day, a month or a year, as exactly as it was written.",
    ),
    PublicationRule(
        "year",
        "Beside a start and an end stands its year, and the precision of the less exact one.",
    ),
    PublicationRule(
        "label",
        "Things without a name of their own are named after other things, and a citation after "
        "its source and place.",
    ),
)
"""How published statements follow from rows, in the order in which the code applies them."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_CITATION = ox.NamedNode(ALLY + "Citation")
_CITES_FOR = ox.NamedNode(ALLY + "citesFor")
_HAS_CITATION = ox.NamedNode(ALLY + "hasCitation")
_HAS_PRECISION = ox.NamedNode(ALLY + "hasDatePrecision")
_INTEGER = ox.NamedNode(_XSD + "integer")
_DATATYPES = {1: ox.NamedNode(_XSD + "gYear"), 2: ox.NamedNode(_XSD + "gYearMonth")}
_DAY = ox.NamedNode(_XSD + "date")
_PRECISIONS = {
    parts: ox.NamedNode(f"{VOCAB}date-precision/{name}")
    for parts, name in ((1, "year"), (2, "month"), (3, "day"))
}


Values = Mapping[str, tuple[str, ...]]
"""The cells of a thing that are published, by column."""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedTable:
    """A table and all that is published of it, in the named graph of its metadata."""

    file: TableFile
    triples: tuple[ox.Triple, ...]

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
    names = Names(files, others or {}, decisions)
    return tuple(
        PublishedTable(file, tuple(_Publisher(file, names, decisions).triples()))
        for file in files
        if file.table.graph
    )


def published_values(files: Sequence[TableFile], name: str) -> Iterator[tuple[str, Values]]:
    """Yield each thing of the table *name* with the cells that are published, by column.

    :raises KeyError: if there is no such table.
    """
    by_name = {file.table.name: file for file in files}
    decisions = Decisions(by_name.get(DECISION))
    publisher = _Publisher(by_name[name], Names((), {}, decisions), decisions)
    every = by_name[name].table.columns
    columns = {column.name: column for column in every if column.property_url and not column.citing}
    for id_, rows in by_name[name].things():
        yield id_, publisher.values(id_, columns, rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Bound:
    """A column with its property and the function that makes terms of its cells."""

    name: str
    column: Column
    predicate: ox.NamedNode
    term: Callable[[str], Term]


@dataclass(frozen=True, slots=True)
class _Publisher:
    """Publishes the things of one table."""

    file: TableFile
    names: Names
    decisions: Decisions

    def triples(self) -> Iterator[ox.Triple]:
        """Yield all that is published of the table, thing by thing (rule *thing*)."""
        table = self.file.table
        columns = {
            c.name: _Bound(c.name, c, ox.NamedNode(c.property_url), term_maker(c))
            for c in table.columns
            if c.property_url
        }
        own = {name: bound.column for name, bound in columns.items() if not bound.column.citing}
        years = {c.name: ox.NamedNode(c.year) for c in table.columns if c.year}
        fixed = [(ox.NamedNode(c.property_url), ox.NamedNode(c.value_url)) for c in table.fixed]
        for id_, rows in self.file.things():
            thing = ox.NamedNode(thing_iri(table, rows[0]))
            values = self.values(id_, own, rows)
            for property_, value in fixed:
                yield ox.Triple(thing, property_, value)
            for name, cells in values.items():
                for cell in cells:
                    yield ox.Triple(thing, columns[name].predicate, columns[name].term(cell))
            yield from _years(thing, years, values)
            if table.label:
                yield ox.Triple(thing, _LABEL, _english(self.name(id_, rows[0])))
            for row in rows:
                if row.has_source:
                    yield from self.citation(thing, row, columns, values)

    def values(self, id_: str, columns: Mapping[str, Column], rows: Sequence[Row]) -> Values:
        """Return the cells that are published, by column (rule *value*)."""
        said: dict[str, dict[str, None]] = {}
        for row in rows:
            for name, cell in row.cells.items():
                if name in columns:
                    said.setdefault(name, {})[cell] = None
        values = {name: tuple(cells) for name, cells in said.items()}
        for name in [name for name, cells in values.items() if len(cells) > 1]:
            if columns[name].key:
                raise self.two_keys(id_, name, values[name], rows)
            if not columns[name].many:
                values[name] = values[name][:1]
        for name, value in self.decisions.about(id_).items():
            values[name] = (value,) if value else ()
        return values

    def two_keys(
        self, id_: str, name: str, cells: Sequence[str], rows: Sequence[Row]
    ) -> SourceError:
        """Return the fault of rows of one thing that are about different things."""
        row = next(row for row in rows if row.cells.get(name) == cells[1])
        return self.fault(row, f"{id_} has {name} {cells[1]} here and {cells[0]} in another row.")

    def citation(
        self, thing: ox.NamedNode, row: Row, columns: Mapping[str, _Bound], values: Values
    ) -> Iterator[ox.Triple]:
        """Yield the citation of a row (rules *backing* and *report*)."""
        citation = ox.NamedNode(row_iri(self.file.table, row))
        yield ox.Triple(thing, _HAS_CITATION, citation)
        yield ox.Triple(citation, _TYPE, _CITATION)
        name = ", ".join((self.name(row.cells["source"], row), *_place(row)))
        yield ox.Triple(citation, _LABEL, _english(name))
        for cell_name, cell in row.cells.items():
            bound = columns.get(cell_name)
            if bound is None:
                continue
            column = bound.column
            if column.citing:
                yield ox.Triple(citation, bound.predicate, bound.term(cell))
            elif column.fact and cell in values[cell_name]:
                yield ox.Triple(citation, _CITES_FOR, bound.predicate)
            elif column.fact and column.reported:
                yield ox.Triple(citation, ox.NamedNode(column.reported), bound.term(cell))

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
    """Yield the years beside dates, and the coarser precision (rule *year*)."""
    dates = [(year, cell) for name, year in years.items() for cell in values.get(name, ())]
    for year, cell in dates:
        number = re.match(r"-?\d+", cell)
        if number:
            value = ox.Literal(str(int(number[0])), datatype=_INTEGER)
            yield ox.Triple(thing, year, value)
    if dates:
        coarsest = min(_parts(cell) for _, cell in dates)
        yield ox.Triple(thing, _HAS_PRECISION, _PRECISIONS[coarsest])


def _place(row: Row) -> tuple[str, ...]:
    return (row.cells["place"],) if "place" in row.cells else ()


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")
