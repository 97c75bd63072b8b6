"""Data extension (section 7): the values of properties of things, from the index and the tables.

A batch opens the tables once, and asks each for all its things at once. Dates are texts, as
exactly as they are known ("2007-03"): a ``date`` of the specification has a time of the day,
which nobody recorded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from openalliances.errors import BadRequestError
from openalliances.linking.codes import codes_of
from openalliances.linking.index import Code
from openalliances.linking.reconciliation import names, reading
from openalliances.linking.reconciliation.properties import (
    NAMING,
    Origin,
    Property,
    Relation,
    property_named,
)
from openalliances.linking.reconciliation.service import ENGLISH, Service
from openalliances.rdf.prefixes import ID
from openalliances.tabular import times
from openalliances.tabular.database import Reader, Value, quoted
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.filters import SOURCES

_MOST_PROPERTIES = 50
_MOST_VALUES = 1000
"""Values of one property of one thing."""
_SAMPLE = 50
"""Things of a type by which is looked what is told of it."""
_BETWEEN_ADDRESSES = re.compile(r";(?=https?://)")
_IDS = "(SELECT value FROM json_each(?))"

SETTINGS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "date",
        "label": "Date",
        "type": "text",
        "default": "",
        "help_text": "Year, month or day (1993, 1993-01, 1993-01-31) at which members, "
        "memberships and codes hold; empty for members of all times and the latest codes.",
    },
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Most values of a thing; 0 for all.",
    },
)
"""The settings of properties (section 7.1), which manifests name."""

Values = dict[str, list[dict[str, Any]]]
"""Values by the IRI of the thing, each as it stands in answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A property as it is asked for: its identifier there, and the settings."""

    id: str
    property: Property
    date: str = ""
    limit: int = 0


def proposed(service: Service, type_: str, limit: int) -> dict[str, Any]:
    """Return the properties that things of a type have, at most *limit* (section 7.2).

    :raises BadRequestError: if there is no such type.
    """
    known = service.properties.values()
    if not type_:
        chosen = tuple(one for one in known if one.origin is not Origin.ASKED)
    else:
        found = service.types.named(type_)
        if found.iri not in service.proposed:
            service.proposed[found.iri] = _properties_of(service, found.iri)
        chosen = service.proposed[found.iri]
    told = [one.as_json() for one in chosen[:limit]]
    return {"properties": told, "type": type_, "limit": limit}


def read(service: Service, text: str) -> tuple[list[str], list[Asked]]:
    """Return the identifiers and properties of a data extension query (section 7.3).

    :raises BadRequestError: if it is none, or names an unknown property.
    :raises BodyTooLargeError: if it asks for more things than one may.
    """
    fields = reading.parsed("extend", text)
    for name in ("ids", "properties"):
        if not isinstance(fields.get(name), list):
            raise reading.wrong(f"{name} of extend", fields.get(name), "an array")
    reading.at_most("ids", len(fields["ids"]), service.limits.ids)
    reading.at_most("properties", len(fields["properties"]), _MOST_PROPERTIES)
    for one in fields["ids"]:
        if not isinstance(one, str):
            raise reading.wrong("An id of extend", one, "a text")
    ids = [one.encode(errors="replace").decode() for one in fields["ids"]]
    return list(dict.fromkeys(ids)), [_asked(service, one) for one in fields["properties"]]


def answer(
    service: Service, ids: Sequence[str], asked: Sequence[Asked], language: str = ENGLISH
) -> dict[str, Any]:
    """Return the data extension response (section 7.4); what is not known has no values."""
    iris = {id_: service.entities.iri_of(id_) for id_ in ids}
    extension = _Extension(service, list(dict.fromkeys(iris.values())), language)
    with _reader(service) as reader:
        values = {one.id: extension.values(one, reader) for one in asked}
    extension.name_things(values.values())
    rows = {
        id_: {name: _cut(found.get(iri, ()), name, asked) for name, found in values.items()}
        for id_, iri in iris.items()
    }
    return {"meta": [_meta(service, one) for one in asked], "rows": rows}


def _asked(service: Service, given: object) -> Asked:
    fields = reading.mapping("A property of extend", given)
    id_ = reading.text_of("id of a property of extend", fields.get("id"), 300)
    settings = reading.mapping(f"settings of {id_}", fields.get("settings") or {})
    date = reading.text_of("The setting date", settings.get("date") or "", 40)
    if date:
        times.span({"at": date})
    limit = settings.get("limit") or None
    if isinstance(limit, str) and not limit.strip("0"):
        limit = None
    most = reading.positive("The setting limit", limit, _MOST_VALUES, _MOST_VALUES)
    found = property_named(service.properties, id_)
    if found.origin is Origin.ASKED:
        raise BadRequestError(
            f"{id_} can be compared, but no thing has it as a value.",
            "What things have is listed at /reconcile/properties?type=State, for example.",
        )
    return Asked(id_, found, date, most)


def _meta(service: Service, one: Asked) -> dict[str, Any]:
    told: dict[str, Any] = {"id": one.id, "name": one.property.name}
    if one.property.target and service.types.has(one.property.target):
        told["type"] = service.types.named(one.property.target).as_json()
    return told


def _cut(values: Iterable[dict[str, Any]], id_: str, asked: Sequence[Asked]) -> list[Any]:
    most = next(one.limit for one in asked if one.id == id_)
    return list(values)[:most]


class _Extension:
    """The values of one batch."""

    def __init__(self, service: Service, iris: list[str], language: str) -> None:
        self._service, self._iris, self._language = service, iris, language
        self._ids = [iri.removeprefix(ID) for iri in iris if iri.startswith(ID)]
        self._known: dict[int | None, dict[str, list[Code]]] = {}

    def values(self, asked: Asked, reader: Reader | None) -> Values:
        """Return the values of one property; *reader* reads the tables, if there are any."""
        known = asked.property
        if known.origin is Origin.NAME:
            return self._names(known.id)
        if known.origin is Origin.CODE:
            return self._codes(asked)
        if reader is None:
            return {}
        if known.relation is not None:
            return self._rows(reader, known.relation, asked)
        return self._column(reader, known)

    def name_things(self, found: Iterable[Values]) -> None:
        """Give all things among the values their names, in the language that was asked for."""
        things = [
            one for values in found for some in values.values() for one in some if "id" in one
        ]
        space = self._service.entities
        labels = self._service.labels({space.iri_of(one["id"]) for one in things}, self._language)
        for one in things:
            one["name"] = labels.get(space.iri_of(one["id"])) or one["name"]

    def _table(self, name: str) -> Table:
        tables = self._service.tables
        assert tables is not None  # noqa: S101  no property is in a table otherwise
        return tables.definitions[name]

    def _names(self, id_: str) -> Values:
        index = self._service.index
        if id_ == "iri":
            known = index.labels(self._iris)
            return {iri: [{"str": iri}] for iri in self._iris if iri in known}
        if id_ == "name":
            named = self._service.labels(self._iris, self._language)
            return {iri: [{"str": name}] for iri, name in named.items() if name}
        kinds = names.kinds_of(index, self._iris)
        return {
            iri: [{"str": one} for one in kind.split(", ") if one] for iri, kind in kinds.items()
        }

    def _codes(self, asked: Asked) -> Values:
        year = int(asked.date[:4]) if asked.date else None
        found: Values = {}
        if year not in self._known:
            index = self._service.index
            self._known[year] = {iri: codes_of(index, iri, year) for iri in self._iris}
        for iri, codes in self._known[year].items():
            texts = [code.text for code in codes if code.scheme == asked.property.id]
            found[iri] = [{"str": text} for text in dict.fromkeys(texts)]
        return found

    def _column(self, reader: Reader, known: Property) -> Values:
        """Return the values of a column; what a narrower table says wins over the wide one."""
        found: Values = {}
        for name in known.tables:
            column = self._table(name).column(known.id)
            sql = f"SELECT id, {quoted(known.id)} FROM {quoted(name)} WHERE id IN {_IDS}"  # noqa: S608
            for id_, value in reader.rows(sql, [_json(self._ids)]):
                if value is not None:
                    found[ID + str(id_)] = _told(column, value)
        return found

    def _rows(self, reader: Reader, relation: Relation, asked: Asked) -> Values:
        table = self._table(relation.table)
        by, column = table.column(relation.by), table.column(relation.value)
        where, values = _of(by, _json(self._ids))
        if asked.date and times.has_spells(table):
            span = times.span({"at": asked.date})
            assert span is not None  # noqa: S101  a date was given
            held, bound = times.condition(table, *span)
            where, values = f"{where} AND ({held})", [*values, *bound]
        return self._related(reader, (by, column), relation, (where, values))

    def _related(
        self,
        reader: Reader,
        columns: tuple[Column, Column],
        relation: Relation,
        condition: tuple[str, list[Value]],
    ) -> Values:
        by, column = columns
        sql = (
            f"SELECT {quoted(by.name)}, {quoted(column.name)} FROM {quoted(relation.table)} "  # noqa: S608
            f"WHERE {condition[0]} ORDER BY rowid"
        )
        wanted, found = set(self._ids), Values()
        for things, value in reader.rows(sql, condition[1]):
            for thing in _split(by, str(things)):
                if thing in wanted and value is not None:
                    known = found.setdefault(ID + thing, [])
                    known += [one for one in _told(column, value, entity=True) if one not in known]
        return found


def _of(by: Column, ids: str) -> tuple[str, list[Value]]:
    """Return the condition that a cell may name one of *ids*; among several in it, all are read."""
    if by.separator:
        return f"{quoted(by.name)} IS NOT NULL", []
    return f"{quoted(by.name)} IN {_IDS}", [ids]


def _told(column: Column, value: Any, *, entity: bool = False) -> list[dict[str, Any]]:
    """Return a cell as property values (section 2.4)."""
    if column.target or entity or column.name == SOURCES:
        return [{"id": one, "name": one} for one in _split(column, str(value))]
    if column.datatype == "boolean":
        return [{"str": "true" if value else "false"}]
    if isinstance(value, int):
        return [{"int": value}]
    if isinstance(value, float):
        return [{"float": value}]
    return [{"str": one} for one in _split(column, str(value))]


def _split(column: Column, text: str) -> list[str]:
    if not column.separator:
        return [text]
    if text.startswith(("http://", "https://")):
        return _BETWEEN_ADDRESSES.split(text)
    return [part for part in text.split(column.separator) if part]


def _properties_of(service: Service, type_: str) -> tuple[Property, ...]:
    """Return the properties that some things of the type *type_* have."""
    some = names.some_of(service.index, type_, _SAMPLE)
    schemes = names.schemes_of(service.index, some)
    found = [*NAMING, *(one for one in service.properties.values() if one.id in schemes)]
    asked = [Asked(one.id, one) for one in service.properties.values() if one.is_in_tables]
    extension = _Extension(service, some, ENGLISH)
    with _reader(service) as reader:
        found += [one.property for one in asked if extension.values(one, reader)]
    return tuple(found)


@contextmanager
def _reader(service: Service) -> Iterator[Reader | None]:
    """Open the tables for as long as one request may read; None where there are none."""
    with ExitStack() as stack:
        tables = service.tables
        yield stack.enter_context(tables.reading(service.limits.seconds)) if tables else None


def _json(ids: Sequence[str]) -> str:
    return json.dumps(list(ids))
