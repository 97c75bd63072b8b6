"""Records to statements and back: what a row says in RDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.records.tables import Cells, Record
from openalliances.records.templates import CITATION, IMPLIED, Column, Kind, Template

Namer = Callable[[str], str]
"""IRI to the English name of a thing; raises SourceError for an unknown one."""

_DATE = re.compile(r"-?\d{4}(?P<month>-\d\d)?(?P<day>-\d\d)?")
_PRECISION = {XSD.gYear: "year", XSD.gYearMonth: "month", XSD.date: "day"}
_SEPARATOR = " | "
_CITATION = URIRef(ALLY + "Citation")


def to_graph(record: Record, template: Template, path: str, name_of: Namer) -> Graph:
    """Return all statements about the thing of *record* and its citations.

    :raises SourceError: with the line, if a cell does not hold what its column takes, a required
        one is empty, or ``name_of`` does not know a thing.
    """
    try:
        return _to_graph(record, template, name_of)
    except SourceError as error:
        raise SourceError(
            path, f"{record.id}: {error.message}", error.hint, line=record.line
        ) from None


def _to_graph(record: Record, template: Template, name_of: Namer) -> Graph:
    if not record.id.startswith(template.prefixes):
        raise SourceError(
            "", f"The id does not begin with {' or '.join(template.prefixes)}.", "Mend the id."
        )
    graph = Graph()
    thing = URIRef(ID + record.id)
    for local in template.classes:
        graph.add((thing, RDF.type, URIRef(ALLY + local)))
    for property_, iri in template.fixed:
        graph.add((thing, URIRef(property_), URIRef(iri)))
    _say(graph, thing, record.cells, template.columns)
    if template.label:
        names = {
            column: _name_of_cell(cell, name_of)
            for column, cell in record.cells.items()
            if f"{{{column}}}" in template.label
        }
        label = template.label.format_map(names) + _turn(record.id)
        graph.add((thing, RDFS.label, Literal(label, lang="en")))
    _imply(graph, thing)
    for number, citation in enumerate(record.citations, 1):
        _cite(graph, thing, record, number, citation, template, name_of)
    return graph


def _name_of_cell(cell: str, name_of: Namer) -> str:
    """Return the names of the things in a cell, or its text if it names none."""
    if "/" not in cell:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell).lower()
    return ", ".join(name_of(ID + token) for token in cell.split())


def _turn(id_: str) -> str:
    """Return `` (2nd time)`` for an id that ends in ``-2``."""
    number = re.search(r"-(\d)$", id_)
    turns = {"2": " (second time)", "3": " (third time)", "4": " (fourth time)"}
    return turns.get(number[1], "") if number else ""


def _imply(graph: Graph, thing: URIRef) -> None:
    """Add the years beside dates, and the coarser precision of both."""
    precisions = []
    for property_, year in IMPLIED.items():
        for date in list(graph.objects(thing, URIRef(ALLY + property_))):
            graph.add((thing, URIRef(ALLY + year), Literal(int(str(date)[:4]))))
            precisions.append(date.datatype if isinstance(date, Literal) else None)
    for kind, precision in _PRECISION.items():
        if kind in precisions:
            concept = URIRef(f"{VOCAB}date-precision/{precision}")
            graph.add((thing, URIRef(ALLY + "hasDatePrecision"), concept))
            return


def _say(
    graph: Graph, thing: URIRef, cells: Mapping[str, str], columns: tuple[Column, ...]
) -> None:
    """Add what the cells say of *thing*."""
    for column in columns:
        cell = cells.get(column.name, "")
        if not cell and column.required:
            raise SourceError("", f"{column.name} is empty.", f"It holds {column.kind.value}.")
        for value in _split(cell, column):
            graph.add((thing, URIRef(column.property), _term(value, column)))


def _split(cell: str, column: Column) -> list[str]:
    if not column.many:
        return [cell] if cell else []
    return cell.split(_SEPARATOR) if column.kind is Kind.TEXT and cell else cell.split()


def _term(text: str, column: Column) -> Node:
    """Return the RDF term for a value.

    :raises SourceError: if it is not what the column holds.
    """
    if column.kind is Kind.TEXT:
        return Literal(text, lang=column.detail)
    if column.kind is Kind.STRING:
        return Literal(text)
    if column.kind is Kind.DATE:
        return _date(text, column)
    if column.kind is Kind.INTEGER:
        if not re.fullmatch(r"0|-?[1-9][0-9]*", text):
            raise _misfit(text, column)
        return Literal(int(text))
    if column.kind is Kind.ADDRESS:
        if not re.fullmatch(r"https?://[^\s<>\"{}|^`\\]+", text):
            raise _misfit(text, column)
        return Literal(text, datatype=XSD.anyURI)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./_-]*", text):
        raise _misfit(text, column)
    if column.kind is Kind.CONCEPT:
        return URIRef(f"{VOCAB}{column.detail}/{text}")
    return URIRef((ID if column.kind is Kind.THING else ALLY) + text)


def _date(text: str, column: Column) -> Literal:
    match = _DATE.fullmatch(text)
    if not match:
        raise _misfit(text, column)
    kind = XSD.date if match["day"] else XSD.gYearMonth if match["month"] else XSD.gYear
    return Literal(text, datatype=kind, normalize=False)


def _misfit(text: str, column: Column) -> SourceError:
    return SourceError(
        "", f"{column.name} holds {column.kind.value}, and {text!r} is none.", "Mend the cell."
    )


def _cite(
    graph: Graph,
    thing: URIRef,
    record: Record,
    number: int,
    cells: Cells,
    template: Template,
    name_of: Namer,
) -> None:
    """Add a citation of *thing*."""
    citation = URIRef(f"{ID}citation/{record.id}/{number}")
    graph.add((thing, URIRef(ALLY + "hasCitation"), citation))
    graph.add((citation, RDF.type, _CITATION))
    said = {name: cell for name, cell in cells.items() if name != "backs"}
    _say(graph, citation, said, CITATION)
    place = f", {cells['place']}" if "place" in cells else ""
    label = name_of(f"{ID}{cells['source']}") + place
    graph.add((citation, RDFS.label, Literal(label, lang="en")))
    for column in _backed(record, cells, template):
        graph.add((citation, URIRef(ALLY + "citesFor"), URIRef(column.property)))


def _backed(record: Record, citation: Cells, template: Template) -> list[Column]:
    """Return the columns that a citation speaks for: those it names, or all facts of the row.

    :raises SourceError: if it names one that the row does not fill.
    """
    facts = [c for c in template.columns if c.fact and c.name in record.cells]
    names = citation.get("backs", "").split()
    for name in names:
        if name not in {column.name for column in facts}:
            raise SourceError(
                "",
                f"A citation backs {name!r}, which is no filled fact of the row.",
                f"Those are: {' '.join(column.name for column in facts)}.",
            )
    reported = {"reported_start": "start", "reported_end": "end"}
    denied = {own for name, own in reported.items() if name in citation}
    return [c for c in facts if (c.name in names if names else c.name not in denied)]


def to_records(graph: Graph, template: Template) -> Iterator[Record]:
    """Yield the records of the template's kind in *graph*, in the order of their ids."""
    starts = tuple(ID + prefix for prefix in template.prefixes)
    things = {s for s in graph.subjects(RDF.type) if str(s).startswith(starts)}
    for thing in sorted(things, key=str):
        if not isinstance(thing, URIRef):
            continue
        cells = _cells(graph, thing, template.columns, frozenset(template.classes))
        record = Record(str(thing).removeprefix(ID), 0, cells)
        citations = graph.objects(thing, URIRef(ALLY + "hasCitation"))
        record.citations = [
            _citation(graph, record, citation, template)
            for citation in sorted(citations, key=_number)
        ]
        yield record


