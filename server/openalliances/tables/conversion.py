"""What the rows of a table say, as triples: CSV on the Web to RDF.

This is https://www.w3.org/TR/csv2rdf/ in minimal mode: each filled cell is one
triple, whose subject is the ``aboutUrl`` of the row and whose predicate is the
``propertyUrl`` of its column; the object is ``valueUrl``, or the text with the
datatype or language of the column. Any other converter gives the same triples.

They are *raw*: their subjects are citations, and they are never published as
such, since a citation with a start date would be taken for a spell. What is
published of them is made by :mod:`openalliances.tables.publication`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from openalliances.tables.columns import Column, Table
from openalliances.tables.rows import Row, TableFile

Term = ox.NamedNode | ox.Literal
"""What a cell stands for; tables have no blank nodes."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_EXPRESSION = re.compile(r"\{(\+?)([^{}]*)\}")
_REMEMBERED = 10_000
"""How many IRIs of a column are kept; most cells of one say what another row said."""
_UNRESERVED = "", re.compile(r"[A-Za-z0-9._~-]*").fullmatch
_RESERVED = ":/?#[]@!$&'()*+,;=", re.compile(r"[A-Za-z0-9._~/-]*").fullmatch
"""What an expression leaves as it is, and whether a value needs no encoding, as most do not."""


def raw_triples(file: TableFile) -> Iterator[ox.Triple]:
    """Yield what the rows of *file* say, row by row."""
    table = file.table
    makers = {
        c.name: (ox.NamedNode(c.property_url), maker(c)) for c in table.columns if c.property_url
    }
    fixed = [(ox.NamedNode(c.property_url), ox.NamedNode(c.value_url)) for c in table.fixed]
    about = template(table.about_url)
    for row in file.rows:
        subject = ox.NamedNode(about(row.cells))
        for name, cell in row.cells.items():
            if name in makers:
                property_, make = makers[name]
                yield ox.Triple(subject, property_, make(cell))
        for property_, value in fixed:
            yield ox.Triple(subject, property_, value)


def row_iri(table: Table, row: Row) -> str:
    """Return the IRI that a row has by ``aboutUrl``: a citation, or a thing without citations."""
    return template(table.about_url)(row.cells)


def thing_iri(table: Table, row: Row) -> str:
    """Return the IRI of the thing that a row is published of."""
    return template(table.thing_url)(row.cells)


@cache
def maker(column: Column) -> Callable[[str], Term]:
    """Return the function from the text of a cell of *column* to its term."""
    if column.value_url:
        fill, name = template(column.value_url), column.name
        return lru_cache(_REMEMBERED)(lambda cell: ox.NamedNode(fill({name: cell})))
    if column.language:
        language = column.language
        return lambda cell: ox.Literal(cell, language=language)
    if column.datatype == "string":
        return ox.Literal
    datatype = ox.NamedNode(_XSD + column.datatype)
    return lambda cell: ox.Literal(cell, datatype=datatype)


@cache
def template(text: str) -> Callable[[Mapping[str, str]], str]:
    """Return the function that fills in a URI template.

    Levels 1 and 2 of RFC 6570 (§3.2.2, §3.2.3): ``{name}`` encodes all but unreserved
    characters, ``{+name}`` leaves reserved ones as well, such as ``/``.
    """
    parts = _EXPRESSION.split(text)
    start = parts[0]
    expressions = [
        (name, *(_RESERVED if plus else _UNRESERVED), after)
        for plus, name, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]

    def fill(values: Mapping[str, str]) -> str:
        filled = start
        for name, safe, is_plain, after in expressions:
            value = values.get(name, "")
            filled += (value if is_plain(value) else quote(value, safe=safe)) + after
        return filled

    return fill
