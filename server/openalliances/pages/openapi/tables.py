"""The tables: each with its filters, as its definition in the codebook says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openalliances.pages.openapi.parts import (
    ANY_OBJECT,
    MOMENT,
    NUMBER,
    TEXT,
    Paths,
    Schema,
    operation,
    query,
    segment,
    several,
    typed,
)
from openalliances.pages.site import Site
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.filters import PARAMETERS, filters
from openalliances.tabular.formats import CSV, FORMATS, PAGE

_TAG = "Tables"
_TYPES: Mapping[str, Schema] = {
    "integer": {"type": "integer"},
    "nonNegativeInteger": NUMBER,
    "gYear": {"type": "integer"},
    "boolean": {"type": "boolean"},
}
_COMMON = {
    "q": query("q", "Words that the names of a row have, whatever their case."),
    "at": query("at", "What is so at this time: a year, a month or a day.", MOMENT),
    "from": query("from", "What is so at some time from here on.", MOMENT),
    "to": query("to", "What is so at some time until here.", MOMENT),
    "columns": query("columns", "Columns that are wanted, with commas between them."),
    "sort": query("sort", "Columns to sort by, with commas; with - before one, downwards."),
    "limit": query("limit", "Most rows.", NUMBER),
    "offset": query("offset", "Rows to pass over.", NUMBER),
}


def paths(site: Site) -> Paths:
    """Return the paths of the tables; nothing for a release without them."""
    if site.tables is None:
        return {}
    defined = site.tables.definitions
    names = [query("table", "A table alone.", {"type": "string", "enum": list(defined)})]
    found: Paths = {
        "/data/": {"get": operation(_TAG, "List the tables", typed([PAGE.content_type]))},
        "/data/codebook.csv": {
            "get": operation(_TAG, "What all columns mean", typed([CSV.content_type]), *names)
        },
        "/data/sql": {
            "get": operation(
                _TAG,
                "How a query over the tables is run",
                typed([PAGE.content_type]),
                query("query", "A query in SQL; it is shown, and not run here."),
            )
        },
    }
    for table in defined.values():
        found |= _table(table, defined)
    return found


def components() -> dict[str, Any]:
    """Return the parameters that all tables have."""
    return {f"table.{name}": said for name, said in _COMMON.items()}


def _table(table: Table, tables: Mapping[str, Table]) -> Paths:
    own = [
        several(name, _about(one.column), _schema(one.column))
        for name, one in filters(table, tables).items()
    ]
    common = [{"$ref": f"#/components/parameters/table.{name}"} for name in PARAMETERS]
    endings = {"type": "string", "enum": [form.extension for form in FORMATS]}
    answer = typed((form.content_type for form in FORMATS), ANY_OBJECT)
    answer["application/json"] = {"schema": {}}
    return {
        f"/data/{table.name}.{{form}}": {
            "get": operation(
                _TAG,
                table.title or table.name,
                answer,
                segment("form", "The form, as the ending.", endings),
                *own,
                *common,
                about=table.definition,
            )
        }
    }


def _about(column: Column) -> str:
    pointed = f" A row of {column.target}: its id, IRI, code or name." if column.target else ""
    return f"{column.definition}{pointed}"


def _schema(column: Column) -> Schema:
    if column.values:
        return {"type": "string", "enum": list(column.values)}
    return TEXT if column.target else _TYPES.get(column.datatype, TEXT)