def _number(citation: Node) -> tuple[int, str]:
    last = str(citation).rpartition("/")[2]
    return (int(last) if last.isdigit() else 0, str(citation))


def _cells(
    graph: Graph, thing: Node, columns: tuple[Column, ...], leave: frozenset[str] = frozenset()
) -> Cells:
    cells = {}
    for column in columns:
        values = graph.objects(thing, URIRef(column.property))
        texts = sorted(text for value in values if (text := _cell(value, column)) is not None)
        if column.kind is Kind.CLASS:
            texts = [text for text in texts if text not in leave]
        if texts:
            separator = _SEPARATOR if column.kind is Kind.TEXT else " "
            cells[column.name] = separator.join(texts)
    return cells


def _cell(value: Node, column: Column) -> str | None:
    """Return the text of a cell for a term, or None if the term belongs to another column."""
    if isinstance(value, Literal):
        fits = value.language == column.detail if column.kind is Kind.TEXT else not value.language
        return str(value) if fits else None
    base = {Kind.CONCEPT: f"{VOCAB}{column.detail}/", Kind.THING: ID}.get(column.kind, ALLY)
    text = str(value)
    return text.removeprefix(base) if text.startswith(base) else None


def _citation(graph: Graph, record: Record, citation: Node, template: Template) -> Cells:
    """Return the cells of a citation; ``backs`` is empty if it speaks for all that it can."""
    cells = _cells(graph, citation, CITATION)
    backs = set(graph.objects(citation, URIRef(ALLY + "citesFor")))
    cells.pop("backs", None)
    columns = [column for column in template.columns if URIRef(column.property) in backs]
    names = {c.name for c in columns if c.fact and c.name in record.cells}
    every = {column.name for column in _backed(record, cells, template)}
    if names != every:
        cells["backs"] = " ".join(c.name for c in template.columns if c.name in names)
    return {c.name: cells[c.name] for c in CITATION if c.name in cells}
