"""Counts of personnel: how many people of which kind a state had in an operation on a day.

They are observations, many and alike, so they have rules of their own here, and a named graph of
their own that neither reasoner nor shapes see. A count says its total and each kind of which
there was somebody; which kinds its source counts at all stands at the citation, which all counts
of one operation in one table share. So a kind that is counted and not said is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ID, VOCAB
from openalliances.rdf.vocabulary import ALLY, RDF, RDFS, XSD
from openalliances.tables.completeness import PublishedThings
from openalliances.tables.conversion import maker
from openalliances.tables.dates import first_day, last_day
from openalliances.tables.publication import Values, term_maker
from openalliances.tables.rows import Row, TableFile

TABLE = "personnel_count"
"""The name of the table of counts."""

KINDS = {
    "troops": (ALLY.troopCount, "troops"),
    "police": (ALLY.policeCount, "police"),
    "experts": (ALLY.expertCount, "military-experts"),
    "staff_officers": (ALLY.staffOfficerCount, "staff-officers"),
}
"""The columns of the kinds of personnel, with their properties and concepts."""

WINDING_UP = timedelta(days=366)
"""How long after its end an operation may still have people, who wind it up."""


def count_faults(things: PublishedThings) -> Iterator[SourceError]:
    """Yield what is wrong with counts: sums, dates, ids, and places of one table that differ."""
    file = next((file for file in things.files if file.table.name == TABLE), None)
    if file is None:
        return
    contributions, missions = things.of("contribution"), things.of("mission")
    shared: dict[str, Row] = {}
    for row in file.rows:
        contribution = contributions.get(row.cells["contribution"], {})
        mission = missions.get(next(iter(contribution.get("mission", ())), ""), {})
        first = shared.setdefault(_citation(row), row)
        for column, message, hint in _faults(row, contribution, mission, first):
            place = file.table.header.index(column) + 1
            yield SourceError(file.name, message, hint, line=row.line, column=place)


def _faults(
    row: Row, contribution: Values, mission: Values, first: Row
) -> Iterator[tuple[str, str, str]]:
    cells = row.cells
    id_ = f"personnel-count/{_pair(row)}/{cells['date'][:4]}"
    if row.id != id_ or row.number != 1:
        yield "id", f"{row.id}, {row.number}: it is not {id_}, 1.", "There is one count a year."
    total, parts = int(cells["total"]), [int(cells[kind]) for kind in KINDS if kind in cells]
    if total == 0 or (parts and sum(parts) != total):
        said = " + ".join(map(str, parts)) or "nobody"
        yield "total", f"The total is {total}, and the kinds are {said}.", "Mend what is wrong."
    for what, values, after in (
        ("operation", mission, WINDING_UP),
        ("contribution", contribution, timedelta()),
    ):
        if not _within(cells["date"], values, after):
            life = " to ".join(",".join(values.get(side, ())) or "?" for side in ("start", "end"))
            message = f"On {cells['date']} there was no such {what} ({life})."
            yield "date", message, f"Mend the date, or that of the {what}."
    for name in ("place", "check", "checked_on"):
        if cells.get(name) != first.cells.get(name):
            message = f"{name} is not that of line {first.line}, of the same table and operation."
            yield name, message, "All counts of one operation in one table have one citation."
    for kind in KINDS:
        if (kind in cells) != (kind in first.cells):
            message = f"{kind} is filled here or in line {first.line}, and not in both."
            yield kind, message, "Write 0 where the source counts the kind and there is nobody."


def _within(day: str, values: Values, after: timedelta) -> bool:
    """Return whether a thing can have had people on a *day*, or so long *after* its end."""
    begun = [first for cell in values.get("start", ()) if (first := first_day(cell))]
    ended = [last for cell in values.get("end", ()) if (last := last_day(cell))]
    earliest, latest = first_day(day) or date.min, last_day(day) or date.max
    return all(first <= latest for first in begun) and all(
        earliest <= last + after for last in ended
    )


def count_triples(file: TableFile) -> Iterator[ox.Triple]:
    """Yield what is published of the table of counts: each count, and each citation once."""
    cited: set[str] = set()
    day = term_maker(file.table.column("date"))
    for row in file.rows:
        count, citation = ox.NamedNode(ID + row.id), _citation(row)
        yield ox.Triple(count, RDF.type, ALLY.PersonnelCount)
        yield ox.Triple(count, ALLY.isCountOf, ox.NamedNode(ID + row.cells["contribution"]))
        yield ox.Triple(count, ALLY.countedOn, day(row.cells["date"]))
        yield ox.Triple(count, ALLY.hasCitation, ox.NamedNode(citation))
        yield ox.Triple(count, ALLY.totalCount, _number(row.cells["total"]))
        for kind, (property_, _) in KINDS.items():
            if int(row.cells.get(kind, 0)):
                yield ox.Triple(count, property_, _number(row.cells[kind]))
        if citation not in cited:
            cited.add(citation)
            yield from _cited(ox.NamedNode(citation), row, file)


def _cited(citation: ox.NamedNode, row: Row, file: TableFile) -> Iterator[ox.Triple]:
    """Yield the citation that the counts of one operation in one table share."""
    yield ox.Triple(citation, RDF.type, ALLY.Citation)
    label = f"{row.cells['source'].partition('/')[2]}: {row.cells['place']}"
    yield ox.Triple(citation, RDFS.label, ox.Literal(label, language="en"))
    for name in ("source", "place", "check", "checked_on"):
        if name in row.cells:
            column = file.table.column(name)
            make = term_maker(column) if column.date else maker(column)
            property_ = ox.NamedNode(column.property_url)
            yield ox.Triple(citation, property_, make(row.cells[name]))
    for kind, (_, concept) in KINDS.items():
        if kind in row.cells:
            named = ox.NamedNode(f"{VOCAB}personnel-kind/{concept}")
            yield ox.Triple(citation, ALLY.countsKind, named)


def _citation(row: Row) -> str:
    """Return the IRI of the citation of a count: its operation, date and source."""
    source = row.cells["source"].partition("/")[2]
    operation = _pair(row).partition("/")[0]
    return f"{ID}citation/personnel-count/{operation}/{row.cells['date']}/{source}"


def _pair(row: Row) -> str:
    return row.cells["contribution"].partition("/")[2]


def _number(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=XSD.integer)
